package erasuretest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
)

// Shared is the address of a person who is a member of every tenant.
const Shared = "consultant@partner.example"

// Owner is the address of a tenant's only owner.
func Owner(n int) string { return fmt.Sprintf("owner-%05d@esimerkki.example", n) }

// Customer is the customer at Stripe that a tenant is.
func Customer(n int) string { return fmt.Sprintf("cus_%05d", n) }

// Person makes an account.
func (w *World) Person(t testing.TB, email string) member.Account {
	t.Helper()
	a, _, _, err := w.People.Create(context.Background(), account.New{Email: email, Name: "Person of " + email, Language: "fi"})
	if err != nil {
		t.Fatal(err)
	}
	return member.Account{ID: string(a.ID), Email: email, Name: a.Name}
}

// Staff gives a tenant its owner, and a consultant whom others share.
func (w *World) Staff(t testing.TB, s *store.Tenant, n int) (owner member.Actor) {
	t.Helper()
	ctx := context.Background()
	o := w.Person(t, Owner(n))
	if _, err := member.Found(ctx, s, o, "192.0.2.7", w.Now()); err != nil {
		t.Fatal(err)
	}
	state := func(to account.State) {
		t.Helper()
		if _, err := w.Raw[store.PeopleDatabase].Collection("accounts").Doc(o.ID).Update(ctx, []cloud.Update{{Path: "state", Value: string(to)}}); err != nil {
			t.Fatal(err)
		}
	}
	state(account.Active) // while somebody accepts what the owner offers
	defer state(account.Invited)
	owner = member.Actor{Account: o.ID, Name: o.Email, Address: "192.0.2.7"}
	c := w.Person(t, Shared)
	made, err := member.Invite(ctx, s, member.Invitation{Email: Shared, Role: "admin", Language: "fi"}, owner, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(ctx, w.DB, made.Token, c, "192.0.2.8", w.Now()); err != nil {
		t.Fatal(err)
	}
	return owner
}

// Fill puts something into every place below the tenant that the retention table
// names, and into those outside, sealed or under a hash as the service would.
func (w *World) Fill(t testing.TB, s *store.Tenant, n int) {
	t.Helper()
	ctx := context.Background()
	key, err := s.Key(ctx)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := key.Seal([]byte("Maija Mehiläinen "+Name(n)), "test")
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{"sealed": secret, "mark": key.Hash("person", Owner(n)), "tenant": s.ID().String(), "at": w.Now()}
	put := func(ref *cloud.DocumentRef) {
		if _, err := ref.Set(ctx, fields); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range retention.Table() {
		database, path, ok := strings.Cut(r.Place, ":tenants/*/")
		if !ok || w.Raw[database] == nil || strings.Contains(path, "?") {
			continue
		}
		put(w.Raw[database].Doc("tenants/" + s.ID().String() + "/" + strings.ReplaceAll(path, "*", "f1") + "/filled"))
	}
	w.outside(t, s, n, put)
	object, err := w.Bucket.Tenant(s).Create(ctx, "current/filled")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := object.Write([]byte("Maija Mehiläinen")); err != nil {
		t.Fatal(err)
	}
	if err := object.Close(); err != nil {
		t.Fatal(err)
	}
	err = letter.Put(ctx, w.DB, letter.Letter{Name: fmt.Sprintf("waits-%05d", n), Kind: letter.Invitation, To: Owner(n), Tenant: Name(n), By: "Vahti", Of: s.ID().String(),
		Link: site + "/invitations?token=x", Until: w.Now().Add(time.Hour)}, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	w.Bury(s.ID().String(), "a message that could not be worked on")
	w.Bury(Customer(n), "a message about payments that could not be worked on")
}

// outside puts something into every collection outside the tenant where the retention
// table says that the tenant is found by a field, and leaves what is left of a letter
// that was sent. put writes what names the tenant in a field, and some more.
func (w *World) outside(t testing.TB, s *store.Tenant, n int, put func(*cloud.DocumentRef)) {
	t.Helper()
	id := s.ID().String()
	names := map[string]string{
		"vahti:wishes": fmt.Sprintf("wish-%05d", n), "vahti:customers": Customer(n),
		"people:preferences": id + "-" + fmt.Sprintf("account-%05d", n), "people:preferencechanges": id + "-" + fmt.Sprintf("preferences-%05d", n),
		"people:suppressions": fmt.Sprintf("hash-of-an-address-%05d", n),
	}
	for _, r := range retention.Table() {
		if r.Field == "" {
			continue
		}
		database, collection, _ := strings.Cut(r.Place, ":")
		if names[r.Place] == "" || r.Field != "tenant" {
			t.Fatalf("%s: say what is planted of it", r.Kind)
		}
		put(w.Raw[database].Collection(collection).Doc(names[r.Place]))
	}
	now := w.Now()
	for _, name := range []string{"ended-" + id + "-1-0", fmt.Sprintf("told-%05d", n)} {
		_, err := w.Raw[store.PeopleDatabase].Collection("letters").Doc(name).Set(t.Context(), map[string]any{
			"kind": string(letter.AgreementEnded), "reference": "reference-of-" + name, "tenant": id, "tries": 1, "sent": now, "expires": now.Add(letter.Kept)})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Orphan plants a document below others that do not exist.
func (w *World) Orphan(t testing.TB, s *store.Tenant) {
	t.Helper()
	for _, path := range []string{"findings/gone/history/orphan", "unheard/of/deep/down/here/orphan"} {
		for _, database := range []string{store.VahtiDatabase, store.AuditDatabase} {
			if _, err := w.Raw[database].Doc("tenants/"+s.ID().String()+"/"+path).Set(t.Context(), map[string]any{"n": 1}); err != nil {
				t.Fatal(err)
			}
		}
	}
}
