package authmethods

import "vahti.ai/vahti/shared/check/text"

var passkeyRestrictionsTexts = text.New(text.Texts{
	"Only chosen makes of passkeys can be registered": {
		FI: "Vain valittuja pääsyavainmalleja voi rekisteröidä",
		SV: "Bara utvalda fabrikat av lösennycklar kan registreras",
	},
	"With a list you decide which keys are good enough, and a make with a known flaw can be refused.": {
		FI: "Luettelolla päätätte, mitkä avaimet kelpaavat, ja malli, jossa on tunnettu vika, voidaan torjua.",
		SV: "Med en lista bestämmer ni vilka nycklar som duger, och ett fabrikat med en känd brist kan avvisas.",
	},
	"Someone registers a key of a make with a known weakness, or one that your company does not manage.": {
		FI: "Joku rekisteröi avaimen, jonka mallissa on tunnettu heikkous tai joka ei ole yrityksen hallinnassa.",
		SV: "Någon registrerar en nyckel av ett fabrikat med en känd svaghet, eller en som företaget inte hanterar.",
	},
	methodSettings + " > Passkey (FIDO2) > Configure > Enforce key restrictions: Yes, Restrict specific keys: Allow, and enter the identifiers of your makes": {
		FI: methodSettings + " > Passkey (FIDO2) > Configure > Enforce key restrictions: Kyllä, Restrict specific keys: Allow, ja lisää omien avainmallienne tunnisteet",
		SV: methodSettings + " > Passkey (FIDO2) > Configure > Enforce key restrictions: Ja, Restrict specific keys: Allow, och ange identifierarna för era fabrikat",
	},
	"Only chosen makes of passkeys can be registered.": {
		FI: "Vain valittuja pääsyavainmalleja voi rekisteröidä.",
		SV: "Bara utvalda fabrikat av lösennycklar kan registreras.",
	},
	"Passkeys of any make can be registered.": {
		FI: "Minkä tahansa mallin pääsyavaimen voi rekisteröidä.",
		SV: "Lösennycklar av vilket fabrikat som helst kan registreras.",
	},
})
