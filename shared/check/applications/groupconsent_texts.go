package applications

import "vahti.ai/vahti/shared/check/text"

var groupConsentTexts = text.New(text.Texts{
	"Group owners cannot give applications access to their group's data": {
		FI: "Ryhmien omistajat eivät voi antaa sovelluksille pääsyä ryhmänsä tietoihin",
		SV: "Gruppägare kan inte ge program åtkomst till gruppens data",
	},
	"A group's files and conversations belong to all its members, but one owner's click would open them to an application.": {
		FI: "Ryhmän tiedostot ja keskustelut kuuluvat kaikille jäsenille, mutta yhden omistajan napsautus avaisi ne sovellukselle.",
		SV: "En grupps filer och konversationer tillhör alla medlemmar, men ett enda klick av en ägare skulle öppna dem för ett program.",
	},
	"An attacker tricks the owner of one busy team into accepting an application that then reads everything in the team.": {
		FI: "Hyökkääjä huijaa vilkkaan tiimin omistajan hyväksymään sovelluksen, joka sen jälkeen lukee kaiken tiimin sisällön.",
		SV: "En angripare lurar ägaren till ett livligt team att godkänna ett program som sedan läser allt i teamet.",
	},
	consentSettings + " > User consent settings > Group owner consent for apps accessing data: Do not allow group owner consent": {
		FI: consentSettings + " > User consent settings > Group owner consent for apps accessing data: valitse Do not allow group owner consent",
		SV: consentSettings + " > User consent settings > Group owner consent for apps accessing data: välj Do not allow group owner consent",
	},
	"The tenant's settings do not say whether group owners may consent.": {
		FI: "Vuokraajan asetuksista ei käy ilmi, saavatko ryhmien omistajat antaa suostumuksen.",
		SV: "Klientorganisationens inställningar säger inte om gruppägare får ge medgivande.",
	},
	"Group owners can give applications access to their group's data.": {
		FI: "Ryhmien omistajat voivat antaa sovelluksille pääsyn ryhmänsä tietoihin.",
		SV: "Gruppägare kan ge program åtkomst till gruppens data.",
	},
	"Group owners cannot give applications access to their group's data.": {
		FI: "Ryhmien omistajat eivät voi antaa sovelluksille pääsyä ryhmänsä tietoihin.",
		SV: "Gruppägare kan inte ge program åtkomst till gruppens data.",
	},
})
