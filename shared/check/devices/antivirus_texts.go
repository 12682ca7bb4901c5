package devices

import "vahti.ai/vahti/shared/check/text"

var antivirusTexts = text.New(text.Texts{
	"A policy sets up Defender Antivirus on Windows devices": {
		FI: "Jokin käytäntö määrää Defender-virustorjunnan asetukset Windows-laitteilla",
		SV: "En princip konfigurerar Defender Antivirus på Windows-enheter",
	},
	"Without a policy each user, and each program with their rights, decides what antivirus looks at.": {
		FI: "Ilman käytäntöä jokainen käyttäjä ja jokainen tämän oikeuksin toimiva ohjelma päättää, mitä virustorjunta tarkistaa.",
		SV: "Utan en princip bestämmer varje användare, och varje program med dennes behörighet, vad antivirusprogrammet granskar.",
	},
	"Malware that was let in switches scanning off or adds itself to what is not scanned, and nothing sets it back.": {
		FI: "Sisään päässyt haittaohjelma sammuttaa tarkistuksen tai lisää itsensä tarkistamattomiin kohteisiin, eikä mikään palauta asetuksia.",
		SV: "Skadlig kod som släppts in stänger av genomsökningen eller lägger till sig själv bland undantagen, och inget ställer tillbaka det.",
	},
	antivirusPortal + "Allow Realtime Monitoring: Allowed, and assign the policy": {
		FI: antivirusPortal + "Allow Realtime Monitoring: Allowed, ja määritä käytäntö laitteille",
		SV: antivirusPortal + "Allow Realtime Monitoring: Allowed, och tilldela principen",
	},
	"was not returned as a whole": {
		FI: "jäi Graphilta palauttamatta kokonaan",
		SV: "returnerades inte i sin helhet",
	},
	"turns real-time protection off": {
		FI: "sammuttaa reaaliaikaisen suojauksen",
		SV: "stänger av realtidsskyddet",
	},
	"sets up no scanning": {
		FI: "ei ota tarkistusta käyttöön",
		SV: "aktiverar ingen genomsökning",
	},
	"An assigned policy sets up Defender Antivirus on Windows devices.": {
		FI: "Määritetty käytäntö määrää Defender-virustorjunnan asetukset Windows-laitteilla.",
		SV: "En tilldelad princip konfigurerar Defender Antivirus på Windows-enheter.",
	},
	"No policy of the settings catalogue or endpoint security sets up Defender Antivirus on Windows devices.": {
		FI: "Yksikään asetusluettelon tai päätepisteiden suojauksen käytäntö ei määrää Defender-virustorjunnan asetuksia Windows-laitteilla.",
		SV: "Ingen princip i inställningskatalogen eller slutpunktssäkerheten konfigurerar Defender Antivirus på Windows-enheter.",
	},
	"The policies for Defender Antivirus set up no scanning or are assigned to nobody.": {
		FI: "Defender-virustorjunnan käytännöt eivät ota tarkistusta käyttöön tai niitä ei ole määritetty kenellekään.",
		SV: "Principerna för Defender Antivirus aktiverar ingen genomsökning eller är inte tilldelade någon.",
	},
})
