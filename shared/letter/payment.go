package letter

// The kinds of letters about what a customer pays, to a tenant's owners.
const (
	TrialEnding       Kind = "trial-ending"       // Until the trial is free
	PaymentFailed     Kind = "payment-failed"     // Until the time of grace ends
	ScansPaused       Kind = "scans-paused"       // because nothing was paid
	ScansResumed      Kind = "scans-resumed"      // because it was
	SubscriptionEnded Kind = "subscription-ended" // Until what is kept can be taken away
	PaymentDisputed   Kind = "payment-disputed"   // the bank takes a payment back
	SeatsExceeded     Kind = "seats-exceeded"     // Count people are watched, more than are paid for
)

// paymentKinds lists them.
func paymentKinds() []Kind {
	return []Kind{TrialEnding, PaymentFailed, ScansPaused, ScansResumed, SubscriptionEnded, PaymentDisputed, SeatsExceeded}
}

// paymentForms are what they say.
func paymentForms(kind Kind) (map[string]form, bool) {
	switch kind {
	case TrialEnding:
		return map[string]form{
			"en": {"Your trial of Vahti ends soon", []string{"The trial of Vahti for {tenant} ends on {until}.", "After it the plan you chose is charged to the card you gave. You can change or cancel it before that."}, "See the plan:"},
			"fi": {"Vahdin kokeilujakso päättyy pian", []string{"Yrityksen {tenant} Vahdin kokeilujakso päättyy {until}.", "Sen jälkeen valitsemasi tilaus veloitetaan antamaltasi kortilta. Voit muuttaa sen tai perua sen ennen sitä."}, "Katso tilausta:"},
			"sv": {"Provperioden för Vahti tar snart slut", []string{"Provperioden för Vahti för {tenant} slutar {until}.", "Därefter debiteras det abonnemang du valt på kortet du angett. Du kan ändra eller säga upp det före det."}, "Se abonnemanget:"},
		}, true
	case PaymentFailed:
		return map[string]form{
			"en": {"A payment for Vahti did not go through", []string{"The payment for Vahti for {tenant} did not go through.", "Everything goes on until {until}. If it is not paid by then, scans pause; nothing is deleted."}, "Mend the way to pay:"},
			"fi": {"Vahdin maksu ei onnistunut", []string{"Yrityksen {tenant} Vahdin maksu ei onnistunut.", "Kaikki jatkuu {until} asti. Jos maksua ei ole silloin tehty, skannaukset keskeytetään; mitään ei poisteta."}, "Korjaa maksutapa:"},
			"sv": {"En betalning för Vahti gick inte igenom", []string{"Betalningen för Vahti för {tenant} gick inte igenom.", "Allt fortsätter till {until}. Om den inte är betald då pausas genomsökningarna; ingenting raderas."}, "Rätta betalningssättet:"},
		}, true
	case ScansPaused:
		return map[string]form{
			"en": {"Vahti's scans are paused", []string{"The payment for {tenant} is still missing, so scans are paused.", "Your findings and their history stay. Scans go on as soon as it is paid."}, "Mend the way to pay:"},
			"fi": {"Vahdin skannaukset on keskeytetty", []string{"Yrityksen {tenant} maksu puuttuu yhä, joten skannaukset on keskeytetty.", "Löydökset ja niiden historia säilyvät. Skannaukset jatkuvat heti, kun maksu on tehty."}, "Korjaa maksutapa:"},
			"sv": {"Vahtis genomsökningar är pausade", []string{"Betalningen för {tenant} saknas fortfarande, så genomsökningarna är pausade.", "Era fynd och deras historik finns kvar. Genomsökningarna fortsätter så snart betalningen är gjord."}, "Rätta betalningssättet:"},
		}, true
	case ScansResumed:
		return map[string]form{
			"en": {"Vahti's scans go on", []string{"The payment has arrived, and Vahti scans {tenant} again."}, "See the plan:"},
			"fi": {"Vahdin skannaukset jatkuvat", []string{"Maksu on tullut, ja Vahti skannaa taas yritystä {tenant}."}, "Katso tilausta:"},
			"sv": {"Vahtis genomsökningar fortsätter", []string{"Betalningen har kommit, och Vahti genomsöker {tenant} igen."}, "Se abonnemanget:"},
		}, true
	case SubscriptionEnded:
		return map[string]form{
			"en": {"Your subscription of Vahti has ended", []string{"The subscription of Vahti for {tenant} has ended, and scans have stopped.", "What Vahti keeps can be taken away until {until}. After that it is erased.", "Whoever subscribes again before that goes on where it stopped."}, "See the plan:"},
			"fi": {"Vahdin tilaus on päättynyt", []string{"Yrityksen {tenant} Vahti-tilaus on päättynyt, ja skannaukset on lopetettu.", "Vahdin säilyttämät tiedot voi viedä {until} asti. Sen jälkeen ne poistetaan.", "Jos tilaat uudelleen ennen sitä, kaikki jatkuu siitä, mihin se jäi."}, "Katso tilausta:"},
			"sv": {"Abonnemanget på Vahti har upphört", []string{"Abonnemanget på Vahti för {tenant} har upphört, och genomsökningarna har slutat.", "Det som Vahti förvarar kan hämtas till {until}. Därefter raderas det.", "Den som abonnerar igen före det fortsätter där det slutade."}, "Se abonnemanget:"},
		}, true
	case PaymentDisputed:
		return map[string]form{
			"en": {"A payment for Vahti is disputed", []string{"Your bank has disputed a payment for {tenant}.", "Everything goes on meanwhile. If it is a mistake, please talk to your bank."}, "See the plan:"},
			"fi": {"Vahdin maksu on riitautettu", []string{"Pankkinne on riitauttanut yrityksen {tenant} maksun.", "Kaikki jatkuu sillä välin. Jos se on virhe, ottakaa yhteyttä pankkiinne."}, "Katso tilausta:"},
			"sv": {"En betalning för Vahti är bestridd", []string{"Er bank har bestridit en betalning för {tenant}.", "Allt fortsätter under tiden. Om det är ett misstag, tala med er bank."}, "Se abonnemanget:"},
		}, true
	case SeatsExceeded:
		return map[string]form{
			"en": {"More people are watched than your plan is for", []string{"Vahti now watches {count} people. That is more than the plan of {tenant} is for.", "Nothing stops because of it: Vahti goes on watching everybody and shows every finding.", "Please raise the number of people in the plan."}, "See the plan:"},
			"fi": {"Vahti valvoo useampia kuin tilauksessa on", []string{"Vahti valvoo nyt {count} henkilöä. Se on enemmän kuin yrityksen {tenant} tilauksessa on.", "Mikään ei lopu sen takia: Vahti valvoo yhä kaikkia ja näyttää jokaisen löydöksen.", "Nostathan tilauksen henkilömäärää."}, "Katso tilausta:"},
			"sv": {"Fler personer övervakas än abonnemanget gäller", []string{"Vahti övervakar nu {count} personer. Det är fler än abonnemanget för {tenant} gäller.", "Ingenting slutar på grund av det: Vahti fortsätter att övervaka alla och visar varje fynd.", "Höj gärna antalet personer i abonnemanget."}, "Se abonnemanget:"},
		}, true
	}
	return nil, false
}
