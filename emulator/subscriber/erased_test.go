package subscriber_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/anomaly/anomalytest"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/tenant"
)

// erase erases a tenant, as its owner asks.
func (w *world) erase(t *testing.T, of *store.Tenant, n int) {
	t.Helper()
	if _, err := contract.RequestErasure(t.Context(), of, actor("olga", n), w.Now()); err != nil {
		t.Fatal(err)
	}
	membertest.Unknown(t, w.data, project, person("olga", n).ID) // nothing of it but its state is there
	people := must(account.Open(w.db, account.Settings{Site: factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{site}}}, w.Now))(t)
	eraser := must(erasure.New(w.db, people, erasure.Settings{
		Objects: erasure.Objects{
			List:  func(context.Context, *store.Tenant) ([]string, error) { return nil, nil },
			Erase: func(context.Context, *store.Tenant) error { return nil },
		},
		Dead:  func(context.Context, tenant.ID, bool, ...string) (int, error) { return 0, nil },
		Pager: &anomalytest.Pager{}, Site: site, Few: 5, Share: 0.02,
	}, w.Now, slog.New(slog.DiscardHandler)))(t)
	if err := eraser.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := of.About(t.Context()); err == nil {
		t.Fatal("the tenant is there still")
	}
}

// TestPaidAfterTheErasure: a page for a payment that was left open when its tenant was
// erased can be filled in for a day. What begins so is cancelled; what is of somebody
// else, or of a tenant that is there, is not.
func TestPaidAfterTheErasure(t *testing.T) {
	w := newWorld(t, disorder{})
	gone, stays := w.tenant(t, 1), w.tenant(t, 2)
	w.subscribe(t, stays, tenant.Starter, 3, 0, "good")
	customer := must(w.client.Customer(t.Context(), gone.ID(), "laskut@kirjanpito.example", "fi", ""))(t)
	page := must(w.client.Subscribe(t.Context(), wishOf(gone, customer)))(t)
	other := must(w.client.Customer(t.Context(), stays.ID(), "laskut@toinen.example", "fi", ""))(t) // whose metadata names a tenant that is another
	w.page(t, stays, other)
	w.settle(t)
	w.erase(t, gone, 1)
	w.Add(time.Hour)
	if status := w.post(t, page, url.Values{"seats": {"4"}, "card": {"good"}}); status != http.StatusSeeOther {
		t.Fatalf("the page answers %d", status)
	}
	w.settle(t)
	w.reconcile(t)
	if got := oracleOf(t, w, customer)[0].Status; got != string(billing.Canceled) {
		t.Errorf("the subscription of an erased tenant is %s", got)
	}
	if got := oracleOf(t, w, other)[0].Status; got != string(billing.Active) {
		t.Errorf("a subscription that is nobody's known is %s", got)
	}
	if got := w.stands(t, stays); got != "paid starter 3 active" {
		t.Errorf("the other tenant: got %q", got)
	}
	if log := w.lines.String(); strings.Count(log, "subscription of an erased tenant cancelled") != 1 {
		t.Errorf("the log tells of no cancellation:\n%s", log)
	}
}
