package exchange

import "vahti.ai/vahti/shared/check/text"

var forwardingTexts = text.New(text.Texts{
	"No inbox rule sends mail outside the company": {
		FI: "Mikään saapuneiden sääntö ei lähetä sähköpostia yrityksen ulkopuolelle",
		SV: "Ingen inkorgsregel skickar e-post utanför företaget",
	},
	"It is what intruders set up first, and the rule goes on sending after the password was changed.": {
		FI: "Murtautujat tekevät säännön ensimmäisenä, ja se lähettää viestejä edelleen senkin jälkeen, kun salasana on vaihdettu.",
		SV: "Det är det första inkräktare lägger upp, och regeln fortsätter att skicka efter att lösenordet har bytts.",
	},
	"An attacker reads the person's mail for months without signing in again, and waits for the invoice that is worth changing.": {
		FI: "Hyökkääjä lukee henkilön sähköpostia kuukausia kirjautumatta enää ja odottaa laskua, jota kannattaa muuttaa.",
		SV: "En angripare läser personens e-post i månader utan att logga in igen och väntar på fakturan som är värd att ändra.",
	},
	"Outlook on the web of the mailbox > Settings > Mail > Rules: delete the rule; ask the person whether it is theirs, and if not, treat the account as taken over": {
		FI: "Postilaatikon Outlook on the web > Settings > Mail > Rules: poista sääntö; kysy henkilöltä, onko se hänen, ja ellei ole, käsittele tiliä kaapattuna",
		SV: "Postlådans Outlook on the web > Settings > Mail > Rules: ta bort regeln; fråga personen om den är hens, och behandla annars kontot som kapat",
	},
	"An inbox rule sends mail outside the company.": {
		FI: "Saapuneiden sääntö lähettää sähköpostia yrityksen ulkopuolelle.",
		SV: "En inkorgsregel skickar e-post utanför företaget.",
	},
	"An inbox rule sends mail to somebody whose address Graph did not return.": {
		FI: "Saapuneiden sääntö lähettää sähköpostia jollekulle, jonka osoitetta Graph ei palauttanut.",
		SV: "En inkorgsregel skickar e-post till någon vars adress Graph inte returnerade.",
	},
	"No inbox rule sends mail outside the company.": {
		FI: "Mikään saapuneiden sääntö ei lähetä sähköpostia yrityksen ulkopuolelle.",
		SV: "Ingen inkorgsregel skickar e-post utanför företaget.",
	},
})
