package applications

import "vahti.ai/vahti/shared/check/text"

var secretLifetimeTexts = text.New(text.Texts{
	"Client secrets live at most 180 days": {
		FI: "Asiakassalaisuudet ovat voimassa enintään 180 päivää",
		SV: "Klienthemligheter gäller i högst 180 dagar",
	},
	"A leaked secret is useful until it expires, and without a limit people choose the longest time the portal offers.": {
		FI: "Vuotanut salaisuus kelpaa vanhenemiseensa asti, ja ilman rajaa ihmiset valitsevat pisimmän ajan, jonka portaali tarjoaa.",
		SV: "En läckt hemlighet kan användas tills den går ut, och utan gräns väljer folk den längsta tid som portalen erbjuder.",
	},
	"A secret found in an old script or backup still opens the tenant years later.": {
		FI: "Vanhasta komentosarjasta tai varmuuskopiosta löytynyt salaisuus avaa vuokraajan vielä vuosien päästä.",
		SV: "En hemlighet i ett gammalt skript eller en säkerhetskopia öppnar klientorganisationen ännu flera år senare.",
	},
	appPolicies + " > Restrict max password lifetime: On, 180 days or fewer, applies to all applications": {
		FI: appPolicies + " > Restrict max password lifetime: On, enintään 180 päivää, koskee kaikkia sovelluksia",
		SV: appPolicies + " > Restrict max password lifetime: On, högst 180 dagar, gäller alla program",
	},
	"Client secrets live at most 180 days or cannot be added at all.": {
		FI: "Asiakassalaisuudet ovat voimassa enintään 180 päivää, tai niitä ei voi lisätä lainkaan.",
		SV: "Klienthemligheter gäller i högst 180 dagar eller kan inte läggas till alls.",
	},
	"Client secrets of some applications or service principals may live longer than 180 days.": {
		FI: "Joidenkin sovellusten tai palvelun päänimien salaisuudet voivat olla voimassa yli 180 päivää.",
		SV: "Klienthemligheter för vissa program eller tjänsters huvudnamn får gälla längre än 180 dagar.",
	},
})
