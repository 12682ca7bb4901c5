package domains

import "vahti.ai/vahti/shared/check/text"

// dmarcPortal in the other languages.
const (
	dmarcPortalFI = atHostFI + "; alkuperäinen toimialue: Microsoft 365 admin center > Settings > Domains > toimialue > DNS records > Add record"
	dmarcPortalSV = atHostSV + "; för den ursprungliga domänen: Microsoft 365 admin center > Settings > Domains > domänen > DNS records > Add record"
)

// dmarcEveryTexts translate what every check of DMARC says.
var dmarcEveryTexts = text.New(text.Texts{
	"Neither the domain nor the registered domain above it has a DMARC record.": {
		FI: "DMARC-tietuetta ei ole toimialueella eikä sen yläpuolella olevalla rekisteröidyllä toimialueella.",
		SV: "Varken domänen eller den registrerade domänen ovanför har en DMARC-post.",
	},
	"There are several DMARC records, so that receivers heed none.": {
		FI: "DMARC-tietueita on useita, joten vastaanottajat eivät noudata niistä yhtäkään.",
		SV: "Det finns flera DMARC-poster, så mottagarna rättar sig inte efter någon av dem.",
	},
	"The DMARC record breaks the rules, so that receivers do not heed it.": {
		FI: "DMARC-tietue on sääntöjen vastainen, joten vastaanottajat eivät noudata sitä.",
		SV: "DMARC-posten följer inte reglerna, så mottagarna rättar sig inte efter den.",
	},
	"The DMARC record names nobody who gets the daily reports.": {
		FI: "DMARC-tietue ei nimeä ketään päivittäisten raporttien saajaksi.",
		SV: "DMARC-posten anger ingen som får de dagliga rapporterna.",
	},
})

var dmarcTexts = text.New(text.Texts{
	"Every domain has a DMARC record": {
		FI: "Jokaisella toimialueella on DMARC-tietue",
		SV: "Varje domän har en DMARC-post",
	},
	"Only DMARC ties the sender that people see to SPF and DKIM; without it both can pass for mail that names the company as its sender.": {
		FI: "Vasta DMARC sitoo ihmisille näkyvän lähettäjän SPF:ään ja DKIM:ään; ilman sitä molemmat voivat hyväksyä viestin, joka vain esiintyy yrityksen lähettämänä.",
		SV: "Först DMARC knyter avsändaren som folk ser till SPF och DKIM; utan den kan båda godkänna e-post som bara utger sig för att komma från företaget.",
	},
	"An attacker puts the company's address where people look for the sender, and receivers deliver the mail.": {
		FI: "Hyökkääjä merkitsee yrityksen osoitteen viestin näkyväksi lähettäjäksi, ja vastaanottajat toimittavat viestin perille.",
		SV: "En angripare sätter företagets adress där folk ser avsändaren, och mottagarna levererar e-posten.",
	},
	dmarcPortal + " > TXT record _dmarc: begin with p=none and an address for reports, then become strict": {
		FI: dmarcPortalFI + " > TXT-tietue _dmarc: aloita arvolla p=none ja raporttiosoitteella, tiukenna sitten",
		SV: dmarcPortalSV + " > TXT-posten _dmarc: börja med p=none och en adress för rapporter och skärp sedan",
	},
	"The DMARC record of the registered domain covers the domain.": {
		FI: "Rekisteröidyn toimialueen DMARC-tietue kattaa toimialueen.",
		SV: "Den registrerade domänens DMARC-post gäller även domänen.",
	},
	"The domain has a DMARC record.": {
		FI: "Toimialueella on DMARC-tietue.",
		SV: "Domänen har en DMARC-post.",
	},
})
