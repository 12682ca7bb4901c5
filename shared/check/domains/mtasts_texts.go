package domains

import "vahti.ai/vahti/shared/check/text"

var mtaSTSTexts = text.New(text.Texts{
	"Mail to every domain must come encrypted (MTA-STS)": {
		FI: "Jokaisen toimialueen sähköpostin on tultava salattuna (MTA-STS)",
		SV: "E-post till varje domän måste komma krypterad (MTA-STS)",
	},
	"Mail servers encrypt where they can, and without a policy somebody on the way can talk them out of it.": {
		FI: "Sähköpostipalvelimet salaavat liikenteen, kun voivat, ja ilman käytäntöä joku matkan varrella voi saada ne luopumaan siitä.",
		SV: "E-postservrar krypterar när de kan, och utan en princip kan någon på vägen få dem att låta bli.",
	},
	"Somebody on the network between two mail servers reads or diverts mail to the company.": {
		FI: "Joku kahden sähköpostipalvelimen välisessä verkossa lukee yritykselle tulevaa sähköpostia tai ohjaa sen muualle.",
		SV: "Någon i nätet mellan två e-postservrar läser eller leder om e-post till företaget.",
	},
	atHost + " > TXT record _mta-sts with a new id; on the web server named mta-sts in the domain a policy with mode: enforce and every MX host": {
		FI: atHostFI + " > TXT-tietue _mta-sts, jossa on uusi id; toimialueen mta-sts-nimisellä verkkopalvelimella käytäntö, jossa on mode: enforce ja jokainen MX-palvelin",
		SV: atHostSV + " > TXT-posten _mta-sts med ett nytt id; på webbservern med namnet mta-sts i domänen en princip med mode: enforce och varje MX-värd",
	},
	"The domain announces no mail policy (MTA-STS).": {
		FI: "Toimialue ei ilmoita sähköpostikäytäntöä (MTA-STS).",
		SV: "Domänen tillkännager ingen e-postprincip (MTA-STS).",
	},
	"The mail policy that the domain announces could not be fetched.": {
		FI: "Toimialueen ilmoittamaa sähköpostikäytäntöä ei voitu hakea.",
		SV: "E-postprincipen som domänen tillkännager kunde inte hämtas.",
	},
	"The domain announces a mail policy and serves none.": {
		FI: "Toimialue ilmoittaa sähköpostikäytännön, mutta sellaista ei ole tarjolla.",
		SV: "Domänen tillkännager en e-postprincip men tillhandahåller ingen.",
	},
	"The mail policy that the domain serves breaks the rules.": {
		FI: "Toimialueen tarjoama sähköpostikäytäntö on sääntöjen vastainen.",
		SV: "E-postprincipen som domänen tillhandahåller följer inte reglerna.",
	},
	"The domain's mail policy is not enforced.": {
		FI: "Toimialueen sähköpostikäytäntö ei ole pakottava.",
		SV: "Domänens e-postprincip är inte tvingande.",
	},
	"The domain's mail policy does not name all of its mail hosts, so that mail to them is refused.": {
		FI: "Toimialueen sähköpostikäytäntö ei mainitse kaikkia sen sähköpostipalvelimia, joten niille menevä sähköposti hylätään.",
		SV: "Domänens e-postprincip anger inte alla dess e-postservrar, så e-post till dem avvisas.",
	},
	"Mail to the domain must come encrypted.": {
		FI: "Toimialueen sähköpostin on tultava salattuna.",
		SV: "E-post till domänen måste komma krypterad.",
	},
})
