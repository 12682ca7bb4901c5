package devices

import "vahti.ai/vahti/shared/check/text"

var threatDefenseTexts = text.New(text.Texts{
	"Connectors of mobile threat defence are enabled and report": {
		FI: "Mobiiliuhkien torjunnan liittimet ovat käytössä ja raportoivat",
		SV: "Anslutningar för mobilt skydd mot hot är aktiverade och rapporterar",
	},
	"Rules that ask for a device without threats go on with what was last heard of it, or with nothing.": {
		FI: "Säännöt, jotka vaativat laitteen olevan vailla uhkia, nojaavat viimeiseen saatuun tietoon tai eivät mihinkään.",
		SV: "Regler som kräver en enhet utan hot går efter det som senast hördes om den, eller efter ingenting.",
	},
	"No product for mobile threat defence is connected.": {
		FI: "Mobiiliuhkien torjunnan tuotetta ei ole liitetty.",
		SV: "Ingen produkt för mobilt skydd mot hot är ansluten.",
	},
	"An infected phone or computer keeps its access to company data because the product that saw the threat cannot tell Intune.": {
		FI: "Saastunut puhelin tai tietokone pääsee edelleen yrityksen tietoihin, koska uhan huomannut tuote ei voi kertoa siitä Intunelle.",
		SV: "En smittad telefon eller dator behåller åtkomsten till företagets data, eftersom produkten som såg hotet inte kan meddela Intune.",
	},
	threatDefensePortal + "open the connector and set it up anew": {
		FI: threatDefensePortal + "avaa liitin ja määritä se uudelleen",
		SV: threatDefensePortal + "öppna anslutningen och konfigurera den på nytt",
	},
	"The connector is set up but not enabled.": {
		FI: "Liitin on määritetty, mutta se ei ole käytössä.",
		SV: "Anslutningen är konfigurerad men inte aktiverad.",
	},
	"The connector does not work.": {
		FI: "Liitin ei toimi.",
		SV: "Anslutningen fungerar inte.",
	},
	"The connector is enabled but has not reported for more than a day.": {
		FI: "Liitin on käytössä, mutta se ei ole raportoinut yli vuorokauteen.",
		SV: "Anslutningen är aktiverad men har inte rapporterat på mer än ett dygn.",
	},
	"The connector is enabled and reported within a day.": {
		FI: "Liitin on käytössä ja on raportoinut vuorokauden sisällä.",
		SV: "Anslutningen är aktiverad och har rapporterat det senaste dygnet.",
	},
})
