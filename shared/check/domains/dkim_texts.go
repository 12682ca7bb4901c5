package domains

import "vahti.ai/vahti/shared/check/text"

var dkimTexts = text.New(text.Texts{
	"The keys that sign each domain's mail are published": {
		FI: "Jokaisen toimialueen sähköpostin allekirjoittavat avaimet on julkaistu",
		SV: "Nycklarna som signerar varje domäns e-post är publicerade",
	},
	"Without its own signature mail cannot be told from forged mail once it was forwarded, and a strict DMARC policy turns it away.": {
		FI: "Ilman omaa allekirjoitusta edelleen lähetettyä viestiä ei erota väärennöksestä, ja tiukka DMARC-käytäntö hylkää sen.",
		SV: "Utan egen signatur går vidarebefordrad e-post inte att skilja från förfalskad, och en sträng DMARC-princip avvisar den.",
	},
	"An attacker alters or forges mail in the company's name, and receivers have no signature that would prove it.": {
		FI: "Hyökkääjä muuttaa tai väärentää yrityksen nimissä kulkevaa sähköpostia, eikä vastaanottajalla ole allekirjoitusta, josta sen huomaisi.",
		SV: "En angripare ändrar eller förfalskar e-post i företagets namn, och mottagarna har ingen signatur som avslöjar det.",
	},
	"Microsoft Defender portal > Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM > the domain: publish the two CNAME records shown, then turn signing on": {
		FI: "Microsoft Defender portal > Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM > toimialue: julkaise näytetyt kaksi CNAME-tietuetta ja ota sitten allekirjoitus käyttöön",
		SV: "Microsoft Defender portal > Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM > domänen: publicera de två CNAME-poster som visas och slå sedan på signeringen",
	},
	"The domain's mail does not pass through Microsoft 365, whose keys alone have known names.": {
		FI: "Toimialueen sähköposti ei kulje Microsoft 365:n kautta, ja vain sen avainten nimet tunnetaan.",
		SV: "Domänens e-post går inte genom Microsoft 365, vars nycklar är de enda med kända namn.",
	},
	"A key that signs the domain's mail is shorter than 1024 bits.": {
		FI: "Toimialueen sähköpostin allekirjoittava avain on lyhyempi kuin 1024 bittiä.",
		SV: "En nyckel som signerar domänens e-post är kortare än 1024 bitar.",
	},
	"What is published as a key of the domain is none that receivers can use.": {
		FI: "Toimialueen avaimena julkaistu tietue ei ole vastaanottajille kelpaava avain.",
		SV: "Det som är publicerat som domänens nyckel är ingen nyckel som mottagarna kan använda.",
	},
	"Neither of the two keys that sign the domain's mail is published.": {
		FI: "Kumpaakaan toimialueen sähköpostin allekirjoittavista kahdesta avaimesta ei ole julkaistu.",
		SV: "Ingen av de två nycklar som signerar domänens e-post är publicerad.",
	},
	"One of the two keys that sign the domain's mail is not published.": {
		FI: "Toista toimialueen sähköpostin allekirjoittavista kahdesta avaimesta ei ole julkaistu.",
		SV: "En av de två nycklar som signerar domänens e-post är inte publicerad.",
	},
	"A key that signs the domain's mail was withdrawn.": {
		FI: "Toimialueen sähköpostin allekirjoittava avain on peruttu.",
		SV: "En nyckel som signerar domänens e-post har återkallats.",
	},
	"A record for signing the domain's mail leads to no key.": {
		FI: "Toimialueen sähköpostin allekirjoitusta varten julkaistu tietue ei johda avaimeen.",
		SV: "En post för signering av domänens e-post leder inte till någon nyckel.",
	},
	"Both keys that sign the domain's mail are published, though shorter than the 2048 bits recommended.": {
		FI: "Molemmat toimialueen sähköpostin allekirjoittavat avaimet on julkaistu, mutta suositeltua 2048 bittiä lyhyempinä.",
		SV: "Båda nycklarna som signerar domänens e-post är publicerade, men kortare än de rekommenderade 2048 bitarna.",
	},
	"The key that signs the domain's mail is published, and the record for the next one is ready.": {
		FI: "Toimialueen sähköpostin allekirjoittava avain on julkaistu, ja tietue seuraavaa avainta varten on valmiina.",
		SV: "Nyckeln som signerar domänens e-post är publicerad, och posten för nästa nyckel är på plats.",
	},
	"Both keys that sign the domain's mail are published.": {
		FI: "Molemmat toimialueen sähköpostin allekirjoittavat avaimet on julkaistu.",
		SV: "Båda nycklarna som signerar domänens e-post är publicerade.",
	},
})
