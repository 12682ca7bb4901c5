package devices

import "vahti.ai/vahti/shared/check/text"

var registeringUserTexts = text.New(text.Texts{
	"Users do not become local administrators of the devices they join": {
		FI: "Käyttäjistä ei tule liittämiensä laitteiden paikallisia järjestelmänvalvojia",
		SV: "Användare blir inte lokala administratörer på enheter som de ansluter",
	},
	"With administrator rights, whatever a user opens by mistake can switch off protections and spread.": {
		FI: "Järjestelmänvalvojan oikeuksin vahingossa avattu ohjelma voi sammuttaa suojauksia ja levitä.",
		SV: "Med administratörsbehörighet kan det som en användare öppnar av misstag stänga av skydd och sprida sig.",
	},
	"Malware that a user starts runs as an administrator: it turns off antivirus, reads stored passwords and installs itself for good.": {
		FI: "Käyttäjän käynnistämä haittaohjelma toimii järjestelmänvalvojana: se sammuttaa virustorjunnan, lukee tallennetut salasanat ja asentuu pysyvästi.",
		SV: "Skadlig kod som en användare startar körs som administratör: den stänger av antivirus, läser sparade lösenord och installerar sig för gott.",
	},
	deviceSettings + " > Registering user is added as local administrator on the device during Microsoft Entra join: Selected, or None": {
		FI: deviceSettings + " > Registering user is added as local administrator on the device during Microsoft Entra join: Selected tai None",
		SV: deviceSettings + " > Registering user is added as local administrator on the device during Microsoft Entra join: Selected eller None",
	},
	"Only selected users become local administrators of the devices they join.": {
		FI: "Vain valituista käyttäjistä tulee liittämiensä laitteiden paikallisia järjestelmänvalvojia.",
		SV: "Bara utvalda användare blir lokala administratörer på enheter som de ansluter.",
	},
	"Nobody becomes a local administrator by joining a device.": {
		FI: "Kenestäkään ei tule paikallista järjestelmänvalvojaa laitetta liittämällä.",
		SV: "Ingen blir lokal administratör genom att ansluta en enhet.",
	},
	"Every user becomes a local administrator of the devices they join.": {
		FI: "Jokaisesta käyttäjästä tulee liittämiensä laitteiden paikallinen järjestelmänvalvoja.",
		SV: "Varje användare blir lokal administratör på de enheter som hen ansluter.",
	},
})
