package applications

import "vahti.ai/vahti/shared/check/text"

var indirectAdminPermissionsTexts = text.New(text.Texts{
	"No application holds a permission that leads to Global Administrator by a detour": {
		FI: "Millään sovelluksella ei ole käyttöoikeutta, joka johtaa kiertotietä yleiseksi järjestelmänvalvojaksi",
		SV: "Inget program har en behörighet som via en omväg leder till global administratör",
	},
	"The way to Global Administrator needs one more step, such as another application's secret or a privileged group, but every tenant offers some.": {
		FI: "Yleiseksi järjestelmänvalvojaksi pääsy vaatii vielä yhden askeleen, esimerkiksi toisen sovelluksen salaisuuden tai etuoikeutetun ryhmän, mutta sellaisia on jokaisessa vuokraajassa.",
		SV: "Vägen till global administratör kräver ett steg till, till exempel ett annat programs hemlighet eller en privilegierad grupp, men sådana finns i varje klientorganisation.",
	},
	"Whoever gets the application's secret adds a secret to a more powerful application, joins a privileged group or runs a script on an administrator's computer, and is Global Administrator soon after.": {
		FI: "Sovelluksen salaisuuden haltuunsa saanut lisää salaisuuden sovellukseen, jolla on laajemmat oikeudet, liittyy etuoikeutettuun ryhmään tai ajaa komentosarjan järjestelmänvalvojan koneella ja on pian yleinen järjestelmänvalvoja.",
		SV: "Den som får tag på programmets hemlighet lägger till en hemlighet i ett mäktigare program, går med i en privilegierad grupp eller kör ett skript på en administratörs dator och är snart global administratör.",
	},
	"No enabled application holds a permission that leads to Global Administrator by a detour.": {
		FI: "Millään käytössä olevalla sovelluksella ei ole käyttöoikeutta, joka johtaa kiertotietä yleiseksi järjestelmänvalvojaksi.",
		SV: "Inget aktiverat program har en behörighet som via en omväg leder till global administratör.",
	},
	"An application holds permissions that lead to Global Administrator by a detour.": {
		FI: "Sovelluksella on käyttöoikeuksia, jotka johtavat kiertotietä yleiseksi järjestelmänvalvojaksi.",
		SV: "Ett program har behörigheter som via en omväg leder till global administratör.",
	},
	"The application holds permissions that lead to Global Administrator by a detour and was declared as accepted.": {
		FI: "Sovelluksella on käyttöoikeuksia, jotka johtavat kiertotietä yleiseksi järjestelmänvalvojaksi, ja se on ilmoitettu hyväksytyksi.",
		SV: "Programmet har behörigheter som via en omväg leder till global administratör och har angetts som godkänt.",
	},
})
