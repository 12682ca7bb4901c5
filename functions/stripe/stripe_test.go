package stripe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	client "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest"
	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/store"
)

const (
	project = "stripe-test"
	current = "whsec_now"
	older   = "whsec_before"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is the function before a store, with no more rights than it has, and what it
// published.
type world struct {
	*standintest.Clock
	*Receiver
	handler http.Handler
	lines   *standintest.Lines

	mu        sync.Mutex
	published []queue.Billing
	refuse    error // of the queue
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), lines: &standintest.Lines{}}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	own, ok := identity.Of(name)
	if !ok {
		t.Fatal("the function has no identity")
	}
	var grants []firestore.Grant
	for _, a := range own.Databases {
		grants = append(grants, firestore.Grant(a))
	}
	addr, err := data.Serve(name, grants)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	db, err := store.Open(context.Background(), project, nil, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	secrets := func(context.Context) ([]string, error) { return []string{current, older}, nil }
	w.Receiver = &Receiver{DB: db, Publish: w.publish, Secrets: secrets, Again: secrets, Now: w.Clock.Now, Log: slog.New(slog.NewTextHandler(w.lines, nil))}
	w.handler = w.Handler()
	return w
}

func (w *world) Now() time.Time { return w.Clock.Now() }

func (w *world) publish(_ context.Context, m queue.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse != nil {
		return w.refuse
	}
	b, ok := m.(queue.Billing)
	if !ok {
		return errors.New("this is no message of the topic")
	}
	if _, _, err := queue.Encode(b); err != nil {
		return err
	}
	w.published = append(w.published, b)
	return nil
}

func (w *world) send(body, signature string) int {
	r := httptest.NewRequest(http.MethodPost, "/webhooks/stripe", strings.NewReader(body))
	if signature != "" {
		r.Header.Set("Stripe-Signature", signature)
	}
	a := httptest.NewRecorder()
	w.handler.ServeHTTP(a, r)
	return a.Code
}

func (w *world) signed(body string, by ...string) int {
	return w.send(body, standin.Signature([]byte(body), w.Now(), by...))
}

func event1(kind, object string) string {
	return `{"id":"evt_1","object":"event","api_version":"2026-09-30.clover","type":"` + kind + `","data":{"object":` + object + `}}`
}

// TestEvents takes an event of each kind, of old and new versions of the API.
func TestEvents(t *testing.T) {
	about := func(customer string) []queue.Billing { return []queue.Billing{{Customer: customer}} }
	tests := []struct {
		name, body string
		want       []queue.Billing
		status     int
	}{
		{"created", event1("customer.subscription.created", `{"object":"subscription","id":"sub_1","customer":"cus_1"}`), about("cus_1"), 200},
		{"updated, with the customer itself", event1("customer.subscription.updated", `{"object":"subscription","id":"sub_1","customer":{"id":"cus_2","object":"customer"}}`), about("cus_2"), 200},
		{"a trial that ends", event1("customer.subscription.trial_will_end", `{"object":"subscription","customer":"cus_1"}`), about("cus_1"), 200},
		{"cancelled", event1("customer.subscription.deleted", `{"object":"subscription","customer":"cus_1"}`), about("cus_1"), 200},
		{"paid", event1("invoice.paid", `{"object":"invoice","customer":"cus_1"}`), about("cus_1"), 200},
		{"not paid", event1("invoice.payment_failed", `{"object":"invoice","customer":"cus_1"}`), about("cus_1"), 200},
		{"checked out", event1("checkout.session.completed", `{"object":"checkout.session","customer":"cus_1"}`), about("cus_1"), 200},
		{"disputed", event1("charge.dispute.created", `{"object":"dispute","charge":"ch_1"}`), []queue.Billing{{Charge: "ch_1"}}, 200},
		{"disputed, with the payment itself", event1("charge.dispute.closed", `{"object":"dispute","charge":{"id":"py_1"}}`), []queue.Billing{{Charge: "py_1"}}, 200},
		{"a customer who is gone", event1("customer.deleted", `{"object":"customer","id":"cus_1"}`), about("cus_1"), 200},
		{"of no use", event1("payment_method.attached", `{"object":"payment_method","customer":"cus_1"}`), nil, 200},
		{"of a kind nobody knows", event1("moon.landed", `{"object":"moon"}`), nil, 200},
		{"about nobody", event1("customer.subscription.updated", `{"object":"subscription"}`), nil, 200},
		{"about what is no customer", event1("invoice.paid", `{"object":"invoice","customer":"cus_1/../../x"}`), nil, 200},
		{"about a number", event1("invoice.paid", `{"object":"invoice","customer":7}`), nil, 200},
		{"without a name", `{"object":"event","type":"invoice.paid","data":{"object":{"customer":"cus_1"}}}`, nil, 400},
		{"with a path for a name", `{"id":"evt_a/b","type":"invoice.paid","data":{"object":{"customer":"cus_1"}}}`, nil, 400},
		{"no JSON", `hello`, nil, 400},
		{"a list", `[]`, nil, 400},
		{"null", `null`, nil, 400},
		{"nothing", ``, nil, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for range 2 { // the second time it is a repeat
				if got := w.signed(tt.body, current); got != tt.status {
					t.Errorf("got %d, want %d", got, tt.status)
				}
			}
			if diff := cmp.Diff(tt.want, w.published); diff != "" {
				t.Errorf("published (-want +got):\n%s", diff)
			}
			if log := w.lines.String(); strings.Contains(log, "cus_") {
				t.Errorf("the log names a customer: %s", log)
			}
		})
	}
}

// TestSignatures: what counts is the raw body, one of the active secrets, and a time
// within five minutes.
func TestSignatures(t *testing.T) {
	body := event1("invoice.paid", `{"object":"invoice","customer":"cus_1"}`)
	at := func(d time.Duration, by ...string) string {
		return standin.Signature([]byte(body), start.Add(d), by...)
	}
	now := at(0, current)
	tests := []struct {
		name, signature, body string
		want                  int
	}{
		{"as it should be", now, body, 200},
		{"with the older secret", at(0, older), body, 200},
		{"with both", at(0, older, current), body, 200},
		{"with another and the right one", at(0, "whsec_other", current), body, 200},
		{"five minutes old", at(-300*time.Second, current), body, 200},
		{"a second older", at(-301*time.Second, current), body, 400},
		{"five minutes ahead", at(300*time.Second, current), body, 200},
		{"a second further", at(301*time.Second, current), body, 400},
		{"with another secret", at(0, "whsec_other"), body, 400},
		{"with no secret", at(0, ""), body, 400},
		{"none", "", body, 400},
		{"a time alone", "t=1793534400", body, 400},
		{"without a time", strings.SplitN(now, ",", 2)[1], body, 400},
		{"two times, the first right", strings.Replace(at(-time.Hour, current), "t=", "t="+fmt.Sprint(start.Unix())+",t=", 1), body, 400},
		{"an old one with a new time", strings.Replace(at(-time.Hour, current), fmt.Sprint(start.Add(-time.Hour).Unix()), fmt.Sprint(start.Unix()), 1), body, 400},
		{"of another scheme", strings.Replace(now, "v1=", "v0=", 1), body, 400},
		{"of a changed body", now, strings.Replace(body, "cus_1", "cus_2", 1), 400},
		{"of a body with other spaces", now, body + " ", 400},
		{"words", "let me in", body, 400},
		{"long", now + strings.Repeat(",v1=00", 2000), body, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.send(tt.body, tt.signature); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
			if taken := len(w.published) > 0; taken != (tt.want == 200) {
				t.Errorf("taken: %v", taken)
			}
		})
	}
}

// TestTrouble: what could not be kept is worth another try, and is then taken.
func TestTrouble(t *testing.T) {
	w := newWorld(t)
	body := event1("invoice.paid", `{"object":"invoice","customer":"cus_1"}`)
	w.refuse = errors.New("the queue is away")
	if got := w.signed(body, current); got != 500 {
		t.Errorf("without the queue: got %d, want 500", got)
	}
	w.refuse = nil
	was := w.Secrets
	w.Secrets = func(context.Context) ([]string, error) { return nil, errors.New("the vault is away") }
	if got := w.signed(body, current); got != 500 {
		t.Errorf("without the secrets: got %d, want 500", got)
	}
	w.Secrets = was
	if got := w.signed(body, current); got != 200 || len(w.published) != 1 {
		t.Errorf("again: got %d and %d messages", got, len(w.published))
	}
	r := httptest.NewRequest(http.MethodGet, "/webhooks/stripe", nil)
	a := httptest.NewRecorder()
	w.handler.ServeHTTP(a, r)
	if a.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: got %d", a.Code)
	}
}

// TestRotation replaces the signing secret while events come: none is refused that is
// signed with a secret that its version holds, and no deployment is needed.
func TestRotation(t *testing.T) {
	w := newWorld(t)
	server, err := secretmanager.Open(secretmanager.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	addr, err := server.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	options, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	keeper, err := client.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keeper.Close() })
	_, err = keeper.CreateSecret(t.Context(), &secretmanagerpb.CreateSecretRequest{Parent: "projects/" + project, SecretId: identity.StripeWebhook,
		Secret: &secretmanagerpb.Secret{Replication: &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{Automatic: &secretmanagerpb.Replication_Automatic{}}}}})
	if err != nil {
		t.Fatal(err)
	}
	holds := func(text string) {
		t.Helper()
		_, err := keeper.AddSecretVersion(t.Context(), &secretmanagerpb.AddSecretVersionRequest{
			Parent: "projects/" + project + "/secrets/" + identity.StripeWebhook, Payload: &secretmanagerpb.SecretPayload{Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := secret.New(keeper, project, identity.StripeWebhook, w.Now)
	w.Secrets, w.Again = s.Values, s.Again
	n := 0
	try := func(want int, by ...string) {
		t.Helper()
		n++
		body := strings.Replace(event1("invoice.paid", `{"object":"invoice","customer":"cus_1"}`), "evt_1", fmt.Sprint("evt_", n), 1)
		if got := w.signed(body, by...); got != want {
			t.Errorf("event %d, signed with %v: got %d, want %d", n, by, got, want)
		}
	}
	holds("whsec_a\n")
	try(200, "whsec_a")
	try(400, "whsec_b")
	holds("whsec_b\nwhsec_a\r\n")
	w.Add(11 * time.Second) // so soon it is read again for an event that fits none
	try(200, "whsec_b")
	try(200, "whsec_a")
	holds("whsec_c, whsec_b")
	w.Add(5 * time.Minute)
	try(400, "whsec_a")
	try(200, "whsec_b")
	try(200, "whsec_c")
}

// FuzzWebhook sends anything, signed and not: nothing panics, nothing is a failure of
// the function's own, and nothing is taken that is not signed.
func FuzzWebhook(f *testing.F) {
	for _, seed := range []string{
		event1("invoice.paid", `{"object":"invoice","customer":"cus_1"}`), event1("charge.dispute.created", `{"charge":{"id":"ch_1"}}`),
		event1("customer.deleted", `{"object":"customer","id":"cus_1","customer":{"id":{"id":1}}}`), `{}`, `null`, `[]`, `"x"`, `{"id":"evt_1","type":"a","data":null}`,
		`{"id":"evt_\u0000","type":"a"}`, `{"id":"evt_1","type":"invoice.paid","data":{"object":[]}}`, "\xff\xfe", ``,
	} {
		f.Add([]byte(seed), true, "")
		f.Add([]byte(seed), false, standin.Signature([]byte(seed), start, "whsec_other"))
	}
	f.Add([]byte(`{}`), false, "t=,v1=")
	f.Add([]byte(`{}`), false, "t=99999999999999999999,v1=00")
	f.Add([]byte(`{}`), false, "t=-1,t=,v1,=,,")
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, body []byte, sign bool, header string) {
		if sign {
			header = standin.Signature(body, start, current)
		}
		r := httptest.NewRequest(http.MethodPost, "/webhooks/stripe", bytes.NewReader(body))
		r.Header["Stripe-Signature"] = []string{header}
		a := httptest.NewRecorder()
		w.mu.Lock()
		before := len(w.published)
		w.mu.Unlock()
		w.handler.ServeHTTP(a, r)
		switch {
		case a.Code >= 500:
			t.Fatalf("got %d", a.Code)
		case a.Code == 200 && !sign:
			t.Fatal("taken without a signature")
		case a.Code == 200 && !json.Valid(body):
			t.Fatal("what is no JSON was taken")
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if len(w.published) > before && (!sign || a.Code != 200) {
			t.Error("something was published of what was refused")
		}
		w.published = w.published[:0]
	})
}
