package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

const testProject = "api-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// The people of these tests, each also the bearer token that the door knows them by.
const (
	owner    = "owner"
	second   = "second" // a second owner
	admin    = "admin"
	analyst  = "analyst"
	auditor  = "auditor"
	stranger = "stranger" // a member of the other tenant alone
	operator = "operator"
)

// door is the gate with people who are known by the words above instead of by what
// Entra and a browser would send. Keys for scripts are the real ones.
type door struct {
	*gate.Gate
	proved time.Time
}

// Request implements gatekeeper.
func (d door) Request(r *http.Request) (gate.Principal, error) {
	who := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch who {
	case owner, second, admin, analyst, auditor, stranger, operator:
		return gate.Principal{Way: gate.ByToken, Account: who, Name: who + "@aallokko.example", Address: "198.51.100.7", Operator: who == operator, Proved: d.proved}, nil
	}
	if strings.HasPrefix(who, apikey.Prefix) {
		return d.Gate.Request(r)
	}
	return gate.Principal{}, gate.ErrUnknown
}

// browsers are the sessions of people, in memory.
type browsers map[account.ID][]account.Session

// Sessions implements sessions.
func (b browsers) Sessions(_ context.Context, id account.ID) ([]account.Session, error) {
	return b[id], nil
}

// world is two tenants behind the API.
type world struct {
	*standintest.Clock
	data    *firestore.Server
	keys    *seal.Keys
	db      *store.DB
	fleet   *fleet.Fleet
	one     *store.Tenant // whose members people are
	other   *store.Tenant
	key     *seal.Key // of one
	door    *door
	server  *server
	handler http.Handler
	log     *standintest.Lines
	ticks   int // published
	stripe  *standin.Server
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), log: &standintest.Lines{}}
	var err error
	if w.data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.data.Close() })
	addr, err := w.data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	w.keys = standintest.Keys(t, testProject)
	keys := w.keys
	must(t, only(keys.CreatePeople(ctx)))
	w.db, err = store.Open(ctx, testProject, keys, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
	must(t, err)
	w.db = w.db.WithClock(w.Now)
	w.fleet = fleet.New(w.db, w.Now)
	w.one, w.other = w.put(t, 1), w.put(t, 2)
	w.key, err = w.one.Key(ctx)
	must(t, err)
	// What the API reads and writes goes through a port with its own rights.
	own, err := w.data.Serve(name, ownRights(t))
	must(t, err)
	t.Setenv("FIRESTORE_EMULATOR_HOST", own)
	served, err := store.Open(ctx, testProject, keys, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
	must(t, err)
	served = served.WithClock(w.Now)
	g := &gate.Gate{DB: served, Standings: func(context.Context, string) ([]member.Standing, error) { return nil, nil }, Now: w.Now}
	w.door = &door{g, start}
	w.server = &server{
		gate: w.door, sessions: browsers{owner: {{ID: "s1", Account: owner, Methods: []account.Method{account.ByPasskey}, Created: start, Seen: start, Expires: start.Add(time.Hour), Address: "198.51.100.7", Agent: "A browser"}}},
		db: served, fleet: fleet.New(served, w.Now), publish: func(context.Context, queue.Message) error { w.ticks++; return nil },
		post: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, served, l, w.Now()) }, address: "https://vahti.example",
		own: testChecks(), origins: origins{"https://app.example"}, limits: limit.New(1e9, 1e9, w.Now), unknowns: limit.New(1e9, 1e9, w.Now), invited: limit.Invitations(1, w.Now), summaries: limit.Summaries(1, w.Now), verified: limit.Verifications(1, w.Now), now: w.Now, log: slog.New(slog.NewJSONHandler(w.log, nil)),
	}
	w.withStripe(t)
	w.handler, err = w.server.handler()
	must(t, err)
	return w
}

// ownRights are what the API may do in the databases.
func ownRights(t testing.TB) []firestore.Grant {
	t.Helper()
	rights, ok := identity.Of(name)
	if !ok {
		t.Fatal("the API has no identity")
	}
	var out []firestore.Grant
	for _, a := range rights.Databases {
		out = append(out, firestore.Grant(a))
	}
	return out
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func only[T any](_ T, err error) error { return err }

// put makes a tenant that is scanned.
func (w *world) put(t testing.TB, n int) *store.Tenant {
	t.Helper()
	at := start
	id, err := w.fleet.Put(t.Context(), fleet.NewTenant{
		Profile:  tenant.Profile{Name: fmt.Sprintf("Aallokko %d Oy", n), EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)},
		Language: "fi", Interval: time.Hour, Recorded: &at, Settings: []byte(`{"declared":{"softwareTokens":"allowed"}}`)})
	must(t, err)
	h, err := w.db.Tenant(id)
	must(t, err)
	return h
}

// people gives both tenants their members.
func (w *world) people(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	membertest.SignsIn(t, w.data, testProject, owner, second, admin, stranger)
	_, err := member.Found(ctx, w.one, personOf(owner), "", w.Now())
	must(t, err)
	_, err = member.Found(ctx, w.other, personOf(stranger), "", w.Now())
	must(t, err)
	by := member.Actor{Account: owner, Name: personOf(owner).Email}
	for who, role := range map[string]tenant.Role{second: tenant.Owner, admin: tenant.Admin, analyst: tenant.Analyst, auditor: tenant.Auditor} {
		i, err := member.Invite(ctx, w.one, member.Invitation{Email: personOf(who).Email, Role: role, Language: "fi"}, by, w.Now())
		must(t, err)
		_, err = member.Accept(ctx, w.db, i.Token, personOf(who), "", w.Now())
		must(t, err)
	}
}

func personOf(who string) member.Account {
	return member.Account{ID: who, Email: who + "@aallokko.example", Name: "Person " + who}
}

// id is how scans name findings.
func (w *world) id(check, resource string) finding.ID {
	return finding.ID(w.key.Hash("finding", check, resource))
}

// testChecks are checks of these tests' own.
func testChecks() []*check.Check {
	return []*check.Check{
		{
			ID: "t-mfa", Title: "Multifactor authentication is required", Category: check.ConditionalAccess, Severity: finding.Critical, Because: "A password alone is guessed.",
			Controls: check.Controls{SCuBA: []string{"MS.AAD.3.2v2"}, NIS2: []string{"21(2)(j)"}}, Risk: "An attacker signs in.",
			Fix: check.Fix{Portal: "Entra admin centre > New policy", Request: "PATCH https://graph.microsoft.com/v1.0/x"}, Licence: check.EntraP1, Since: "2026-11", Source: "CISA SCuBA",
			Texts: []*text.Table{text.New(text.Texts{"Multifactor authentication is required": {FI: "Monimenetelmäinen todentaminen vaaditaan", SV: "Multifaktorautentisering krävs"}})},
		},
		{ID: "t-apps", Title: "No application is an administrator", Category: check.Applications, Severity: finding.High, Because: "Whoever has it owns the tenant.", Controls: check.Controls{CIS: []string{"5.1.2"}}},
		{ID: "t-expiry", Title: "Passwords do not expire", Category: check.Identity, Severity: finding.Low, Because: "People choose weaker ones."},
	}
}

// scan records one full scan of the tenant whose checks found so many applications,
// and which ended exceptions.
func (w *world) scan(t testing.TB, apps int, endings ...finding.Ending) {
	t.Helper()
	ctx := t.Context()
	var slot tenant.Slot
	for due, err := range w.fleet.Due(ctx, start.AddDate(50, 0, 0)) {
		must(t, err)
		if due.ID == w.one.ID() {
			m, claimed, err := w.fleet.Claim(ctx, due)
			if err != nil || !claimed {
				t.Fatalf("claim: got %v, %v", claimed, err)
			}
			slot = m.Slot
		}
	}
	s, err := record.Begin(ctx, w.one, slot, w.Now)
	must(t, err)
	previous, err := w.one.StoredFindings(ctx)
	must(t, err)
	changes := finding.Reconcile(previous, w.judged(apps), start, slot.String(), w.id)
	for i := 0; i < len(changes); i += 100 {
		_, err = s.Commit(ctx, w.key, record.Batch{Changes: changes[i:min(i+100, len(changes))], Baseline: len(previous) == 0})
		must(t, err)
	}
	_, err = s.Commit(ctx, w.key, record.Batch{Endings: endings})
	must(t, err)
	must(t, s.Finish(ctx, record.Result{
		Requests: 7, Baseline: len(previous) == 0, Score: 40, Open: map[finding.Severity]int{finding.Critical: 1, finding.High: apps},
		Unread: []store.Unread{{Resource: "v1.0/domains", Reason: "permission Domain.Read.All is missing or was refused"}},
		Verdicts: []store.Verdict{
			{Check: "t-apps", Verdict: finding.Fail, Reason: "The application may grant itself any role."},
			{Check: "t-expiry", Verdict: finding.Pass, Reason: "Passwords do not expire."},
			{Check: "t-mfa", Verdict: finding.Fail, Reason: "No policy requires it."},
		}}))
	w.Add(time.Minute)
}

// judged is what the checks say: no policy, and so many applications.
func (w *world) judged(apps int) []finding.Judged {
	people := finding.Subjects{"users": finding.List(finding.Subject{ID: "user-1", Name: canary, Note: "signed in"})}
	mfa := finding.Judged{Check: "t-mfa", Severity: finding.Critical, Results: []finding.Result{{
		Resource: finding.TenantResource, Verdict: finding.Fail, Reason: "No policy requires it.",
		Evidence: finding.Evidence{Facts: finding.Facts{"enabledPolicies": int64(apps), "securityDefaults": false}, Subjects: people}}}}
	all := finding.Judged{Check: "t-apps", Severity: finding.High}
	for i := range apps {
		id := fmt.Sprintf("app-%d", i)
		all.Results = append(all.Results, finding.Result{Resource: id, Verdict: finding.Fail, Reason: "The application may grant itself any role.", Evidence: finding.Evidence{
			Facts:    finding.Facts{"permissions": []string{"RoleManagement.ReadWrite.Directory"}},
			Subjects: finding.Subjects{"applications": finding.List(finding.Subject{ID: id, Name: fmt.Sprint("Application ", i)})}}})
	}
	return []finding.Judged{all, mfa}
}

// explain writes an explanation of the finding about multifactor authentication.
func (w *world) explain(t testing.TB, hash string) {
	t.Helper()
	must(t, advice.Put(t.Context(), w.one, w.id("t-mfa", finding.TenantResource), advice.Explanation{
		Check: "t-mfa", Facts: hash, Language: "fi", Summary: "Yhteenveto.", Why: "Koska.", Steps: []string{"Yksi."}, At: start}))
}

// canary is personal data that is nowhere but in answers.
const canary = "Tuulikki Kanarialintu"

// ask is a request.
type ask struct {
	who    string // a bearer token; nothing for nobody
	method string
	path   string // below the tenant's; from the root where it begins with "!"
	header map[string]string
	body   any // JSON, or a string as it is
}

// do sends a request.
func (w *world) do(t testing.TB, a ask) *httptest.ResponseRecorder {
	t.Helper()
	return w.doContext(t, t.Context(), a)
}

func (w *world) doContext(t testing.TB, ctx context.Context, a ask) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	switch b := a.body.(type) {
	case nil:
	case string:
		body.WriteString(b)
	default:
		must(t, json.NewEncoder(&body).Encode(b))
	}
	path, rooted := strings.CutPrefix(a.path, "!")
	if !rooted {
		path = base + "/tenants/" + w.one.ID().String() + path
	}
	method := a.method
	if method == "" {
		method = http.MethodGet
	}
	r := httptest.NewRequestWithContext(ctx, method, path, &body)
	if a.who != "" {
		r.Header.Set("Authorization", "Bearer "+a.who)
	}
	if a.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

// read decodes an answer.
func read[T any](t testing.TB, rec *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if rec.Code >= 300 {
		t.Fatalf("got %d: %s", rec.Code, rec.Body)
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v: %s", err, rec.Body)
	}
	return v
}
