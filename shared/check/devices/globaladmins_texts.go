package devices

import "vahti.ai/vahti/shared/check/text"

var globalAdminsTexts = text.New(text.Texts{
	"Global Administrators do not become local administrators of joined devices": {
		FI: "Yleisistä järjestelmänvalvojista ei tule liitettyjen laitteiden paikallisia järjestelmänvalvojia",
		SV: "Globala administratörer blir inte lokala administratörer på anslutna enheter",
	},
	"The most powerful accounts of the tenant are then used on ordinary computers, where malware can steal their sign-in.": {
		FI: "Muuten vuokraajan vahvimpia tilejä käytetään tavallisilla tietokoneilla, joilla haittaohjelma voi varastaa kirjautumisen.",
		SV: "Annars används klientorganisationens mäktigaste konton på vanliga datorer, där skadlig kod kan stjäla inloggningen.",
	},
	"Whoever takes over one computer waits until a Global Administrator signs in to it and then owns the tenant.": {
		FI: "Yhden tietokoneen kaapannut odottaa, kunnes yleinen järjestelmänvalvoja kirjautuu siihen, ja saa sitten haltuunsa koko vuokraajan.",
		SV: "Den som tar över en dator väntar tills en global administratör loggar in på den och äger sedan hela klientorganisationen.",
	},
	deviceSettings + " > Global administrator role is added as local administrator on the device during Microsoft Entra join: No": {
		FI: deviceSettings + " > Global administrator role is added as local administrator on the device during Microsoft Entra join: Ei",
		SV: deviceSettings + " > Global administrator role is added as local administrator on the device during Microsoft Entra join: Nej",
	},
	"Global Administrators are not made local administrators when a device is joined.": {
		FI: "Yleisistä järjestelmänvalvojista ei tehdä paikallisia järjestelmänvalvojia, kun laite liitetään.",
		SV: "Globala administratörer görs inte till lokala administratörer när en enhet ansluts.",
	},
	"Global Administrators are made local administrators when a device is joined.": {
		FI: "Yleisistä järjestelmänvalvojista tehdään paikallisia järjestelmänvalvojia, kun laite liitetään.",
		SV: "Globala administratörer görs till lokala administratörer när en enhet ansluts.",
	},
})
