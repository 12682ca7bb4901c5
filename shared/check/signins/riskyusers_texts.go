package signins

import "vahti.ai/vahti/shared/check/text"

var riskyUsersTexts = text.New(text.Texts{
	"No user stays at high risk for more than a day": {
		FI: "Kenenkään käyttäjän riski ei ole korkea yli vuorokautta",
		SV: "Ingen användare har hög risk längre än ett dygn",
	},
	"Microsoft sees signs that somebody else uses the account, such as its password for sale, and that person is at work while nobody looks.": {
		FI: "Microsoft näkee merkkejä siitä, että joku muu käyttää tiliä, esimerkiksi sen salasana on kaupan, ja tämä toimii rauhassa niin kauan kuin kukaan ei katso.",
		SV: "Microsoft ser tecken på att någon annan använder kontot, till exempel att lösenordet är till salu, och den personen arbetar ostört så länge ingen tittar.",
	},
	"Whoever has the account reads mail, collects files and writes to colleagues and customers for as long as it stays open.": {
		FI: "Tilin haltuunsa saanut lukee sähköpostia, kerää tiedostoja ja kirjoittaa työkavereille ja asiakkaille niin kauan kuin tili on auki.",
		SV: "Den som har kontot läser e-post, samlar filer och skriver till kollegor och kunder så länge det står öppet.",
	},
	idProtection + "Risky users > the user > Confirm user compromised or Reset password where it was somebody else, and the opposite choice there where it was the user": {
		FI: idProtection + "Risky users > käyttäjä > Confirm user compromised tai Reset password, jos asialla oli joku muu, Dismiss user risk, jos se oli käyttäjä itse",
		SV: idProtection + "Risky users > användaren > Confirm user compromised eller Reset password om det var någon annan, Dismiss user risk om det var användaren själv",
	},
	"A user at risk has waited for too long.": {
		FI: "Riskialtis käyttäjä on odottanut käsittelyä liian kauan.",
		SV: "En riskfylld användare har väntat för länge på att hanteras.",
	},
	"Graph did not return all about the risk of some users.": {
		FI: "Graph ei palauttanut kaikkia tietoja joidenkin käyttäjien riskistä.",
		SV: "Graph returnerade inte alla uppgifter om vissa användares risk.",
	},
	"No user has been at high risk for more than a day or at medium risk for more than a week.": {
		FI: "Kenenkään riski ei ole ollut korkea yli vuorokautta eikä keskitasoa yli viikkoa.",
		SV: "Ingen användare har haft hög risk i mer än ett dygn eller medelhög risk i mer än en vecka.",
	},
})
