package authmethods

import "vahti.ai/vahti/shared/check/text"

var passkeyRegistrationTexts = text.New(text.Texts{
	"People can register passkeys themselves": {
		FI: "Käyttäjät voivat rekisteröidä pääsyavaimensa itse",
		SV: "Användare kan själva registrera lösennycklar",
	},
	"Without self-service registration the method is enabled but nobody can start using it.": {
		FI: "Ilman omatoimista rekisteröintiä menetelmä on sallittu, mutta kukaan ei pääse ottamaan sitä käyttöön.",
		SV: "Utan självbetjäning är metoden aktiverad men ingen kan börja använda den.",
	},
	"People stay with methods that can be phished because they cannot register a better one.": {
		FI: "Ihmiset jäävät kalasteltaviin menetelmiin, koska eivät voi rekisteröidä parempaa.",
		SV: "Folk blir kvar vid metoder som kan nätfiskas eftersom de inte kan registrera en bättre.",
	},
	methodSettings + " > Passkey (FIDO2) > Configure > Allow self-service set up: Yes": {
		FI: methodSettings + " > Passkey (FIDO2) > Configure > Allow self-service set up: Kyllä",
		SV: methodSettings + " > Passkey (FIDO2) > Configure > Allow self-service set up: Ja",
	},
	"People can register passkeys themselves.": {
		FI: "Käyttäjät voivat rekisteröidä pääsyavaimensa itse.",
		SV: "Användare kan själva registrera lösennycklar.",
	},
	"People cannot register passkeys themselves.": {
		FI: "Käyttäjät eivät voi itse rekisteröidä pääsyavaimia.",
		SV: "Användare kan inte själva registrera lösennycklar.",
	},
})
