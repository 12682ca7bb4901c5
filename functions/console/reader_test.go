package console

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// contract is what a reader under test must hold: one tenant with this in it,
// and another with nothing but a profile.
type contract struct {
	full, empty, absent tenant.ID
	profile             tenant.Profile
	settings            string
	open, resolved      finding.Finding
	advice              store.Advice
}

func newContract() contract {
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	c := contract{
		profile:  tenant.Profile{Name: "Aallokko Oy", EntraID: "00000000-0000-0000-0000-000000000001"},
		settings: `{"declared":{"softwareTokens":"allowed"}}`,
	}
	c.open = finding.Finding{
		ID: "0open", Check: "ca-legacy-authentication", Resource: "app-1", Severity: finding.High, State: finding.Open, Reason: "It is so.",
		Evidence: finding.Evidence{
			Facts:    finding.Facts{"count": int64(3), "enabled": false, "list": []string{"a", "b"}},
			Subjects: finding.Subjects{"applications": finding.List(finding.Subject{ID: "app-1", Name: "Payroll"})},
		},
		Since: at, Opened: at, Slot: tenant.NewSlot(at, 1).String(), Version: 1,
	}
	c.resolved = finding.Finding{
		ID: "0resolved", Check: "a-check", Resource: finding.TenantResource, Severity: finding.Low, State: finding.Resolved, Reason: "It is mended.",
		Evidence: finding.Evidence{Facts: finding.Facts{"count": int64(0)}},
		Since:    at, Opened: at, Slot: tenant.NewSlot(at, 1).String(), Version: 2,
	}
	c.advice = store.Advice{Facts: presentHash("en", c.open), Language: "en", Written: true, Summary: "S", Why: "W", Steps: []string{"one", "two"}}
	return c
}

// presentHash is the hash of what is asked about a finding of a check that there
// is.
func presentHash(language string, f finding.Finding) string {
	for _, known := range all.Checks() {
		if known.ID == f.Check {
			hash, _ := brief.Of(language, known, f).Hash() // the contract's facts can be written as JSON
			return hash
		}
	}
	return ""
}

// changes are the steps by which the findings came to be.
func (c contract) changes() (first, second []finding.Change) {
	opened := c.resolved
	opened.State, opened.Version, opened.Reason = finding.Open, 1, "It is broken."
	opened.Evidence.Facts = finding.Facts{"count": int64(2)}
	first = []finding.Change{
		{Kind: finding.Opened, At: opened.Opened, Slot: opened.Slot, Finding: opened},
		{Kind: finding.Opened, At: c.open.Opened, Slot: c.open.Slot, Finding: c.open},
	}
	second = []finding.Change{{Kind: finding.Closed, At: c.resolved.Since, Slot: c.resolved.Slot, Finding: c.resolved, From: opened.Evidence.Facts}}
	return first, second
}

func (c contract) steps() []store.Step {
	first, second := c.changes()
	f := first[0]
	return []store.Step{
		{Kind: f.Kind, At: f.At, Slot: f.Slot, Version: 1, Reason: f.Finding.Reason, To: f.Finding.Evidence.Facts},
		{Kind: finding.Closed, At: c.resolved.Since, Slot: c.resolved.Slot, Version: 2, Reason: c.resolved.Reason, From: f.Finding.Evidence.Facts, To: second[0].Finding.Evidence.Facts},
	}
}

// verdicts are the full tenant's first scan's; its second is only claimed.
var contractVerdicts = []store.Verdict{{Check: "ca-legacy-authentication", Verdict: finding.Fail, Reason: "It is so."}}

// testReader holds a reader to its contract.
func testReader(t *testing.T, r reader, c contract) {
	ctx := t.Context()
	if _, err := r.Tenant(tenant.ID{}); !errors.Is(err, tenant.ErrZero) {
		t.Errorf("Tenant of the zero ID: got %v, want %v", err, tenant.ErrZero)
	}
	of := func(id tenant.ID) tenantReader {
		got, err := r.Tenant(id)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	full, empty, absent := of(c.full), of(c.empty), of(c.absent)

	about, err := full.About(ctx)
	if err != nil || about.State != tenant.Active || about.Slot != slotOne {
		t.Errorf("About: got %v of %v, %v", about.State, about.Slot, err)
	}
	profile, err := full.Profile(ctx, about)
	if err != nil || profile != c.profile {
		t.Errorf("Profile: got name %q, %v", profile.Name, err)
	}
	if declared, err := full.Settings(ctx); err != nil || string(declared) != c.settings {
		t.Errorf("Settings: got %d bytes, %v", len(declared), err)
	}
	findings, err := full.Findings(ctx)
	if diff := gocmp.Diff([]finding.Finding{c.resolved, c.open}, findings); diff != "" || err != nil {
		t.Errorf("Findings (-want +got), %v:\n%s", err, diff)
	}
	one, err := full.Finding(ctx, c.open.ID)
	if diff := gocmp.Diff(c.open, one); diff != "" || err != nil {
		t.Errorf("Finding (-want +got), %v:\n%s", err, diff)
	}
	steps, err := full.History(ctx, c.resolved.ID)
	if diff := gocmp.Diff(c.steps(), steps); diff != "" || err != nil {
		t.Errorf("History (-want +got), %v:\n%s", err, diff)
	}
	written, err := full.Advice(ctx, c.open.ID)
	want := c.advice
	want.Finding = c.open.ID
	if diff := gocmp.Diff(want, written); diff != "" || err != nil {
		t.Errorf("Advice (-want +got), %v:\n%s", err, diff)
	}
	testScans(t, full)
	testMissing(t, c, full, empty, absent)
}

func testScans(t *testing.T, full tenantReader) {
	scans, err := full.Scans(t.Context(), 10)
	if err != nil || len(scans) != 2 || scans[0].Finished() || !scans[1].Finished() || scans[1].Failed() {
		t.Fatalf("Scans: got %+v, %v; want a claim and a finished scan", scans, err)
	}
	if diff := gocmp.Diff(contractVerdicts, scans[1].Verdicts); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if scans[1].Open[finding.High] != 1 {
		t.Errorf("open: got %v, want one high", scans[1].Open)
	}
	if scans, err = full.Scans(t.Context(), 1); err != nil || len(scans) != 1 || scans[0].Finished() {
		t.Errorf("Scans of at most one: got %+v, %v; want the claim", scans, err)
	}
}

func testMissing(t *testing.T, c contract, full, empty, absent tenantReader) {
	ctx := t.Context()
	if _, err := absent.About(ctx); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("About of an absent tenant: got %v, want %v", err, store.ErrNotFound)
	}
	for name, r := range map[string]tenantReader{"empty": empty, "absent": absent} {
		// The ID is another tenant's: it must not be found here.
		if _, err := r.Finding(ctx, c.open.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Finding of the %s tenant: got %v, want %v", name, err, store.ErrNotFound)
		}
		if _, err := r.Advice(ctx, c.open.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Advice of the %s tenant: got %v, want %v", name, err, store.ErrNotFound)
		}
		if got, err := r.Settings(ctx); len(got) != 0 || err != nil {
			t.Errorf("Settings of the %s tenant: got %d bytes, %v", name, len(got), err)
		}
		if got, err := r.Findings(ctx); len(got) != 0 || err != nil {
			t.Errorf("Findings of the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.History(ctx, c.open.ID); len(got) != 0 || err != nil {
			t.Errorf("History of the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.Scans(ctx, 5); len(got) != 0 || err != nil {
			t.Errorf("Scans of the %s tenant: got %d, %v", name, len(got), err)
		}
	}
	if _, err := full.Finding(ctx, "0nosuch"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Finding: got %v, want %v", err, store.ErrNotFound)
	}
	if got, err := full.History(ctx, "0nosuch"); len(got) != 0 || err != nil {
		t.Errorf("History of no finding: got %d, %v", len(got), err)
	}
	if _, err := full.Advice(ctx, c.resolved.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Advice: got %v, want %v", err, store.ErrNotFound)
	}
}

var slotOne = tenant.NewSlot(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), 1)

func TestReaderInMemory(t *testing.T) {
	c := newContract()
	c.full, c.empty, c.absent = tenanttest.ID(t), tenanttest.ID(t), tenanttest.ID(t)
	written := c.advice
	written.Finding = c.open.ID
	testReader(t, memory{
		c.full: {
			about: store.About{State: tenant.Active, Slot: slotOne}, profile: c.profile,
			settings: []byte(c.settings),
			findings: []finding.Finding{c.open, c.resolved},
			history:  map[finding.ID][]store.Step{c.resolved.ID: c.steps()},
			advice:   map[finding.ID]store.Advice{c.open.ID: written},
			scans: []store.Scan{
				{State: "done", Claimed: slotOne.At, Verdicts: contractVerdicts, Open: map[finding.Severity]int{finding.High: 1}},
				{State: "claimed", Claimed: slotOne.At.Add(time.Hour)},
			},
		},
		c.empty: {about: store.About{State: tenant.Active}},
	}, c)
}

// TestReaderStored writes through the packages that do and reads with the
// console's own rights.
func TestReaderStored(t *testing.T) {
	at := startStandins(t)
	c := newContract()
	now := slotOne.At
	write(t, openDB(t, at.all, at.allSecrets), &c, func() time.Time { now = now.Add(time.Second); return now })
	c.absent = tenanttest.ID(t)
	db := openDB(t, at.own, at.ownSecrets)
	testReader(t, stored{db}, c)

	kept, err := db.Tenant(c.full)
	if err != nil {
		t.Fatal(err)
	}
	if err := advice.Put(t.Context(), kept, c.open.ID, advice.Explanation{}); err == nil {
		t.Error("the console's identity could write an explanation")
	}
}

const testProject = "console-test"

// standins are the addresses of a database and a secret manager: for an
// identity that may do everything, and for the console's own.
type standins struct{ all, allSecrets, own, ownSecrets string }

func startStandins(t *testing.T) (at standins) {
	t.Helper()
	fs, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
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

func openDB(t *testing.T, firestoreAddr, secretsAddr string) *store.DB {
	t.Helper()
	t.Setenv("FIRESTORE_EMULATOR_HOST", firestoreAddr)
	options, err := endpoint.Options("http://" + secretsAddr)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	db, err := store.Open(context.WithoutCancel(t.Context()), testProject, seal.NewKeys(client, testProject, time.Now), store.VahtiDatabase, store.AdviceDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// write brings the databases to what the contract says.
func write(t *testing.T, db *store.DB, c *contract, now func() time.Time) {
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
		_, err = s.Commit(ctx, key, changes)
		must(err)
	}
	must(s.Finish(ctx, record.Result{Verdicts: contractVerdicts, Open: map[finding.Severity]int{finding.High: 1}}))
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
