package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var managedDeviceTexts = text.New(text.Texts{
	"Managed devices are required for authentication": {
		FI: "Kirjautuminen edellyttää hallittua laitetta",
		SV: "Hanterade enheter krävs för inloggning",
	},
	"A stolen password or session is of no use on a device that the organisation does not manage.": {
		FI: "Varastetusta salasanasta tai istunnosta ei ole hyötyä laitteella, jota organisaatio ei hallitse.",
		SV: "Ett stulet lösenord eller en stulen session går inte att använda på en enhet som organisationen inte hanterar.",
	},
	"An attacker signs in from a machine of their own, and data is copied to devices that nobody patches, " +
		"encrypts or can wipe.": {
		FI: "Hyökkääjä kirjautuu omalta koneeltaan, ja tietoa kopioidaan laitteille, joita kukaan ei päivitä eikä salaa ja joita kukaan ei voi tyhjentää.",
		SV: "En angripare loggar in från sin egen dator, och data kopieras till enheter som ingen uppdaterar, krypterar eller kan rensa.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, Grant > Require device to be marked as compliant and Require Microsoft Entra " +
		"hybrid joined device, Require one of the selected controls. Enrol the devices first.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Grant > Require device to be marked as compliant " +
			"ja Require Microsoft Entra hybrid joined device, Require one of the selected controls. Liitä laitteet hallintaan ensin.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Grant > Require device to be marked as compliant och " +
			"Require Microsoft Entra hybrid joined device, Require one of the selected controls. Registrera enheterna först.",
	},
	"requires a managed device":                               {FI: "vaatii hallitun laitteen", SV: "kräver en hanterad enhet"},
	"requires a managed device or multifactor authentication": {FI: "vaatii hallitun laitteen tai monimenetelmäisen todentamisen", SV: "kräver en hanterad enhet eller multifaktorautentisering"},
	"{} A managed device or multifactor authentication is required, which is enough for CIS.": {
		FI: "{} Käyttäjiltä vaaditaan hallittu laite tai monimenetelmäinen todentaminen, mikä riittää CIS-suositukselle.",
		SV: "{} En hanterad enhet eller multifaktorautentisering krävs, vilket räcker för CIS.",
	},
})
