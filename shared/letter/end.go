package letter

// The letters that go with the end of an agreement.
const (
	AgreementEnded Kind = "agreement-ended" // Until says when everything is erased
	ErasureNear    Kind = "erasure-near"    // in a few days
	Erased         Kind = "erased"          // Lines and Sections are the certificate
)

// formsOfEnd are the letters of the end of an agreement.
func formsOfEnd(kind Kind) (map[string]form, bool) {
	switch kind {
	case AgreementEnded:
		return map[string]form{
			"en": {"Your agreement with Vahti has ended", []string{"The agreement of {tenant} has ended. Vahti does not scan your Microsoft 365 any more.",
				"You can export what is kept until {until}. Then everything is erased, and nobody can bring it back.",
				"The access to your Microsoft 365 is yours to take back: unless you go on, delete Vahti in the Entra admin centre, under enterprise applications."}, "Export, or go on after all:"},
			"fi": {"Vahti-sopimuksenne on päättynyt", []string{"Yrityksen {tenant} sopimus on päättynyt. Vahti ei enää tarkista Microsoft 365:tänne.",
				"Voitte viedä tallessa olevat tiedot {until} asti. Sen jälkeen kaikki poistetaan, eikä niitä voi palauttaa.",
				"Pääsyn Microsoft 365:eenne perutte itse: ellette jatka, poistakaa Vahti Entran hallintakeskuksen yrityssovelluksista."}, "Vie tiedot tai jatka sittenkin:"},
			"sv": {"Ert avtal med Vahti har upphört", []string{"Avtalet för {tenant} har upphört. Vahti kontrollerar inte längre er Microsoft 365.",
				"Ni kan exportera det som finns sparat till {until}. Därefter raderas allt och kan inte återställas.",
				"Åtkomsten till er Microsoft 365 tar ni själva tillbaka: om ni inte fortsätter, ta bort Vahti i Entras administrationscenter, under företagsprogram."}, "Exportera, eller fortsätt ändå:"},
		}, true
	case ErasureNear:
		return map[string]form{
			"en": {"Vahti will erase your data in a week", []string{"The agreement of {tenant} has ended. Everything is erased on {until}.",
				"Until then you can export what is kept. Afterwards nobody can bring it back."}, "Export, or go on after all:"},
			"fi": {"Vahti poistaa tietonne viikon kuluttua", []string{"Yrityksen {tenant} sopimus on päättynyt. Kaikki tiedot poistetaan {until}.",
				"Siihen asti voitte viedä tallessa olevat tiedot. Sen jälkeen niitä ei voi palauttaa."}, "Vie tiedot tai jatka sittenkin:"},
			"sv": {"Vahti raderar era uppgifter om en vecka", []string{"Avtalet för {tenant} har upphört. Allt raderas den {until}.",
				"Till dess kan ni exportera det som finns sparat. Därefter kan det inte återställas."}, "Exportera, eller fortsätt ändå:"},
		}, true
	case Erased:
		return map[string]form{
			"en": {"Vahti has erased your data", []string{"Everything that Vahti kept of {tenant} is erased, and the key is destroyed with which it was sealed, in backups too.",
				"If Vahti still stands among the enterprise applications in your Entra admin centre, delete it there: that takes back the access that you consented to.", "This is the certificate:"}, ""},
			"fi": {"Vahti on poistanut tietonne", []string{"Kaikki, mitä Vahti säilytti yrityksestä {tenant}, on poistettu, ja avain, jolla tiedot oli sinetöity myös varmuuskopioissa, on tuhottu.",
				"Jos Vahti on yhä Entran hallintakeskuksenne yrityssovelluksissa, poistakaa se sieltä: näin perutte antamanne pääsyn.", "Tämä on todistus:"}, ""},
			"sv": {"Vahti har raderat era uppgifter", []string{"Allt som Vahti sparade om {tenant} är raderat, och nyckeln som uppgifterna var förseglade med, även i säkerhetskopior, är förstörd.",
				"Om Vahti fortfarande finns bland företagsprogrammen i ert administrationscenter för Entra, ta bort det där: så tar ni tillbaka den åtkomst som ni gett.", "Det här är intyget:"}, ""},
		}, true
	}
	return nil, false
}
