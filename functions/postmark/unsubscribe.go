package postmark

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/serve"
)

//go:embed page.html
var pageText string

//go:embed style.css
var style string

// pages are what readers see who follow the link of a letter.
type pages struct {
	page   *template.Template
	policy string
}

func newPages() (*pages, error) {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	sum := sha256.Sum256([]byte(style))
	return &pages{t, "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"}, nil
}

// secure adds what every answer carries.
func (p *pages) secure(h http.Header, tls bool) {
	serve.Guard(h, tls) // with no referrer, as the address holds the token
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// view is what the page says.
type view struct {
	Language, Title, Text, Button string
	Style                         template.CSS
}

// write answers with the page.
func (p *pages) write(w http.ResponseWriter, status int, v view) error {
	v.Style = template.CSS(style) //nolint:gosec // a file of Vahti's own
	var b bytes.Buffer
	if err := p.page.Execute(&b, v); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := b.WriteTo(w)
	return err
}

// said is what the pages say in one language.
type said struct {
	title, ask, button, doneTitle, done, badTitle, bad string
	kinds                                              map[letter.Kind]string
}

func saidIn(language string) said {
	switch language {
	case "fi":
		return said{
			"Lopetetaanko viestit?", "Et enää saa Vahdilta sähköpostia aiheesta: %s. Sopimuksen edellyttämät ja oman tilisi turvallisuutta koskevat viestit saat edelleen.", "Lopeta nämä viestit",
			"Viestit on lopetettu", "Et enää saa Vahdilta sähköpostia aiheesta: %s. Voit ottaa viestit uudelleen käyttöön Vahdin ilmoitusasetuksista.",
			"Linkki ei kelpaa", "Linkki on vajaa tai se ei ole Vahdin. Kopioi se kokonaan viestistä, tai muuta ilmoituksia kirjautumalla Vahtiin.",
			map[letter.Kind]string{letter.FindingsAlert: "vakavat löydökset", letter.Digest: "koosteet muutoksista", letter.ConsentLost: "kadonnut lukuoikeus",
				letter.MailFailed: "palautuva posti", letter.HookFailed: "pois kytketty webhook"},
		}
	case "sv":
		return said{
			"Avsluta meddelandena?", "Du får inte längre e-post från Vahti om: %s. Meddelanden som avtalet kräver och sådana som gäller ditt eget kontos säkerhet får du fortfarande.", "Avsluta dessa meddelanden",
			"Meddelandena är avslutade", "Du får inte längre e-post från Vahti om: %s. Du kan slå på dem igen bland Vahtis aviseringsinställningar.",
			"Länken gäller inte", "Länken är ofullständig eller inte Vahtis. Kopiera hela länken ur meddelandet, eller ändra aviseringarna genom att logga in i Vahti.",
			map[letter.Kind]string{letter.FindingsAlert: "allvarliga fynd", letter.Digest: "sammanfattningar av ändringar", letter.ConsentLost: "förlorad läsbehörighet",
				letter.MailFailed: "post som kommer tillbaka", letter.HookFailed: "en avstängd webhook"},
		}
	}
	return said{
		"Stop these messages?", "Vahti will send you no more mail about: %s. You still get what the agreement requires and what is about the security of your own account.", "Stop these messages",
		"The messages are stopped", "Vahti sends you no more mail about: %s. You can turn it on again in Vahti’s notification settings.",
		"The link does not work", "The link is incomplete or is not one of Vahti’s. Copy all of it from the message, or sign in to Vahti to change your notifications.",
		map[letter.Kind]string{letter.FindingsAlert: "serious findings", letter.Digest: "summaries of changes", letter.ConsentLost: "lost access to Microsoft 365",
			letter.MailFailed: "mail that comes back", letter.HookFailed: "a webhook that is switched off"},
	}
}

// tokenField is the field of an address that holds the token.
const tokenField = "token"

// ask shows what the link is for. It changes nothing: mail filters follow links.
func (l *listener) ask(w http.ResponseWriter, r *http.Request) error {
	_, kind, language, err := letter.ReadToken(r.Context(), l.db, r.URL.Query().Get(tokenField))
	if err != nil {
		return l.bad(w, r, err)
	}
	s := saidIn(language)
	return l.pages.write(w, http.StatusOK, view{Language: languageOf(language), Title: s.title, Text: fmt.Sprintf(s.ask, s.kinds[kind]), Button: s.button})
}

// unsubscribe turns the kind off, for the page's form and for mail programs alike. The
// token says who wants it: nobody has to sign in, and no other site can know it.
func (l *listener) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	reader, kind, language, err := letter.ReadToken(r.Context(), l.db, r.URL.Query().Get(tokenField))
	if err != nil {
		return l.bad(w, r, err)
	}
	// Of a tenant that is erased nothing is written any more, and nothing has to be:
	// nobody writes about it.
	erased, err := restore.Erased(r.Context(), l.db, reader.Tenant)
	if err != nil {
		return err
	}
	if !erased {
		// The sweep tells the tenant's audit trail of it: nothing here sees a tenant.
		if _, err := reader.Mute(r.Context(), l.db, kind, l.now()); err != nil {
			return err
		}
		l.log.InfoContext(r.Context(), "kind of letters turned off", "kind", string(kind), "tenant", reader.Tenant)
	}
	s := saidIn(language)
	return l.pages.write(w, http.StatusOK, view{Language: languageOf(language), Title: s.doneTitle, Text: fmt.Sprintf(s.done, s.kinds[kind])})
}

// bad says that a link is none of Vahti's, in the language the browser asks for first.
func (l *listener) bad(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, letter.ErrToken) {
		return err
	}
	language := ""
	if asked := r.Header.Get("Accept-Language"); len(asked) >= 2 {
		language = languageOf(asked[:2])
	}
	s := saidIn(language)
	if err := l.pages.write(w, http.StatusBadRequest, view{Language: languageOf(language), Title: s.badTitle, Text: s.bad}); err != nil {
		return &serve.Error{Status: http.StatusBadRequest, Err: err}
	}
	return nil
}

// languageOf is a language that the pages have.
func languageOf(language string) string {
	if language == "fi" || language == "sv" {
		return language
	}
	return "en"
}
