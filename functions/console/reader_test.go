package console

import (
	"errors"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// promise is what a reader under test must hold: one tenant with this in it,
// and another with nothing but a profile.
type promise struct {
	full, empty, absent tenant.ID
	profile             tenant.Profile
	settings            string
	open, resolved      finding.Finding
	advice              store.Advice
}

func newContract() promise {
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	c := promise{
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
func (c promise) changes() (first, second []finding.Change) {
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

func (c promise) steps() []store.Step {
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
func testReader(t *testing.T, r reader, c promise) {
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
	steps, err := full.Story(ctx, c.resolved.ID)
	unwritten := gocmp.FilterPath(func(p gocmp.Path) bool { return p.Last().String() == ".Written" }, gocmp.Ignore()) // by the wall clock
	if diff := gocmp.Diff(c.steps(), steps, unwritten); diff != "" || err != nil {
		t.Errorf("Story (-want +got), %v:\n%s", err, diff)
	}
	written, err := full.Advice(ctx, c.open.ID)
	want := c.advice
	want.Finding = c.open.ID
	if diff := gocmp.Diff(want, written); diff != "" || err != nil {
		t.Errorf("Advice (-want +got), %v:\n%s", err, diff)
	}
	ofCheck, err := full.FindingsOf(ctx, c.open.Check)
	if diff := gocmp.Diff([]finding.Finding{c.open}, ofCheck); diff != "" || err != nil {
		t.Errorf("FindingsOf (-want +got), %v:\n%s", err, diff)
	}
	testEvents(t, full)
	testScans(t, full)
	testMissing(t, c, full, empty, absent)
}

func testEvents(t *testing.T, full tenantReader) {
	ctx := t.Context()
	events, err := full.Timeline(ctx, 10, time.Time{})
	if err != nil || len(events) != 1 || events[0].Finding != "0open" || events[0].Kind != finding.DriftFinding {
		t.Fatalf("Timeline: got %v, %v; want the finding that was opened", events, err)
	}
	if older, err := full.Timeline(ctx, 10, events[0].Written); err != nil || len(older) != 0 {
		t.Errorf("Timeline before the first event: got %v, %v", older, err)
	}
	scores, err := full.Scores(ctx, slotOne.At)
	if diff := gocmp.Diff([]store.Score{{At: slotOne.At, Score: 50}}, scores); diff != "" || err != nil {
		t.Errorf("Scores (-want +got), %v:\n%s", err, diff)
	}
	if scores, err = full.Scores(ctx, slotOne.At.Add(time.Second)); err != nil || len(scores) != 0 {
		t.Errorf("Scores of later: got %v, %v", scores, err)
	}
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

func testMissing(t *testing.T, c promise, full, empty, absent tenantReader) {
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
		if got, err := r.Story(ctx, c.open.ID); len(got) != 0 || err != nil {
			t.Errorf("Story of the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.FindingsOf(ctx, c.open.Check); len(got) != 0 || err != nil {
			t.Errorf("FindingsOf the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.Timeline(ctx, 5, time.Time{}); len(got) != 0 || err != nil {
			t.Errorf("Timeline of the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.Scores(ctx, time.Time{}); len(got) != 0 || err != nil {
			t.Errorf("Scores of the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.Exceptions(ctx); len(got) != 0 || err != nil {
			t.Errorf("Exceptions of the %s tenant: got %d, %v", name, len(got), err)
		}
		if got, err := r.Scans(ctx, 5); len(got) != 0 || err != nil {
			t.Errorf("Scans of the %s tenant: got %d, %v", name, len(got), err)
		}
	}
	if _, err := full.Finding(ctx, "0nosuch"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Finding: got %v, want %v", err, store.ErrNotFound)
	}
	if got, err := full.Story(ctx, "0nosuch"); len(got) != 0 || err != nil {
		t.Errorf("Story of no finding: got %d, %v", len(got), err)
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
	m := memory{
		c.full: {
			about: store.About{State: tenant.Active, Slot: slotOne, Recorded: &slotOne.At}, profile: c.profile,
			settings: []byte(c.settings),
			findings: []finding.Finding{c.open, c.resolved},
			story:    map[finding.ID][]store.Step{c.resolved.ID: c.steps()},
			events:   []store.Event{{Drift: finding.Drift{Kind: finding.DriftFinding, Finding: c.open.ID}, Written: slotOne.At}},
			scores:   []store.Score{{At: slotOne.At, Score: 50}},
			advice:   map[finding.ID]store.Advice{c.open.ID: written},
			scans: []store.Scan{
				{State: "done", Claimed: slotOne.At, Verdicts: contractVerdicts, Open: map[finding.Severity]int{finding.High: 1}},
				{State: "claimed", Claimed: slotOne.At.Add(time.Hour)},
			},
		},
		c.empty: {about: store.About{State: tenant.Active}},
	}
	testReader(t, m, c)
	testDecider(t, m, c)
}

// TestReaderStored writes through the packages that do and reads with the
// console's own rights.
func TestReaderStored(t *testing.T) {
	at := startStandins(t, time.Now)
	c := newContract()
	now := slotOne.At
	write(t, openDB(t, at.all, at.allSecrets), &c, func() time.Time { now = now.Add(time.Second); return now })
	c.absent = tenanttest.ID(t)
	db := openDB(t, at.own, at.ownSecrets)
	testReader(t, stored{db, time.Now}, c)
	of, err := openDB(t, at.all, at.allSecrets).Tenant(c.full)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := member.Found(t.Context(), of, member.Account{ID: "liisa", Email: "liisa@aallokko.example", Name: "Liisa Laine"}, "", time.Now()); err != nil {
		t.Fatal(err)
	}
	testDecider(t, stored{db, time.Now}, c)
	testPagedTimeline(t, db, c)

	kept, err := db.Tenant(c.full)
	if err != nil {
		t.Fatal(err)
	}
	if err := advice.Put(t.Context(), kept, c.open.ID, advice.Explanation{}); err == nil {
		t.Error("the console's identity could write an explanation")
	}
}
