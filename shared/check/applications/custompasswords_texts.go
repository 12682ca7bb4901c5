package applications

import "vahti.ai/vahti/shared/check/text"

var customPasswordsTexts = text.New(text.Texts{
	"Nobody can choose an application's secret themselves": {
		FI: "Kukaan ei voi keksiä sovelluksen salaisuutta itse",
		SV: "Ingen kan själv välja ett programs hemlighet",
	},
	"A secret that a person makes up can be guessed or is used elsewhere too; Microsoft's own are long and random.": {
		FI: "Ihmisen keksimän salaisuuden voi arvata, tai sitä käytetään muuallakin; Microsoftin luomat ovat pitkiä ja satunnaisia.",
		SV: "En hemlighet som en människa hittar på går att gissa eller används även på annat håll; Microsofts egna är långa och slumpmässiga.",
	},
	"An attacker tries likely words against an application, which no lockout or second factor protects, or plants a secret of their own choosing.": {
		FI: "Hyökkääjä kokeilee todennäköisiä sanoja sovellukseen, jota ei suojaa lukitus eikä toinen tekijä, tai lisää sille oman salaisuutensa.",
		SV: "En angripare prövar troliga ord mot ett program, som varken spärr eller andra faktor skyddar, eller planterar en egenvald hemlighet.",
	},
	appPolicies + " > Block custom passwords: On, applies to all applications": {
		FI: appPolicies + " > Block custom passwords: On, koskee kaikkia sovelluksia",
		SV: appPolicies + " > Block custom passwords: On, gäller alla program",
	},
	"Nobody can choose the secret of an application or service principal themselves.": {
		FI: "Kukaan ei voi keksiä sovelluksen tai palvelun päänimen salaisuutta itse.",
		SV: "Ingen kan själv välja hemligheten för ett program eller en tjänsts huvudnamn.",
	},
	"The secrets of some applications or service principals can be chosen by people.": {
		FI: "Joidenkin sovellusten tai palvelun päänimien salaisuudet voi keksiä itse.",
		SV: "Hemligheterna för vissa program eller tjänsters huvudnamn kan väljas av människor.",
	},
})
