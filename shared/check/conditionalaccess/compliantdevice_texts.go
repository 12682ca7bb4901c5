package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var compliantDeviceTexts = text.New(text.Texts{
	"A compliant device is required everywhere, and compliance is judged by assigned rules": {
		FI: "Kaikkialla vaaditaan vaatimustenmukainen laite, ja vaatimustenmukaisuus perustuu laitteille määritettyihin sääntöihin",
		SV: "En kompatibel enhet krävs överallt, och kompatibiliteten bedöms efter tilldelade regler",
	},
	"A policy that asks for compliance protects nothing while devices without rules count as compliant.": {
		FI: "Vaatimustenmukaisuutta vaativa käytäntö ei suojaa mitään niin kauan kuin säännöttömät laitteet lasketaan vaatimustenmukaisiksi.",
		SV: "En princip som kräver kompatibilitet skyddar ingenting så länge enheter utan regler räknas som kompatibla.",
	},
	"An attacker enrols a machine of their own, which counts as compliant because nobody set rules for it, and copies what the account can reach.": {
		FI: "Hyökkääjä liittää hallintaan oman koneensa, joka lasketaan vaatimustenmukaiseksi, koska sille ei ole asetettu sääntöjä, ja kopioi kaiken, mihin tilillä on pääsy.",
		SV: "En angripare registrerar en egen dator, som räknas som kompatibel eftersom ingen har satt regler för den, och kopierar det som kontot når.",
	},
	newPolicy + "all users without the emergency accounts, all resources, Grant > Require device to be marked as compliant. " +
		"Microsoft Intune admin center > Devices > Compliance: assign a policy for each platform, and Compliance settings > Mark devices with " +
		"no compliance policy assigned as: Not compliant.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Grant > Require device to be marked as compliant. " +
			"Microsoft Intune admin center > Devices > Compliance: määritä käytäntö jokaiselle alustalle, ja Compliance settings > Mark devices with no " +
			"compliance policy assigned as: Not compliant.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Grant > Require device to be marked as compliant. " +
			"Microsoft Intune admin center > Devices > Compliance: tilldela en princip för varje plattform, och Compliance settings > Mark devices with no " +
			"compliance policy assigned as: Not compliant.",
	},
	"requires a compliant device": {FI: "vaatii vaatimustenmukaisen laitteen", SV: "kräver en kompatibel enhet"},
	"No compliance policy is assigned in Intune, so compliance means nothing.": {
		FI: "Intunessa ei ole määritetty yhtään vaatimustenmukaisuuskäytäntöä, joten vaatimustenmukaisuus ei tarkoita mitään.",
		SV: "Ingen efterlevnadsprincip är tilldelad i Intune, så kompatibilitet betyder ingenting.",
	},
	"Graph did not say whether the compliance policies are assigned.": {
		FI: "Graph ei kertonut, onko vaatimustenmukaisuuskäytännöt määritetty kenellekään.",
		SV: "Graph uppgav inte om efterlevnadsprinciperna är tilldelade.",
	},
	"Graph did not say how Intune treats devices without a compliance policy.": {
		FI: "Graph ei kertonut, miten Intune kohtelee laitteita, joilla ei ole vaatimustenmukaisuuskäytäntöä.",
		SV: "Graph uppgav inte hur Intune behandlar enheter utan efterlevnadsprincip.",
	},
	"Intune counts devices without a compliance policy as compliant.": {
		FI: "Intune laskee vaatimustenmukaisiksi myös laitteet, joilla ei ole vaatimustenmukaisuuskäytäntöä.",
		SV: "Intune räknar enheter utan efterlevnadsprincip som kompatibla.",
	},
})
