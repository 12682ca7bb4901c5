package postmark

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

const credentials = "postmark:first-password\nnext:second-password\n"

type world struct {
	*newstest.World
	handler http.Handler
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{World: newstest.New(t)}
	w.handler = w.another(t)
	return w
}

// another is a further instance of the function, with its own rights.
func (w *world) another(t testing.TB) http.Handler {
	t.Helper()
	l, err := newListener(w.As(t, name), func(context.Context) (string, error) { return credentials, nil }, true, w.Now, slog.New(slog.NewTextHandler(w.Lines, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return l.handler()
}

// report posts a report as somebody and returns the status.
func (w *world) report(ctx context.Context, body, user, password string) int {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/postmark/events", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if user != "" {
		r.SetBasicAuth(user, password)
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer.Code
}

func TestCredentials(t *testing.T) {
	w := newWorld(t)
	body := `{"RecordType":"Delivery","MessageID":"x","Recipient":"a@b.example","DeliveredAt":"2026-11-02T12:00:00.1234567Z"}`
	for _, tt := range []struct {
		user, password string
		want           int
	}{
		{"postmark", "first-password", 200}, {"next", "second-password", 200}, {"postmark", "second-password", 401}, {"postmark", "", 401}, {"", "", 401},
		{"postmark", "first-password\n", 401}, {"postmark:first-password\nnext", "second-password", 401}, {"POSTMARK", "first-password", 401},
	} {
		if got := w.report(t.Context(), body, tt.user, tt.password); got != tt.want {
			t.Errorf("%q, %q: got %d, want %d", tt.user, tt.password, got, tt.want)
		}
	}
	l := &listener{credentials: func(context.Context) (string, error) { return "\n:\nuser:\n:pass\n", nil }}
	for _, user := range []string{"", "user", "pass"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
		r.SetBasicAuth(user, "")
		if l.authentic(r) == nil {
			t.Errorf("credentials without a password let %q in", user)
		}
	}
}

// TestStandIn has Postmark's stand-in report what becomes of a letter.
func TestStandIn(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	server := httptest.NewServer(w.handler)
	t.Cleanup(server.Close)
	w.Mail.Hook(server.URL+"/postmark/events", "next", "second-password")
	reference := w.letter(t, "one", one.ID().String())
	if _, err := w.Postmark(t).Mail("aapo@esimerkki.example", reference).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	suppressed := func(want bool) {
		t.Helper()
		for range 500 {
			if got, err := letter.Suppressed(t.Context(), w.DB, "AAPO@esimerkki.example"); err == nil && got == want {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("suppressed is not %v", want)
	}
	id := w.Mail.Sent()[0].ID
	for _, step := range []struct {
		event postmark.Event
		want  bool
	}{{postmark.DeliveryEvent, false}, {postmark.SoftEvent, false}, {postmark.BounceEvent, true}, {postmark.ResumeEvent, false}, {postmark.ComplaintEvent, true}} {
		w.Add(time.Minute)
		if err := w.Mail.Play(id, step.event); err != nil {
			t.Fatal(err)
		}
		suppressed(step.want)
	}
	told, err := letter.ToTell(t.Context(), w.DB, w.Now(), 0, 10)
	if err != nil || len(told) != 1 || told[0].Tenant != one.ID().String() {
		t.Errorf("to be told: %v, %v", told, err)
	}
}

// A thing is a letter of the 10,000 and what becomes of it.
type thing struct {
	address string
	body    string
	bad     bool // the address ends as suppressed
}

// TestTenThousandDeliveries has 10,000 calls come in any order: half of them doubles, a
// twentieth with bad credentials, while instances die at their writes. Nothing forged
// is believed, nothing is done twice, nothing is lost.
func TestTenThousandDeliveries(t *testing.T) {
	const calls = 10_000
	w := newWorld(t)
	one := w.Tenant(t, 1)
	r := rand.New(rand.NewPCG(3, 4))
	references := make([]string, 50)
	for n := range references {
		references[n] = w.letter(t, fmt.Sprint("letter-", n), one.ID().String())
	}
	var reports []thing
	for n := range calls / 2 {
		x := thing{address: fmt.Sprintf("reader-%d@customer.example", n)}
		at := w.Now().Add(time.Duration(n) * time.Millisecond).Format(time.RFC3339Nano)
		about := map[string]any{"MessageID": fmt.Sprint("m-", n), "Metadata": map[string]string{"letter": references[n%len(references)]}}
		switch r.IntN(5) {
		case 0:
			about["RecordType"], about["ID"], about["Email"], about["BouncedAt"], about["TypeCode"], about["Inactive"] = "Bounce", n, x.address, at, 1, true
			x.bad = true
		case 1:
			about["RecordType"], about["ID"], about["Email"], about["BouncedAt"] = "SpamComplaint", n, x.address, at
			x.bad = true
		case 2:
			about["RecordType"], about["ID"], about["Email"], about["BouncedAt"], about["TypeCode"] = "Bounce", n, x.address, at, 4096
		default:
			about["RecordType"], about["Recipient"], about["DeliveredAt"] = "Delivery", x.address, at
		}
		raw, err := json.Marshal(about)
		if err != nil {
			t.Fatal(err)
		}
		x.body = string(raw)
		reports = append(reports, x)
	}
	order := make([]int, calls)
	for n := range order {
		order[n] = n % len(reports)
	}
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	counts := w.drive(t, r, reports, order)
	want := 0
	for _, x := range reports {
		if x.bad {
			want++
		}
		if got, err := letter.Suppressed(t.Context(), w.DB, x.address); err != nil || got != x.bad {
			t.Fatalf("%s: suppressed %v, want %v: %v", x.address, got, x.bad, err)
		}
	}
	told, err := letter.ToTell(t.Context(), w.DB, w.Now().Add(time.Hour), 0, 20_000)
	if err != nil || len(told) != want {
		t.Errorf("%d are to be told, want %d: %v", len(told), want, err)
	}
	for _, forged := range counts.forged {
		if got, err := letter.Suppressed(t.Context(), w.DB, forged); err != nil || got {
			t.Errorf("a forged report was believed: %v, %v", got, err)
		}
	}
	if counts.accepted != 0 || counts.killed == 0 {
		t.Errorf("%d forged calls were accepted, %d instances died", counts.accepted, counts.killed)
	}
	t.Logf("%d calls, %d of them forged, %d again because an instance had died at a write: 0 forged accepted, %d addresses suppressed of %d", counts.calls, len(counts.forged), counts.killed, want, len(reports))
	if log := w.Lines.String(); strings.Contains(log, "customer.example") {
		t.Error("the log holds an address")
	}
}

type counts struct {
	calls, killed, accepted int
	forged                  []string
}

// drive makes the calls, several at a time, and each again until it is answered as
// Postmark wants it.
func (w *world) drive(t *testing.T, r *rand.Rand, reports []thing, order []int) (c counts) {
	t.Helper()
	var mu sync.Mutex
	count := func(more func()) {
		mu.Lock()
		defer mu.Unlock()
		c.calls++
		more()
	}
	var all sync.WaitGroup
	slots := make(chan struct{}, 8)
	for n, at := range order {
		if r.IntN(20) == 0 {
			forged := fmt.Sprintf("forged-%d@customer.example", n)
			body := fmt.Sprintf(`{"RecordType":"SpamComplaint","ID":%d,"Email":%q,"BouncedAt":"2026-11-02T12:00:00Z"}`, 1_000_000+n, forged)
			code := w.report(t.Context(), body, "postmark", fmt.Sprint("guess-", n))
			count(func() {
				c.forged = append(c.forged, forged)
				if code != http.StatusUnauthorized {
					c.accepted++
				}
			})
		}
		if r.IntN(20) == 0 { // an instance dies in the middle: alone, so that the others do not
			all.Wait()
			_, _ = w.Dying(t, name, 1+r.IntN(4), func(ctx context.Context) error {
				code := w.report(ctx, reports[at].body, "postmark", "first-password")
				count(func() {
					if code != http.StatusOK {
						c.killed++
					}
				})
				return nil
			})
		}
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			for {
				code := w.report(t.Context(), reports[at].body, "next", "second-password")
				count(func() {})
				if code == http.StatusOK {
					return
				}
				if code < 500 {
					t.Errorf("got %d", code)
					return
				}
			}
		})
	}
	all.Wait()
	return c
}

// TestOrder: whatever comes late, what happened last holds.
func TestOrder(t *testing.T) {
	at := func(minute int) string {
		return newstest.Start.Add(time.Duration(minute) * time.Minute).Format(time.RFC3339)
	}
	const address = "a@customer.example"
	change := func(minute int, suppress bool) string {
		return fmt.Sprintf(`{"RecordType":"SubscriptionChange","MessageID":"m","Recipient":%q,"ChangedAt":%q,"SuppressSending":%t,"SuppressionReason":"ManualSuppression"}`, address, at(minute), suppress)
	}
	bounce := func(id, minute int) string {
		return fmt.Sprintf(`{"RecordType":"Bounce","ID":%d,"Email":%q,"BouncedAt":%q,"Inactive":true}`, id, address, at(minute))
	}
	tests := []struct {
		name    string
		reports []string
		want    bool
	}{
		{"bounced", []string{bounce(1, 1)}, true},
		{"bounced, resumed", []string{bounce(1, 1), change(2, false)}, false},
		{"bounced, resumed, bounced", []string{bounce(1, 1), change(2, false), bounce(2, 3)}, true},
		{"turned off", []string{change(1, true)}, true},
	}
	for _, tt := range tests {
		permute(tt.reports, func(order []string) {
			w := newWorld(t)
			for _, body := range append(order, order...) {
				if code := w.report(t.Context(), body, "next", "second-password"); code != http.StatusOK {
					t.Fatalf("%s: got %d", tt.name, code)
				}
			}
			if got, err := letter.Suppressed(t.Context(), w.DB, address); err != nil || got != tt.want {
				t.Errorf("%s, in the order %q: got %v, want %v: %v", tt.name, order, got, tt.want, err)
			}
		})
	}
}

func permute(all []string, f func([]string)) {
	if len(all) < 2 {
		f(all)
		return
	}
	for i := range all {
		rest := append(append([]string{}, all[:i]...), all[i+1:]...)
		permute(rest, func(order []string) { f(append([]string{all[i]}, order...)) })
	}
}

// TestUnsubscribe: the link shows a page and changes nothing; the button of a mail
// program or of the page does.
func TestUnsubscribe(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	reader := letter.Reader{Tenant: one.ID().String(), Account: "aaapo", Name: "aapo@esimerkki.example"}
	for language, want := range map[string]string{"en": "Stop these messages", "fi": "Lopeta nämä viestit", "sv": "Avsluta dessa meddelanden", "xx": "Stop these messages"} {
		token, err := reader.Token(t.Context(), w.DB, letter.Digest, language)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(token, one.ID().String()) || strings.Contains(token, "aaapo") {
			t.Error("the token can be read")
		}
		code, body, header := w.page(t, http.MethodGet, token, "")
		if code != http.StatusOK || !strings.Contains(body, want) || header.Get("Content-Security-Policy") == "" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: got %d:\n%s", language, code, body)
		}
	}
	if p, _, err := reader.Preferences(t.Context(), w.DB); err != nil || len(p.Muted) != 0 {
		t.Errorf("looking at the page: %v, %v", p, err)
	}
	token, err := reader.Token(t.Context(), w.DB, letter.Digest, "fi")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if code, body, _ := w.page(t, http.MethodPost, token, "List-Unsubscribe=One-Click"); code != http.StatusOK || !strings.Contains(body, "Viestit on lopetettu") {
			t.Errorf("got %d:\n%s", code, body)
		}
	}
	p, version, err := reader.Preferences(t.Context(), w.DB)
	if diff := cmp.Diff(letter.Preferences{Muted: []letter.Kind{letter.Digest}}, p); diff != "" || err != nil {
		t.Errorf("preferences: %v (-want +got):\n%s", err, diff)
	}
	if version != 1 {
		t.Errorf("pressed twice, the preferences changed %d times", version)
	}
	w.toldOnce(t, one)
	for _, bad := range []string{"", "x", token[1:], token[:len(token)-1], token + "A", "B" + token[1:], strings.Repeat("A", 5000)} {
		if code, _, _ := w.page(t, http.MethodPost, bad, ""); code != http.StatusBadRequest {
			t.Errorf("%.20q: got %d, want 400", bad, code)
		}
	}
	if _, err := reader.Token(t.Context(), w.DB, letter.SupportBegan, "fi"); err == nil {
		t.Error("a required kind has a link that turns it off")
	}
}

// TestUnsubscribeErased: of a tenant that is erased nothing is written any more, and the
// reader is answered as anybody is.
func TestUnsubscribeErased(t *testing.T) {
	w := newWorld(t)
	one, two := w.Tenant(t, 1), w.Tenant(t, 2)
	w.Bury(t, one)
	for _, of := range []*store.Tenant{one, two} {
		reader := letter.Reader{Tenant: of.ID().String(), Account: "aaapo", Name: "aapo@esimerkki.example"}
		token, err := reader.Token(t.Context(), w.DB, letter.Digest, "fi")
		if err != nil {
			t.Fatal(err)
		}
		if code, body, _ := w.page(t, http.MethodPost, token, "List-Unsubscribe=One-Click"); code != http.StatusOK || !strings.Contains(body, "Viestit on lopetettu") {
			t.Errorf("got %d:\n%s", code, body)
		}
		_, version, err := reader.Preferences(t.Context(), w.DB)
		if err != nil || (version != 0) != (of == two) {
			t.Errorf("preferences of version %d, erased %v: %v", version, of == one, err)
		}
	}
	changes := 0
	for _, err := range letter.Changes(t.Context(), w.DB) {
		if err != nil {
			t.Fatal(err)
		}
		changes++
	}
	if changes != 1 {
		t.Errorf("%d changes wait to be told, want that of the tenant that is not erased alone", changes)
	}
	if strings.Contains(w.Lines.String(), one.ID().String()) {
		t.Error("the log names the tenant that is erased")
	}
}

// toldOnce wants the tenant's audit trail, once what waits was moved there, to tell once
// who turned the digests off, how, and what it was before.
func (w *world) toldOnce(t *testing.T, of *store.Tenant) {
	t.Helper()
	for range 2 {
		for c, err := range letter.Changes(t.Context(), w.DB) {
			if err == nil {
				err = c.Settle(t.Context(), w.DB)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := trail.Read(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(e trail.Entry) bool { return e.Action != trail.PreferencesChanged })
	if len(all) != 1 {
		t.Fatalf("the audit trail tells of %d changes of preferences, want 1", len(all))
	}
	e := all[0]
	if e.Actor != "aapo@esimerkki.example" || e.Account != "aaapo" || e.Reason == "" || !e.At.Equal(w.Now()) ||
		!strings.Contains(string(e.Before), `"findings-digest"`) || strings.Contains(string(e.After), `"findings-digest"`) {
		t.Errorf("the audit trail tells it otherwise: before %s, after %s", e.Before, e.After)
	}
}

func (w *world) page(t testing.TB, method, token, body string) (int, string, http.Header) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/mail/unsubscribe?"+url.Values{"token": {token}}.Encode(), strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer.Code, answer.Body.String(), answer.Header()
}
