package groups

import "vahti.ai/vahti/shared/check/text"

var namingTexts = text.New(text.Texts{
	"A naming policy for groups is set": {
		FI: "Ryhmien nimeämiskäytäntö on määritetty",
		SV: "En namngivningsprincip för grupper är inställd",
	},
	"It protects nothing by itself, but groups whose names say what they are get reviewed, and misleading names are harder to use.": {
		FI: "Se ei sinänsä suojaa mitään, mutta ryhmiä, joiden nimi kertoo niiden tarkoituksen, myös tarkistetaan, ja harhaanjohtavia nimiä on vaikeampi käyttää.",
		SV: "Den skyddar inget i sig, men grupper vars namn säger vad de är blir granskade, och vilseledande namn blir svårare att använda.",
	},
	"An intruder names a group after the management or the help desk and writes to people from its address.": {
		FI: "Tunkeutuja nimeää ryhmän johdon tai tuen mukaan ja kirjoittaa ihmisille sen osoitteesta.",
		SV: "En inkräktare döper en grupp efter ledningen eller supporten och skriver till folk från dess adress.",
	},
	"Microsoft Entra admin center > Entra ID > Groups > Naming policy > Group naming policy or Blocked words: set at least one": {
		FI: "Microsoft Entra admin center > Entra ID > Groups > Naming policy > Group naming policy tai Blocked words: määritä ainakin toinen",
		SV: "Microsoft Entra admin center > Entra ID > Groups > Naming policy > Group naming policy eller Blocked words: ställ in minst en",
	},
	"The tenant never set a naming policy for groups.": {
		FI: "Vuokraajalle ei ole koskaan määritetty ryhmien nimeämiskäytäntöä.",
		SV: "Klientorganisationen har aldrig ställt in en namngivningsprincip för grupper.",
	},
	"A naming policy for groups is set.": {
		FI: "Ryhmien nimeämiskäytäntö on määritetty.",
		SV: "En namngivningsprincip för grupper är inställd.",
	},
	"The settings of groups do not say whether a naming policy is set.": {
		FI: "Ryhmien asetuksista ei selviä, onko nimeämiskäytäntöä määritetty.",
		SV: "Inställningarna för grupper säger inte om en namngivningsprincip är inställd.",
	},
	"No naming policy for groups is set.": {
		FI: "Ryhmien nimeämiskäytäntöä ei ole määritetty.",
		SV: "Ingen namngivningsprincip för grupper är inställd.",
	},
})
