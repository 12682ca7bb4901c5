package explain

import "regexp"

// A stray text speaks of the model, of its orders or of the conversation: a
// refusal, a greeting, or what someone tried to make the model say.

// turn is the mark of a speaker at the beginning of a sentence.
var turn = regexp.MustCompile(`(?im)(^|[.!?]\s)\s*(assistant|system|user|human)\s*:`)

// anyStray holds for every language: models fall back into English.
var anyStray = pattern(
	` as an? (?:ai|artificial intelligence|large language|language) | (?:large language|language|ai|google|trained) model `,
	`| (?:ignore|disregard|forget) (?:(?:all|any|the|your|these) )*(?:previous|prior|earlier|above|preceding) `,
	`| instructions above | new instructions | system prompt | developer mode | jailbreak `,
	`| (?:my|your) (?:instructions|training|guidelines|knowledge cutoff|orders) | according to my `,
	`| the prompt (?:does not|did not|said|says) | user(?:'s)? message (?:asks|says|is|contains) `,
	`| here is (?:the|your|an?) (?:json|answer|response|explanation) | json (?:you|object|schema) | asked to (?:answer|explain|respond) `,
	`| (?:cannot|not able to|unable to) (?:comply|help with|assist) | hope (?:this|that) helps | let me know if | i am (?:sorry|an ai|gemini|unable) `,
	`| (?:system message|(?:given|response) schema|schema has) | (?:thank you|thanks) for | as (?:you )?requested | (?:by|av) an? ai | here is an? (?:summary|overview) | your (?:question|request|earlier) `,
	`| (?:chatgpt|openai|gemini|claude|llama|mistral) `)

// ownStray holds in one language alone: the words that speak of oneself mean
// something else in another.
var ownStray = map[string]*phrase{
	"en": pattern(` (?:i|i'd|me|myself) `),
	"fi": pattern(` (?:minä|minua|minun|minulla|minulle|minut|olen|en) `,
		`| (?:kielimall\pL*|tekoäly\pL*|järjestelmäkehot\pL*|kehotteessa|ohjeideni|ohjeeni|koulutusaineisto\pL*|kehittäjätila\pL*) `,
		`| (?:aiemmat|aikaisemmat|edelliset|edellä olevat|yllä olevat|uudet) ohjeet | käyttäjän viesti | pyytämäsi | jota pyysit `,
		`| kiitos | (?:kuten|niin kuin) pyysit | järjestelmäviesti\pL* | (?:aiempaa|aiempia|edellistä|annettuja) ohje\pL* | skeema\pL* | json objekti\pL* | tässä (?:on )?(?:tiivistelmä|selitys|vastaus|yhteenveto) `,
		`| toivottavasti | lisää kysyttävää | kysy rohkeasti | olen pahoillani `),
	"sv": pattern(` (?:jag|mig) `,
		`| (?:språkmodell\pL*|systemprompt\pL*|prompten|utvecklarläge\pL*|träningsdata|självklart) | (?:mina|tidigare|nya) instruktioner | instruktionerna ovan `,
		`| som (?:en )?(?:ai|artificiell) | användarens meddelande | du bad om | hoppas att | tack för | systemmeddelande\pL* | (?:tidigare|givna) (?:anvisning\pL*|instruktion\pL*) | json objekt\pL* | schemat | (?:av|är) en ai | här är en (?:sammanfattning|översikt) | hör av dig | fler frågor | här är (?:den json|förklaringen|svaret) `),
}

// strayed reports whether a text speaks of something else than the finding.
func strayed(text string, sentences []sentence, language string) bool {
	if turn.MatchString(text) {
		return true
	}
	own := ownStray[language]
	for _, s := range sentences {
		if anyStray.MatchString(s.whole) || own != nil && own.MatchString(s.whole) {
			return true
		}
	}
	return false
}
