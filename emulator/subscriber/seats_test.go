package subscriber_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/scannedtest"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// TestSeats has more people watched than are paid for: each time that comes about the
// owners get a letter, and nothing else follows, however often and in whatever order
// messages come.
func TestSeats(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}, {2, true}} {
		t.Run(fmt.Sprintf("chaos %v seed %d", d.chaos, d.seed), func(t *testing.T) { seats(t, newWorld(t, d)) })
	}
}

func seats(t *testing.T, w *world) {
	one := w.tenant(t, 1)
	customer := w.subscribe(t, one, tenant.Standard, 40, 0, "good")
	w.settle(t)
	r := must(subscription.Of(t.Context(), one))(t)
	pay := func(seats int) {
		w.manage(t, customer, url.Values{"do": {"change"}, "subscription": {r.Subscription}, "seats": {fmt.Sprint(seats)}, "price": {"price_standard"}})
		w.settle(t)
	}
	const counted = 4711 // nothing else has this number
	scanned := func(people int) {
		w.Add(time.Hour)
		scannedtest.Count(t, w.db, one, w.Now, people)
		w.reconcile(t)
	}
	steps := []struct {
		name   string
		do     func()
		stands string
		told   int // letters to each owner so far
	}{
		{"as many as are paid for", func() { scanned(40) }, "paid standard 40 active", 0},
		{"more", func() { scanned(counted) }, "paid standard 40 active", 1},
		{"still more", func() { scanned(counted + 1) }, "paid standard 40 active", 1},
		{"looked at again and again", func() { w.reconcile(t); w.reconcile(t) }, "paid standard 40 active", 1},
		{"paid for", func() { pay(5000) }, "paid standard 5000 active", 1},
		{"still paid for", func() { scanned(counted + 2) }, "paid standard 5000 active", 1},
		{"fewer are paid for", func() { pay(30) }, "paid standard 30 active", 2},
		{"people leave", func() { scanned(30) }, "paid standard 30 active", 2},
		{"and come back", func() { scanned(counted) }, "paid standard 30 active", 3},
	}
	for _, s := range steps {
		s.do()
		if diff := cmp.Diff(s.stands, w.stands(t, one)); diff != "" {
			t.Errorf("%s, standing (-want +got):\n%s", s.name, diff)
		}
		want := []string{}
		for range s.told {
			want = append(want, "seats-exceeded olga.1", "seats-exceeded otto.1")
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, w.letters(t)); diff != "" {
			t.Errorf("%s, letters (-want +got):\n%s", s.name, diff)
		}
	}
	for _, q := range w.stripe.Requests() {
		for n := range 3 {
			if text := fmt.Sprint(counted + n); slices.Contains(digits(q.Path+" "+q.Body), text) {
				t.Errorf("%s %s tells Stripe how many people are watched: %s", q.Method, q.Path, q.Body)
			}
		}
	}
}

// digits are the numbers in a text.
func digits(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}
