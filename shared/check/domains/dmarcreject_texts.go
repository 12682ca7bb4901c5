package domains

import "vahti.ai/vahti/shared/check/text"

var dmarcRejectTexts = text.New(text.Texts{
	"Receivers are told to reject forged mail of every domain": {
		FI: "Vastaanottajia käsketään hylkäämään jokaisen toimialueen väärennetty sähköposti",
		SV: "Mottagarna uppmanas att avvisa förfalskad e-post från varje domän",
	},
	"A record that only watches, or quarantines, still lets forged mail reach people.": {
		FI: "Tietue, joka vain tarkkailee tai siirtää karanteeniin, päästää väärennetyn sähköpostin yhä ihmisten luettavaksi.",
		SV: "En post som bara övervakar eller sätter i karantän låter fortfarande förfalskad e-post nå fram.",
	},
	"Forged mail in the company's name is delivered to customers and colleagues although it failed every test.": {
		FI: "Yrityksen nimissä väärennetty sähköposti toimitetaan asiakkaille ja työtovereille, vaikka se ei läpäissyt yhtäkään tarkistusta.",
		SV: "Förfalskad e-post i företagets namn levereras till kunder och kollegor trots att den inte klarade någon kontroll.",
	},
	dmarcPortal + " > TXT record _dmarc: p=reject, no weaker sp or np, no pct below 100": {
		FI: dmarcPortalFI + " > TXT-tietue _dmarc: p=reject, ei lievempää sp- tai np-arvoa eikä pct-arvoa alle 100",
		SV: dmarcPortalSV + " > TXT-posten _dmarc: p=reject, inget svagare sp eller np, inget pct under 100",
	},
	"The DMARC policy lets receivers deliver forged mail (none).": {
		FI: "DMARC-käytäntö antaa vastaanottajien toimittaa väärennetyn sähköpostin perille (none).",
		SV: "DMARC-principen låter mottagarna leverera förfalskad e-post (none).",
	},
	"The DMARC policy has forged mail put aside instead of rejected (quarantine).": {
		FI: "DMARC-käytäntö siirtää väärennetyn sähköpostin sivuun eikä hylkää sitä (quarantine).",
		SV: "DMARC-principen lägger förfalskad e-post åt sidan i stället för att avvisa den (quarantine).",
	},
	"The DMARC policy holds for a part of the mail only.": {
		FI: "DMARC-käytäntö koskee vain osaa sähköpostista.",
		SV: "DMARC-principen gäller bara en del av e-posten.",
	},
	"The DMARC policy is marked as a test.": {
		FI: "DMARC-käytäntö on merkitty kokeiluksi.",
		SV: "DMARC-principen är märkt som ett test.",
	},
	"The DMARC policy for subdomains is weaker than that for the domain.": {
		FI: "Alitoimialueiden DMARC-käytäntö on lievempi kuin toimialueen.",
		SV: "DMARC-principen för underdomäner är svagare än den för domänen.",
	},
	"The DMARC policy has all forged mail rejected.": {
		FI: "DMARC-käytäntö määrää hylkäämään kaiken väärennetyn sähköpostin.",
		SV: "DMARC-principen låter all förfalskad e-post avvisas.",
	},
})
