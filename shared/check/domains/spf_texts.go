package domains

import "vahti.ai/vahti/shared/check/text"

var spfTexts = text.New(text.Texts{
	"Every domain has an SPF record that turns other senders away": {
		FI: "Jokaisella toimialueella on SPF-tietue, joka torjuu muut lähettäjät",
		SV: "Varje domän har en SPF-post som avvisar andra avsändare",
	},
	"Without the record every server on the internet may send mail in the company's name, and receivers have nothing to tell it by.": {
		FI: "Ilman tietuetta mikä tahansa internetin palvelin voi lähettää sähköpostia yrityksen nimissä, eikä vastaanottaja erota sitä aidosta.",
		SV: "Utan posten kan vilken server som helst på internet skicka e-post i företagets namn, och mottagarna kan inte skilja den från äkta.",
	},
	"An attacker sends invoices and requests for payment that come from the company's own address, and customers and colleagues believe them.": {
		FI: "Hyökkääjä lähettää laskuja ja maksupyyntöjä yrityksen omasta osoitteesta, ja asiakkaat ja työtoverit uskovat niitä.",
		SV: "En angripare skickar fakturor och betalningskrav från företagets egen adress, och kunder och kollegor tror på dem.",
	},
	atHost + " > TXT record of the domain: name every service that sends, end in -all; for a domain that sends nothing v=spf1 -all": {
		FI: atHostFI + " > toimialueen TXT-tietue: nimeä jokainen lähettävä palvelu ja päätä tietue merkintään -all; toimialueelle, joka ei lähetä mitään: v=spf1 -all",
		SV: atHostSV + " > domänens TXT-post: ange varje tjänst som skickar och avsluta med -all; för en domän som inte skickar något: v=spf1 -all",
	},
	"The domain has no SPF record.": {
		FI: "Toimialueella ei ole SPF-tietuetta.",
		SV: "Domänen saknar SPF-post.",
	},
	"The domain's SPF record lets everybody send.": {
		FI: "Toimialueen SPF-tietue antaa kenen tahansa lähettää.",
		SV: "Domänens SPF-post låter vem som helst skicka.",
	},
	"The domain's SPF record does not turn other senders away.": {
		FI: "Toimialueen SPF-tietue ei torju muita lähettäjiä.",
		SV: "Domänens SPF-post avvisar inte andra avsändare.",
	},
	"The domain sends no mail, and its SPF record says so.": {
		FI: "Toimialue ei lähetä sähköpostia, ja sen SPF-tietue kertoo sen.",
		SV: "Domänen skickar ingen e-post, och dess SPF-post säger det.",
	},
	"The domain's mail is at Microsoft 365, which its SPF record does not name.": {
		FI: "Toimialueen sähköposti on Microsoft 365:ssä, jota sen SPF-tietue ei mainitse.",
		SV: "Domänens e-post finns i Microsoft 365, som dess SPF-post inte anger.",
	},
	byMacros: {
		FI: "Toimialueen SPF-tietue kertoo vasta viestikohtaisesti, kuka saa lähettää (makrot), joten sitä ei voi arvioida ulkopuolelta.",
		SV: "Domänens SPF-post avgör först för varje meddelande vem som får skicka (makron), så den går inte att bedöma utifrån.",
	},
	"The domain's SPF record marks other senders as suspect (~all).": {
		FI: "Toimialueen SPF-tietue merkitsee muut lähettäjät epäilyttäviksi (~all).",
		SV: "Domänens SPF-post märker andra avsändare som misstänkta (~all).",
	},
	"The domain's SPF record turns other senders away (-all).": {
		FI: "Toimialueen SPF-tietue torjuu muut lähettäjät (-all).",
		SV: "Domänens SPF-post avvisar andra avsändare (-all).",
	},
})
