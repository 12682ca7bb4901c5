package letter

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Message is a letter as its reader gets it: the same in plain text and as HTML.
type Message struct {
	Subject string
	Text    string
	HTML    string
}

// form is what a kind says in one language. {tenant}, {by}, {until} and {count} stand
// for what the letter tells; a sentence about somebody who is not named is left out.
type form struct {
	subject string
	says    []string
	before  string // the link
}

// Section is a part of a letter that lists something under a heading.
type Section struct {
	Heading string `json:"heading"`
	Rows    []Row  `json:"rows"`
}

// Row is a line of a section. Mark comes before the text, such as a severity in the
// reader's language, and Tone says how it looks: a finding's severity, or nothing.
type Row struct {
	Mark string `json:"mark,omitempty"`
	Tone string `json:"tone,omitempty"`
	Text string `json:"text"`
}

// parts are what a letter says, before it is written as text and as HTML.
type parts struct {
	Language, Subject string
	Says              []string
	Sections          []Section
	Before, Link      string
	Closing           string
	Stop, Unsubscribe string
}

// lacks reports whether the letter lacks something that a sentence of its kind tells,
// which then would be left out of it: only an invitation may name no customer, as that
// of one of Vahti's own does.
func (l Letter) lacks() bool {
	forms, _ := formsOf(l.Kind)
	f := forms["en"]
	text := f.subject + strings.Join(f.says, "")
	tells := func(value string) bool { return strings.Contains(text, value) }
	return tells("{tenant}") && line(l.Tenant) == "" && l.Kind != Invitation || tells("{by}") && line(l.By) == "" || tells("{until}") && l.Until.IsZero() ||
		tells("{count}") && l.Count == 0 || f.before != "" && l.Link == ""
}

// Compose writes the letter in its language, or returns ErrKind.
func (l Letter) Compose() (Message, error) {
	p, err := l.parts()
	if err != nil {
		return Message{}, err
	}
	html, err := p.html()
	return Message{Subject: p.Subject, Text: p.text(), HTML: html}, err
}

func (l Letter) parts() (parts, error) {
	forms, ok := formsOf(l.Kind)
	if !ok {
		return parts{}, ErrKind
	}
	language := l.Language
	if _, known := forms[language]; !known {
		language = "en"
	}
	f := forms[language]
	fill := strings.NewReplacer("{tenant}", line(l.Tenant), "{by}", line(l.By), "{until}", l.Until.UTC().Format("2.1.2006 15:04 UTC"), "{count}", strconv.Itoa(l.Count))
	p := parts{Language: language, Subject: fill.Replace(f.subject), Before: f.before, Closing: closing(language)}
	if f.before != "" { // a kind that says nothing of a link leads nowhere
		p.Link = line(l.Link)
	}
	for _, sentence := range f.says {
		if strings.Contains(sentence, "{tenant}") && l.Tenant == "" || strings.Contains(sentence, "{by}") && l.By == "" ||
			strings.Contains(sentence, "{until}") && l.Until.Equal(time.Time{}) {
			continue
		}
		p.Says = append(p.Says, fill.Replace(sentence))
	}
	if len(l.Lines) > 0 {
		var s Section
		for _, text := range l.Lines {
			s.Rows = append(s.Rows, Row{Text: line(text)})
		}
		p.Sections = append(p.Sections, s)
	}
	for _, s := range l.Sections {
		out := Section{Heading: line(s.Heading)}
		for _, r := range s.Rows {
			out.Rows = append(out.Rows, Row{line(r.Mark), r.Tone, line(r.Text)})
		}
		p.Sections = append(p.Sections, out)
	}
	if l.Unsubscribe != "" && l.Kind.Optional() {
		p.Stop, p.Unsubscribe = stop(language), line(l.Unsubscribe)
	}
	return p, nil
}

// text is the letter as plain text.
func (p parts) text() string {
	var text strings.Builder
	for _, sentence := range p.Says {
		text.WriteString(sentence + "\n\n")
	}
	for _, s := range p.Sections {
		if s.Heading != "" {
			text.WriteString(s.Heading + "\n")
		}
		for _, r := range s.Rows {
			text.WriteString("- ")
			if r.Mark != "" {
				text.WriteString(r.Mark + ": ")
			}
			text.WriteString(r.Text + "\n")
		}
		text.WriteString("\n")
	}
	if p.Link != "" {
		text.WriteString(p.Before + "\n" + p.Link + "\n\n")
	}
	text.WriteString(p.Closing + "\n")
	if p.Unsubscribe != "" {
		text.WriteString("\n" + p.Stop + ":\n" + p.Unsubscribe + "\n")
	}
	return text.String()
}

// line is a text as it can stand within a line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

func closing(language string) string {
	switch language {
	case "fi":
		return "Vahti lähetti tämän viestin. Viestiin ei voi vastata."
	case "sv":
		return "Vahti skickade det här meddelandet. Det går inte att svara på det."
	}
	return "Vahti sent this message. It cannot be answered."
}

// stop is what the link says that turns the kind off.
func stop(language string) string {
	switch language {
	case "fi":
		return "En halua enää tällaisia viestejä"
	case "sv":
		return "Jag vill inte ha fler sådana meddelanden"
	}
	return "Send me no more messages of this kind"
}

func formsOf(kind Kind) (map[string]form, bool) {
	switch kind {
	case Invitation:
		return map[string]form{
			"en": {"You are invited to Vahti", []string{"{by} invites you to Vahti, which watches over the security of a company's Microsoft 365.", "The company is {tenant}.",
				"The link works once and until {until}. If you did not expect this message, do nothing."}, "Accept the invitation:"},
			"fi": {"Sinut on kutsuttu Vahtiin", []string{"{by} kutsuu sinut Vahtiin, joka valvoo yrityksen Microsoft 365:n turvallisuutta.", "Yritys on {tenant}.",
				"Linkki toimii yhden kerran, {until} asti. Jos et odottanut tätä viestiä, sinun ei tarvitse tehdä mitään."}, "Hyväksy kutsu:"},
			"sv": {"Du är inbjuden till Vahti", []string{"{by} bjuder in dig till Vahti, som vakar över säkerheten i ett företags Microsoft 365.", "Företaget är {tenant}.",
				"Länken fungerar en gång och till {until}. Om du inte väntade dig det här meddelandet behöver du inte göra något."}, "Godkänn inbjudan:"},
		}, true
	case Partner:
		return map[string]form{
			"en": {"You are invited to work in Vahti", []string{"{by} invites you to work in Vahti for {tenant}, which looks after the security of its customers’ Microsoft 365.",
				"The link works once and until {until}. If you did not expect this message, do nothing."}, "Accept the invitation:"},
			"fi": {"Sinut on kutsuttu työskentelemään Vahdissa", []string{"{by} kutsuu sinut Vahtiin työskentelemään kumppanin {tenant} nimissä. Se huolehtii asiakkaidensa Microsoft 365:n turvallisuudesta.",
				"Linkki toimii yhden kerran, {until} asti. Jos et odottanut tätä viestiä, sinun ei tarvitse tehdä mitään."}, "Hyväksy kutsu:"},
			"sv": {"Du är inbjuden att arbeta i Vahti", []string{"{by} bjuder in dig att arbeta i Vahti för {tenant}, som sköter säkerheten i sina kunders Microsoft 365.",
				"Länken fungerar en gång och till {until}. Om du inte väntade dig det här meddelandet behöver du inte göra något."}, "Godkänn inbjudan:"},
		}, true
	case Reset:
		return map[string]form{
			"en": {"Set a new password for Vahti", []string{"Somebody, probably you, asked for a new password for your Vahti account.",
				"The link works once and until {until}. If it was not you, do nothing: your password stays as it is."}, "Set the password:"},
			"fi": {"Aseta uusi salasana Vahtiin", []string{"Joku, luultavasti sinä, pyysi uutta salasanaa Vahti-tilillesi.",
				"Linkki toimii yhden kerran, {until} asti. Jos pyytäjä et ollut sinä, sinun ei tarvitse tehdä mitään: salasanasi ei muutu."}, "Aseta salasana:"},
			"sv": {"Välj ett nytt lösenord till Vahti", []string{"Någon, troligen du, bad om ett nytt lösenord till ditt Vahti-konto.",
				"Länken fungerar en gång och till {until}. Om det inte var du behöver du inte göra något: ditt lösenord ändras inte."}, "Välj lösenordet:"},
		}, true
	case VerifyEmail:
		return map[string]form{
			"en": {"Confirm your e-mail address for Vahti", []string{"Confirm that this address is yours.", "The link works once and until {until}."}, "Confirm the address:"},
			"fi": {"Vahvista sähköpostiosoitteesi Vahtiin", []string{"Vahvista, että tämä osoite on sinun.", "Linkki toimii yhden kerran, {until} asti."}, "Vahvista osoite:"},
			"sv": {"Bekräfta din e-postadress för Vahti", []string{"Bekräfta att den här adressen är din.", "Länken fungerar en gång och till {until}."}, "Bekräfta adressen:"},
		}, true
	case AccountChange:
		return map[string]form{
			"en": {"A way to sign in to Vahti was changed", []string{"A way to sign in to your Vahti account was added, changed or removed.", "If it was not you, sign in, end the other sessions and set a new password."}, "Look at your account:"},
			"fi": {"Vahtiin kirjautumisen tapa muuttui", []string{"Vahti-tilillesi lisättiin kirjautumistapa, tai sellainen muuttui tai poistettiin.", "Jos et tehnyt sitä itse, kirjaudu sisään, lopeta muut istunnot ja aseta uusi salasana."}, "Katso tiliäsi:"},
			"sv": {"Ett sätt att logga in i Vahti ändrades", []string{"Ett sätt att logga in på ditt Vahti-konto lades till, ändrades eller togs bort.", "Om det inte var du: logga in, avsluta de andra sessionerna och välj ett nytt lösenord."}, "Se på ditt konto:"},
		}, true
	case SignInBlocked:
		return map[string]form{
			"en": {"Many tries to sign in to your Vahti account", []string{"Somebody tried many times to sign in to your account and did not succeed. Further tries are slowed down."}, "Look at your account:"},
			"fi": {"Vahti-tilillesi on yritetty kirjautua monta kertaa", []string{"Joku yritti monta kertaa kirjautua tilillesi eikä onnistunut. Uusia yrityksiä hidastetaan."}, "Katso tiliäsi:"},
			"sv": {"Många försök att logga in på ditt Vahti-konto", []string{"Någon försökte många gånger logga in på ditt konto utan att lyckas. Nya försök bromsas."}, "Se på ditt konto:"},
		}, true
	case ReviewOpened:
		return map[string]form{
			"en": {"Confirm who may use Vahti", []string{"Once a year an owner confirms who may use Vahti for {tenant}.", "Whoever is not confirmed by {until} is suspended."}, "Look through the list:"},
			"fi": {"Vahvista, ketkä saavat käyttää Vahtia", []string{"Kerran vuodessa omistaja vahvistaa, ketkä saavat käyttää Vahtia yrityksessä {tenant}.", "Jota ei vahvisteta {until} mennessä, sen käyttöoikeus keskeytetään."}, "Käy luettelo läpi:"},
			"sv": {"Bekräfta vem som får använda Vahti", []string{"En gång om året bekräftar en ägare vem som får använda Vahti för {tenant}.", "Den som inte bekräftas senast {until} stängs av."}, "Gå igenom listan:"},
		}, true
	case SupportAsked:
		return map[string]form{
			"en": {"Vahti's support asks for access", []string{"{by} of Vahti's support asks to see data of {tenant}.", "Nothing is shown until you approve."}, "See why, and decide:"},
			"fi": {"Vahdin tuki pyytää pääsyä", []string{"{by} Vahdin tuesta pyytää saada nähdä yrityksen {tenant} tietoja.", "Mitään ei näytetä ennen kuin hyväksyt."}, "Katso syy ja päätä:"},
			"sv": {"Vahtis support ber om åtkomst", []string{"{by} på Vahtis support ber att få se data om {tenant}.", "Ingenting visas förrän du godkänner."}, "Se varför och bestäm:"},
		}, true
	case SupportBegan:
		return map[string]form{
			"en": {"Vahti's support has access", []string{"{by} of Vahti's support may see data of {tenant} until {until}.", "You can see what was looked at, and end it at any time."}, "See the access:"},
			"fi": {"Vahdin tuella on pääsy", []string{"{by} Vahdin tuesta saa nähdä yrityksen {tenant} tietoja {until} asti.", "Näet, mitä on katsottu, ja voit lopettaa pääsyn milloin tahansa."}, "Katso pääsyä:"},
			"sv": {"Vahtis support har åtkomst", []string{"{by} på Vahtis support får se data om {tenant} till {until}.", "Du ser vad som har visats och kan avsluta åtkomsten när som helst."}, "Se åtkomsten:"},
		}, true
	case ConsentLost:
		return map[string]form{
			"en": {"Vahti cannot read your Microsoft 365 any more", []string{"Microsoft gives Vahti no access to {tenant} any more. Scans have stopped; your findings stay."}, "See what to do:"},
			"fi": {"Vahti ei enää pysty lukemaan Microsoft 365:täsi", []string{"Microsoft ei enää anna Vahdille pääsyä yritykseen {tenant}. Skannaukset on keskeytetty, löydöksesi säilyvät."}, "Katso, mitä tehdä:"},
			"sv": {"Vahti kan inte längre läsa er Microsoft 365", []string{"Microsoft ger inte längre Vahti åtkomst till {tenant}. Granskningarna har stannat, era fynd finns kvar."}, "Se vad ni kan göra:"},
		}, true
	}
	if f, ok := formsOfEnd(kind); ok {
		return f, true
	}
	if f, ok := formsOfAgreement(kind); ok {
		return f, true
	}
	if f, ok := paymentForms(kind); ok {
		return f, true
	}
	return noticeForms(kind)
}

// Kinds lists every kind.
func Kinds() []Kind {
	return slices.Concat([]Kind{
		Invitation, Partner, Reset, VerifyEmail, AccountChange, SignInBlocked, ReviewOpened, SupportAsked, SupportBegan, ConsentLost,
		AgreementEnded, ErasureNear, Erased, Subprocessor, Breach, FindingsAlert, Digest, MailFailed, HookFailed,
	}, paymentKinds())
}
