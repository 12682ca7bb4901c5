package groups

import "vahti.ai/vahti/shared/check/text"

var guestAccessTexts = text.New(text.Texts{
	"Guests' access to the content of groups is as decided": {
		FI: "Vieraskäyttäjien pääsy ryhmien sisältöön on päätöksen mukainen",
		SV: "Gästers åtkomst till gruppers innehåll följer beslutet",
	},
	"Either answer can be right, but one that nobody chose lets outsiders read on or shuts partners out without warning.": {
		FI: "Kumpikin vastaus voi olla oikea, mutta sellainen, jota kukaan ei ole valinnut, antaa ulkopuolisten lukea tai sulkee kumppanit ulos varoittamatta.",
		SV: "Båda svaren kan vara rätt, men ett som ingen valt låter utomstående fortsätta läsa eller stänger ute partner utan förvarning.",
	},
	"Whoever took over a partner's account reads the files and conversations of every group the partner was once added to.": {
		FI: "Kumppanin tilin kaapannut lukee jokaisen sellaisen ryhmän tiedostot ja keskustelut, johon kumppani on joskus lisätty.",
		SV: "Den som tagit över en partners konto läser filer och konversationer i varje grupp som partnern någon gång lagts till i.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let guest group members access group content: as decided": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let guest group members access group content: päätöksen mukaan",
		SV: "Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let guest group members access group content: enligt beslutet",
	},
	"It was not declared whether guests may read the content of groups.": {
		FI: "Ei ole ilmoitettu, saavatko vieraskäyttäjät lukea ryhmien sisältöä.",
		SV: "Det har inte angetts om gäster får läsa gruppers innehåll.",
	},
	"The settings of groups do not say whether guests may read their content.": {
		FI: "Ryhmien asetuksista ei selviä, saavatko vieraskäyttäjät lukea niiden sisältöä.",
		SV: "Inställningarna för grupper säger inte om gäster får läsa deras innehåll.",
	},
	"Guests' access to the content of groups is what was declared.": {
		FI: "Vieraskäyttäjien pääsy ryhmien sisältöön on ilmoitetun mukainen.",
		SV: "Gästers åtkomst till gruppers innehåll är den som har angetts.",
	},
	"Guests can read the content of groups although that was refused.": {
		FI: "Vieraskäyttäjät voivat lukea ryhmien sisältöä, vaikka se on kielletty.",
		SV: "Gäster kan läsa gruppers innehåll trots att det har nekats.",
	},
	"Guests cannot read the content of groups although that was allowed.": {
		FI: "Vieraskäyttäjät eivät voi lukea ryhmien sisältöä, vaikka se on sallittu.",
		SV: "Gäster kan inte läsa gruppers innehåll trots att det har tillåtits.",
	},
})
