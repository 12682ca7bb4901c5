package applications

import "vahti.ai/vahti/shared/check/text"

var certificateLifetimeTexts = text.New(text.Texts{
	"Applications' certificates live at most one year": {
		FI: "Sovellusten varmenteet ovat voimassa enintään vuoden",
		SV: "Programmens certifikat gäller i högst ett år",
	},
	"A certificate's private key can be copied too; renewing it limits how long a copy is worth anything.": {
		FI: "Myös varmenteen yksityisen avaimen voi kopioida; uusiminen rajaa, kuinka kauan kopiosta on hyötyä.",
		SV: "Även ett certifikats privata nyckel kan kopieras; när det förnyas blir kopian snart värdelös.",
	},
	"A private key taken from a retired server keeps signing in for many years.": {
		FI: "Käytöstä poistetulta palvelimelta viety yksityinen avain kelpaa kirjautumiseen vielä vuosia.",
		SV: "En privat nyckel från en avvecklad server duger för inloggning i många år.",
	},
	appPolicies + " > Restrict max certificate lifetime: On, 365 days or fewer, applies to all applications": {
		FI: appPolicies + " > Restrict max certificate lifetime: On, enintään 365 päivää, koskee kaikkia sovelluksia",
		SV: appPolicies + " > Restrict max certificate lifetime: On, högst 365 dagar, gäller alla program",
	},
	"Certificates of applications and service principals live at most one year.": {
		FI: "Sovellusten ja palvelun päänimien varmenteet ovat voimassa enintään vuoden.",
		SV: "Certifikat för program och tjänsters huvudnamn gäller i högst ett år.",
	},
	"Certificates of some applications or service principals may live longer than one year.": {
		FI: "Joidenkin sovellusten tai palvelun päänimien varmenteet voivat olla voimassa yli vuoden.",
		SV: "Certifikat för vissa program eller tjänsters huvudnamn får gälla längre än ett år.",
	},
})
