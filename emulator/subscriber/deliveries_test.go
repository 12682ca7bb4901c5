package subscriber_test

import (
	"bytes"
	"encoding/json"
	"fmt"
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

	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// deliveries is how many webhooks TestDeliveries sends.
const deliveries = 10_000

// kind is what a delivery is.
type kind int

const (
	genuine kind = iota
	forged       // signed with another secret, changed after it was signed, or not signed
	stale        // signed more than five minutes ago
)

// delivery is one webhook to be sent.
type delivery struct {
	kind kind
	body []byte
}

// TestDeliveries sends ten thousand webhooks of a fleet's subscriptions, half of them
// repeats, some forged and some stale, in any order and several at a time, while
// everything dies again and again at a write. What is refused or lost is sent again,
// as Stripe does. Nothing forged may be taken, nothing lost, and nothing done twice: of
// each event it is counted whether it was kept and what was published because of it. And
// what each tenant has in the end must be what an oracle says that knows neither the
// functions nor the payloads.
func TestDeliveries(t *testing.T) {
	if testing.Short() {
		t.Skip("sends ten thousand webhooks")
	}
	w := newWorld(t, disorder{seed: 11})
	w.stripe.Deliver("") // the test delivers
	const tenants = 150
	var all []*store.Tenant
	customers := map[*store.Tenant]string{}
	draw := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // a test's draws
	plans := tenant.Plans()
	bodies := [][]byte{}
	collect := func() { bodies = append(bodies, w.stripe.Take()...) }
	for n := range tenants {
		of := w.tenant(t, n)
		all = append(all, of)
		if n%10 >= 8 {
			continue // has none, or none yet
		}
		card, trial := "good", 14*draw.IntN(2)
		if trial > 0 && draw.IntN(4) == 0 {
			card = "bad"
		}
		customers[of] = w.subscribe(t, of, plans[draw.IntN(3)], 1+draw.IntN(200), trial, card)
	}
	for day := range 100 {
		w.Add(24 * time.Hour)
		w.stripe.Tick()
		for n, of := range all {
			c := customers[of]
			switch {
			case c == "" && n%10 == 8 && day == 95:
				customers[of] = w.subscribe(t, of, plans[draw.IntN(3)], 1+draw.IntN(200), 14, "good")
			case c != "" && n%10 == 7 && day == 65:
				w.manage(t, c, url.Values{"do": {"card"}, "card": {"bad"}})
			case c != "" && n%10 != 7 && draw.IntN(30) == 0:
				w.change(t, draw, c)
			}
		}
	}
	collect()
	w.heard = w.Now() // of any debt
	sending := deck(draw, bodies)
	repeats := len(sending) - len(bodies)
	t.Logf("%d events of %d customers, sent %d times", len(bodies), len(customers), len(sending))
	if repeats < deliveries*4/10 {
		t.Fatalf("got %d repeats and others, want about half", repeats)
	}
	began := time.Now()
	counts := w.sendAll(t, draw, sending)
	w.settle(t)
	took := time.Since(began)
	t.Logf("%v for %d deliveries (%.0f a second): taken %d, forged refused %d, stale refused %d, sent again after one of %d deaths %d",
		took.Round(time.Millisecond), counts.sent, float64(counts.sent)/took.Seconds(), counts.taken, counts.forged, counts.stale, counts.deaths, counts.again)
	if counts.deaths == 0 || counts.forged < deliveries/25 || counts.stale < deliveries/25 {
		t.Errorf("too little went wrong to prove anything: %+v", counts)
	}
	w.account(t, sending)
	w.judge(t, all, customers)
	quiet(t, w)
	toldStripe(t, w)
}

// tells is what an event that Vahti uses tells, by a table of its own of those that the
// stand-in sends: the message about its customer or its payment. It reads the payload
// apart from the function.
func tells(t *testing.T, body []byte) (id string, m queue.Billing, used bool) {
	t.Helper()
	var e struct {
		ID, Type string
		Data     struct {
			Object struct{ ID, Customer, Charge string }
		}
	}
	if err := json.Unmarshal(body, &e); err != nil || e.ID == "" {
		t.Fatalf("an event of Stripe's is none: %v", err)
	}
	others := []string{"invoice.paid", "invoice.payment_failed", "invoice.payment_succeeded", "invoice.finalized", "checkout.session.completed"}
	switch o := e.Data.Object; {
	case strings.HasPrefix(e.Type, "customer.subscription."), slices.Contains(others, e.Type):
		return e.ID, queue.Billing{Customer: o.Customer}, true
	case e.Type == "customer.deleted":
		return e.ID, queue.Billing{Customer: o.ID}, true
	case strings.HasPrefix(e.Type, "charge.dispute."):
		return e.ID, queue.Billing{Charge: o.Charge}, true
	}
	return e.ID, queue.Billing{}, false
}

// account counts, of each event that was sent, whether it was kept and what was
// published because of it: the end state tells of no event, as each reading asks for all
// that there is, and one that comes through makes up for many that are dropped.
func (w *world) account(t *testing.T, sent []delivery) {
	t.Helper()
	times, used, published := map[string]int{}, 0, 0
	of := map[string][]byte{}
	for _, d := range sent {
		id, _, _ := tells(t, d.body)
		of[id] = d.body
		if d.kind == genuine {
			times[id]++
		}
	}
	for id, body := range of {
		_, want, is := tells(t, body)
		n := times[id]
		is = is && n > 0 // else it came forged or stale alone
		kept := must(subscription.Seen(t.Context(), w.db, id))(t)
		got := w.published[id]
		if is {
			used++
		}
		published += got[want]
		switch {
		case kept != is:
			t.Errorf("event %s, sent %d times: kept %v, want %v", id, n, kept, is)
		case is && got[want] == 0:
			t.Errorf("event %s, sent %d times: nothing was published", id, n)
		case is && len(got) != 1, !is && len(got) > 0:
			t.Errorf("event %s, sent %d times: %d messages were published", id, n, len(got))
		}
	}
	if used < deliveries/10 || published > used*11/10 {
		t.Errorf("%d messages were published about %d events", published, used)
	}
	t.Logf("%d events, %d of them used: each of these kept and published, %d messages in all", len(of), used, published)
}

// change does something to a customer's subscription.
func (w *world) change(t *testing.T, draw *rand.Rand, customer string) {
	t.Helper()
	live := ""
	for _, s := range oracleOf(t, w, customer) {
		if s.Status != "canceled" {
			live = s.ID
		}
	}
	switch draw.IntN(9) {
	case 0:
		w.manage(t, customer, url.Values{"do": {"card"}, "card": {[]string{"good", "bad"}[draw.IntN(2)]}})
	case 1:
		_, _ = w.stripe.Dispute(customer) // of who has paid nothing there is none
	case 2:
		w.manage(t, customer, url.Values{"do": {"cancel"}, "subscription": {live}})
	default:
		w.manage(t, customer, url.Values{"do": {"change"}, "subscription": {live}, "seats": {fmt.Sprint(1 + draw.IntN(300))}, "price": {prices()[draw.IntN(3)].ID}})
	}
}

// deck makes as many deliveries as are to be sent: each event at least once, and the
// rest repeats; a twentieth forged, another stale.
func deck(draw *rand.Rand, bodies [][]byte) []delivery {
	var out []delivery
	for _, b := range bodies {
		out = append(out, delivery{genuine, b})
	}
	out = out[:min(len(out), deliveries/2)]
	for len(out) < deliveries {
		d := delivery{genuine, bodies[draw.IntN(len(bodies))]}
		switch at := len(out) % 10; at {
		case 1:
			d.kind = forged
		case 2:
			d.kind = stale
		}
		out = append(out, d)
	}
	draw.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

type counts struct{ sent, taken, forged, stale, again, deaths int }

// sendAll sends everything, several at a time, and works on the messages meanwhile.
func (w *world) sendAll(t *testing.T, draw *rand.Rand, sending []delivery) (c counts) {
	t.Helper()
	var mu sync.Mutex
	for round := 0; len(sending) > 0; round++ {
		var again []delivery
		for batch := range slices.Chunk(sending, 50) {
			if draw.IntN(8) == 0 {
				w.dies(1 + draw.IntN(40))
			}
			var sends sync.WaitGroup
			for n, d := range batch {
				body, signature := d.sign(w.Now(), n)
				id, message, used := tells(t, d.body)
				sends.Go(func() {
					code := w.deliver(id, body, signature)
					mu.Lock()
					defer mu.Unlock()
					c.sent++
					switch {
					case d.kind != genuine && code == http.StatusBadRequest:
						if d.kind == forged {
							c.forged++
						} else {
							c.stale++
						}
					case d.kind != genuine:
						t.Errorf("a delivery that is no good was answered %d", code)
					case code == http.StatusOK:
						c.taken++
						if used && !w.told(id, message) {
							t.Errorf("event %s was answered 200 and is not published", id)
						}
					case code == http.StatusInternalServerError:
						c.again++
						again = append(again, d)
					default:
						t.Errorf("a genuine delivery was answered %d", code)
					}
				})
			}
			sends.Wait()
			w.work(t, draw)
			if w.revive() {
				c.deaths++
			}
		}
		sending = again
		if round > 50 {
			t.Fatal("deliveries are refused for ever")
		}
	}
	return c
}

// told reports whether a message was published because of an event.
func (w *world) told(event string, m queue.Billing) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.published[event][m] > 0
}

// work works on some of the messages that wait.
func (w *world) work(t *testing.T, draw *rand.Rand) {
	t.Helper()
	var all sync.WaitGroup
	for range 6 + draw.IntN(12) {
		m, ok := w.take()
		if !ok {
			break
		}
		all.Go(func() {
			if err := w.bill.Bill(t.Context(), m, push()); err != nil {
				w.mu.Lock()
				w.queue = append(w.queue, m)
				w.mu.Unlock()
			}
		})
	}
	all.Wait()
}

// sign signs a delivery as what it is.
func (d delivery) sign(now time.Time, n int) ([]byte, string) {
	switch d.kind {
	case stale:
		return d.body, standin.Signature(d.body, now.Add(-301*time.Second), signing)
	case forged:
		switch n % 4 {
		case 0:
			return d.body, standin.Signature(d.body, now, "whsec_somebody")
		case 1:
			return bytes.Replace(d.body, []byte(`"livemode":false`), []byte(`"livemode":true `), 1), standin.Signature(d.body, now, signing)
		case 2:
			return d.body, ""
		}
		old := standin.Signature(d.body, now.Add(-time.Hour), signing)
		_, mac, _ := strings.Cut(old, ",")
		return d.body, fmt.Sprintf("t=%d,%s", now.Unix(), mac) // an old signature with a new time
	}
	return d.body, standin.Signature(d.body, now, "whsec_new", signing)
}

// remote is a subscription as the oracle sees it: straight from the API, by nothing
// that the functions share.
type remote struct {
	ID, Status string
	Created    int64
	Ended      int64 `json:"ended_at"`
	Start      int64 `json:"current_period_start"`
	Items      struct {
		Data []struct {
			Quantity int
			Price    struct{ Metadata map[string]string }
		}
	}
}

func (w *world) ask(t *testing.T, path string, into any) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+apiKey)
	a := httptest.NewRecorder()
	w.stripe.API().ServeHTTP(a, r)
	if err := json.Unmarshal(a.Body.Bytes(), into); err != nil || a.Code != http.StatusOK {
		t.Fatalf("%s: %d %v", path, a.Code, err)
	}
}

func oracleOf(t *testing.T, w *world, customer string) []remote {
	t.Helper()
	var list struct{ Data []remote }
	w.ask(t, "/v1/subscriptions?status=all&limit=100&customer="+customer, &list)
	return list.Data
}

// oracle says what a tenant has, by a table of its own.
func (w *world) oracle(t *testing.T, customer string) string {
	t.Helper()
	if customer == "" {
		return "agreed  0 active"
	}
	all := oracleOf(t, w, customer)
	if len(all) != 1 {
		t.Fatalf("the customer has %d subscriptions", len(all))
	}
	s := all[0]
	bought := s.Items.Data[0]
	what := fmt.Sprintf("%s %d", bought.Price.Metadata["plan"], bought.Quantity)
	switch s.Status {
	case "trialing":
		return "trial " + what + " active"
	case "active":
		return "paid " + what + " active"
	case "canceled":
		return "ended " + what + " terminated"
	}
	var bills struct {
		Data []struct{ Created int64 }
	}
	w.ask(t, "/v1/invoices?status=open&limit=100&subscription="+s.ID, &bills)
	first := s.Start
	for _, b := range bills.Data {
		first = min(first, b.Created)
	}
	if w.Now().Unix() >= max(first, w.heard.Unix())+14*24*3600 {
		return "halted " + what + " paused"
	}
	return "in-debt " + what + " active"
}

// judge compares everything with the oracle, and looks for what was done twice.
func (w *world) judge(t *testing.T, all []*store.Tenant, customers map[*store.Tenant]string) {
	t.Helper()
	standings := map[string]int{}
	for n, of := range all {
		want := w.oracle(t, customers[of])
		first, _, _ := strings.Cut(want, " ")
		standings[first]++
		if diff := cmp.Diff(want, w.stands(t, of)); diff != "" {
			t.Errorf("tenant %d (-oracle +got):\n%s", n, diff)
		}
		told := map[string]int{}
		for _, action := range w.trailOf(t, of) {
			told[action]++
		}
		for _, once := range []string{"contract.terminated", "contract.paused"} {
			if told[once] > 1 {
				t.Errorf("tenant %d: the trail tells %s %d times", n, once, told[once])
			}
		}
		if want := strings.HasSuffix(want, "terminated"); want != (told["contract.terminated"] == 1) {
			t.Errorf("tenant %d: terminated %v, the trail tells it %d times", n, want, told["contract.terminated"])
		}
	}
	if len(standings) < 5 {
		t.Errorf("the fleet ended in %v alone", standings)
	}
	t.Logf("standings: %v", standings)
	seen := map[string]int{}
	for _, l := range w.letters(t) {
		kind, _, _ := strings.Cut(l, " ")
		if seen[l]++; seen[l] > 1 && (kind == "subscription-ended" || kind == "scans-paused") {
			t.Errorf("%s was written %d times", l, seen[l])
		}
	}
	before := w.letters(t)
	for _, c := range customers { // once more changes nothing
		if err := w.bill.Bill(t.Context(), queue.Billing{Customer: c}, push()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, w.letters(t)); diff != "" {
		t.Errorf("letters after a repeat (-before +after):\n%s", diff)
	}
}
