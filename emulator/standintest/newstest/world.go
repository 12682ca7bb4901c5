// Package newstest is tenants with people and findings, and Postmark's stand-in, for the
// tests of what people are told: in databases that can be made to fail at any write.
package newstest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project = "news-test"
	// Site is where people reach Vahti.
	Site = "https://vahti.example"
	// Token is the token of Postmark's server.
	Token = "token-of-the-server"
)

// Start is a Monday, at two in the afternoon of Helsinki.
var Start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// World is the stand-ins, which go by the world's clock.
type World struct {
	*standintest.Clock
	Data  *firestore.Server
	Keys  *seal.Keys
	DB    *store.DB // as an operator
	Mail  *postmark.Server
	API   string // where Postmark's stand-in is
	Lines *standintest.Lines

	clients map[string]*cloud.Client // as an operator, by database

	mu       sync.Mutex
	identity string
	seen     int
	at       int
	die      context.CancelFunc
	fate     func() postmark.Fault
}

// New makes one, served until the test ends.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{Clock: standintest.NewClock(Start), Lines: &standintest.Lines{}}
	var err error
	w.Data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: w.watch, Now: w.Now})
	fail(t, err)
	t.Cleanup(func() { _ = w.Data.Close() })
	w.Keys = standintest.Keys(t, project)
	_, err = w.Keys.CreatePeople(t.Context())
	fail(t, err)
	w.DB = w.Open(t, "operator", nil, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase)
	w.Mail, err = postmark.Open(postmark.Config{Token: Token, Now: w.Now, Fate: w.drawn, Slowness: 100 * time.Millisecond, Backoff: time.Millisecond})
	fail(t, err)
	t.Cleanup(func() { _ = w.Mail.Close() })
	w.API, err = w.Mail.Serve()
	fail(t, err)
	return w
}

func fail(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Open opens databases as an identity with rights; nil rights are an operator's.
func (w *World) Open(t testing.TB, name string, grants []firestore.Grant, databases ...string) *store.DB {
	t.Helper()
	addr, err := w.Data.Serve(name, grants)
	fail(t, err)
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	db, err := store.Open(context.WithoutCancel(t.Context()), project, w.Keys, databases...)
	fail(t, err)
	return db.WithClock(w.Now)
}

// As opens the databases of a function with the rights that the table gives it.
func (w *World) As(t testing.TB, function string) *store.DB {
	t.Helper()
	i, ok := identity.Of(function)
	if !ok {
		t.Fatalf("no function is called %s", function)
	}
	grants, databases := []firestore.Grant{}, []string{}
	for _, a := range i.Databases {
		grants = append(grants, firestore.Grant{Database: a.Database, Get: a.Get, List: a.List, Create: a.Create, Update: a.Update, Delete: a.Delete})
		databases = append(databases, a.Database)
	}
	return w.Open(t, function, grants, databases...)
}

// Postmark is the account at Postmark's stand-in.
func (w *World) Postmark(t testing.TB) *notify.Postmark {
	t.Helper()
	p, err := notify.NewPostmark(notify.PostmarkConfig{Base: w.API, From: "Vahti <vahti@vahti.example>", Stream: "outbound", Patience: 2 * time.Second,
		Token: func(context.Context) (string, error) { return Token, nil }})
	fail(t, err)
	return p
}

// Faults has each request to send to Postmark meet what f draws; nil ends it.
func (w *World) Faults(f func() postmark.Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fate = f
}

func (w *World) drawn() postmark.Fault {
	w.mu.Lock()
	f := w.fate
	w.mu.Unlock()
	if f == nil {
		return postmark.None
	}
	return f()
}

// watch is called before each write is applied and after it, before its answer.
func (w *World) watch(identity string, _ bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if identity != w.identity {
		return nil
	}
	w.seen++
	if w.at == 0 || w.seen < w.at {
		return nil
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// Dying runs something that a function does and that dies at the given hook, 0 for
// never, of which each write has two, and returns how many hooks it passed.
func (w *World) Dying(t testing.TB, function string, at int, run func(context.Context) error) (hooks int, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.mu.Lock()
	w.identity, w.seen, w.at, w.die = function, 0, at, cancel
	w.mu.Unlock()
	err = run(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.identity, w.at = "", 0
	return w.seen, err
}

// Desk writes what is to be told, with the rights of a database.
func (w *World) Desk(db *store.DB) *notice.Desk {
	return &notice.Desk{DB: db, Site: Site, Title: func(check, language string) string { return "Title of " + check + " in " + language }, Now: w.Now}
}

// Tenant makes a tenant with a member of each role: olga, anna, aapo and aino. The same
// number is the same one.
func (w *World) Tenant(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id, err := fleet.New(w.DB, w.Now).Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour})
	fail(t, err)
	out, err := w.DB.Tenant(id)
	fail(t, err)
	membertest.SignsIn(t, w.Data, project, "aolga")
	_, err = member.Found(t.Context(), out, membertest.Account("olga"), "192.0.2.7", w.Now())
	fail(t, err)
	for name, role := range map[string]tenant.Role{"anna": tenant.Admin, "aapo": tenant.Analyst, "aino": tenant.Auditor} {
		made, err := member.Invite(t.Context(), out, member.Invitation{Email: membertest.Account(name).Email, Role: role, Language: "fi"}, membertest.Actor("olga"), w.Now())
		fail(t, err)
		_, err = member.Accept(t.Context(), w.DB, made.Token, membertest.Account(name), "192.0.2.8", w.Now())
		fail(t, err)
	}
	return out
}

// Partner makes a partner organisation whose people are named, each true for a manager,
// and gives it a role in tenants. It returns the organisation's ID.
func (w *World) Partner(t testing.TB, title string, people map[string]bool, role tenant.Role, in ...*store.Tenant) string {
	t.Helper()
	operator := member.Actor{Service: true, Name: "risto@vahti.example"}
	first := ""
	for name, isManager := range people {
		if isManager {
			first = name
		}
	}
	o, err := partner.Create(t.Context(), w.DB, title, title, membertest.Account(first), operator, w.Now())
	fail(t, err)
	for name, isManager := range people {
		_, err := partner.Add(t.Context(), w.DB, o.ID, membertest.Account(name), isManager, operator, w.Now())
		fail(t, err)
	}
	for _, of := range in {
		_, err := member.Engage(t.Context(), of, o.ID, o.Name, role, membertest.Actor("olga"), w.Now())
		fail(t, err)
	}
	return o.ID
}

// Choose has somebody choose which letters about a tenant they get: as a member, or for
// a partner organisation.
func (w *World) Choose(t testing.TB, of *store.Tenant, name string, c letter.Choice) {
	t.Helper()
	who := membertest.Account(name)
	_, err := letter.Reader{Tenant: of.ID().String(), Account: who.ID, Name: who.Email}.Prefer(t.Context(), w.DB, c, w.Now())
	fail(t, err)
}

// Set changes what the tenant is told.
func (w *World) Set(t testing.TB, of *store.Tenant, value string) {
	t.Helper()
	_, err := instruction.Give(t.Context(), of, instruction.Wish{Setting: notice.Setting(true), Value: []byte(value), Source: instruction.Console}, membertest.Actor("olga"), w.Now())
	fail(t, err)
}

// Judgement is what a check says: it fails for so many things, each a finding. Another
// Count changes these and makes none worse.
type Judgement struct {
	Check    string
	Severity finding.Severity
	Fails    int
	Count    int
}

// Scan is one scan of a tenant, which says what the checks say and no more. It returns
// the findings that changed, by the messages that announce them.
func (w *World) Scan(t testing.TB, of *store.Tenant, judgements ...Judgement) (tenant.Slot, [][]finding.ID) {
	t.Helper()
	slot, changed, finish := w.Begin(t, of, judgements...)
	finish()
	return slot, changed
}

// Begin is a scan whose findings are recorded and that has yet to finish.
func (w *World) Begin(t testing.TB, of *store.Tenant, judgements ...Judgement) (tenant.Slot, [][]finding.ID, func()) {
	t.Helper()
	s, slot := w.begin(t, of)
	changed := w.commit(t, of, s, slot, judgements)
	return slot, changed, func() { fail(t, s.Finish(context.WithoutCancel(t.Context()), record.Result{})) }
}

// Consent is a scan that finds that Microsoft lets Vahti read the tenant, or does not.
func (w *World) Consent(t testing.TB, of *store.Tenant, lost bool) {
	t.Helper()
	about, err := of.About(t.Context())
	fail(t, err)
	s, _ := w.begin(t, of)
	fail(t, s.Finish(t.Context(), record.Result{ConsentWas: about.Consent, Consent: &store.Consent{Permissions: []string{"Policy.Read.All"}, Seen: w.Now(), Lost: lost}}))
}

// begin begins a scan.
func (w *World) begin(t testing.TB, of *store.Tenant) (*record.Scan, tenant.Slot) {
	t.Helper()
	f := fleet.New(w.DB, w.Now)
	for due, err := range f.Due(t.Context(), w.Now().AddDate(50, 0, 0)) {
		fail(t, err)
		if due.ID != of.ID() {
			continue
		}
		m, claimed, err := f.Claim(t.Context(), due)
		if err != nil || !claimed {
			t.Fatalf("claim: %v, %v", claimed, err)
		}
		s, err := record.Begin(t.Context(), of, m.Slot, w.Now)
		fail(t, err)
		return s, m.Slot
	}
	t.Fatal("the tenant is not listed")
	return nil, tenant.Slot{}
}

func (w *World) commit(t testing.TB, of *store.Tenant, s *record.Scan, slot tenant.Slot, judgements []Judgement) (changed [][]finding.ID) {
	t.Helper()
	key, err := of.Key(t.Context())
	fail(t, err)
	previous, err := of.StoredFindings(t.Context())
	fail(t, err)
	var judged []finding.Judged
	for _, j := range judgements {
		results := []finding.Result{}
		for n := range j.Fails {
			results = append(results, finding.Result{Resource: fmt.Sprintf("thing-%d", n), Verdict: finding.Fail, Reason: "It is so.",
				Evidence: finding.Evidence{Facts: finding.Facts{"count": j.Count}, Subjects: finding.Subjects{"people": finding.List(finding.Subject{Name: "Vieras Salainen"})}}})
		}
		judged = append(judged, finding.Judged{Check: j.Check, Severity: j.Severity, Scale: finding.Scale{Neutral: []string{"count"}}, Results: results})
	}
	id := func(check, resource string) finding.ID { return finding.ID(key.Hash("finding", check, resource)) }
	changes := finding.Reconcile(previous, judged, slot.At, slot.String(), id)
	entries, err := s.Commit(t.Context(), key, record.Batch{Changes: changes})
	fail(t, err)
	for _, e := range entries {
		changed = append(changed, slices.Clone(e.Message.Findings))
	}
	return changed
}

// Letters is what Postmark's stand-in was given, as kind and address, each with how
// often.
func (w *World) Letters() map[string]int {
	out := map[string]int{}
	for _, m := range w.Mail.Sent() {
		out[m.Tag+" "+m.To]++
	}
	return out
}

// client reaches a database past the store, with every right.
func (w *World) client(t testing.TB, database string) *cloud.Client {
	t.Helper()
	if c := w.clients[database]; c != nil {
		return c
	}
	addr, err := w.Data.Serve("operator", nil)
	fail(t, err)
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	c, err := cloud.NewClientWithDatabase(context.WithoutCancel(t.Context()), project, database)
	fail(t, err)
	t.Cleanup(func() { _ = c.Close() })
	if w.clients == nil {
		w.clients = map[string]*cloud.Client{}
	}
	w.clients[database] = c
	return c
}

// Bury gives a tenant a tombstone in the ledger.
func (w *World) Bury(t testing.TB, of *store.Tenant) {
	t.Helper()
	w.Plant(t, store.LedgerDatabase, "names/"+of.ID().String(), map[string]any{"number": 1})
}

// Plant writes a document past the store, such as one in a form that cannot be read.
func (w *World) Plant(t testing.TB, database, path string, data map[string]any) {
	t.Helper()
	_, err := w.client(t, database).Doc(path).Set(t.Context(), data)
	fail(t, err)
}

// Terminate ends a tenant's agreement.
func (w *World) Terminate(t testing.TB, of *store.Tenant) {
	t.Helper()
	_, err := w.client(t, store.VahtiDatabase).Doc("tenants/"+of.ID().String()).Update(t.Context(), []cloud.Update{{Path: "state", Value: string(tenant.Terminated)}})
	fail(t, err)
}
