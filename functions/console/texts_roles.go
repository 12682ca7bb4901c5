package console

import "vahti.ai/vahti/shared/check/text"

// roleTexts name roles, and what support access is for.
var roleTexts = text.New(text.Texts{
	"Owner":         {FI: "Omistaja", SV: "Ägare"},
	"Administrator": {FI: "Ylläpitäjä", SV: "Administratör"},
	"Analyst":       {FI: "Analyytikko", SV: "Analytiker"},
	"Auditor":       {FI: "Tarkastaja", SV: "Granskare"},

	"onboarding support": {FI: "käyttöönoton tuki", SV: "stöd vid införandet"},
	"limited service quality assurance during the first 30 days of onboarding": {
		FI: "rajattu palvelun laadunvarmistus käyttöönoton ensimmäisten 30 päivän aikana",
		SV: "begränsad kvalitetssäkring av tjänsten under införandets första 30 dagar",
	},
	"incident or service issue investigation": {FI: "häiriön tai palveluongelman selvitys", SV: "utredning av en incident eller ett tjänsteproblem"},
	"customer support requests":               {FI: "asiakastuen pyynnöt", SV: "kundsupportärenden"},
	"billing investigation":                   {FI: "laskutuksen selvitys", SV: "utredning av fakturering"},
	"security incident handling":              {FI: "tietoturvapoikkeaman käsittely", SV: "hantering av säkerhetsincidenter"},
	"customer-requested data export, deletion, or anonymization": {
		FI: "asiakkaan pyytämä tietojen vienti, poistaminen tai anonymisointi",
		SV: "export, radering eller anonymisering av uppgifter på kundens begäran",
	},
})
