package subscriber_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	standin "vahti.ai/vahti/emulator/stripe"
	biller "vahti.ai/vahti/functions/billing"
	receiver "vahti.ai/vahti/functions/stripe"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project = "subscriber-test"
	apiKey  = "sk_test_standin"
	signing = "whsec_standin"
	site    = "https://vahti.example"
	pages   = "http://localhost:8080"
)

// start is a Sunday.
var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// prices are what is sold.
func prices() []standin.Price {
	return []standin.Price{
		{ID: "price_starter", LookupKey: "vahti_starter", Plan: "starter", Amount: 100},
		{ID: "price_standard", LookupKey: "vahti_standard", Plan: "standard", Amount: 200},
		{ID: "price_premium", LookupKey: "vahti_premium", Plan: "premium", Amount: 400},
		{ID: "price_other", LookupKey: "something_else", Plan: "", Amount: 900},
	}
}

// disorder is how messages and webhooks come: doubled and shuffled, or as sent.
type disorder struct {
	seed  uint64
	chaos bool
}

// world is Stripe's stand-in and the two functions before a store, with no more rights
// than their identities have, and a queue between them.
type world struct {
	*standintest.Clock
	disorder
	draw   *rand.Rand
	stripe *standin.Server
	shop   *httptest.Server // Stripe's pages
	data   *firestore.Server
	db     *store.DB // as an operator
	pages  *store.DB // as the console, which sends owners to Stripe
	client *billing.Client
	lines  *standintest.Lines
	hook   http.Handler // the function that takes webhooks
	bill   *biller.Biller

	mu    sync.Mutex
	queue []queue.Billing
	// published is how often which message was published, by the event that a call of
	// deliver brought.
	published map[string]map[queue.Billing]int
	heard     time.Time // when the functions heard of debts first, for the oracle
	kill      int       // hooks until everything dies; 0 for never
	dead      bool
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func grants(t testing.TB, function string) []firestore.Grant {
	t.Helper()
	i, ok := identity.Of(function)
	if !ok {
		t.Fatalf("no identity of %s", function)
	}
	var out []firestore.Grant
	for _, a := range i.Databases {
		out = append(out, firestore.Grant{Database: a.Database, Get: a.Get, List: a.List, Create: a.Create, Update: a.Update, Delete: a.Delete})
	}
	return out
}

func newWorld(t testing.TB, d disorder, change ...func(*standin.Config)) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), disorder: d, draw: rand.New(rand.NewPCG(d.seed, 7)), lines: &standintest.Lines{}, published: map[string]map[queue.Billing]int{}} //nolint:gosec // a test's draws
	config := standin.Config{Key: apiKey, Sign: []string{signing}, Prices: prices(), Now: w.Now, Version: "2026-09-30.clover", Rand: rand.New(rand.NewPCG(d.seed, 9))}               //nolint:gosec // as above
	if d.chaos {
		config.Double, config.Delay, config.Shuffle = 0.5, 0.3, true
	}
	for _, c := range change {
		c(&config)
	}
	w.stripe = must(standin.Open(config))(t)
	t.Cleanup(func() { _ = w.stripe.Close() })
	w.shop = httptest.NewServer(w.stripe.Pages())
	t.Cleanup(w.shop.Close)
	w.stripe.At(pages + "/emulator/stripe")
	log := slog.New(slog.NewTextHandler(w.lines, nil))

	w.data = must(firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now, Watch: w.watch}))(t)
	t.Cleanup(func() { _ = w.data.Close() })
	keys := standintest.Keys(t, project)
	ctx := context.WithoutCancel(t.Context())
	must(keys.CreatePeople(ctx))(t)
	open := func(as string, g []firestore.Grant, databases ...string) *store.DB {
		t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve(as, g))(t))
		k := keys
		if as == "stripe" {
			k = nil
		}
		return must(store.Open(ctx, project, k, databases...))(t).WithClock(w.Now)
	}
	w.db = open("operator", nil, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase)
	own := open("billing", grants(t, "billing"), store.VahtiDatabase, store.PeopleDatabase, store.LedgerDatabase)
	w.pages = open("console", grants(t, "console"), store.VahtiDatabase, store.AuditDatabase)
	events := open("stripe", grants(t, "stripe"), store.VahtiDatabase)
	w.client = must(billing.NewClient(billing.Config{
		Key: func(context.Context) (string, error) { return apiKey, nil }, Endpoint: must(w.stripe.Serve())(t), Pages: []string{pages}, Now: w.Now}))(t)
	secrets := func(context.Context) ([]string, error) { return []string{"whsec_older", signing}, nil }
	w.hook = (&receiver.Receiver{DB: events, Publish: w.publish, Secrets: secrets, Again: secrets, Now: w.Now, Log: log}).Handler()
	w.bill = &biller.Biller{DB: own, Stripe: w.client, Publish: w.publish, Site: site, Now: w.Now, Log: log,
		Write: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, own, l, w.Now()) }}
	hooks := httptest.NewServer(w.hook)
	t.Cleanup(hooks.Close)
	w.stripe.Deliver(hooks.URL + "/webhooks/stripe")
	return w
}

// watch is called before each write of the functions and after it.
func (w *world) watch(who string, _ bool) error {
	if who == "operator" {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead {
		return status.Error(codes.PermissionDenied, "the instance is dead")
	}
	if w.kill == 0 {
		return nil
	}
	if w.kill--; w.kill == 0 {
		w.dead = true
		return status.Error(codes.PermissionDenied, "the instance dies")
	}
	return nil
}

// dies has everything die at a hook from now on, before or after a write is applied,
// until revive.
func (w *world) dies(at int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kill = at
}

// revive starts the functions again, and reports whether they had died.
func (w *world) revive() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := w.dead
	w.dead, w.kill = false, 0
	return was
}

// aboutEvent is the key of the ID of the event that a delivery brings, in its context.
type aboutEvent struct{}

// publish is the queue. It counts what is published because of an event.
func (w *world) publish(ctx context.Context, m queue.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead {
		return errors.New("the instance is dead")
	}
	b, ok := m.(queue.Billing)
	if !ok {
		return errors.New("this is no message of the queue")
	}
	if id, ok := ctx.Value(aboutEvent{}).(string); ok {
		if w.published[id] == nil {
			w.published[id] = map[queue.Billing]int{}
		}
		w.published[id][b]++
	}
	n := 1
	if w.chaos && w.draw.IntN(2) == 0 {
		n = 2
	}
	for range n {
		w.queue = append(w.queue, b)
	}
	return nil
}

// take takes a message off the queue: the first, or any.
func (w *world) take() (queue.Billing, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return queue.Billing{}, false
	}
	at := 0
	if w.chaos {
		at = w.draw.IntN(len(w.queue))
	}
	m := w.queue[at]
	w.queue = slices.Delete(w.queue, at, at+1)
	return m, true
}

// settle has everything delivered that is under way, several messages at a time where
// they come in any order. What fails is tried again.
func (w *world) settle(t testing.TB) {
	t.Helper()
	for range 200 {
		w.stripe.Tick()
		w.stripe.Flush(t.Context())
		busy := false
		var all sync.WaitGroup
		for {
			m, ok := w.take()
			if !ok {
				break
			}
			busy = true
			work := func() {
				if err := w.bill.Bill(t.Context(), m, push()); err != nil {
					w.mu.Lock()
					w.queue = append(w.queue, m)
					w.mu.Unlock()
				}
			}
			if !w.chaos {
				work()
				if w.revive() {
					continue
				}
				continue
			}
			all.Go(work)
			if w.draw.IntN(4) == 0 {
				all.Wait()
			}
		}
		all.Wait()
		w.revive()
		if !busy && w.stripe.Waiting() == 0 {
			return
		}
		if w.stripe.Waiting() > 0 && !busy {
			w.Add(time.Second) // what was refused is sent again a little later
		}
	}
	t.Fatalf("%d events and %d messages never settled", w.stripe.Waiting(), len(w.queue))
}

// reconcile has every customer looked at, as is scheduled daily.
func (w *world) reconcile(t testing.TB) {
	t.Helper()
	if err := w.bill.Bill(t.Context(), queue.Billing{}, push()); err != nil {
		t.Fatal(err)
	}
	w.settle(t)
}

// days lets days go by, hour by hour, with what is scheduled.
func (w *world) days(t testing.TB, n int) {
	t.Helper()
	for range n {
		for range 4 {
			w.Add(6 * time.Hour)
			w.settle(t)
		}
		w.reconcile(t)
	}
}

// tenant makes a tenant with two owners and an admin. Everything about it that came
// from Microsoft 365 has the word "planted" in it.
func (w *world) tenant(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id := must(fleet.New(w.db, w.Now).Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: fmt.Sprintf("Planted Oy %d", n), EntraID: fmt.Sprintf("00000000-b1a4-7ed0-0000-%012d", n)}, Language: "fi", Interval: 24 * time.Hour}))(t)
	out := must(w.db.Tenant(id))(t)
	must(member.Found(t.Context(), out, person("olga", n), "192.0.2.77", w.Now()))(t)
	membertest.SignsIn(t, w.data, project, person("olga", n).ID)
	for name, role := range map[string]tenant.Role{"otto": tenant.Owner, "anna": tenant.Admin} {
		i := must(member.Invite(t.Context(), out, member.Invitation{Email: person(name, n).Email, Role: role, Language: "fi"}, actor("olga", n), w.Now()))(t)
		must(member.Accept(t.Context(), w.db, i.Token, person(name, n), "192.0.2.77", w.Now()))(t)
	}
	return out
}

func person(name string, n int) member.Account {
	return member.Account{ID: fmt.Sprintf("a%s%d", name, n), Email: fmt.Sprintf("%s.%d@planted.example", name, n), Name: "Planted " + name}
}

func actor(name string, n int) member.Actor {
	return member.Actor{Account: person(name, n).ID, Name: person(name, n).Email, Address: "192.0.2.77"}
}

// subscribe has a tenant become a customer and subscribe on Stripe's page, and returns
// the customer.
func (w *world) subscribe(t testing.TB, of *store.Tenant, plan tenant.Plan, seats, trial int, card string) string {
	t.Helper()
	r := must(subscription.Of(t.Context(), of))(t)
	if r.Customer == "" {
		r.Customer = must(w.client.Customer(t.Context(), of.ID(), "laskut@kirjanpito.example", "fi", ""))(t)
		if err := subscription.Link(t.Context(), of, r.Customer, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	to := must(w.client.Subscribe(t.Context(), billing.Wish{Tenant: of.ID(), Customer: r.Customer, Plan: plan, Seats: seats, Language: "fi", Trial: trial, Return: site + "/tenants/" + of.ID().String() + "/plan"}))(t)
	if status := w.post(t, to, url.Values{"seats": {fmt.Sprint(seats)}, "card": {card}}); status != http.StatusSeeOther {
		t.Fatalf("the page answers %d", status)
	}
	return r.Customer
}

// post sends a form to a page of Stripe's.
func (w *world) post(t testing.TB, page string, form url.Values) int {
	t.Helper()
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer := must(c.PostForm(strings.Replace(page, pages, w.shop.URL, 1), form))(t)
	_ = answer.Body.Close()
	return answer.StatusCode
}

// manage does something on the page on which a subscription is managed.
func (w *world) manage(t testing.TB, customer string, form url.Values) {
	t.Helper()
	to := must(w.client.Manage(t.Context(), customer, "fi", site))(t)
	if status := w.post(t, to, form); status != http.StatusSeeOther {
		t.Fatalf("the page answers %d", status)
	}
}

// letters is what waits to be sent, as kind and address, sorted.
func (w *world) letters(t testing.TB) []string {
	t.Helper()
	out := []string{}
	for l, err := range letter.All(t.Context(), w.db) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(l.Name, "billing-") {
			out = append(out, string(l.Kind)+" "+strings.TrimSuffix(l.To, "@planted.example"))
		}
	}
	slices.Sort(out)
	return out
}

// trailOf is what a tenant's trail tells of what is paid and of the agreement, in order.
func (w *world) trailOf(t testing.TB, of *store.Tenant) []string {
	t.Helper()
	if err := trail.MoveAll(t.Context(), w.db, of); err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range must(trail.Read(t.Context(), of))(t) {
		switch noun, _, _ := strings.Cut(string(e.Action), "."); noun {
		case "plan", "payment", "contract":
			out = append(out, string(e.Action))
		}
	}
	return out
}

// stands is a tenant's standing in one line.
func (w *world) stands(t testing.TB, of *store.Tenant) string {
	t.Helper()
	r := must(subscription.Of(t.Context(), of))(t)
	s := must(contract.Of(t.Context(), of))(t)
	text := fmt.Sprintf("%s %s %d", r.Standing, r.Plan, r.Seats)
	switch {
	case s.State == tenant.Terminated:
		text += " terminated"
	case !s.Paused.IsZero():
		text += " paused"
	default:
		text += " " + string(s.State)
	}
	if len(r.Owed) > 0 {
		text += fmt.Sprintf(" owes %d letters", len(r.Owed))
	}
	return text
}

// deliver delivers a body, which is said to be an event of an ID, to the function that
// takes webhooks.
func (w *world) deliver(event string, body []byte, signature string) int {
	r := httptest.NewRequest(http.MethodPost, "/webhooks/stripe", bytes.NewReader(body))
	r = r.WithContext(context.WithValue(r.Context(), aboutEvent{}, event))
	r.Header.Set("Stripe-Signature", signature)
	a := httptest.NewRecorder()
	w.hook.ServeHTTP(a, r)
	return a.Code
}

// push is what a push says of itself: nothing that matters here.
func push() serve.Push { return serve.Push{} }

func wishOf(of *store.Tenant, customer string) billing.Wish {
	return billing.Wish{Tenant: of.ID(), Customer: customer, Plan: tenant.Starter, Seats: 4, Language: "sv", Return: site}
}
