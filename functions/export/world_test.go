package export

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const testProject = "export-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// canary is personal data that is nowhere but in exports.
const canary = "Tuulikki Kanarialintu"

// world is two tenants with a member each, and the function over them with its own
// rights.
type world struct {
	*standintest.Clock
	data       *firestore.Server
	db         *store.DB
	fleet      *fleet.Fleet
	one, other *store.Tenant
	key        *seal.Key // of one
	signing    *export.Key
	server     *server
	handler    http.Handler
	log        *standintest.Lines
	made       int // keys
	accounts   *account.Store
	cookies    auth.Cookies
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), log: &standintest.Lines{}}
	var err error
	w.data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now})
	must(t, err)
	t.Cleanup(func() { _ = w.data.Close() })
	addr, err := w.data.Serve("operator", nil)
	must(t, err)
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	keys := standintest.Keys(t, testProject)
	_, err = keys.CreatePeople(ctx)
	must(t, err)
	open := func() *store.DB {
		db, err := store.Open(ctx, testProject, keys, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
		must(t, err)
		return db.WithClock(w.Now)
	}
	w.db = open()
	w.cookies = auth.Cookies{Key: keys.People}
	w.accounts = w.people(t, w.db)
	w.fleet = fleet.New(w.db, w.Now)
	w.one, w.other = w.put(t, 1), w.put(t, 2)
	w.key, err = w.one.Key(ctx)
	must(t, err)
	membertest.SignsIn(t, w.data, testProject, "olga", "otso")
	for n, h := range map[string]*store.Tenant{"olga": w.one, "otso": w.other} {
		_, err := member.Found(ctx, h, person(n), "", w.Now())
		must(t, err)
	}
	own, err := w.data.Serve(name, ownRights(t))
	must(t, err)
	t.Setenv("FIRESTORE_EMULATOR_HOST", own)
	served := open()
	text, err := export.NewKey(nil)
	must(t, err)
	ring := &keyring{now: w.Now, read: func(context.Context) (*export.Key, error) { return export.ParseKey(text) }}
	w.signing, err = ring.key(ctx)
	must(t, err)
	n := 0
	w.server = &server{begun: limit.Exports(1e6, w.Now), gate: &gate.Gate{DB: served, Accounts: w.people(t, served), Cookies: w.cookies, Now: w.Now}, key: ring.key, own: testChecks(), address: "https://vahti.example", now: w.Now,
		unique: func() string { n++; return fmt.Sprint("x", n) }, log: slog.New(slog.NewJSONHandler(w.log, nil))}
	w.handler = w.server.handler()
	return w
}

// people are the accounts in a database.
func (w *world) people(t testing.TB, db *store.DB) *account.Store {
	t.Helper()
	out, err := account.Open(db, account.Settings{Hasher: password.NewHasher(password.Cost{Memory: 64, Passes: 1, Threads: 1}, 1),
		Site: factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{"https://vahti.example"}}}, w.Now)
	must(t, err)
	return out
}

// ownRights are what the function may do in the databases.
func ownRights(t testing.TB) []firestore.Grant {
	t.Helper()
	rights, ok := identity.Of(name)
	if !ok {
		t.Fatal("the function has no identity")
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

func person(n string) member.Account {
	return member.Account{ID: n, Email: n + "@aallokko.example", Name: "Person " + n}
}

func (w *world) put(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id, err := w.fleet.Put(t.Context(), fleet.NewTenant{
		Profile:  tenant.Profile{Name: fmt.Sprintf("Aallokko %d Oy", n), EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)},
		Language: "fi", Interval: time.Hour, Settings: []byte(`{"declared":{"softwareTokens":"allowed"}}`)})
	must(t, err)
	h, err := w.db.Tenant(id)
	must(t, err)
	return h
}

// script makes a key of a tenant by its owner.
func (w *world) script(t testing.TB, h *store.Tenant, may ...tenant.Permission) string {
	t.Helper()
	who := "olga"
	if h == w.other {
		who = "otso"
	}
	w.made++
	_, secret, err := apikey.Create(t.Context(), h, apikey.Wish{Name: fmt.Sprint("SIEM ", w.made), Permissions: may, Expires: w.Now().Add(300 * 24 * time.Hour)}, member.Actor{Account: who, Name: person(who).Email}, w.Now())
	must(t, err)
	return string(secret)
}

func testChecks() []*check.Check {
	return []*check.Check{
		{ID: "t-apps", Title: "No application is an administrator", Category: check.Applications, Severity: finding.High, Because: "Whoever has it owns the tenant.", Controls: check.Controls{CIS: []string{"5.1.2"}}},
		{ID: "t-mfa", Title: "Multifactor authentication is required", Category: check.ConditionalAccess, Severity: finding.Critical, Because: "A password alone is guessed.",
			Controls: check.Controls{SCuBA: []string{"MS.AAD.3.2v2"}}, Risk: "An attacker signs in.", Fix: check.Fix{Portal: "Entra admin centre > New policy"}, Since: "2026-11", Source: "CISA SCuBA",
			Texts: []*text.Table{text.New(text.Texts{"Multifactor authentication is required": {FI: "Monimenetelmäinen todentaminen vaaditaan", SV: "Multifaktorautentisering krävs"}})}},
	}
}

func (w *world) id(check, resource string) finding.ID {
	return finding.ID(w.key.Hash("finding", check, resource))
}

// scan records one scan that found so many applications.
func (w *world) scan(t testing.TB, apps int) {
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
	changes := finding.Reconcile(previous, judged(apps), w.Now(), slot.String(), w.id)
	for i := 0; i < len(changes); i += 100 {
		_, err = s.Commit(ctx, w.key, record.Batch{Changes: changes[i:min(i+100, len(changes))], Baseline: len(previous) == 0})
		must(t, err)
	}
	must(t, s.Finish(ctx, record.Result{Requests: 7, Baseline: len(previous) == 0, Score: 40 + float64(apps), Open: map[finding.Severity]int{finding.Critical: 1, finding.High: apps},
		Verdicts: []store.Verdict{{Check: "t-apps", Verdict: finding.Fail, Reason: "The application may grant itself any role."}, {Check: "t-mfa", Verdict: finding.Fail, Reason: "No policy requires it."}}}))
	w.Add(time.Hour)
}

func judged(apps int) []finding.Judged {
	people := finding.Subjects{"users": finding.List(finding.Subject{ID: "user-1", Name: canary, Note: "signed in"})}
	mfa := finding.Judged{Check: "t-mfa", Severity: finding.Critical, Results: []finding.Result{{Resource: finding.TenantResource, Verdict: finding.Fail, Reason: "No policy requires it.",
		Evidence: finding.Evidence{Facts: finding.Facts{"enabledPolicies": int64(apps)}, Subjects: people}}}}
	all := finding.Judged{Check: "t-apps", Severity: finding.High}
	for i := range apps {
		id := fmt.Sprintf("app-%06d", i)
		all.Results = append(all.Results, finding.Result{Resource: id, Verdict: finding.Fail, Reason: "The application may grant itself any role.", Evidence: finding.Evidence{
			Facts:    finding.Facts{"permissions": []string{"RoleManagement.ReadWrite.Directory"}},
			Subjects: finding.Subjects{"applications": finding.List(finding.Subject{ID: id, Name: fmt.Sprint("Application ", i)})}}})
	}
	return []finding.Judged{all, mfa}
}

// live gives the tenant some of everything: scans, an exception, an explanation, an
// invitation and an instruction, and a sealed trail.
func (w *world) live(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	olga := member.Actor{Account: "olga", Name: person("olga").Email, Address: "192.0.2.7"}
	w.scan(t, 3)
	w.scan(t, 2)
	must(t, advice.Put(ctx, w.one, w.id("t-mfa", finding.TenantResource), advice.Explanation{Check: "t-mfa", Facts: "h", Language: "fi", Summary: "Yhteenveto.", Why: "Koska.", Steps: []string{"Yksi."}, At: w.Now()}))
	_, err := exception.Accept(ctx, w.one, exception.Acceptance{Request: "r1", Findings: []finding.ID{w.id("t-apps", "app-000001")}, Reason: "Replaced in spring by another.", Owner: "olga@aallokko.example", Expires: w.Now().Add(60 * 24 * time.Hour)}, olga, w.Now())
	must(t, err)
	_, err = member.Invite(ctx, w.one, member.Invitation{Email: "aino@aallokko.example", Role: tenant.Auditor, Language: "fi"}, olga, w.Now())
	must(t, err)
	_, err = instruction.Give(ctx, w.one, instruction.Wish{Setting: instruction.Language(), Value: json.RawMessage(`"sv"`), Source: instruction.Console}, olga, w.Now())
	must(t, err)
	must(t, contract.Accept(ctx, w.one, contract.Text{Version: "2026-05-28"}, olga, w.Now()))
	must(t, trail.MoveAll(ctx, w.db, w.one))
	w.Add(time.Hour)
	_, err = trail.Of(w.one).Seal(ctx, w.Now())
	must(t, err)
}

// ask sends a form as whoever a bearer token names.
func (w *world) ask(t testing.TB, path, bearer string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

func (w *world) path(h *store.Tenant) string { return "/export/tenants/" + h.ID().String() }

// files reads a ZIP.
func files(t testing.TB, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		out[f.Name] = string(content)
	}
	return out
}

// told are the entries of the tenant's trail about exports.
func (w *world) told(t testing.TB, h *store.Tenant) []trail.Entry {
	t.Helper()
	all, err := trail.Read(t.Context(), h)
	must(t, err)
	var out []trail.Entry
	for _, e := range all {
		if strings.HasPrefix(string(e.Action), "export.") {
			out = append(out, e)
		}
	}
	return out
}

// state puts the tenant at a point of its life.
func (w *world) state(t testing.TB, s tenant.State) {
	t.Helper()
	c, err := cloud.NewClientWithDatabase(t.Context(), testProject, store.VahtiDatabase)
	must(t, err)
	defer func() { _ = c.Close() }()
	_, err = c.Collection("tenants").Doc(w.one.ID().String()).Update(t.Context(), []cloud.Update{{Path: "state", Value: string(s)}})
	must(t, err)
}
