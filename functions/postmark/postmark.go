// Package postmark hears what became of letters.
//
// In: Postmark's webhook, as JSON with basic authentication, at /postmark/events:
// deliveries, bounces, spam complaints and changes of who is written to; and readers
// who want no more letters of a kind, by the link in a letter or by their mail
// program's button (RFC 8058), at /mail/unsubscribe.
//
// Out: a letter's delivery is noted; nothing is sent any more to an address that
// bounces for good or complains, which functions/deliver then tells the people of the
// tenant whose letter it was; a reader's wish is noted.
//
// A repeat finds the event noted and does nothing. What an event causes is done before
// the event is noted and bears being repeated, so that a call which ends in the middle
// is made up for by Postmark's next. Whoever does not show one of the credentials in
// force is refused before anything is read. An unsubscribe link carries a sealed token:
// it can be read and made by Vahti alone.
package postmark

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

const name = "postmark"

func init() {
	serve.Register(name, serve.Limits{Time: 30 * time.Second, Body: 1 << 20}, setup)
}

type settings struct {
	connect.Google
	Credentials string `env:"POSTMARK_WEBHOOK_NAME,default=postmark-webhook"` // the name of the secret with Postmark's credentials, one USER:PASSWORD a line
	Plain       bool   `env:"PLAIN_HTTP,default=false"`                       // pages are reached without TLS; for the emulator
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	c, err := connect.Open(ctx, s.Google, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	l, err := newListener(c.DB, secret.New(c.Secrets, s.Project, s.Credentials, c.Now).Text, !s.Plain, c.Now, serve.Logger(name))
	if err != nil {
		return c.Whole(name, nil, err)
	}
	return c.Whole(name, l.handler(), nil, store.PeopleDatabase)
}

// listener hears Postmark and readers.
type listener struct {
	db          *store.DB
	credentials func(context.Context) (string, error)
	secure      bool
	now         func() time.Time
	log         *slog.Logger
	pages       *pages
}

func newListener(db *store.DB, credentials func(context.Context) (string, error), secure bool, now func() time.Time, log *slog.Logger) (*listener, error) {
	p, err := newPages()
	if err != nil {
		return nil, err
	}
	return &listener{db, credentials, secure, now, log, p}, nil
}

// route is one row of what is answered; everything else is not there.
type route struct {
	pattern string
	who     string // Postmark by its credentials, or whoever has a link
	serve   func(http.ResponseWriter, *http.Request) error
}

func (l *listener) routes() []route {
	return []route{
		{"POST /postmark/events", "postmark", l.event},
		{"GET /mail/unsubscribe", "link", l.ask},
		{"POST /mail/unsubscribe", "link", l.unsubscribe},
	}
}

func (l *listener) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range l.routes() {
		mux.Handle(r.pattern, serve.OnRequest(name, r.serve))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.pages.secure(w.Header(), l.secure)
		mux.ServeHTTP(w, r)
	})
}

// errCredentials says that whoever called is not Postmark, or is with credentials that
// are not in force: Postmark calls again when these are mended.
var errCredentials = errors.New("the credentials are none that are in force")

// authentic refuses a call that does not bring one of the credentials in force. It
// compares with each of them, in a time that says nothing of any.
func (l *listener) authentic(r *http.Request) error {
	text, err := l.credentials(r.Context())
	if err != nil {
		return err
	}
	user, password, given := r.BasicAuth()
	have := sha256.Sum256([]byte(user + ":" + password))
	known := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.Contains(strings.Trim(line, ":"), ":") {
			want := sha256.Sum256([]byte(line))
			known |= subtle.ConstantTimeCompare(have[:], want[:])
		}
	}
	if !given || known != 1 {
		return errCredentials
	}
	return nil
}
