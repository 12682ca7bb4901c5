package exchange

import "vahti.ai/vahti/shared/check/text"

var legacyProtocolsTexts = text.New(text.Texts{
	"Nobody signs in to mail with a password over SMTP, IMAP or POP": {
		FI: "Kukaan ei kirjaudu sähköpostiin salasanalla SMTP:n, IMAPin tai POPin kautta",
		SV: "Ingen loggar in på e-posten med lösenord via SMTP, IMAP eller POP",
	},
	"These protocols know no second factor, and as long as one device needs them they stay open for every password that was stolen.": {
		FI: "Nämä protokollat eivät tunne toista tekijää, ja niin kauan kuin yksikin laite tarvitsee niitä, ne pysyvät auki jokaiselle varastetulle salasanalle.",
		SV: "De här protokollen känner inte till någon andra faktor, och så länge en enda enhet behöver dem står de öppna för varje stulet lösenord.",
	},
	"An attacker with a stolen or guessed password reads or sends mail without being asked for a second factor.": {
		FI: "Hyökkääjä, jolla on varastettu tai arvattu salasana, lukee tai lähettää sähköpostia ilman, että toista tekijää kysytään.",
		SV: "En angripare med ett stulet eller gissat lösenord läser eller skickar e-post utan att tillfrågas om en andra faktor.",
	},
	"Microsoft 365 admin center > Users > Active users > the account > Mail > Manage email apps: clear Authenticated SMTP, IMAP and POP, once its device or program signs in with modern authentication": {
		FI: "Microsoft 365 admin center > Users > Active users > tili > Mail > Manage email apps: poista valinnat Authenticated SMTP, IMAP ja POP, kun laite tai ohjelma kirjautuu nykyaikaisella todennuksella",
		SV: "Microsoft 365 admin center > Users > Active users > kontot > Mail > Manage email apps: avmarkera Authenticated SMTP, IMAP och POP när enheten eller programmet loggar in med modern autentisering",
	},
	"Somebody signed in to mail with a password over SMTP, IMAP or POP.": {
		FI: "Sähköpostiin on kirjauduttu salasanalla SMTP:n, IMAPin tai POPin kautta.",
		SV: "Någon har loggat in på e-posten med lösenord via SMTP, IMAP eller POP.",
	},
	"Graph did not say of every sign-in with what program it was, when it was and how it ended.": {
		FI: "Graph ei kertonut jokaisesta kirjautumisesta, millä ohjelmalla ja milloin se tehtiin ja miten se päättyi.",
		SV: "Graph uppgav inte för varje inloggning med vilket program och när den gjordes och hur den slutade.",
	},
	"Nobody signed in to mail over SMTP, IMAP or POP in the last 30 days.": {
		FI: "Kukaan ei ole kirjautunut sähköpostiin SMTP:n, IMAPin tai POPin kautta viimeisten 30 päivän aikana.",
		SV: "Ingen har loggat in på e-posten via SMTP, IMAP eller POP de senaste 30 dagarna.",
	},
})
