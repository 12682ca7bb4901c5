package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var registrationTexts = text.New(text.Texts{
	"Registering security information needs a managed device": {
		FI: "Suojaustietojen rekisteröinti edellyttää hallittua laitetta",
		SV: "Registrering av säkerhetsinformation kräver en hanterad enhet",
	},
	"Whoever registers the second factor owns the account from then on, so registering must not be possible from anywhere.": {
		FI: "Se, joka rekisteröi toisen tekijän, hallitsee tiliä siitä lähtien, joten rekisteröinti ei saa onnistua mistä tahansa.",
		SV: "Den som registrerar den andra faktorn äger kontot från och med då, så registrering får inte vara möjlig varifrån som helst.",
	},
	"An attacker with the password of an account that has no second factor yet registers their own, and is let in " +
		"by multifactor authentication ever after.": {
		FI: "Hyökkääjä, jolla on vielä toista tekijää vailla olevan tilin salasana, rekisteröi omansa, ja monimenetelmäinen todentaminen päästää hänet sisään siitä lähtien.",
		SV: "En angripare som har lösenordet till ett konto utan andra faktor registrerar sin egen och släpps därefter alltid in av multifaktorautentiseringen.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, Target resources > User actions > Register security information, Grant > Require device to " +
		"be marked as compliant and Require Microsoft Entra hybrid joined device, Require one of the selected controls.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, Target resources > User actions > Register security information, " +
			"Grant > Require device to be marked as compliant ja Require Microsoft Entra hybrid joined device, Require one of the selected controls.",
		SV: newPolicy + "alla användare utom nödkontona, Target resources > User actions > Register security information, " +
			"Grant > Require device to be marked as compliant och Require Microsoft Entra hybrid joined device, Require one of the selected controls.",
	},
	"requires a managed device for registering security information": {
		FI: "vaatii hallitun laitteen suojaustietojen rekisteröintiin", SV: "kräver en hanterad enhet för att registrera säkerhetsinformation",
	},
})
