package export

import "vahti.ai/vahti/shared/check/text"

// Left is something that is kept of a tenant and that no export holds.
type Left struct {
	Name string `json:"name"`
	What string `json:"what"` // in the export's language, as is why it is left out
	Why  string `json:"why"`
}

// LeftOut lists what no export holds, in a language. The reading is among it because an
// export may reach no objects: only scans do.
func LeftOut(l text.Language) []Left {
	all := []Left{
		{"readings", "What the last scan read of Microsoft 365",
			"It is what Microsoft 365 held when it was read, and each scan replaces it: you have it there. What follows from it is in the findings and changes."},
		{"memory", "What scans remember of earlier ones", "Of people and applications that are read in turns, what Microsoft 365 held when they were, and whose turn it is. Each scan replaces it, and you have it in Microsoft 365."},
		{"tellings", "Until when each reader was told, and what is still to be told", "It is about letters to come. What they tell is in the findings, their history and the changes."},
		{"secrets", "Secrets and keys: the webhook’s, those of API keys, and the key that seals the tenant’s data",
			"Whoever had them could sign in Vahti’s name, act for you or read what is sealed. The webhook’s address is among the settings."},
		{"work", "Marks of work under way",
			"What waits to be published or moved, answers to repeated requests, how far clean-ups and seals came, hashes of addresses that letters came back from, and which customer you are at Stripe. It says nothing of your Microsoft 365 that is not in the export elsewhere."},
	}
	for i := range all {
		all[i].What, _ = text.In(l, all[i].What, leftTexts)
		all[i].Why, _ = text.In(l, all[i].Why, leftTexts)
	}
	return all
}

// leftTexts are what LeftOut says.
var leftTexts = text.New(text.Texts{
	"What the last scan read of Microsoft 365": {
		FI: "Mitä viimeisin skannaus luki Microsoft 365:stä",
		SV: "Det som den senaste genomsökningen läste i Microsoft 365",
	},
	"It is what Microsoft 365 held when it was read, and each scan replaces it: you have it there. What follows from it is in the findings and changes.": {
		FI: "Tiedot ovat sellaisina kuin ne olivat Microsoft 365:ssä lukuhetkellä, ja jokainen skannaus korvaa ne: teillä ne ovat siellä. Mitä niistä seuraa, on löydöksissä ja muutoksissa.",
		SV: "Det är uppgifterna så som de fanns i Microsoft 365 när de lästes, och varje genomsökning ersätter dem: ni har dem där. Det som följer av dem finns bland fynden och ändringarna.",
	},
	"What scans remember of earlier ones": {FI: "Mitä skannaukset muistavat aiemmista", SV: "Det som genomsökningar minns av tidigare"},
	"Of people and applications that are read in turns, what Microsoft 365 held when they were, and whose turn it is. Each scan replaces it, and you have it in Microsoft 365.": {
		FI: "Vuorotellen luettavista ihmisistä ja sovelluksista se, mitä Microsoft 365:ssä oli lukuhetkellä, ja kenen vuoro on. Jokainen skannaus korvaa sen, ja teillä se on Microsoft 365:ssä.",
		SV: "Om personer och program som läses i tur och ordning: det som fanns i Microsoft 365 när de lästes, och vems tur det är. Varje genomsökning ersätter det, och ni har det i Microsoft 365.",
	},
	"Until when each reader was told, and what is still to be told": {
		FI: "Mihin asti kullekin lukijalle on kerrottu ja mitä on vielä kertomatta",
		SV: "Fram till när varje läsare har fått veta, och vad som återstår att berätta",
	},
	"It is about letters to come. What they tell is in the findings, their history and the changes.": {
		FI: "Se koskee tulevia viestejä. Mitä niissä kerrotaan, on löydöksissä, niiden historiassa ja muutoksissa.",
		SV: "Det gäller kommande brev. Det som de berättar finns bland fynden, deras historik och ändringarna.",
	},
	"Secrets and keys: the webhook’s, those of API keys, and the key that seals the tenant’s data": {
		FI: "Salaisuudet ja avaimet: webhookin, API-avainten ja se avain, jolla vuokraajan tiedot sinetöidään",
		SV: "Hemligheter och nycklar: webhookens, API-nycklarnas och den nyckel som förseglar klientorganisationens uppgifter",
	},
	"Whoever had them could sign in Vahti’s name, act for you or read what is sealed. The webhook’s address is among the settings.": {
		FI: "Niiden haltija voisi allekirjoittaa Vahdin nimissä, toimia puolestanne tai lukea sinetöityä. Webhookin osoite on asetuksissa.",
		SV: "Den som hade dem kunde signera i Vahtis namn, agera för er eller läsa det som är förseglat. Webhookens adress finns bland inställningarna.",
	},
	"Marks of work under way": {FI: "Käynnissä olevan työn merkinnät", SV: "Märken om pågående arbete"},
	"What waits to be published or moved, answers to repeated requests, how far clean-ups and seals came, hashes of addresses that letters came back from, and which customer you are at Stripe. It says nothing of your Microsoft 365 that is not in the export elsewhere.": {
		FI: "Mikä odottaa julkaisemista tai siirtämistä, vastaukset toistettuihin pyyntöihin, kuinka pitkälle siivous ja sinetöinti ovat edenneet, niiden osoitteiden tiivisteet, joista viestejä palautui, ja mikä asiakas olette Stripessä. Se ei kerro Microsoft 365:stänne mitään, mitä ei olisi muualla viennissä.",
		SV: "Det som väntar på att publiceras eller flyttas, svar på upprepade förfrågningar, hur långt gallring och försegling har kommit, hashvärden av adresser som brev kom tillbaka från, och vilken kund ni är hos Stripe. Det säger inget om er Microsoft 365 som inte finns på annat håll i exporten.",
	},
})
