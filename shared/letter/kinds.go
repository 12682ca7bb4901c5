package letter

// The kinds that tell what was found and what could not be delivered.
const (
	FindingsAlert Kind = "findings-alert"  // a scan found something serious
	Digest        Kind = "findings-digest" // what changed in a day or a week
	MailFailed    Kind = "mail-failed"     // letters to one of the tenant's people come back
	HookFailed    Kind = "webhook-failed"  // the tenant's webhook is switched off because it does not answer
)

// Optional reports whether a reader may turn the kind off. What the agreement
// requires cannot be: who has access and support access, breaches, subprocessors,
// termination and erasure, the security of one's own account, and what the reader
// has asked for. A kind that is not named here is required.
func (k Kind) Optional() bool {
	switch k {
	case FindingsAlert, Digest, MailFailed, HookFailed, ConsentLost:
		return true
	}
	return false
}

// Expires reports whether a letter of the kind is of no use once its Until is over: its
// link leads nowhere, or what it announces has happened. That support had access the
// customer is told afterwards too.
func (k Kind) Expires() bool { return k != SupportBegan }

// OptionalKinds lists the kinds that a reader may turn off.
func OptionalKinds() []Kind {
	return []Kind{FindingsAlert, Digest, ConsentLost, MailFailed, HookFailed}
}

// noticeForms are the forms of the kinds above.
func noticeForms(kind Kind) (map[string]form, bool) {
	switch kind {
	case FindingsAlert:
		return map[string]form{
			"en": {"Serious findings: {count}", []string{"Vahti scanned {tenant} and found something that should be seen to soon.", "What it is about, and how to mend it, you see after signing in."}, "See the findings:"},
			"fi": {"Vakavia löydöksiä: {count}", []string{"Vahti skannasi kohteen {tenant} ja löysi jotain, johon on syytä tarttua pian.", "Tarkemmat tiedot ja korjausohjeet näet kirjautumalla."}, "Katso löydökset:"},
			"sv": {"Allvarliga fynd: {count}", []string{"Vahti gick igenom {tenant} och hittade något som bör åtgärdas snart.", "Vad det gäller, och hur det åtgärdas, ser du efter inloggning."}, "Se fynden:"},
		}, true
	case Digest:
		return map[string]form{
			"en": {"What has changed: {count}", []string{"This is what Vahti saw change at {tenant} since the last summary.", "What it is about, and how to mend it, you see after signing in."}, "See what changed:"},
			"fi": {"Muutoksia: {count}", []string{"Tässä on, mitä Vahti näki muuttuneen kohteessa {tenant} edellisen koosteen jälkeen.", "Tarkemmat tiedot ja korjausohjeet näet kirjautumalla."}, "Katso, mikä on muuttunut:"},
			"sv": {"Ändringar: {count}", []string{"Det här såg Vahti ändras hos {tenant} sedan den förra sammanfattningen.", "Vad det gäller, och hur det åtgärdas, ser du efter inloggning."}, "Se vad som har ändrats:"},
		}, true
	case MailFailed:
		return map[string]form{
			"en": {"Vahti’s mail does not reach everybody", []string{"Mail from Vahti to somebody who belongs to {tenant} comes back, or was marked as unwanted. Vahti writes to that address no more.",
				"Check the members’ addresses, and that your mail filter lets Vahti’s mail through."}, "See the members:"},
			"fi": {"Vahdin posti ei tavoita kaikkia", []string{"Vahdin posti jollekulle kohteen {tenant} jäsenistä palautuu tai on merkitty ei-toivotuksi. Vahti ei enää kirjoita kyseiseen osoitteeseen.",
				"Tarkista jäsenten osoitteet ja se, että sähköpostisuodattimenne päästää Vahdin viestit läpi."}, "Katso jäsenet:"},
			"sv": {"Vahtis post når inte alla", []string{"Post från Vahti till någon som hör till {tenant} kommer tillbaka eller har markerats som oönskad. Vahti skriver inte längre till den adressen.",
				"Kontrollera medlemmarnas adresser och att ert e-postfilter släpper igenom Vahtis meddelanden."}, "Se medlemmarna:"},
		}, true
	case HookFailed:
		return map[string]form{
			"en": {"Your webhook is switched off", []string{"The webhook of {tenant} has not taken a message for a day, and Vahti has stopped calling it.",
				"Mend the receiver, then switch the webhook on again. What was missed can be sent anew."}, "See the webhook:"},
			"fi": {"Webhook on kytketty pois", []string{"Kohteen {tenant} webhook ei ole vastaanottanut viestejä vuorokauteen, ja Vahti on lakannut kutsumasta sitä.",
				"Korjatkaa vastaanottaja ja kytkekää webhook uudelleen päälle. Väliin jääneet viestit voi lähettää uudelleen."}, "Katso webhookia:"},
			"sv": {"Er webhook är avstängd", []string{"Webhooken för {tenant} har inte tagit emot något på ett dygn, och Vahti har slutat anropa den.",
				"Åtgärda mottagaren och slå sedan på webhooken igen. Det som missades kan skickas på nytt."}, "Se webhooken:"},
		}, true
	}
	return nil, false
}
