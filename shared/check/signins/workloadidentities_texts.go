package signins

import "vahti.ai/vahti/shared/check/text"

var workloadIdentitiesTexts = text.New(text.Texts{
	"No application is left at risk": {
		FI: "Yhtäkään riskialtista sovellusta ei ole jätetty käsittelemättä",
		SV: "Inget riskfyllt program lämnas ohanterat",
	},
	"An application signs in without a second factor and often with more permissions than any person, so whoever has its secret has all of that.": {
		FI: "Sovellus kirjautuu ilman toista tunnistustekijää ja usein laajemmin käyttöoikeuksin kuin kukaan ihminen, joten sen salaisuuden haltija saa ne kaikki.",
		SV: "Ett program loggar in utan en andra faktor och ofta med fler behörigheter än någon människa, så den som har dess hemlighet har allt detta.",
	},
	"An attacker acts with the application's permissions, day and night, and no user notices anything.": {
		FI: "Hyökkääjä toimii sovelluksen käyttöoikeuksin yötä päivää, eikä yksikään käyttäjä huomaa mitään.",
		SV: "En angripare agerar med programmets behörigheter dygnet runt, och ingen användare märker något.",
	},
	idProtection + "Risky workload identities > the application: remove its secrets and certificates and give it new ones, then Confirm service principal compromised, or Dismiss service principal risk where it was no attack": {
		FI: idProtection + "Risky workload identities > sovellus: poista sen salaisuudet ja varmenteet ja anna uudet, valitse sitten Confirm service principal compromised, tai Dismiss service principal risk, jos kyse ei ollut hyökkäyksestä",
		SV: idProtection + "Risky workload identities > programmet: ta bort dess hemligheter och certifikat och ge det nya, välj sedan Confirm service principal compromised, eller Dismiss service principal risk om det inte var ett angrepp",
	},
	"An application is at risk, and nobody has looked at it.": {
		FI: "Sovellus on riskialtis, eikä kukaan ole käsitellyt asiaa.",
		SV: "Ett program är riskfyllt, och ingen har tittat på det.",
	},
	"Graph did not return all about the risk of some applications.": {
		FI: "Graph ei palauttanut kaikkia tietoja joidenkin sovellusten riskistä.",
		SV: "Graph returnerade inte alla uppgifter om vissa programs risk.",
	},
	"No application is at risk without somebody having looked at it.": {
		FI: "Yksikään sovellus ei ole riskialtis niin, ettei asiaa olisi käsitelty.",
		SV: "Inget program är riskfyllt utan att någon har tittat på det.",
	},
})
