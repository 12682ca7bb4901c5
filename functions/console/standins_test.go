package console

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/firestore"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

const testProject = "console-test"

// standins are the addresses of a database and a secret manager: for an
// identity that may do everything, and for the console's own.
type standins struct{ all, allSecrets, own, ownSecrets string }

func startStandins(t *testing.T, now func() time.Time) (at standins) {
	t.Helper()
	fs, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fs.Close() })
	sm, err := secrets.Open(secrets.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: testProject})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sm.Close() })
	rights, ok := identity.Of(name)
	if !ok {
		t.Fatal("the console has no identity")
	}
	grants, access := []firestore.Grant{}, []secrets.Grant{}
	for _, a := range rights.Databases {
		grants = append(grants, firestore.Grant(a))
	}
	for _, prefix := range rights.Secrets {
		access = append(access, secrets.Grant{Prefix: prefix, Access: true})
	}
	var errs [4]error
	at.all, errs[0] = fs.Serve("operator", nil)
	at.allSecrets, errs[1] = sm.Serve("operator", nil)
	at.own, errs[2] = fs.Serve(name, grants)
	at.ownSecrets, errs[3] = sm.Serve(name, access)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return at
}

// keysAt are the keys that one identity may read.
func keysAt(t *testing.T, secretsAddr string) *seal.Keys {
	t.Helper()
	options, err := endpoint.Options("http://" + secretsAddr)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return seal.NewKeys(client, testProject, time.Now)
}

func openDB(t *testing.T, firestoreAddr, secretsAddr string) *store.DB {
	t.Helper()
	t.Setenv("FIRESTORE_EMULATOR_HOST", firestoreAddr)
	db, err := store.Open(context.WithoutCancel(t.Context()), testProject, keysAt(t, secretsAddr), store.VahtiDatabase, store.AdviceDatabase, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// write brings the databases to what the contract says.
func write(t *testing.T, db *store.DB, c *promise, now func() time.Time) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	f := fleet.New(db, now)
	recorded := slotOne.At
	var err error
	c.full, err = f.Put(ctx, fleet.NewTenant{Profile: c.profile, Settings: json.RawMessage(c.settings), Language: "en", Interval: time.Hour, Recorded: &recorded})
	must(err)
	claim(t, f, c.full)
	h, err := db.Tenant(c.full)
	must(err)
	key, err := h.Key(ctx)
	must(err)
	s, err := record.Begin(ctx, h, slotOne, now)
	must(err)
	first, second := c.changes()
	for _, changes := range [][]finding.Change{first, second} {
		_, err = s.Commit(ctx, key, record.Batch{Changes: changes})
		must(err)
	}
	must(s.Finish(ctx, record.Result{Verdicts: contractVerdicts, Open: map[finding.Severity]int{finding.High: 1}, Baseline: true, Score: 50}))
	must(advice.Put(ctx, h, c.open.ID, advice.Explanation{
		Facts: c.advice.Facts, Language: c.advice.Language, Summary: c.advice.Summary, Why: c.advice.Why, Steps: c.advice.Steps, At: now()}))
	claim(t, f, c.full)
	c.empty, err = f.Put(ctx, fleet.NewTenant{Profile: tenant.Profile{Name: "Tyhjä", EntraID: "00000000-0000-0000-0000-000000000002"}, Language: "en"})
	must(err)
}

// claim claims the tenant's next slot.
func claim(t *testing.T, f *fleet.Fleet, id tenant.ID) {
	t.Helper()
	for due, err := range f.Due(t.Context(), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)) {
		if err != nil {
			t.Fatal(err)
		}
		if due.ID != id {
			continue
		}
		if _, claimed, err := f.Claim(t.Context(), due); err != nil || !claimed {
			t.Fatalf("claim: got %v, %v", claimed, err)
		}
		return
	}
	t.Fatal("the tenant is not due")
}
