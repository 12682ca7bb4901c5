package devices

import "vahti.ai/vahti/shared/check/text"

var applePushTexts = text.New(text.Texts{
	"The Apple push certificate is valid for more than 30 days": {
		FI: "Applen push-varmenne on voimassa vielä yli 30 päivää",
		SV: "Apples push-certifikat gäller i mer än 30 dagar till",
	},
	"When the certificate ends, no Apple device can be managed, and once it is replaced instead of renewed each of them must be enrolled anew.": {
		FI: "Varmenteen vanhennuttua yhtäkään Applen laitetta ei voi hallita, ja jos se korvataan uudella eikä uusita, jokainen laite on rekisteröitävä uudelleen.",
		SV: "När certifikatet går ut kan ingen Apple-enhet hanteras, och om det ersätts i stället för att förnyas måste varje enhet registreras på nytt.",
	},
	"The tenant has no Apple push certificate, so it manages no Apple device.": {
		FI: "Vuokraajalla ei ole Applen push-varmennetta, joten se ei hallitse yhtään Applen laitetta.",
		SV: "Klientorganisationen har inget push-certifikat från Apple och hanterar därför ingen Apple-enhet.",
	},
	"A lost or stolen iPhone, iPad or Mac can no longer be locked or wiped, and new rules do not reach it.": {
		FI: "Kadonnutta tai varastettua iPhonea, iPadia tai Macia ei voi enää lukita eikä tyhjentää, eivätkä uudet säännöt tavoita sitä.",
		SV: "En borttappad eller stulen iPhone, iPad eller Mac kan inte längre låsas eller rensas, och nya regler når den inte.",
	},
	applePushPortal + "renew it with the same Apple account": {
		FI: applePushPortal + "uusi se samalla Apple-tilillä",
		SV: applePushPortal + "förnya det med samma Apple-konto",
	},
	"Graph did not return when the Apple push certificate ends.": {
		FI: "Graph ei kertonut, milloin Applen push-varmenne vanhenee.",
		SV: "Graph uppgav inte när Apples push-certifikat går ut.",
	},
	"The Apple push certificate has ended.": {
		FI: "Applen push-varmenne on vanhentunut.",
		SV: "Apples push-certifikat har gått ut.",
	},
	"The Apple push certificate ends within 30 days.": {
		FI: "Applen push-varmenne vanhenee 30 päivän kuluessa.",
		SV: "Apples push-certifikat går ut inom 30 dagar.",
	},
	"The Apple push certificate is valid for more than 30 days.": {
		FI: "Applen push-varmenne on voimassa yli 30 päivää.",
		SV: "Apples push-certifikat gäller i mer än 30 dagar.",
	},
})
