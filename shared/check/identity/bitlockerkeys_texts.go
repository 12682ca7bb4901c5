package identity

import "vahti.ai/vahti/shared/check/text"

var bitLockerKeysTexts = text.New(text.Texts{
	"Members cannot read the BitLocker keys of their own devices": {
		FI: "Jäsenet eivät voi lukea omien laitteidensa BitLocker-avaimia",
		SV: "Medlemmar kan inte läsa BitLocker-nycklarna till sina egna enheter",
	},
	"The recovery key undoes the disk's encryption, and it is one password away when its owner can look it up in a browser.": {
		FI: "Palautusavain purkaa levyn salauksen, ja se on yhden salasanan takana, kun omistaja voi katsoa sen selaimessa.",
		SV: "Återställningsnyckeln upphäver diskens kryptering, och den ligger bara ett lösenord bort när ägaren kan slå upp den i webbläsaren.",
	},
	"Whoever has a stolen laptop and its owner's sign-in reads the recovery key in the account portal and opens the disk.": {
		FI: "Se, jolla on varastettu kannettava ja sen omistajan kirjautumistiedot, lukee palautusavaimen tiliportaalista ja avaa levyn.",
		SV: "Den som har en stulen bärbar dator och ägarens inloggning läser återställningsnyckeln i kontoportalen och öppnar disken.",
	},
	"Microsoft Entra admin center > Entra ID > Devices > Device settings > Restrict users from recovering the BitLocker key(s) for their owned devices: Yes": {
		FI: "Microsoft Entra admin center > Entra ID > Devices > Device settings > Restrict users from recovering the BitLocker key(s) for their owned devices: Kyllä",
		SV: "Microsoft Entra admin center > Entra ID > Devices > Device settings > Restrict users from recovering the BitLocker key(s) for their owned devices: Ja",
	},
	"Members cannot read the BitLocker keys of their devices.": {
		FI: "Jäsenet eivät voi lukea laitteidensa BitLocker-avaimia.",
		SV: "Medlemmar kan inte läsa BitLocker-nycklarna till sina enheter.",
	},
	"Every member can read the BitLocker recovery keys of the devices they own.": {
		FI: "Jokainen jäsen voi lukea omistamiensa laitteiden BitLocker-palautusavaimet.",
		SV: "Varje medlem kan läsa BitLocker-återställningsnycklarna till de enheter de äger.",
	},
})
