package deliver

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/anomaly/anomalytest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
)

// world is the function with its own rights over a world of tenants.
type world struct {
	*newstest.World
	*deliverer
	pages anomalytest.Pager
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: newstest.New(t)}
	w.deliverer = w.another(t)
	return w
}

// another is a further instance of the function.
func (w *world) another(t *testing.T) *deliverer {
	t.Helper()
	db := w.As(t, name)
	return &deliverer{db: db, desk: w.Desk(db), postmark: w.Postmark(t), pager: &w.pages, now: w.Now, log: slog.New(slog.NewTextHandler(w.Lines, nil)),
		hooks: notify.NewHooks(notify.HooksConfig{Private: true, Patience: 2 * time.Second, Now: w.Now})}
}

func (w *world) run(t *testing.T) {
	t.Helper()
	if err := w.deliver(t.Context(), queue.Deliver{}, serve.Push{}); err != nil {
		t.Fatal(err)
	}
}

// minutes runs the function each minute for a while.
func (w *world) minutes(t *testing.T, n int) {
	t.Helper()
	for range n {
		w.Add(time.Minute)
		w.run(t)
	}
}

func (w *world) put(t *testing.T, all ...letter.Letter) {
	t.Helper()
	for _, l := range all {
		if err := letter.Put(t.Context(), w.DB, l, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
}

func invitation(name string) letter.Letter {
	return letter.Letter{Name: name, Kind: letter.Invitation, To: name + "@customer.example", Language: "fi", Tenant: "Customer Oy", By: "Olga", Link: newstest.Site + "/invitations?token=x",
		Until: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// receiver is a customer's webhook: it verifies as the documentation says, with no
// code of Vahti's, and keeps what came.
type receiver struct {
	*httptest.Server
	secret string
	now    func() time.Time

	hang  chan struct{} // where it is set, no call is answered before it is closed
	calls atomic.Int32

	mu     sync.Mutex
	status int
	got    map[string]int // by name
	bad    []string
}

func newReceiver(t *testing.T, now func() time.Time) *receiver {
	t.Helper()
	r := &receiver{now: now, status: http.StatusOK, got: map[string]int{}}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

// ServeHTTP implements http.Handler.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	r.calls.Add(1)
	if r.hang != nil {
		<-r.hang
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if why := r.verify(q.Header.Get("Vahti-Signature"), body); why != "" {
		r.bad = append(r.bad, why)
		w.WriteHeader(http.StatusForbidden)
		return
	}
	w.WriteHeader(r.status)
	if r.status == http.StatusOK {
		r.got[q.Header.Get("Vahti-Delivery")]++
	}
}

func (r *receiver) verify(header string, body []byte) string {
	at, signed := int64(0), false
	for part := range strings.SplitSeq(header, ",") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "t":
			at, _ = strconv.ParseInt(value, 10, 64)
		case "v1":
			mac := hmac.New(sha256.New, []byte(r.secret))
			_, _ = io.WriteString(mac, strconv.FormatInt(at, 10)+"."+string(body))
			signed = signed || hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(value))
		}
	}
	switch age := r.now().Sub(time.Unix(at, 0)); {
	case age > 5*time.Minute || age < -5*time.Minute:
		return "old"
	case !signed:
		return "not signed"
	}
	return ""
}

// dying runs a further instance that dies at a hook.
func (w *world) dying(t *testing.T, at int) int {
	t.Helper()
	d := w.another(t)
	hooks, _ := w.Dying(t, name, at, func(ctx context.Context) error { return d.deliver(ctx, queue.Deliver{}, serve.Push{}) })
	// What the dead one had sent is there or lost by the time that others look: in the
	// cloud minutes later, by the test's clock at once.
	if err := w.Mail.Settle(); err != nil {
		t.Fatal(err)
	}
	return hooks
}
