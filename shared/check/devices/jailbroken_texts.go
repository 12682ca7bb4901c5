package devices

import "vahti.ai/vahti/shared/check/text"

var jailbrokenTexts = text.New(text.Texts{
	"No managed device is jailbroken or rooted": {
		FI: "Yhdenkään hallitun laitteen suojausta ei ole murrettu (jailbreak tai root)",
		SV: "Ingen hanterad enhet är jailbreakad eller rotad",
	},
	"On such a device nothing that Intune sets or reports can be relied on any more.": {
		FI: "Sellaisessa laitteessa mihinkään, mitä Intune asettaa tai raportoi, ei voi enää luottaa.",
		SV: "På en sådan enhet går det inte längre att lita på något som Intune ställer in eller rapporterar.",
	},
	"Any app on the device can read company mail, files and sign-in tokens, which are otherwise kept apart.": {
		FI: "Mikä tahansa laitteen sovellus voi lukea yrityksen sähköpostia, tiedostoja ja kirjautumistunnisteita, jotka muuten pidetään erillään.",
		SV: "Vilken app som helst på enheten kan läsa företagets e-post, filer och inloggningstoken, som annars hålls åtskilda.",
	},
	intune + "Devices > All devices > {device} > Retire, and block jailbroken and rooted devices in the compliance policies of their platforms": {
		FI: intune + "Devices > All devices > {device} > Retire, ja estä murretut laitteet kunkin alustan vaatimustenmukaisuuskäytännöissä",
		SV: intune + "Devices > All devices > {device} > Retire, och blockera jailbreakade och rotade enheter i plattformarnas efterlevnadsprinciper",
	},
	"Some managed devices are jailbroken or rooted.": {
		FI: "Joidenkin hallittujen laitteiden suojaus on murrettu (jailbreak tai root).",
		SV: "Vissa hanterade enheter är jailbreakade eller rotade.",
	},
	"Some managed phones and tablets have not told whether they are jailbroken or rooted.": {
		FI: "Jotkin hallitut puhelimet ja tabletit eivät ole kertoneet, onko niiden suojaus murrettu.",
		SV: "Vissa hanterade telefoner och surfplattor har inte uppgett om de är jailbreakade eller rotade.",
	},
	"Intune manages no phone or tablet.": {
		FI: "Intunella ei hallita puhelimia eikä tabletteja.",
		SV: "Intune hanterar ingen telefon eller surfplatta.",
	},
	"No managed device is jailbroken or rooted.": {
		FI: "Yhdenkään hallitun laitteen suojausta ei ole murrettu.",
		SV: "Ingen hanterad enhet är jailbreakad eller rotad.",
	},
})
