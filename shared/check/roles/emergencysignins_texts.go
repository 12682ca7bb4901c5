package roles

import "vahti.ai/vahti/shared/check/text"

var emergencySignInsTexts = text.New(text.Texts{
	"Nobody signed in with a break-glass account in the last 7 days": {
		FI: "Hätäkäyttötileillä ei ole kirjauduttu viimeisten 7 päivän aikana",
		SV: "Ingen har loggat in med ett nödkonto de senaste 7 dagarna",
	},
	"A break-glass account is used in an emergency or a test that people know of, so every other sign-in is a break-in with full power.": {
		FI: "Hätäkäyttötiliä käytetään hätätilanteessa tai testissä, joka on ennalta tiedossa, joten jokainen muu kirjautuminen on murto täysin valtuuksin.",
		SV: "Ett nödkonto används i en nödsituation eller ett test som man känner till, så varje annan inloggning är ett intrång med full behörighet.",
	},
	"Whoever found the envelope with the password signs in past every policy, and nobody looks at the log of an account that is never used.": {
		FI: "Salasanakuoren löytäjä kirjautuu kaikkien käytäntöjen ohi, eikä kukaan katso sellaisen tilin lokia, jota ei koskaan käytetä.",
		SV: "Den som hittat kuvertet med lösenordet loggar in förbi alla principer, och ingen tittar i loggen för ett konto som aldrig används.",
	},
	"Microsoft Entra admin center > Entra ID > Users > the account > Sign-in logs: find out who it was; if nobody knows, revoke its sessions and change its password and keys at once": {
		FI: "Microsoft Entra admin center > Entra ID > Users > tili > Sign-in logs: selvitä, kuka kirjautui; jos kukaan ei tiedä, mitätöi istunnot ja vaihda salasana ja avaimet heti",
		SV: "Microsoft Entra admin center > Entra ID > Users > kontot > Sign-in logs: ta reda på vem det var; om ingen vet, återkalla sessionerna och byt lösenord och nycklar genast",
	},
	"No break-glass account is declared, so nobody can tell its sign-ins from others.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, joten niiden kirjautumisia ei voi erottaa muista.",
		SV: "Inget nödkonto har angetts, så dess inloggningar går inte att skilja från andra.",
	},
	"Somebody signed in with a break-glass account in the last 7 days.": {
		FI: "Joku on kirjautunut hätäkäyttötilillä viimeisten 7 päivän aikana.",
		SV: "Någon har loggat in med ett nödkonto de senaste 7 dagarna.",
	},
	"Graph did not return when or how a sign-in with a break-glass account ended.": {
		FI: "Graph ei kertonut, milloin hätäkäyttötilillä kirjauduttiin tai miten kirjautuminen päättyi.",
		SV: "Graph uppgav inte när eller hur en inloggning med ett nödkonto slutade.",
	},
	"Nobody signed in with a break-glass account in the last 7 days.": {
		FI: "Hätäkäyttötileillä ei ole kirjauduttu viimeisten 7 päivän aikana.",
		SV: "Ingen har loggat in med ett nödkonto de senaste 7 dagarna.",
	},
})
