package devices

import "vahti.ai/vahti/shared/check/text"

var encryptionTexts = text.New(text.Texts{
	"Managed computers are encrypted": {
		FI: "Hallitut tietokoneet on salattu",
		SV: "Hanterade datorer är krypterade",
	},
	"A policy that asks for encryption is not yet encryption, and one lost computer without it is a data breach.": {
		FI: "Salausta vaativa käytäntö ei vielä ole salaus, ja yksikin kadonnut salaamaton tietokone on tietoturvaloukkaus.",
		SV: "En princip som kräver kryptering är ännu ingen kryptering, och en enda borttappad okrypterad dator är en dataläcka.",
	},
	"Whoever finds or steals one of these computers reads what is on its disk without a password.": {
		FI: "Tällaisen tietokoneen löytäjä tai varas lukee sen levyn sisällön ilman salasanaa.",
		SV: "Den som hittar eller stjäl en av dessa datorer läser innehållet på disken utan lösenord.",
	},
	intune + "Devices > Monitor > Device encryption status > see why the device is not encrypted, and assign a policy for BitLocker or FileVault to it": {
		FI: intune + "Devices > Monitor > Device encryption status > katso, miksi laitetta ei ole salattu, ja määritä sille BitLocker- tai FileVault-käytäntö",
		SV: intune + "Devices > Monitor > Device encryption status > se varför enheten inte är krypterad och tilldela den en princip för BitLocker eller FileVault",
	},
	"Some managed computers are not encrypted.": {
		FI: "Joitakin hallittuja tietokoneita ei ole salattu.",
		SV: "Vissa hanterade datorer är inte krypterade.",
	},
	"Graph did not return of every managed computer whether it is encrypted.": {
		FI: "Graph ei kertonut kaikista hallituista tietokoneista, onko ne salattu.",
		SV: "Graph uppgav inte för alla hanterade datorer om de är krypterade.",
	},
	"Intune manages no computer whose encryption it knows.": {
		FI: "Intunella ei hallita tietokoneita, joiden salauksen se tuntee.",
		SV: "Intune hanterar ingen dator vars kryptering det känner till.",
	},
	"Every managed computer is encrypted.": {
		FI: "Kaikki hallitut tietokoneet on salattu.",
		SV: "Alla hanterade datorer är krypterade.",
	},
})
