package domains

import "vahti.ai/vahti/shared/check/text"

var spfLookupsTexts = text.New(text.Texts{
	"Receivers can follow every SPF record to its end": {
		FI: "Vastaanottajat pystyvät seuraamaan jokaista SPF-tietuetta loppuun asti",
		SV: "Mottagarna kan följa varje SPF-post till slutet",
	},
	"A record that needs more than ten look-ups, or refers to one that is gone, counts as an error, and with it the whole protection falls.": {
		FI: "Tietue, joka vaatii yli kymmenen hakua tai viittaa kadonneeseen tietueeseen, tulkitaan virheeksi, ja koko suoja raukeaa.",
		SV: "En post som kräver fler än tio uppslag, eller hänvisar till en som är borta, räknas som ett fel och då faller hela skyddet.",
	},
	"Receivers give up on the record: forged mail is no longer told from real mail, and real mail may be refused.": {
		FI: "Vastaanottajat luopuvat tietueen tulkinnasta: väärennettyä sähköpostia ei enää eroteta aidosta, ja aito voidaan hylätä.",
		SV: "Mottagarna ger upp: förfalskad e-post skiljs inte längre från äkta, och äkta e-post kan avvisas.",
	},
	atHost + " > TXT record of the domain: take out services that no longer send, and give newsletters a subdomain of their own": {
		FI: atHostFI + " > toimialueen TXT-tietue: poista palvelut, jotka eivät enää lähetä, ja anna uutiskirjeille oma alitoimialue",
		SV: atHostSV + " > domänens TXT-post: ta bort tjänster som inte längre skickar och ge nyhetsbrev en egen underdomän",
	},
	"The domain has no SPF record whose look-ups could be counted.": {
		FI: "Toimialueella ei ole SPF-tietuetta, jonka hakuja voisi laskea.",
		SV: "Domänen har ingen SPF-post vars uppslag kan räknas.",
	},
	"The domain's SPF record needs more than ten look-ups.": {
		FI: "Toimialueen SPF-tietue vaatii yli kymmenen hakua.",
		SV: "Domänens SPF-post kräver fler än tio uppslag.",
	},
	"The domain's SPF record refers to another that is missing or invalid.": {
		FI: "Toimialueen SPF-tietue viittaa tietueeseen, joka puuttuu tai on virheellinen.",
		SV: "Domänens SPF-post hänvisar till en annan post som saknas eller är ogiltig.",
	},
	"The domain's SPF record refers to more than two names that do not exist.": {
		FI: "Toimialueen SPF-tietue viittaa useampaan kuin kahteen nimeen, joita ei ole.",
		SV: "Domänens SPF-post hänvisar till fler än två namn som inte finns.",
	},
	"Public DNS gave no answer about a record that the SPF record refers to.": {
		FI: "Julkinen nimipalvelu ei vastannut tietueesta, johon SPF-tietue viittaa.",
		SV: "Publik DNS svarade inte om en post som SPF-posten hänvisar till.",
	},
	"The domain's SPF record needs at most ten look-ups.": {
		FI: "Toimialueen SPF-tietue vaatii enintään kymmenen hakua.",
		SV: "Domänens SPF-post kräver högst tio uppslag.",
	},
})
