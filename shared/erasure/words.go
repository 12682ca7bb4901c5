package erasure

// words are what a certificate's letter says in the languages that people read.
type words struct{ en, fi, sv string }

// in returns the words in a language; English for one that nobody knows.
func (w words) in(language string) string {
	switch language {
	case "fi":
		return w.fi
	case "sv":
		return w.sv
	}
	return w.en
}

// kindWords says in words what was counted under a kind, and for a kind that nobody put
// into words its own name. The certificate itself keeps the kinds' names, so that
// programs and other years' certificates can be compared.
func kindWords(kind, language string) string {
	if w, ok := kinds()[kind]; ok {
		return w.in(language)
	}
	return kind
}

// labels are what the letter calls the rest of the certificate.
var labels = struct{ number, ended, terminated, asked, began, key, erased, proof, hash, data words }{
	number:     words{"Certificate number", "Todistuksen numero", "Intygets nummer"},
	ended:      words{"Everything was erased", "Kaikki oli poistettu", "Allt var raderat"},
	terminated: words{"The agreement ended", "Sopimus päättyi", "Avtalet upphörde"},
	asked:      words{"You asked for the erasure", "Pyysitte poistamista", "Ni bad om raderingen"},
	began:      words{"The erasure began", "Poistaminen alkoi", "Raderingen började"},
	key:        words{"The key was destroyed", "Avain tuhottiin", "Nyckeln förstördes"},
	erased:     words{"What was erased", "Mitä poistettiin", "Vad som raderades"},
	data:       words{"The certificate as data, for programs and as proof", "Todistus tietona, ohjelmille ja todisteeksi", "Intyget som data, för program och som bevis"},
	hash:       words{"SHA-256 of the next line", "Seuraavan rivin SHA-256", "Nästa rads SHA-256"},
	proof:      words{"Vahti’s proof that it made the line", "Vahdin todiste siitä, että rivi on sen tekemä", "Vahtis bevis på att raden är dess egen"},
}

// kinds puts into words what a tenant's erasure counts.
func kinds() map[string]words {
	return map[string]words{
		root:                       {"The customer’s own record", "Asiakkaan oma tietue", "Kundens egen post"},
		"advice:tenants":           {"The customer’s record among the explanations", "Asiakkaan tietue selitysten joukossa", "Kundens post bland förklaringarna"},
		"audit:tenants":            {"The customer’s record in the audit trail", "Asiakkaan tietue tapahtumalokissa", "Kundens post i granskningsloggen"},
		"people:tenants":           {"The customer’s record among the people", "Asiakkaan tietue henkilöiden joukossa", "Kundens post bland personerna"},
		"vahti:settings":           {"Settings", "Asetukset", "Inställningar"},
		"vahti:instructions":       {"Documented instructions", "Dokumentoidut ohjeet", "Dokumenterade instruktioner"},
		"vahti:findings":           {"Findings", "Löydökset", "Fynd"},
		"vahti:history":            {"Steps in the history of findings", "Löydösten historian vaiheet", "Steg i fyndens historik"},
		"vahti:changes":            {"Changes on the timeline", "Muutokset aikajanalla", "Ändringar på tidslinjen"},
		"vahti:scans":              {"Scans", "Skannaukset", "Genomsökningar"},
		"vahti:exceptions":         {"Accepted findings", "Hyväksytyt löydökset", "Godkända fynd"},
		"vahti:members":            {"Members", "Jäsenet", "Medlemmar"},
		"vahti:invitations":        {"Invitations", "Kutsut", "Inbjudningar"},
		"vahti:reviews":            {"Reviews of access", "Käyttöoikeustarkistukset", "Åtkomstgranskningar"},
		"vahti:grants":             {"Support access", "Tukikäytöt", "Supportåtkomst"},
		"vahti:keys":               {"Keys for scripts", "Skriptien avaimet", "Nycklar för skript"},
		"vahti:requests":           {"Answers to repeated requests", "Vastaukset toistettuihin pyyntöihin", "Svar på upprepade förfrågningar"},
		"vahti:outbox":             {"Messages on their way", "Matkalla olevat viestit", "Meddelanden på väg"},
		"vahti:trail":              {"Entries on their way into the audit trail", "Tapahtumalokiin matkalla olevat merkinnät", "Poster på väg till granskningsloggen"},
		"vahti:news":               {"News of scans that was still to be told", "Vielä kertomatta olleet skannausten uutiset", "Nyheter om genomsökningar som återstod att berätta"},
		"vahti:hooks":              {"Messages to the webhook", "Viestit webhookille", "Meddelanden till webhooken"},
		"vahti:digests":            {"Dates of digests", "Koosteiden ajankohdat", "Tidpunkter för sammanfattningar"},
		"vahti:channels":           {"The webhook’s settings and secrets", "Webhookin asetukset ja salaisuudet", "Webhookens inställningar och hemligheter"},
		"vahti:billing":            {"What was subscribed to", "Tilauksen tiedot", "Abonnemangets uppgifter"},
		"vahti:memory":             {"What scans remembered", "Mitä skannaukset muistivat", "Vad genomsökningarna mindes"},
		"vahti:anchors":            {"Marks of how far the audit trail reached", "Merkinnät siitä, mihin tapahtumaloki ulottui", "Märken för hur långt granskningsloggen nådde"},
		"vahti:cleanups":           {"Marks of how far old data was cleaned up", "Merkinnät siitä, mihin vanhan tiedon siivous ulottui", "Märken för hur långt gamla uppgifter rensats"},
		"vahti:wishes":             {"Wishes by which the customer was set up", "Pyynnöt, joilla asiakas perustettiin", "Önskemål som kunden lades upp med"},
		"vahti:customers":          {"Link to the customer at Stripe", "Yhteys asiakkaaseen Stripessä", "Koppling till kunden hos Stripe"},
		"vahti:sweeps":             {"Place in the round of clean-ups", "Paikka siivouskierroksella", "Plats i städrundan"},
		"advice:explanations":      {"Explanations of findings", "Löydösten selitykset", "Förklaringar av fynd"},
		"audit:entries":            {"Entries of the audit trail", "Tapahtumalokin merkinnät", "Poster i granskningsloggen"},
		"audit:chain":              {"Links that seal the audit trail", "Tapahtumalokin sinetöivät lenkit", "Länkar som förseglar granskningsloggen"},
		"people:accounts":          {"Accounts of people who belonged to nothing else", "Tilit henkilöiltä, jotka eivät kuuluneet muualle", "Konton för personer som inte hörde till något annat"},
		"people:preferences":       {"Choices of which letters to get", "Valinnat siitä, mitä viestejä saa", "Val av vilka meddelanden man får"},
		"people:preferencechanges": {"Changes of these choices on their way into the audit trail", "Näiden valintojen muutokset matkalla tapahtumalokiin", "Ändringar av dessa val på väg till granskningsloggen"},
		"people:suppressions":      {"Addresses that were written to no more", "Osoitteet, joihin ei enää kirjoitettu", "Adresser som det inte längre skrevs till"},
		"people:letters":           {"Letters about the customer", "Asiakasta koskevat viestit", "Meddelanden om kunden"},
		"storage:objects":          {"Objects with what scans read", "Objektit, joissa oli skannausten lukemat tiedot", "Objekt med det som genomsökningarna läste"},
		"dead letters":             {"Messages that could not be worked on", "Viestit, joita ei voitu käsitellä", "Meddelanden som inte kunde behandlas"},
		"data key":                 {"The key that sealed all of it", "Avain, jolla kaikki oli sinetöity", "Nyckeln som allt var förseglat med"},
	}
}
