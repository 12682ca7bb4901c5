package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

// stateTexts translate what checks say of a policy whose state they do not know.
var stateTexts = text.New(text.Texts{
	unknownState: {
		FI: "Jokin käytäntö on Vahdille tuntemattomassa tilassa.",
		SV: "En princip har ett tillstånd som är okänt för Vahti.",
	},
})

// defaultsTexts translate what checks say that security defaults keep as well.
var defaultsTexts = text.New(text.Texts{
	"Without conditional access only security defaults can keep this control, and they could not be read: {}.": {
		FI: "Ilman ehdollista käyttöoikeutta vaatimuksen voivat täyttää vain suojauksen oletusasetukset, eikä niitä voitu lukea: {}.",
		SV: "Utan villkorsstyrd åtkomst kan bara säkerhetsstandarder uppfylla kontrollen, och de kunde inte läsas: {}.",
	},
	"Without conditional access only security defaults can keep this control, and Graph did not say whether they are on.": {
		FI: "Ilman ehdollista käyttöoikeutta vaatimuksen voivat täyttää vain suojauksen oletusasetukset, eikä Graph kertonut, ovatko ne käytössä.",
		SV: "Utan villkorsstyrd åtkomst kan bara säkerhetsstandarder uppfylla kontrollen, och Graph uppgav inte om de är aktiverade.",
	},
	"{} Security defaults, which would keep it without one, are off.": {
		FI: "{} Suojauksen oletusasetukset, jotka täyttäisivät vaatimuksen ilman lisenssiä, eivät ole käytössä.",
		SV: "{} Säkerhetsstandarder, som skulle uppfylla kontrollen utan licens, är inaktiverade.",
	},
})
