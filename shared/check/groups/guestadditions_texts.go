package groups

import "vahti.ai/vahti/shared/check/text"

var guestAdditionsTexts = text.New(text.Texts{
	"Adding guests to groups is as decided": {
		FI: "Vieraskäyttäjien lisääminen ryhmiin on päätöksen mukaista",
		SV: "Tillägg av gäster i grupper följer beslutet",
	},
	"Either answer can be right, but one that nobody chose leaves it to every owner whom the company lets in.": {
		FI: "Kumpikin vastaus voi olla oikea, mutta jos kukaan ei ole päättänyt asiaa, jokainen omistaja ratkaisee yksin, ketä yritykseen päästetään.",
		SV: "Båda svaren kan vara rätt, men om ingen har bestämt avgör varje ägare vem företaget släpper in.",
	},
	"An attacker who deceives one owner is added to a team as a guest and reads along from then on.": {
		FI: "Yhden omistajan huijannut hyökkääjä lisätään tiimiin vieraaksi, ja siitä lähtien hän lukee mukana.",
		SV: "En angripare som lurar en ägare läggs till som gäst i ett team och läser sedan med.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let group owners add people outside your organization to Microsoft 365 Groups as guests: as decided": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let group owners add people outside your organization to Microsoft 365 Groups as guests: päätöksen mukaan",
		SV: "Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let group owners add people outside your organization to Microsoft 365 Groups as guests: enligt beslutet",
	},
	"It was not declared whether owners may add guests to groups.": {
		FI: "Ei ole ilmoitettu, saavatko omistajat lisätä vieraskäyttäjiä ryhmiin.",
		SV: "Det har inte angetts om ägare får lägga till gäster i grupper.",
	},
	"The settings of groups do not say whether guests may be added.": {
		FI: "Ryhmien asetuksista ei selviä, saako vieraskäyttäjiä lisätä.",
		SV: "Inställningarna för grupper säger inte om gäster får läggas till.",
	},
	"Whether owners may add guests to groups is what was declared.": {
		FI: "Omistajien oikeus lisätä vieraskäyttäjiä ryhmiin on ilmoitetun mukainen.",
		SV: "Ägares rätt att lägga till gäster i grupper är den som har angetts.",
	},
	"Owners can add guests to groups although that was refused.": {
		FI: "Omistajat voivat lisätä vieraskäyttäjiä ryhmiin, vaikka se on kielletty.",
		SV: "Ägare kan lägga till gäster i grupper trots att det har nekats.",
	},
	"Owners cannot add guests to groups although that was allowed.": {
		FI: "Omistajat eivät voi lisätä vieraskäyttäjiä ryhmiin, vaikka se on sallittu.",
		SV: "Ägare kan inte lägga till gäster i grupper trots att det har tillåtits.",
	},
})
