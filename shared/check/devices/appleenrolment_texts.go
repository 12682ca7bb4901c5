package devices

import "vahti.ai/vahti/shared/check/text"

var appleEnrolmentTexts = text.New(text.Texts{
	"Apple enrolment tokens are valid for more than 30 days and Apple's terms are accepted": {
		FI: "Applen rekisteröintitunnukset ovat voimassa yli 30 päivää ja Applen ehdot on hyväksytty",
		SV: "Apples registreringstoken gäller i mer än 30 dagar och Apples villkor är godkända",
	},
	"Without a valid token new Apple devices are set up without management, and nobody notices until one is lost.": {
		FI: "Ilman voimassa olevaa tunnusta uudet Applen laitteet otetaan käyttöön ilman hallintaa, eikä kukaan huomaa sitä ennen kuin jokin niistä katoaa.",
		SV: "Utan en giltig token tas nya Apple-enheter i bruk utan hantering, och ingen märker det förrän en av dem försvinner.",
	},
	"The tenant does not use Apple's automated enrolment.": {
		FI: "Vuokraaja ei käytä Applen automaattista laiterekisteröintiä.",
		SV: "Klientorganisationen använder inte Apples automatiska enhetsregistrering.",
	},
	"A company device that is reset by a thief, or set up by a new employee, comes up without any of the company's rules.": {
		FI: "Varkaan nollaama tai uuden työntekijän käyttöön ottama yrityksen laite käynnistyy ilman mitään yrityksen sääntöjä.",
		SV: "En företagsenhet som en tjuv återställer, eller som en nyanställd tar i bruk, startar helt utan företagets regler.",
	},
	appleEnrolmentPortal + "Renew token, and accept the new terms in Apple Business Manager": {
		FI: appleEnrolmentPortal + "Renew token, ja hyväksy uudet ehdot Apple Business Managerissa",
		SV: appleEnrolmentPortal + "Renew token, och godkänn de nya villkoren i Apple Business Manager",
	},
	"The Apple enrolment token has ended.": {
		FI: "Applen rekisteröintitunnus on vanhentunut.",
		SV: "Apples registreringstoken har gått ut.",
	},
	"The Apple enrolment token ends within 30 days.": {
		FI: "Applen rekisteröintitunnus vanhenee 30 päivän kuluessa.",
		SV: "Apples registreringstoken går ut inom 30 dagar.",
	},
	"Apple waits for its new terms to be accepted.": {
		FI: "Apple odottaa uusien ehtojensa hyväksymistä.",
		SV: "Apple väntar på att dess nya villkor ska godkännas.",
	},
	"Graph did not return when the Apple enrolment token ends.": {
		FI: "Graph ei kertonut, milloin Applen rekisteröintitunnus vanhenee.",
		SV: "Graph uppgav inte när Apples registreringstoken går ut.",
	},
	"Apple reported an error that Vahti does not know at the last synchronisation.": {
		FI: "Apple ilmoitti viimeisimmässä synkronoinnissa virheestä, jota Vahti ei tunne.",
		SV: "Apple rapporterade ett fel som Vahti inte känner till vid den senaste synkroniseringen.",
	},
	"The Apple enrolment token is valid for more than 30 days and Apple's terms are accepted.": {
		FI: "Applen rekisteröintitunnus on voimassa yli 30 päivää ja Applen ehdot on hyväksytty.",
		SV: "Apples registreringstoken gäller i mer än 30 dagar och Apples villkor är godkända.",
	},
})
