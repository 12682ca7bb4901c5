package devices

import "vahti.ai/vahti/shared/check/text"

var entraJoinTexts = text.New(text.Texts{
	"Only selected users can join devices to Microsoft Entra ID": {
		FI: "Vain valitut käyttäjät voivat liittää laitteita Microsoft Entra ID:hen",
		SV: "Bara utvalda användare kan ansluta enheter till Microsoft Entra ID",
	},
	"A joined device is trusted more than others, and everyone whose password is known can join one while nothing limits it.": {
		FI: "Liitettyyn laitteeseen luotetaan muita enemmän, ja ilman rajoitusta sellaisen voi liittää kuka tahansa, jonka salasana on tiedossa.",
		SV: "En ansluten enhet är mer betrodd än andra, och utan begränsning kan vem som helst med ett känt lösenord ansluta en.",
	},
	"An attacker with a stolen account joins a computer of their own and keeps long-lived sign-in tokens on it.": {
		FI: "Tilin kaapannut hyökkääjä liittää oman tietokoneensa ja säilyttää sillä pitkäikäisiä kirjautumistunnisteita.",
		SV: "En angripare med ett stulet konto ansluter en egen dator och behåller långlivade inloggningstoken på den.",
	},
	deviceSettings + " > Users may join devices to Microsoft Entra: Selected, or None": {
		FI: deviceSettings + " > Users may join devices to Microsoft Entra: Selected tai None",
		SV: deviceSettings + " > Users may join devices to Microsoft Entra: Selected eller None",
	},
	"Only selected users can join devices.": {
		FI: "Vain valitut käyttäjät voivat liittää laitteita.",
		SV: "Bara utvalda användare kan ansluta enheter.",
	},
	"Nobody can join devices.": {
		FI: "Kukaan ei voi liittää laitteita.",
		SV: "Ingen kan ansluta enheter.",
	},
	"Every user can join devices.": {
		FI: "Kaikki käyttäjät voivat liittää laitteita.",
		SV: "Alla användare kan ansluta enheter.",
	},
})
