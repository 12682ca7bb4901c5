package explain

import "regexp"

// A stray text speaks of the model, of its orders or of the conversation: a
// refusal, a greeting, or what someone tried to make the model say.

// turn is the mark of a speaker at the beginning of a line.
var turn = regexp.MustCompile(`(?im)^\s*(assistant|system|user|human|model)\s*:`)

// anyStray holds for every language: models fall back into English.
var anyStray = pattern(
	` as an? (?:ai|artificial intelligence|large language|language) | (?:large language|language|ai|google|trained) model `,
	`| (?:ignore|disregard|forget) (?:(?:all|any|the|your|these) )*(?:previous|prior|earlier|above|preceding) `,
	`| instructions above | new instructions | system prompt | developer mode | jailbreak `,
	`| (?:my|your) (?:instructions|training|guidelines|knowledge cutoff|orders) | according to my `,
	`| the prompt (?:does not|did not|said|says) | user(?:'s)? message (?:asks|says|is|contains) `,
	`| here is (?:the|your|an?) (?:json|answer|response|explanation) | json (?:you|object|schema) | asked to (?:answer|explain|respond) `,
	`| (?:cannot|not able to|unable to) (?:comply|help with|assist) | hope (?:this|that) helps | let me know if | i am (?:sorry|an ai|gemini|unable) `,
	`| (?:chatgpt|openai|gemini|claude|llama|mistral) `)

// ownStray holds in one language alone: the words that speak of oneself mean
// something else in another.
var ownStray = map[string]*regexp.Regexp{
	"en": pattern(` (?:i|i'd|me|myself) `),
	"fi": pattern(` (?:minä|minua|minun|minulla|minulle|minut|olen|en voi|en saa|en pysty) `,
		`| (?:kielimall\pL*|tekoäly\pL*|järjestelmäkehot\pL*|kehotteessa|ohjeideni|ohjeeni|koulutusaineisto\pL*|kehittäjätila\pL*) `,
		`| (?:aiemmat|aikaisemmat|edelliset|edellä olevat|yllä olevat|uudet) ohjeet | käyttäjän viesti | pyytämäsi | jota pyysit `,
		`| toivottavasti | lisää kysyttävää | kysy rohkeasti | olen pahoillani `),
	"sv": pattern(` (?:jag|mig) `,
		`| (?:språkmodell\pL*|systemprompt\pL*|prompten|utvecklarläge\pL*|träningsdata|självklart) | (?:mina|tidigare|nya) instruktioner | instruktionerna ovan `,
		`| som (?:en )?(?:ai|artificiell) | användarens meddelande | du bad om | hoppas att | hör av dig | fler frågor | här är (?:den json|förklaringen|svaret) `),
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
