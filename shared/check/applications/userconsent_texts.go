package applications

import "vahti.ai/vahti/shared/check/text"

var userConsentStrictTexts = text.New(text.Texts{
	"Only administrators can consent to applications": {
		FI: "Vain järjestelmänvalvojat voivat antaa sovelluksille suostumuksen",
		SV: "Endast administratörer kan ge program medgivande",
	},
	"One person's consent gives an application lasting access to company data, and people seldom read what they agree to.": {
		FI: "Yhden ihmisen suostumus antaa sovellukselle pysyvän pääsyn yrityksen tietoihin, ja ihmiset lukevat harvoin, mihin suostuvat.",
		SV: "En enda persons medgivande ger ett program varaktig åtkomst till företagets data, och folk läser sällan vad de går med på.",
	},
	"An attacker sends a link to a harmless-looking application; one click on Accept opens that person's data to it without any password being stolen.": {
		FI: "Hyökkääjä lähettää linkin vaarattoman näköiseen sovellukseen; yksi hyväksyntä avaa ihmisen tiedot sille ilman, että yhtäkään salasanaa varastetaan.",
		SV: "En angripare skickar en länk till ett program som ser oskyldigt ut; ett klick på Godkänn öppnar personens data för det utan att något lösenord stulits.",
	},
	consentSettings + " > User consent settings > Do not allow user consent": {
		FI: consentSettings + " > User consent settings > valitse Do not allow user consent",
		SV: consentSettings + " > User consent settings > välj Do not allow user consent",
	},
	"Users can consent to applications without an administrator.": {
		FI: "Käyttäjät voivat antaa sovelluksille suostumuksen ilman järjestelmänvalvojaa.",
		SV: "Användarna kan ge program medgivande utan en administratör.",
	},
})
