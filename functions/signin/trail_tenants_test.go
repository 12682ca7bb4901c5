package signin

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// signIns are the sign-ins in a tenant's trail, with who it says they are of.
func signIns(t testing.TB, c *store.Tenant) (out []string) {
	t.Helper()
	page, err := trail.Of(c).List(t.Context(), trail.Query{Action: "signin."})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Records {
		out = append(out, fmt.Sprintf("%s by %s %s from %s at %s: %s", r.Action, r.By, r.Actor, r.Address, r.Target, r.Reason))
	}
	return out
}

// destroyKey makes a tenant one that is being erased.
func (w *world) destroyKey(t testing.TB, c *store.Tenant) {
	t.Helper()
	options, err := endpoint.Options("http://" + w.vault)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	version := fmt.Sprintf("projects/%s/secrets/tenant-%s/versions/1", project, c.ID())
	if _, err := client.DestroySecretVersion(t.Context(), &secretmanagerpb.DestroySecretVersionRequest{Name: version}); err != nil {
		t.Fatal(err)
	}
}

func TestSignInsStandInTheTenantsTrails(t *testing.T) {
	w := newWorld(t)
	p, other := w.person(t, "anna", means{password: true}), w.person(t, "oona", means{password: true})
	gone, own, through, others := w.customer(t, "gone", "", p), w.customer(t, "own", "", p), w.customer(t, "through", "", other), w.customer(t, "others", "", other)
	organisation, err := partner.Create(t.Context(), w.db, "r", "Kumppani Oy", member.Account{ID: string(p.id), Email: p.email, Name: "Anna"}, member.Actor{Service: true, Name: "olli"}, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	owner := member.Actor{Account: string(other.id), Name: other.email}
	if _, err := member.Engage(t.Context(), through, organisation.ID, organisation.Name, tenant.Analyst, owner, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.destroyKey(t, gone)

	v := w.visitor(t)
	for range 4 { // within a minute
		v.post(t, "/signin/password", "email", p.email, "password", "this is not the one").wants(t, http.StatusForbidden, "is not right")
	}
	v.post(t, "/signin/password", "email", "none@aalto.example", "password", "this is not the one").wants(t, http.StatusForbidden, "is not right")
	v.byPassword(t, p) // a minute later
	const who = " by member anna@aalto.example from " + home + " at accounts/"
	want := []string{
		"signin.failed" + who + string(p.id) + ": wrong password, or none set",
		"signin.succeeded" + who + string(p.id) + ": ",
	}
	for _, c := range []*store.Tenant{own, through} {
		if diff := cmp.Diff(want, signIns(t, c)); diff != "" {
			t.Errorf("a trail of the person's (-want +got):\n%s", diff)
		}
		sum, err := trail.Of(c).Accesses(t.Context(), time.Time{}, time.Time{})
		if err != nil || sum.Refused != 1 || sum.Counts[trail.ByMember] != 1 {
			t.Errorf("got %d refused and %d of members, %v, want 1 of each", sum.Refused, sum.Counts[trail.ByMember], err)
		}
	}
	if got := signIns(t, others); len(got) != 0 {
		t.Errorf("the trail of a tenant that is not the person's tells %v", got)
	}

	w.Add(time.Minute)
	code := w.code(t, p)
	again := w.visitor(t)
	again.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusSeeOther, "/signin/second")
	for range 6 {
		again.post(t, "/signin/totp", "code", "000000")
	}
	again.post(t, "/signin/totp", "code", code).wants(t, http.StatusTooManyRequests, "too many tries")
	if got := told(t, trail.Of(own)); !slices.Contains(got, "signin.throttled") {
		t.Errorf("the trail tells %v, want what was not looked at too", got)
	}
}

// TestSignInsInManyTenants is about somebody of more tenants than are told.
func TestSignInsInManyTenants(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	var list []*store.Tenant
	for i := range tellAtMost + 2 {
		list = append(list, w.customer(t, fmt.Sprint("c", i), "", p))
	}
	w.visitor(t).byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
	n := 0
	for _, c := range list {
		n += len(signIns(t, c))
	}
	if n != tellAtMost {
		t.Errorf("the sign-in stands in %d trails, want %d", n, tellAtMost)
	}
}
