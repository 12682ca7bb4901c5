package authmethods

import "vahti.ai/vahti/shared/check/text"

var passkeyAttestationTexts = text.New(text.Texts{
	"Passkeys prove their make when they are registered": {
		FI: "Pääsyavaimet todistavat merkkinsä ja mallinsa rekisteröitäessä",
		SV: "Lösennycklar bevisar sitt fabrikat när de registreras",
	},
	"Only attestation tells a real security key from software that pretends to be one.": {
		FI: "Vain todistus erottaa aidon suojausavaimen ohjelmasta, joka tekeytyy sellaiseksi.",
		SV: "Bara attestering skiljer en äkta säkerhetsnyckel från programvara som utger sig för att vara en.",
	},
	"A passkey kept in uncontrolled software is copied from an infected computer and used elsewhere.": {
		FI: "Valvomattomassa ohjelmassa säilytetty pääsyavain kopioidaan saastuneelta koneelta ja sitä käytetään muualla.",
		SV: "En lösennyckel i okontrollerad programvara kopieras från en smittad dator och används någon annanstans.",
	},
	methodSettings + " > Passkey (FIDO2) > Configure > Enforce attestation: Yes, in every passkey profile": {
		FI: methodSettings + " > Passkey (FIDO2) > Configure > Enforce attestation: Kyllä, jokaisessa pääsyavainprofiilissa",
		SV: methodSettings + " > Passkey (FIDO2) > Configure > Enforce attestation: Ja, i varje profil för lösennycklar",
	},
	"Passkeys must prove their make when they are registered.": {
		FI: "Pääsyavainten on todistettava merkkinsä ja mallinsa rekisteröitäessä.",
		SV: "Lösennycklar måste bevisa sitt fabrikat när de registreras.",
	},
	"Passkeys need not prove their make when they are registered.": {
		FI: "Pääsyavainten ei tarvitse todistaa merkkiään ja malliaan rekisteröitäessä.",
		SV: "Lösennycklar behöver inte bevisa sitt fabrikat när de registreras.",
	},
})
