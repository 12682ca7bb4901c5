package sweep

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account/throttle"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// TestTrailsAreMovedAndSealed: what waits is moved and sealed, once, and the rest of
// the day nothing more is written.
func TestTrailsAreMovedAndSealed(t *testing.T) {
	w := newWorld(t)
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	w.join(t, one, "anna", tenant.Admin)
	w.mustSweep(t)
	if n := w.waiting(t); n == 0 {
		t.Error("what was written a moment ago is moved already, which others do")
	}
	w.settled(t)
	if n := w.waiting(t); n != 0 {
		t.Errorf("%d entries wait", n)
	}
	for _, of := range []*store.Tenant{one, two} {
		if sound, links, entries, waiting := w.sound(t, trail.Of(of)); !sound || links != 1 || entries == 0 || waiting != 0 {
			t.Errorf("sound %v, %d links, %d entries, %d wait", sound, links, entries, waiting)
		}
	}
	before := w.writes(t, func() {
		for range 6 {
			w.Add(10 * time.Minute)
			w.mustSweep(t)
		}
	})
	if before > 6*2 { // the bookmark alone
		t.Errorf("six idle sweeps passed %d hooks, want 12 at most", before)
	}
	w.secret(t)
}

// waiting counts what was not moved yet.
func (w *world) waiting(t testing.TB) int {
	t.Helper()
	return len(must(w.client[store.VahtiDatabase].CollectionGroup("trail").Documents(t.Context()).GetAll())(t))
}

// writes counts the sweeper's hooks during something: two for each write.
func (w *world) writes(t testing.TB, do func()) int {
	t.Helper()
	w.mu.Lock()
	w.seen = 0
	w.mu.Unlock()
	do()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

// TestReview: owners are written to once, and a month later who was not confirmed is
// suspended.
func TestReview(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	w.join(t, one, "anna", tenant.Admin)
	w.join(t, one, "otto", tenant.Owner)
	w.Add(member.ReviewInterval - time.Second)
	w.mustSweep(t)
	if diff := cmp.Diff([]string{}, w.letters(t)); diff != "" {
		t.Errorf("a second too early (-want +got):\n%s", diff)
	}
	w.Add(time.Second)
	for range 3 {
		w.mustSweep(t)
		w.Add(10 * time.Minute)
	}
	got := w.letters(t)
	slices.Sort(got)
	if diff := cmp.Diff([]string{"review-opened olga@esimerkki.example", "review-opened otto@esimerkki.example"}, got); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	if err := member.Confirm(t.Context(), one, []string{"aolga", "aanna"}, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(member.ReviewNotice)
	for range 3 {
		w.mustSweep(t)
	}
	want := map[string]string{"aolga": "active owner", "aanna": "active admin", "aotto": "suspended owner"}
	if diff := cmp.Diff(want, w.members(t, one)); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if a := w.actions(t, one); a["review.opened"] != 1 || a["review.closed"] != 1 || a["member.suspended"] != 1 {
		t.Errorf("the trail tells %v", a)
	}
	w.secret(t)
}

// TestTerminatedTenantsAreNotReviewed: nobody is asked about what is about to be
// erased.
func TestTerminatedTenantsAreNotReviewed(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	w.set(t, store.VahtiDatabase, "tenants/"+one.ID().String(), "state", string(tenant.Terminated))
	w.Add(member.ReviewInterval)
	w.mustSweep(t)
	if got := w.letters(t); len(got) != 0 {
		t.Errorf("letters: %v", got)
	}
}

// set changes one field of a document, as somebody who may.
func (w *world) set(t testing.TB, database, path, field string, value any) {
	t.Helper()
	if _, err := w.client[database].Doc(path).Set(t.Context(), map[string]any{field: value}, cloud.MergeAll); err != nil {
		t.Fatal(err)
	}
}

// support starts a support access of an hour.
func (w *world) support(t testing.TB, of *store.Tenant) grant.Grant {
	t.Helper()
	by := grant.Operator{Account: "op", Name: "tuki@vahti.example", Address: address}
	g := must(grant.Ask(t.Context(), of, grant.Wish{Request: "r1", Purpose: grant.ServiceIssue, Reason: "Tarkistus jumissa.", Goal: "Tarkistus toimii.",
		Views: []grant.View{grant.ScansView}, Method: grant.Interface, Limit: time.Hour}, by, w.Now()))(t)
	if g.State == grant.Asked {
		must(grant.Approve(t.Context(), of, g.ID, actor("olga"), w.Now()))(t)
	}
	return must(grant.Start(t.Context(), of, g.ID, by, w.Now()))(t)
}

// TestSupportEnds: support access that ended by itself is told of once.
func TestSupportEnds(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	g := w.support(t, one)
	w.Add(59 * time.Minute)
	w.mustSweep(t)
	if a := w.actions(t, one); a["grant.ended"] != 0 {
		t.Errorf("a minute too early the trail tells %v", a)
	}
	w.Add(time.Minute)
	for range 3 {
		w.mustSweep(t)
	}
	if a := w.actions(t, one); a["grant.ended"] != 1 {
		t.Errorf("the trail tells %v", a)
	}
	if got := must(grant.Get(t.Context(), one, g.ID, w.Now()))(t); got.State != grant.Ended {
		t.Errorf("got %v, want %v", got.State, grant.Ended)
	}
}

// TestExpiredIsDeleted: sessions, links, and tries that were counted.
func TestExpiredIsDeleted(t *testing.T) {
	w := newWorld(t)
	limits := must(throttle.New(w.db, w.Now))(t)
	count := func() (n int) {
		for _, of := range []string{"throttles", "sessions", "tokens"} {
			n += len(must(w.client[store.PeopleDatabase].Collection(of).Documents(t.Context()).GetAll())(t))
		}
		return n
	}
	for _, of := range []string{"sessions/a", "tokens/a"} {
		w.set(t, store.PeopleDatabase, of, "expires", start.Add(time.Hour))
	}
	for n := range forgetPage + 5 {
		if _, _, err := limits.Allow(t.Context(), throttle.Key{Kind: throttle.Address, Of: fmt.Sprint(n)}); err != nil {
			t.Fatal(err)
		}
	}
	w.mustSweep(t)
	if n := count(); n != forgetPage+7 {
		t.Errorf("%d are left, want all", n)
	}
	w.Add(time.Hour + time.Second)
	w.mustSweep(t)
	if n := count(); n != 0 {
		t.Errorf("%d are left, want none", n)
	}
}

// TestMembersAreForgotten: removed members and ended invitations go with a visit.
func TestMembersAreForgotten(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	w.join(t, one, "anna", tenant.Admin)
	must(member.Remove(t.Context(), one, "aanna", actor("olga"), w.Now()))(t)
	must(member.Invite(t.Context(), one, member.Invitation{Email: "x@esimerkki.example", Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now()))(t)
	w.mustSweep(t)
	if m := w.members(t, one); m["aanna"] != "removed admin" {
		t.Errorf("at once: %v", m)
	}
	w.Add(retention.Of("removed members").Keep + 2*anomaly.RoundEvery)
	w.mustSweep(t)
	open, _, err := member.Invitations(t.Context(), one, "", 0)
	if m := w.members(t, one); err != nil || len(m) != 1 || len(open) != 0 {
		t.Errorf("afterwards: %v, %d invitations, %v", m, len(open), err)
	}
}

// TestPreferencesAreTold: what a reader chose by a letter's link is in the tenant's audit
// trail after the next sweep, once.
func TestPreferencesAreTold(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	reader := letter.Reader{Tenant: one.ID().String(), Account: "aolga"} // as links had it that say no name
	must(reader.Mute(t.Context(), w.db, letter.Digest, w.Now()))(t)
	for range 2 {
		w.mustSweep(t)
	}
	var told []string
	for _, e := range must(trail.Read(t.Context(), one))(t) {
		if e.Action == trail.PreferencesChanged {
			told = append(told, e.Actor+" "+e.Reason)
		}
	}
	if diff := cmp.Diff([]string{"olga@esimerkki.example by the link in a letter"}, told); diff != "" {
		t.Errorf("the audit trail (-want +got):\n%s", diff)
	}
	for c, err := range letter.Changes(t.Context(), w.db) {
		t.Errorf("%s waits still, %v", c.Name, err)
	}
}

// TestPartnersPeopleAreTold: who works for a partner is in the trails of the tenants that
// have engaged it, once, and where a tenant could not be told at first, later.
func TestPartnersPeopleAreTold(t *testing.T) {
	w := newWorld(t)
	one, two, three := w.tenant(t, 1), w.tenant(t, 2), w.tenant(t, 3)
	risto := member.Actor{Service: true, Name: "risto@vahti.example"}
	mira := member.Account{ID: "amira", Email: "mira@kumppani.example", Name: "Mira"}
	o := must(partner.Create(t.Context(), w.db, "q1", "Kumppani Oy", mira, risto, w.Now()))(t)
	w.settled(t) // nobody has engaged it
	for _, c := range []*store.Tenant{one, two} {
		must(member.Engage(t.Context(), c, o.ID, o.Name, tenant.Analyst, actor("olga"), w.Now()))(t)
	}
	manager := member.Actor{Account: mira.ID, Name: mira.Email, Address: address}
	mika := member.Account{ID: "amika", Email: "mika@kumppani.example", Name: "Mika"}
	must(partner.Add(t.Context(), w.db, o.ID, mika, false, manager, w.Now()))(t)
	must(partner.Regrade(t.Context(), w.db, o.ID, mika.ID, true, manager, w.Now()))(t)
	if err := partner.Remove(t.Context(), w.db, o.ID, mika.ID, manager, w.Now()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		w.settled(t)
	}
	told := func(b trail.Book) (out []string) {
		t.Helper()
		page, err := b.List(t.Context(), trail.Query{Action: "organisation."})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Records {
			who := mika
			if r.Action == trail.OrganisationEngaged {
				who = mira // who was there before
			}
			out = append(out, fmt.Sprintf("%s by %s %s: %v", r.Action, r.By, r.Actor, strings.Contains(string(r.After), who.Email)))
		}
		slices.Sort(out)
		return out
	}
	const by = " by member mira@kumppani.example: true"
	want := []string{"organisation.engaged by member olga@esimerkki.example: true", "organisation.joined" + by, "organisation.left" + by, "organisation.regraded" + by}
	for _, c := range []*store.Tenant{one, two} {
		if diff := cmp.Diff(want, told(trail.Of(c))); diff != "" {
			t.Errorf("the trail of who has engaged the partner (-want +got):\n%s", diff)
		}
	}
	if got := told(trail.Of(three)); len(got) != 0 {
		t.Errorf("the trail of who has not engaged it tells %v", got)
	}
	if got := told(trail.Service(w.db)); len(got) != 5 {
		t.Errorf("the service's trail tells %v, want five steps", got)
	}
}

// TestInvitationsOfPartnersAreForgotten: they go some time after they ended.
func TestInvitationsOfPartnersAreForgotten(t *testing.T) {
	w := newWorld(t)
	by := member.Actor{Service: true, Name: "risto@vahti.example"}
	o := must(partner.Create(t.Context(), w.db, "q1", "Kumppani Oy", member.Account{ID: "amira", Email: "mira@kumppani.example", Name: "Mira"}, by, w.Now()))(t)
	open := func() int {
		t.Helper()
		list, _, err := partner.Invitations(t.Context(), w.db, o.ID, by)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	wish := partner.Invitation{Email: "mika@kumppani.example", Language: "fi", Request: "form", Site: "https://vahti.example"}
	if err := partner.Invite(t.Context(), w.db, o.ID, wish, by, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(member.InvitationLife + retention.Of("partners' invitations").Keep - time.Hour)
	w.mustSweep(t)
	if n := open(); n != 1 {
		t.Errorf("before its time: %d are kept, want 1", n)
	}
	w.Add(2 * time.Hour)
	w.mustSweep(t)
	if n := open(); n != 0 {
		t.Errorf("after its time: %d are kept, want none", n)
	}
}

// TestTamperingIsTold: by the weekly visit where an entry was changed, and by the
// next sealing where the chain's end is gone.
func TestTamperingIsTold(t *testing.T) {
	w := newWorld(t)
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	w.settled(t)
	if sound, links, _, _ := w.sound(t, trail.Of(one)); !sound || links != 1 {
		t.Fatalf("sound %v, %d links", sound, links)
	}
	if got := w.told(); len(got) != 0 {
		t.Fatalf("told %v", got)
	}
	entries := must(w.client[store.AuditDatabase].Collection("tenants/" + one.ID().String() + "/entries").Documents(t.Context()).GetAll())(t)
	w.set(t, store.AuditDatabase, "tenants/"+one.ID().String()+"/entries/"+entries[0].Ref.ID, "target", "elsewhere")
	w.Add(anomaly.RoundEvery)
	for range 3 {
		w.mustSweep(t)
	}
	if diff := cmp.Diff([]string{"trail-unsound " + one.ID().String()}, w.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	links := must(w.client[store.AuditDatabase].Collection("tenants/" + two.ID().String() + "/chain").Documents(t.Context()).GetAll())(t)
	for _, l := range links {
		must(l.Ref.Delete(t.Context()))(t)
	}
	w.join(t, two, "anna", tenant.Admin)
	w.settled(t)
	if diff := cmp.Diff([]string{"trail-unsound " + one.ID().String(), "trail-unsound " + two.ID().String()}, w.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestAnomaly: those on call are told once, of an account by its ID.
func TestAnomaly(t *testing.T) {
	w := newWorld(t)
	w.failures(t, 20, "a1")
	for range 12 {
		w.mustSweep(t)
		w.Add(10 * time.Minute)
	}
	if w.pager.Pages() != 1 || w.told()[0] != "signin-account a1" {
		t.Errorf("told %v in %d pages", w.told(), w.pager.Pages())
	}
	if sound, links, entries, _ := w.sound(t, trail.Service(w.db)); !sound || links == 0 || entries != 21 {
		t.Errorf("the service's own book: sound %v, %d links, %d entries", sound, links, entries)
	}
	w.secret(t)
}

// TestSetup serves a push as it comes from Pub/Sub.
func TestSetup(t *testing.T) {
	w := newWorld(t)
	t.Setenv("GOOGLE_CLOUD_PROJECT", project)
	t.Setenv("SECRET_MANAGER_ENDPOINT", w.secrets)
	t.Setenv("PUBLIC_ADDRESS", "https://vahti.example")
	t.Setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:1")
	h := must(setup(t.Context()))(t)
	for body, want := range map[string]int{
		`{"message":{"data":"e30=","messageId":"1"}}`:         http.StatusNoContent,
		`{"message":{"messageId":"2"}}`:                       http.StatusNoContent,
		`{"message":{"data":"eyJhIjoxfQ==","messageId":"3"}}`: http.StatusBadRequest,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		answer := httptest.NewRecorder()
		ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
		h.ServeHTTP(answer, r.WithContext(ctx))
		cancel()
		if answer.Code != want {
			t.Errorf("%s: got %d, want %d", body, answer.Code, want)
		}
	}
	for _, site := range []string{"", "vahti.example", "ftp://vahti.example", "https://", "https://a b"} {
		t.Setenv("PUBLIC_ADDRESS", site)
		if _, err := setup(t.Context()); err == nil {
			t.Errorf("with the site %q: got no error, want one", site)
		}
	}
}
