package exchange

import "vahti.ai/vahti/shared/check/text"

var roleHoldersTexts = text.New(text.Texts{
	"Exchange roles that open other people's mailboxes are held by declared accounts and applications only": {
		FI: "Muiden postilaatikot avaavia Exchange-rooleja on vain ilmoitetuilla tileillä ja sovelluksilla",
		SV: "Exchange-roller som öppnar andras postlådor innehas bara av angivna konton och program",
	},
	"Such a role reads every mailbox without its owner noticing, and it stands in none of the lists of administrators that people look at.": {
		FI: "Tällaisella roolilla luetaan jokaista postilaatikkoa omistajan huomaamatta, eikä se näy missään tavallisesti seurattavassa järjestelmänvalvojien luettelossa.",
		SV: "En sådan roll läser varje postlåda utan att ägaren märker det, och den syns inte i någon av de administratörslistor som folk tittar på.",
	},
	"An attacker gives himself or an application the role once, and from then on reads and searches everybody's mail.": {
		FI: "Hyökkääjä antaa roolin kerran itselleen tai sovellukselle ja lukee ja etsii siitä lähtien kaikkien sähköpostia.",
		SV: "En angripare ger sig själv eller ett program rollen en gång och läser och söker sedan i allas e-post.",
	},
	"Exchange admin center > Roles > Admin roles, or Exchange Online PowerShell: remove the assignment, or limit the application to the mailboxes it needs": {
		FI: "Exchange admin center > Roles > Admin roles tai Exchange Online PowerShell: poista määritys tai rajaa sovellus sen tarvitsemiin postilaatikoihin",
		SV: "Exchange admin center > Roles > Admin roles eller Exchange Online PowerShell: ta bort tilldelningen eller begränsa programmet till de postlådor det behöver",
	},
	"The Exchange roles could not be read, so that it cannot be told which ones open mailboxes.": {
		FI: "Exchange-rooleja ei voitu lukea, joten ei voida sanoa, mitkä niistä avaavat postilaatikoita.",
		SV: "Exchange-rollerna kunde inte läsas, så det går inte att avgöra vilka som öppnar postlådor.",
	},
	"An Exchange role that opens other people's mailboxes is held and was not declared.": {
		FI: "Muiden postilaatikot avaava Exchange-rooli on annettu, eikä sitä ole ilmoitettu sallituksi.",
		SV: "En Exchange-roll som öppnar andras postlådor innehas och har inte angetts som tillåten.",
	},
	"Graph did not name every Exchange role, or who holds it.": {
		FI: "Graph ei kertonut jokaisen Exchange-roolin nimeä tai sen haltijaa.",
		SV: "Graph uppgav inte namnet på varje Exchange-roll eller vem som innehar den.",
	},
	"Graph returned no assignment of an Exchange role, although every tenant with Exchange has some.": {
		FI: "Graph ei palauttanut yhtään Exchange-roolin määritystä, vaikka niitä on jokaisella vuokraajalla, jolla on Exchange.",
		SV: "Graph returnerade ingen tilldelning av en Exchange-roll, trots att varje klientorganisation med Exchange har några.",
	},
	"Beyond Exchange's own role groups only declared accounts and applications hold roles that open mailboxes.": {
		FI: "Exchangen omien rooliryhmien lisäksi postilaatikoita avaavia rooleja on vain ilmoitetuilla tileillä ja sovelluksilla.",
		SV: "Utöver Exchanges egna rollgrupper innehar bara angivna konton och program roller som öppnar postlådor.",
	},
})
