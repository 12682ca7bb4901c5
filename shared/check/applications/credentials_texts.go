package applications

import "vahti.ai/vahti/shared/check/text"

// credentialTexts translate what every check of credentials says.
var credentialTexts = text.New(text.Texts{
	"The tenant's default policy for applications is not enabled.": {
		FI: "Vuokraajan sovelluksia koskeva oletuskäytäntö ei ole käytössä.",
		SV: "Klientorganisationens standardprincip för program är inte aktiverad.",
	},
	"Graph did not return whether the default policy for applications is enabled.": {
		FI: "Graph ei kertonut, onko sovelluksia koskeva oletuskäytäntö käytössä.",
		SV: "Graph uppgav inte om standardprincipen för program är aktiverad.",
	},
	"The default policy for applications holds values Vahti does not know or lacks some.": {
		FI: "Sovelluksia koskevassa oletuskäytännössä on arvoja, joita Vahti ei tunne, tai arvoja puuttuu.",
		SV: "Standardprincipen för program innehåller värden som Vahti inte känner till eller saknar värden.",
	},
	"{} Policies for single applications could not be read.": {
		FI: "{} Yksittäisten sovellusten käytäntöjä ei voitu lukea.",
		SV: "{} Principer för enskilda program kunde inte läsas.",
	},
	"relaxes the default for the applications it is assigned to": {
		FI: "löysentää oletusta niille sovelluksille, joille se on määritetty",
		SV: "mildrar standardprincipen för de program den är tilldelad",
	},
	"A policy relaxes the restriction for single applications.": {
		FI: "Jokin käytäntö löysentää rajoitusta yksittäisille sovelluksille.",
		SV: "En princip mildrar begränsningen för enskilda program.",
	},
	"A policy may relax the restriction for single applications, and Graph did not return all of it.": {
		FI: "Jokin käytäntö saattaa löysentää rajoitusta yksittäisille sovelluksille, eikä Graph palauttanut sitä kokonaan.",
		SV: "En princip kan mildra begränsningen för enskilda program, och Graph lämnade inte ut hela principen.",
	},
})
