package identity

import "vahti.ai/vahti/shared/check/text"

var federationChangesTexts = text.New(text.Texts{
	"No domain's trust in another sign-in system changed in the last 7 days": {
		FI: "Minkään toimialueen luottamus toiseen kirjautumisjärjestelmään ei ole muuttunut viimeisten 7 päivän aikana",
		SV: "Ingen domäns förtroende för ett annat inloggningssystem har ändrats de senaste 7 dagarna",
	},
	"Whoever holds the certificate that a domain trusts signs in as anybody in it, without a password and without leaving a trace of a break-in.": {
		FI: "Se, jolla on toimialueen luottama varmenne, kirjautuu kenenä tahansa sen käyttäjänä ilman salasanaa ja jättämättä merkkiä murrosta.",
		SV: "Den som har certifikatet som en domän litar på loggar in som vem som helst i den, utan lösenord och utan att lämna spår av ett intrång.",
	},
	"An attacker with an administrator's rights for a minute puts in a certificate of their own, and from then on makes tokens for every user, whatever passwords are changed.": {
		FI: "Hetkeksi järjestelmänvalvojan oikeudet saanut hyökkääjä vaihtaa tilalle oman varmenteensa ja tekee siitä lähtien tunnisteita jokaiselle käyttäjälle, vaihdettiinpa salasanoja miten tahansa.",
		SV: "En angripare med en administratörs rättigheter för en minut lägger in ett eget certifikat och gör därefter token för varje användare, vilka lösenord som än byts.",
	},
	"Compare the certificate and the issuer with those of your sign-in system; where they are not its own, set them back, or let Microsoft Entra ID sign the domain in, and treat the account that changed them as taken over": {
		FI: "Vertaa varmennetta ja myöntäjää oman kirjautumisjärjestelmän tietoihin; jos ne eivät ole sen omia, palauta ne tai anna Microsoft Entra ID:n hoitaa toimialueen kirjautuminen, ja käsittele ne muuttanutta tiliä kaapattuna",
		SV: "Jämför certifikatet och utfärdaren med ert inloggningssystems; om de inte är dess egna, återställ dem eller låt Microsoft Entra ID sköta domänens inloggning, och behandla kontot som ändrade dem som kapat",
	},
	"A domain's trust in another sign-in system was changed in the last 7 days.": {
		FI: "Toimialueen luottamusta toiseen kirjautumisjärjestelmään on muutettu viimeisten 7 päivän aikana.",
		SV: "En domäns förtroende för ett annat inloggningssystem har ändrats de senaste 7 dagarna.",
	},
	"The audit log does not say of every change of federation which domain it was and when.": {
		FI: "Valvontaloki ei kerro jokaisesta liittoutumisen muutoksesta, mitä toimialuetta se koski ja milloin se tehtiin.",
		SV: "Granskningsloggen säger inte för varje ändring av federation vilken domän den gällde och när den gjordes.",
	},
	"No domain's trust in another sign-in system was changed in the last 7 days.": {
		FI: "Minkään toimialueen luottamusta toiseen kirjautumisjärjestelmään ei ole muutettu viimeisten 7 päivän aikana.",
		SV: "Ingen domäns förtroende för ett annat inloggningssystem har ändrats de senaste 7 dagarna.",
	},
})
