package devices

import "vahti.ai/vahti/shared/check/text"

var withoutPolicyTexts = text.New(text.Texts{
	"Devices without a compliance policy count as not compliant": {
		FI: "Laite, jolla ei ole vaatimustenmukaisuuskäytäntöä, ei ole vaatimustenmukainen",
		SV: "Enheter utan efterlevnadsprincip räknas som inte kompatibla",
	},
	"Conditional access that asks for a compliant device is empty while a device with no rules at all is called compliant.": {
		FI: "Ehdollinen käyttöoikeus, joka edellyttää vaatimustenmukaista laitetta, ei suojaa niin kauan kuin säännötöntäkin laitetta kutsutaan vaatimustenmukaiseksi.",
		SV: "Villkorsstyrd åtkomst som kräver en kompatibel enhet är verkningslös så länge en enhet helt utan regler kallas kompatibel.",
	},
	"An attacker enrols a device for which no rules are set, and it gets to company data as if it were safe.": {
		FI: "Hyökkääjä rekisteröi laitteen, jota mikään sääntö ei koske, ja se pääsee yrityksen tietoihin kuin turvallinen laite.",
		SV: "En angripare registrerar en enhet som inga regler gäller för, och den når företagets data som om den vore säker.",
	},
	intune + "Devices > Compliance > Compliance settings > Mark devices with no compliance policy assigned as: Not compliant": {
		FI: intune + "Devices > Compliance > Compliance settings > Mark devices with no compliance policy assigned as: arvoksi Not compliant",
		SV: intune + "Devices > Compliance > Compliance settings > Mark devices with no compliance policy assigned as: välj Not compliant",
	},
	"Devices without a compliance policy are not compliant.": {
		FI: "Laitteet, joilla ei ole vaatimustenmukaisuuskäytäntöä, eivät ole vaatimustenmukaisia.",
		SV: "Enheter utan efterlevnadsprincip är inte kompatibla.",
	},
	"Devices without a compliance policy are compliant.": {
		FI: "Laitteet, joilla ei ole vaatimustenmukaisuuskäytäntöä, ovat vaatimustenmukaisia.",
		SV: "Enheter utan efterlevnadsprincip är kompatibla.",
	},
})
