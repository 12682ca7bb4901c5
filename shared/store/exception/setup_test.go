package exception_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const project = "exception-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is one tenant in a database that can be made to fail at any write.
type world struct {
	*standintest.Clock
	db     *store.DB
	tenant *store.Tenant
	key    *seal.Key
	slot   tenant.Slot // of the last full scan

	mu   sync.Mutex
	seen int // hooks since a crash was set
	at   int // the hook at which the instance dies; 0 for none
	die  context.CancelFunc
}

func newWorld(t *testing.T, recorded *time.Time) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start)}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: w.watch})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	if w.db, err = store.Open(ctx, project, standintest.Keys(t, project), store.VahtiDatabase, store.AuditDatabase); err != nil {
		t.Fatal(err)
	}
	w.db = w.db.WithClock(w.Now)
	id, err := fleet.New(w.db, w.Now).Put(ctx, fleet.NewTenant{
		Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: "00000000-0000-0000-0000-000000000001"}, Language: "fi", Interval: time.Hour, Recorded: recorded})
	if err != nil {
		t.Fatal(err)
	}
	if w.tenant, err = w.db.Tenant(id); err != nil {
		t.Fatal(err)
	}
	if w.key, err = w.tenant.Key(ctx); err != nil {
		t.Fatal(err)
	}
	w.is(t, maija.Account, tenant.Analyst)
	return w
}

// is makes somebody a member, of which the trail does not tell; of no role, nobody.
func (w *world) is(t *testing.T, account string, role tenant.Role) {
	t.Helper()
	d := document.Member{Kind: string(member.Person), State: document.MemberActive, Role: string(role), Since: start, Confirmed: start}
	if role == "" {
		d.State, d.Role = document.MemberRemoved, string(tenant.Analyst)
	}
	if _, err := handle.Doc(w.tenant.Handle()).Collection("members").Doc(account).Set(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// watch is called before each write is applied and after it, before its answer.
func (w *world) watch(string, bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if w.at == 0 || w.seen != w.at {
		return nil
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// dying runs something that dies at the given hook, 0 for never, and returns how
// many hooks it passed. What dies in the middle returns an error.
func (w *world) dying(t *testing.T, at int, run func(context.Context) error) (hooks int, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.mu.Lock()
	w.seen, w.at, w.die = 0, at, cancel
	w.mu.Unlock()
	err = run(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = 0
	return w.seen, err
}

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.tenant.Handle()) }

func (w *world) vahti() *cloud.Client { return handle.Vahti(w.db.Handle()) }

// id is how scans name findings.
func (w *world) id(check, resource string) finding.ID {
	return finding.ID(w.key.Hash("finding", check, resource))
}

// judged is what checks say; by names the author of whatever changed.
type judged struct {
	checks []finding.Judged
	by     finding.Attribution
}

// guests is a check on the tenant that fails with n guests.
func guests(n int) finding.Judged {
	v := finding.Fail
	if n == 0 {
		v = finding.Pass
	}
	return finding.Judged{Check: "guests", Severity: finding.High, Results: []finding.Result{{
		Resource: finding.TenantResource, Verdict: v, Reason: "Guests may invite guests.",
		Evidence: finding.Evidence{Facts: finding.Facts{"count": int64(n)},
			Subjects: finding.Subjects{"guests": {Total: 1, Shown: []finding.Subject{{ID: "u-77", Name: "Tuulikki Esimerkki"}}}}},
	}}}
}

// users is a check on each of some users.
func users(failing map[string]int) finding.Judged {
	j := finding.Judged{Check: "users", Severity: finding.Low}
	for who, n := range failing {
		j.Results = append(j.Results, finding.Result{Resource: who, Verdict: finding.Fail, Reason: "The user is weak.",
			Evidence: finding.Evidence{Facts: finding.Facts{"days": int64(n)}}})
	}
	if len(failing) == 0 {
		j.Results = []finding.Result{{Resource: finding.TenantResource, Verdict: finding.Pass, Reason: "No user is weak."}}
	}
	return j
}

// claim claims a new slot at the clock's time.
func (w *world) claim(t *testing.T) tenant.Slot {
	t.Helper()
	next := tenant.NewSlot(w.Now(), 1)
	about, err := w.tenant.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if about.Recorded != nil {
		next = tenant.NewSlot(*about.Recorded, 1)
	}
	if next.Compare(w.slot) <= 0 {
		next = tenant.NewSlot(w.slot.At, w.slot.N+1)
	}
	w.slot = next
	if _, err := w.doc().Collection("scans").Doc(next.Key()).Create(t.Context(), document.Scan{Slot: next.String(), State: document.Claimed, Claimed: w.Now()}); err != nil {
		t.Fatal(err)
	}
	return next
}

// full scans a claimed slot, light makes a light pass.
func (w *world) full(ctx context.Context, slot tenant.Slot, j judged) error {
	s, err := record.Begin(ctx, w.tenant, slot, w.Now)
	if err != nil {
		return err
	}
	return w.scan(ctx, s, slot, j)
}

func (w *world) light(ctx context.Context, slot tenant.Slot, j judged) error {
	s, err := record.BeginLight(ctx, w.tenant, slot, w.Now)
	if err != nil {
		return err
	}
	return w.scan(ctx, s, slot, j)
}

func (w *world) scan(ctx context.Context, s *record.Scan, slot tenant.Slot, j judged) error {
	last, err := w.tenant.LastVerdicts(ctx)
	if err != nil {
		return err
	}
	previous, err := w.tenant.StoredFindings(ctx)
	if err != nil {
		return err
	}
	exceptions, err := w.tenant.ActiveExceptions(ctx)
	if err != nil {
		return err
	}
	changes := finding.Reconcile(previous, j.checks, slot.At, slot.String(), w.id)
	now := map[finding.ID]finding.Finding{}
	for _, f := range previous {
		now[f.ID] = f
	}
	for i := range changes {
		changes[i].By = j.by
		now[changes[i].Finding.ID] = changes[i].Finding
	}
	var all []finding.Finding
	for _, f := range now {
		all = append(all, f)
	}
	entries, err := s.Commit(ctx, w.key, record.Batch{Changes: changes, Endings: finding.Endings(exceptions, all, slot.At), Baseline: last == nil})
	if err != nil {
		return err
	}
	if err := s.Published(ctx, entries); err != nil {
		return err
	}
	if err := trail.MoveAll(ctx, w.db, w.tenant); err != nil {
		return err
	}
	r := record.Result{Baseline: last == nil, Score: 50}
	for _, c := range j.checks {
		var verdicts []finding.Verdict
		for _, res := range c.Results {
			verdicts = append(verdicts, res.Verdict)
		}
		r.Verdicts = append(r.Verdicts, store.Verdict{Check: c.Check, Verdict: finding.Worst(verdicts...), Reason: "So."})
	}
	r.Drift = record.VerdictDrift(last, r.Verdicts, slot.At)
	return s.Finish(ctx, r)
}

// mustScan makes a full scan that must succeed.
func (w *world) mustScan(t *testing.T, checks ...finding.Judged) {
	t.Helper()
	if err := w.full(t.Context(), w.claim(t), judged{checks: checks}); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Minute)
}

// story is what became of a finding, as text.
func (w *world) story(t *testing.T, id finding.ID) []string {
	t.Helper()
	steps, err := w.tenant.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range steps {
		text := string(s.Kind)
		if s.Because != "" {
			text += " " + string(s.Because)
		}
		if s.By.Attributed {
			text += " by " + s.By.Actor
		}
		out = append(out, text)
	}
	return out
}

// state is a finding's state as people see it.
func (w *world) state(t *testing.T, id finding.ID) finding.State {
	t.Helper()
	f, err := w.tenant.Finding(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f.State
}

// timeline is every event, oldest first, as text.
func (w *world) timeline(t *testing.T) []string {
	t.Helper()
	events, err := w.tenant.ChangesSince(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s %s %s %s->%s %s", e.Kind, e.Check, e.Resource, e.From, e.To, e.Because))
	}
	return out
}
