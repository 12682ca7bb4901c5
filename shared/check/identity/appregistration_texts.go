package identity

import "vahti.ai/vahti/shared/check/text"

var appRegistrationTexts = text.New(text.Texts{
	"Only administrators can register applications": {
		FI: "Vain järjestelmänvalvojat voivat rekisteröidä sovelluksia",
		SV: "Bara administratörer kan registrera program",
	},
	"An application signs in without multifactor authentication, so anyone who can register one can keep a way into the tenant that outlives their own account.": {
		FI: "Sovellus kirjautuu ilman monimenetelmäistä todentamista, joten jokainen, joka voi rekisteröidä sellaisen, voi pitää vuokraajaan auki tien, joka jää jäljelle hänen oman tilinsä poistuttua.",
		SV: "Ett program loggar in utan multifaktorautentisering, så den som kan registrera ett kan behålla en väg in i klientorganisationen som finns kvar efter det egna kontot.",
	},
	"With one stolen member account an attacker registers an application with a trustworthy name, asks colleagues to consent to it, and keeps reading their mail and files after the password is changed.": {
		FI: "Yhdellä varastetulla jäsentilillä hyökkääjä rekisteröi luotettavan nimisen sovelluksen, pyytää työtovereilta suostumusta ja lukee heidän postiaan ja tiedostojaan vielä salasanan vaihdon jälkeen.",
		SV: "Med ett enda stulet medlemskonto registrerar en angripare ett program med ett förtroendeingivande namn, ber kollegor om medgivande och fortsätter läsa deras e-post och filer efter att lösenordet bytts.",
	},
	userSettings + " > Users can register applications: No": {
		FI: userSettings + " > Users can register applications: Ei",
		SV: userSettings + " > Users can register applications: Nej",
	},
	"Members cannot register applications.": {
		FI: "Jäsenet eivät voi rekisteröidä sovelluksia.",
		SV: "Medlemmar kan inte registrera program.",
	},
	"Every member of the tenant can register applications.": {
		FI: "Jokainen vuokraajan jäsen voi rekisteröidä sovelluksia.",
		SV: "Varje medlem i klientorganisationen kan registrera program.",
	},
})
