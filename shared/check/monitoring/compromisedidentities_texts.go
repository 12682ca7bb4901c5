package monitoring

import "vahti.ai/vahti/shared/check/text"

var compromisedIdentitiesTexts = text.New(text.Texts{
	"Defender for Identity sees no account as compromised": {
		FI: "Defender for Identity ei pidä yhtäkään tiliä vaarantuneena",
		SV: "Defender for Identity ser inget konto som komprometterat",
	},
	"The account was seen in an attack on the local directory, where a single further step often leads to domain administrator.": {
		FI: "Tili havaittiin hyökkäyksessä paikallista hakemistoa vastaan, jossa yksi lisäaskel vie usein toimialueen järjestelmänvalvojaksi.",
		SV: "Kontot sågs i ett angrepp mot den lokala katalogen, där ett enda steg till ofta leder till domänadministratör.",
	},
	"Whoever has the account keeps it and goes on from there through the company's servers.": {
		FI: "Tilin haltuunsa saanut pitää sen ja etenee siitä yrityksen palvelimille.",
		SV: "Den som har kontot behåller det och tar sig därifrån vidare genom företagets servrar.",
	},
	defender + "Investigation & response > Incidents & alerts > Alerts > the alert > the user: Disable user and Force password reset, then resolve the alert": {
		FI: defender + "Investigation & response > Incidents & alerts > Alerts > hälytys > käyttäjä: Disable user ja Force password reset, merkitse hälytys sitten ratkaistuksi",
		SV: defender + "Investigation & response > Incidents & alerts > Alerts > varningen > användaren: Disable user och Force password reset, markera sedan varningen som löst",
	},
	"An account was compromised, and nothing was done about it.": {
		FI: "Tili on vaarantunut, eikä asialle ole tehty mitään.",
		SV: "Ett konto har komprometterats, och inget har gjorts åt det.",
	},
	"Graph did not return all about some alerts on identities.": {
		FI: "Graph ei palauttanut kaikkia tietoja joistakin tilejä koskevista hälytyksistä.",
		SV: "Graph returnerade inte alla uppgifter om vissa varningar om konton.",
	},
	"No open alert of Defender for Identity names a compromised account that was not dealt with.": {
		FI: "Yksikään Defender for Identityn avoin hälytys ei nimeä vaarantunutta tiliä, jota ei olisi käsitelty.",
		SV: "Ingen öppen varning från Defender for Identity gäller ett komprometterat konto som inte är åtgärdat.",
	},
})
