package authmethods

import "vahti.ai/vahti/shared/check/text"

var emergencyMethodsTexts = text.New(text.Texts{
	"Break-glass accounts have a phishing-resistant method and nothing weaker": {
		FI: "Hätäkäyttötileillä on tietojenkalastelun kestävä menetelmä eikä mitään heikompaa",
		SV: "Nödkonton har en nätfiskeresistent metod och ingenting svagare",
	},
	"A break-glass account can do everything and is excluded from policies, so its own methods are all that protects it.": {
		FI: "Hätäkäyttötilillä voi tehdä kaiken ja se on jätetty käytäntöjen ulkopuolelle, joten sitä suojaavat vain sen omat menetelmät.",
		SV: "Ett nödkonto får göra allt och är undantaget från principer, så det skyddas bara av sina egna metoder.",
	},
	"An attacker who gets hold of the password, or of the phone number registered with the account, is Global Administrator, and no policy stands in the way.": {
		FI: "Hyökkääjä, joka saa salasanan tai tilille rekisteröidyn puhelinnumeron, on yleinen järjestelmänvalvoja, eikä mikään käytäntö ole tiellä.",
		SV: "En angripare som får tag i lösenordet, eller i telefonnumret som är registrerat på kontot, är global administratör, och ingen princip står i vägen.",
	},
	"Microsoft Entra admin center > Entra ID > Users > the break-glass account > Authentication methods > Add authentication method > Passkey (FIDO2); then delete every other method": {
		FI: "Microsoft Entra admin center > Entra ID > Users > hätäkäyttötili > Authentication methods > Add authentication method > Passkey (FIDO2); poista sitten kaikki muut menetelmät",
		SV: "Microsoft Entra admin center > Entra ID > Users > nödkontot > Authentication methods > Add authentication method > Passkey (FIDO2); ta sedan bort alla andra metoder",
	},
	"No break-glass account was declared, so none can be judged.": {
		FI: "Yhtään hätäkäyttötiliä ei ole ilmoitettu, joten niitä ei voi arvioida.",
		SV: "Inget nödkonto har angetts, så inget kan bedömas.",
	},
	"The methods of the break-glass account could not be read.": {
		FI: "Hätäkäyttötilin menetelmiä ei voitu lukea.",
		SV: "Nödkontots metoder kunde inte läsas.",
	},
	"The break-glass account has a method that is weaker than a passkey.": {
		FI: "Hätäkäyttötilillä on menetelmä, joka on pääsyavainta heikompi.",
		SV: "Nödkontot har en metod som är svagare än en lösennyckel.",
	},
	"The break-glass account has a method Vahti does not know.": {
		FI: "Hätäkäyttötilillä on menetelmä, jota Vahti ei tunne.",
		SV: "Nödkontot har en metod som Vahti inte känner till.",
	},
	"Graph lists no certificates, so it could not be told whether the break-glass account signs in with one.": {
		FI: "Graph ei luettele varmenteita, joten ei voitu todeta, kirjaudutaanko hätäkäyttötilillä varmenteella.",
		SV: "Graph räknar inte upp certifikat, så det gick inte att avgöra om nödkontot loggar in med ett.",
	},
	"The break-glass account has no phishing-resistant method.": {
		FI: "Hätäkäyttötilillä ei ole tietojenkalastelun kestävää menetelmää.",
		SV: "Nödkontot har ingen nätfiskeresistent metod.",
	},
	"The break-glass account has a phishing-resistant method and nothing weaker.": {
		FI: "Hätäkäyttötilillä on tietojenkalastelun kestävä menetelmä eikä mitään heikompaa.",
		SV: "Nödkontot har en nätfiskeresistent metod och ingenting svagare.",
	},
})
