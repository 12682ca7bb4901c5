package authmethods

import "vahti.ai/vahti/shared/check/text"

var mfaCapableTexts = text.New(text.Texts{
	"Every member can use multifactor authentication": {
		FI: "Jokainen jäsen voi käyttää monimenetelmäistä todentamista",
		SV: "Alla medlemmar kan använda multifaktorautentisering",
	},
	"An account without a second factor is protected by its password alone, or whoever signs in first registers the second factor.": {
		FI: "Tiliä, jolla ei ole toista tunnistautumistapaa, suojaa pelkkä salasana, tai toisen tavan rekisteröi se, joka ensimmäisenä kirjautuu.",
		SV: "Ett konto utan en andra faktor skyddas bara av lösenordet, eller så registrerar den som först loggar in den andra faktorn.",
	},
	"An attacker guesses or buys the password of an account nobody ever set up, registers a phone of their own as its second factor and stays.": {
		FI: "Hyökkääjä arvaa tai ostaa sellaisen tilin salasanan, jota kukaan ei koskaan ottanut käyttöön, rekisteröi siihen oman puhelimensa ja jää.",
		SV: "En angripare gissar eller köper lösenordet till ett konto som ingen har tagit i bruk, registrerar sin egen telefon som andra faktor och stannar kvar.",
	},
	"Microsoft Entra admin center > Entra ID > Authentication methods > User registration details > filter by Multifactor authentication capable: Not capable; let these people register a method, and disable accounts that nobody uses": {
		FI: "Microsoft Entra admin center > Entra ID > Authentication methods > User registration details > rajaa suodattimella Multifactor authentication capable: Not capable; pyydä näitä käyttäjiä rekisteröimään menetelmä ja poista käytöstä tilit, joita kukaan ei käytä",
		SV: "Microsoft Entra admin center > Entra ID > Authentication methods > User registration details > filtrera på Multifactor authentication capable: Not capable; låt dessa personer registrera en metod och inaktivera konton som ingen använder",
	},
	"The report on registered methods needs Entra ID P1, so it could not be told.": {
		FI: "Rekisteröityjen menetelmien raportti edellyttää Entra ID P1 -lisenssiä, joten asiaa ei voitu todeta.",
		SV: "Rapporten över registrerade metoder kräver Entra ID P1, så det gick inte att avgöra.",
	},
	"No second factor is registered that the tenant allows.": {
		FI: "Yhtään vuokraajan sallimaa toista tunnistautumistapaa ei ole rekisteröity.",
		SV: "Ingen andra faktor som klientorganisationen tillåter är registrerad.",
	},
	"The tenant has no enabled members.": {
		FI: "Vuokraajassa ei ole käytössä olevia jäsentilejä.",
		SV: "Klientorganisationen har inga aktiverade medlemmar.",
	},
	"Microsoft's report does not say of every member which methods are registered.": {
		FI: "Microsoftin raportti ei kerro kaikista jäsenistä, mitä menetelmiä on rekisteröity.",
		SV: "Microsofts rapport anger inte för alla medlemmar vilka metoder som är registrerade.",
	},
	"Every member has a second factor that the tenant allows.": {
		FI: "Jokaisella jäsenellä on toinen tunnistautumistapa, jonka vuokraaja sallii.",
		SV: "Alla medlemmar har en andra faktor som klientorganisationen tillåter.",
	},
})
