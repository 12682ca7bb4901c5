package member_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func (w *world) due(t *testing.T) int {
	t.Helper()
	n := 0
	for id, err := range member.Due(t.Context(), w.db, w.Now()) {
		if err != nil || id != w.tenant.ID() {
			t.Fatalf("got %v, %v", id, err)
		}
		n++
	}
	return n
}

// sweep is what is done about reviews every day.
func (w *world) sweep(ctx context.Context) error {
	if _, err := member.OpenReview(ctx, w.tenant, w.Now()); err != nil {
		return err
	}
	_, err := member.Lapse(ctx, w.tenant, w.Now())
	return err
}

func (w *world) unconfirmed(t *testing.T) []string {
	t.Helper()
	var out []string
	for cursor := ""; ; {
		list, next, err := member.Unconfirmed(t.Context(), w.tenant, cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			out = append(out, m.ID)
		}
		if cursor = next; next == "" {
			return out
		}
	}
}

// TestAnnex3Section1Review goes through two years.
func TestAnnex3Section1Review(t *testing.T) {
	w := staffed(t)
	w.join(t, "otto", tenant.Owner, actor("olga"))
	if _, err := member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	before := len(w.actions(t))
	w.Add(member.ReviewInterval - time.Second)
	if err := w.sweep(t.Context()); err != nil || w.due(t) != 0 || len(w.unconfirmed(t)) != 0 {
		t.Errorf("a second too early: %v, %d due", err, w.due(t))
	}
	w.Add(time.Second)
	if n := w.due(t); n != 1 {
		t.Errorf("after a year %d tenants are due, want 1", n)
	}
	opened := w.Now()
	for range 2 {
		r, err := member.OpenReview(t.Context(), w.tenant, w.Now())
		want := member.Review{Number: 1, State: member.Opened, Opened: opened, Due: opened.Add(member.ReviewNotice)}
		if err != nil || r != want {
			t.Errorf("got %+v, %v, want %+v", r, err, want)
		}
		w.Add(time.Hour)
	}
	w.join(t, "uusi", tenant.Analyst, actor("olga"))
	if diff := cmp.Diff([]string{"aaapo", "aaino", "aanna", "aolga", "aotto", "org-msp"}, w.unconfirmed(t)); diff != "" {
		t.Errorf("waits for (-want +got):\n%s", diff)
	}
	if err := member.Confirm(t.Context(), w.tenant, []string{"aaapo"}, actor("anna"), w.Now()); !errors.Is(err, member.ErrForbidden) {
		t.Errorf("an admin confirms: got %v", err)
	}
	if err := member.Confirm(t.Context(), w.tenant, []string{"aaapo", "anobody"}, actor("olga"), w.Now()); !errors.Is(err, member.ErrNone) {
		t.Errorf("confirming nobody: got %v", err)
	}
	if err := member.Confirm(t.Context(), w.tenant, make([]string, 101), actor("olga"), w.Now()); !errors.Is(err, member.ErrTooMany) {
		t.Errorf("confirming a crowd: got %v", err)
	}
	for range 2 {
		if err := member.Confirm(t.Context(), w.tenant, []string{"aaapo", "aolga", "aaapo", "auusi"}, actor("olga"), w.Now()); err != nil {
			t.Error(err)
		}
	}
	if _, err := member.Remove(t.Context(), w.tenant, "aanna", actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(member.ReviewNotice - 3*time.Hour)
	if err := w.sweep(t.Context()); err != nil || len(w.unconfirmed(t)) != 3 {
		t.Errorf("before the notice is over: %v, waits for %v", err, w.unconfirmed(t))
	}
	w.Add(time.Hour)
	for range 2 {
		if err := w.sweep(t.Context()); err != nil {
			t.Error(err)
		}
	}
	want := map[string]string{"aolga": "active owner", "aaapo": "active analyst", "auusi": "active analyst", "aanna": "removed admin",
		"aaino": "suspended auditor", "aotto": "suspended owner", "org-msp": "suspended admin"}
	if diff := cmp.Diff(want, w.members(t)); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	reviews, err := member.Reviews(t.Context(), w.tenant)
	if err != nil || len(reviews) != 2 || reviews[0].State != member.Closed || reviews[0].Suspended != 3 || !reviews[0].Due.IsZero() ||
		reviews[1].State != member.Planned || !reviews[1].Due.Equal(opened.Add(member.ReviewInterval)) {
		t.Errorf("got reviews %+v, %v", reviews, err)
	}
	wantTrail := []string{"review.opened", "invitation.sent olga", "invitation.accepted uusi", "member.added uusi", "member.confirmed olga", "member.confirmed olga", "member.removed olga",
		"member.suspended", "member.suspended", "member.suspended", "review.closed"}
	got := w.actions(t)[before:]
	slices.Sort(got) // several are of one moment
	slices.Sort(wantTrail)
	if diff := cmp.Diff(wantTrail, got); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
	if _, err := member.Restore(t.Context(), w.tenant, "aotto", actor("olga"), w.Now()); err != nil {
		t.Errorf("restoring an owner: %v", err)
	}
	w.Add(member.ReviewInterval)
	if err := w.sweep(t.Context()); err != nil || w.due(t) != 0 {
		t.Errorf("the next year: %v, %d due", err, w.due(t))
	}
	if got := w.unconfirmed(t); len(got) != 4 {
		t.Errorf("the next year it waits for %v, want 4", got)
	}
}

// TestAdminsConfirmNobody holds that suspending and restoring each other does not take
// admins through the review, neither while it is open nor once it has suspended them.
func TestAdminsConfirmNobody(t *testing.T) {
	w := staffed(t)
	w.join(t, "asta", tenant.Admin, actor("olga"))
	joined := w.Now()
	turn := func(name, id, by string, want error) {
		t.Helper()
		w.Add(time.Minute)
		_, _ = member.Suspend(t.Context(), w.tenant, id, actor("olga"), w.Now())
		if _, err := member.Restore(t.Context(), w.tenant, id, actor(by), w.Now()); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
	confirmed := func(id string) time.Time {
		t.Helper()
		m, err := member.Get(t.Context(), w.tenant, id)
		if err != nil {
			t.Fatal(err)
		}
		return m.Confirmed
	}
	turn("before any review", "aasta", "anna", nil)
	if got := confirmed("aasta"); !got.Equal(joined) {
		t.Errorf("an admin's restoring confirmed at %v", got)
	}
	w.Add(member.ReviewInterval)
	if err := w.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	turn("while the review is open", "aasta", "anna", member.ErrForbidden)
	turn("by an owner", "aasta", "olga", nil)
	if got := confirmed("aasta"); !got.Equal(w.Now()) {
		t.Errorf("an owner's restoring confirmed at %v", got)
	}
	turn("once it is confirmed", "aasta", "anna", nil)
	if err := member.Confirm(t.Context(), w.tenant, []string{"aanna", "aolga"}, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(member.ReviewNotice)
	if err := w.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	turn("whom the review suspended", "aaino", "anna", member.ErrForbidden)
	turn("whom it suspended, by an owner", "aaino", "olga", nil)
	turn("who was confirmed in it", "aasta", "anna", nil)
}

// TestNobodyConfirms holds that one owner stays, the one who was confirmed last,
// and that a sweep that dies anywhere is gone on with.
func TestNobodyConfirms(t *testing.T) {
	for at, hooks := 0, 1; at <= hooks; at++ {
		w := staffed(t)
		w.Add(time.Hour)
		w.join(t, "otto", tenant.Owner, actor("olga"))
		w.Add(member.ReviewInterval)
		if err := w.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := len(w.actions(t))
		w.Add(member.ReviewNotice)
		n, err := w.Dying(t, at, w.sweep)
		if hooks = max(hooks, n); (err == nil) != (at == 0) {
			t.Fatalf("at hook %d of %d: %v", at, n, err)
		}
		if err := w.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"aotto": "active owner", "aolga": "suspended owner", "aanna": "suspended admin", "aaapo": "suspended analyst", "aaino": "suspended auditor"}
		if diff := cmp.Diff(want, w.members(t)); diff != "" {
			t.Errorf("dead at hook %d (-want +got):\n%s", at, diff)
		}
		reviews, err := member.Reviews(t.Context(), w.tenant)
		if err != nil || len(reviews) != 2 || reviews[0].Suspended != 4 {
			t.Errorf("dead at hook %d: reviews %+v, %v", at, reviews, err)
		}
		if got := w.actions(t)[before:]; len(got) != 5 {
			t.Errorf("dead at hook %d: the trail tells %v", at, got)
		}
	}
}

// TestTenantWithoutReviews is one whose members came otherwise.
func TestTenantWithoutReviews(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		r, err := member.OpenReview(t.Context(), w.tenant, w.Now())
		if err != nil || r.State != member.Planned || !r.Due.Equal(start.Add(member.ReviewInterval)) {
			t.Errorf("got %+v, %v", r, err)
		}
		w.Add(time.Hour) // and it stays where it is
	}
	w.found(t, "olga")
	if reviews, err := member.Reviews(t.Context(), w.tenant); err != nil || len(reviews) != 1 {
		t.Errorf("got %+v, %v", reviews, err)
	}
}

// TestDamagedReviews holds that a listing goes on past what cannot be read.
func TestDamagedReviews(t *testing.T) {
	w := staffed(t)
	client := handle.Vahti(w.db.Handle())
	for _, ref := range []*cloud.DocumentRef{client.Doc("reviews/0001"), client.Doc("tenants/xx/reviews/0001")} {
		if _, err := ref.Set(t.Context(), map[string]any{"due": start}); err != nil {
			t.Fatal(err)
		}
	}
	w.Add(member.ReviewInterval)
	good, bad := 0, 0
	for id, err := range member.Due(t.Context(), w.db, w.Now()) {
		if err != nil {
			bad++
		} else if id == w.tenant.ID() {
			good++
		}
	}
	if good != 1 || bad != 2 {
		t.Errorf("got %d good and %d damaged, want 1 and 2", good, bad)
	}
	if _, err := w.doc().Collection("reviews").Doc("9").Set(t.Context(), map[string]any{"state": "open"}); err != nil {
		t.Fatal(err)
	}
	if _, err := member.Reviews(t.Context(), w.tenant); err == nil {
		t.Error("a review of no proper name is read")
	}
}

// TestNothingPersonalIsStoredInPlain looks at every byte of every document, and at
// whatever prints.
func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := staffed(t)
	w.invite(t, "ville", tenant.Analyst, actor("olga"))
	if _, err := member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(member.ReviewInterval)
	if err := w.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	secrets := []string{"esimerkki.example", "Olga Esi", "Kumppani", "192.0.2."}
	for _, group := range []string{"members", "invitations", "reviews", "trail"} {
		docs, err := handle.Vahti(w.db.Handle()).CollectionGroup(group).Documents(t.Context()).GetAll()
		if err != nil || len(docs) == 0 {
			t.Fatalf("%d documents of %s, %v", len(docs), group, err)
		}
		for _, d := range docs {
			var raw bytes.Buffer
			fmt.Fprint(&raw, d.Ref.Path)
			for name, v := range d.Data() {
				fmt.Fprintf(&raw, " %s=%s %v", name, v, v)
			}
			for _, s := range secrets {
				if bytes.Contains(bytes.ToLower(raw.Bytes()), []byte(strings.ToLower(s))) {
					t.Errorf("%s holds %q in plain", d.Ref.Path, s)
				}
			}
		}
	}
	m, err := member.Get(t.Context(), w.tenant, "aolga")
	if err != nil || m.Email == "" || m.Name == "" {
		t.Fatalf("got %+v, %v", m, err)
	}
	for _, v := range []any{m, []member.Member{m}, account("olga"), actor("olga"), invitation("olga", tenant.Owner), member.Offer{Email: m.Email, By: m.Email}, member.Open{Email: m.Email}} {
		if text := fmt.Sprintf("%v %+v %#v %s", v, v, v, v); strings.Contains(text, "esimerkki") || strings.Contains(text, "Olga") || strings.Contains(text, "192.0.2") {
			t.Errorf("%T shows somebody: %s", v, text)
		}
	}
}
