package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRoutes holds the table of routes.
func TestRoutes(t *testing.T) {
	var b strings.Builder
	for _, r := range new(server).routes() {
		fmt.Fprintf(&b, "%-6s %-40s %s\n", r.method, r.path, r.who())
	}
	const file = "testdata/routes.txt"
	if *update {
		must(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("routes (-want +got):\n%s", diff)
	}
}

// TestWhole exports everything, verifies it, and looks into each kind.
func TestWhole(t *testing.T) {
	w := newWorld(t)
	w.live(t)
	key := w.script(t, w.one, tenant.Export)
	must(t, trail.MoveAll(t.Context(), w.db, w.one))
	rec := w.ask(t, w.path(w.one), key, url.Values{"format": {"csv", "xlsx", "sarif", "ocsf", "report"}})
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "application/zip" {
		t.Fatalf("got %d: %s", rec.Code, rec.Body)
	}
	named := regexp.MustCompile(`^attachment; filename="vahti-` + w.one.ID().String() + `-[0-9]{8}T[0-9]{6}Z\.zip"$`)
	if got := rec.Header().Get("Content-Disposition"); !named.MatchString(got) {
		t.Errorf("the file is offered as %s", got)
	}
	raw := rec.Body.Bytes()
	v, err := export.Verify(bytes.NewReader(raw), int64(len(raw)), w.signing.Public())
	must(t, err)
	if len(v.Problems) > 0 || v.Links == 0 || v.Entries == 0 {
		t.Errorf("got %+v", v)
	}
	in := files(t, raw)
	for file, want := range map[string]struct {
		lines int
		says  string
	}{
		"tenant.ndjson": {1, `"agreements":[{"version":"2026-05-28","at"`}, "checks.ndjson": {2, "Multifaktorautentisering krävs"}, "findings.ndjson": {4, canary}, "history.ndjson": {7, `"kind":"opened"`},
		"changes.ndjson": {3, "exception"}, "scores.ndjson": {1, "43"}, "exceptions.ndjson": {1, "Replaced in spring"}, "scans.ndjson": {2, "No policy requires it."},
		"explanations.ndjson": {1, "Yhteenveto."}, "members.ndjson": {1, "olga@aallokko.example"}, "invitations.ndjson": {1, "aino@aallokko.example"},
		"reviews.ndjson": {1, "planned"}, "grants.ndjson": {0, ""}, "settings.ndjson": {3, `"sv"`}, "preferences.ndjson": {0, ""}, "messages.ndjson": {0, ""}, "instructions.ndjson": {1, "language"},
		"keys.ndjson": {1, "SIEM 1"}, "trail.ndjson": {5, "exception.accepted"}, "chain.ndjson": {1, `"sound":true`},
	} {
		if got := strings.Count(in[file], "\n"); got != want.lines || !strings.Contains(in[file], want.says) {
			t.Errorf("%s: got %d lines, want %d with %q:\n%s", file, got, want.lines, want.says, in[file])
		}
	}
	for _, s := range []string{key, "vahti_"} {
		if strings.Contains(in["keys.ndjson"]+in["trail.ndjson"], s) {
			t.Error("a key's secret is in the export")
		}
	}
	if !strings.Contains(in["findings.csv"], "Application 1") || !strings.Contains(in["findings.sarif"], `"suppressions"`) || !strings.Contains(in["report.html"], "Säkerhetsrapport") {
		t.Error("a format does not hold the findings")
	}
	entries := w.told(t, w.one)
	if len(entries) != 2 || entries[0].Action != trail.ExportRequested || entries[1].Action != trail.ExportMade {
		t.Fatalf("the trail tells %v", entries)
	}
	for _, e := range entries {
		if e.By != trail.Key || e.Account == "" || e.Target != "exports/x1" || !strings.HasPrefix(e.Actor, "key ") {
			t.Errorf("%s: by %q, account %q, target %q", e.Action, e.By, e.Account, e.Target)
		}
	}
	var after told
	must(t, json.Unmarshal(entries[1].After, &after))
	if len(after.Kinds) != len(export.Kinds()) || len(after.Manifest) != 64 || after.Records["findings"] != 4 || after.Sent != int64(len(raw)) {
		t.Errorf("got %+v", after)
	}
}

// TestSame exports twice: what is of the same data is the same.
func TestSame(t *testing.T) {
	w := newWorld(t)
	w.live(t)
	key := w.script(t, w.one, tenant.Export)
	form := url.Values{"kind": {"findings", "history", "changes", "members", "trail"}, "format": {"xlsx", "sarif"}}
	w.ask(t, w.path(w.one), key, form) // the key's first use is told
	w.Add(time.Minute)
	one := files(t, w.ask(t, w.path(w.one), key, form).Body.Bytes())
	two := files(t, w.ask(t, w.path(w.one), key, form).Body.Bytes())
	if diff := cmp.Diff(one, two); diff != "" {
		t.Errorf("the same data and clock (-one +two):\n%s", diff)
	}
}

// TestPeriods bounds what is exported.
func TestPeriods(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 3) // at noon
	w.scan(t, 1) // at one, when two are resolved
	w.Add(48 * time.Hour)
	w.scan(t, 2)
	key := w.script(t, w.one, tenant.Export)
	tests := []struct {
		name             string
		from, to         string
		findings, scans  int
		history, changes int
	}{
		{"all", "", "", 4, 3, 9, 5},
		{"the first day", "2026-11-01", "2026-11-01", 4, 2, 7, 3},
		{"before anything", "", "2026-10-31", 0, 0, 0, 0},
		{"after the second scan", "2026-11-02", "", 3, 1, 2, 2},
		{"to the moment", "2026-11-01T12:30:00Z", "2026-11-01T13:30:00+00:00", 4, 1, 3, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := url.Values{"kind": {"findings", "scans", "history", "changes"}}
			if tt.from != "" {
				form.Set("from", tt.from)
			}
			if tt.to != "" {
				form.Set("to", tt.to)
			}
			in := files(t, w.ask(t, w.path(w.one), key, form).Body.Bytes())
			got := []int{strings.Count(in["findings.ndjson"], "\n"), strings.Count(in["scans.ndjson"], "\n"), strings.Count(in["history.ndjson"], "\n"), strings.Count(in["changes.ndjson"], "\n")}
			if diff := cmp.Diff([]int{tt.findings, tt.scans, tt.history, tt.changes}, got); diff != "" {
				t.Errorf("findings, scans, steps, changes (-want +got):\n%s\n%s\n%s", diff, in["history.ndjson"], in["changes.ndjson"])
			}
		})
	}
}

// TestRefusals asks for what there is none of, and wrongly.
func TestRefusals(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 1)
	may, mayNot, foreign := w.script(t, w.one, tenant.Export), w.script(t, w.one, tenant.Read, tenant.ReadTrail, tenant.Decide), w.script(t, w.other, tenant.Export)
	absent := "/export/tenants/t234567abcdefghijklmnopqrs"
	tests := []struct {
		name, path, bearer string
		form               url.Values
		want               int
	}{
		{"nobody", w.path(w.one), "", nil, http.StatusUnauthorized},
		{"half a key", w.path(w.one), "vahti_x", nil, http.StatusUnauthorized},
		{"without the permission", w.path(w.one), mayNot, nil, http.StatusForbidden},
		{"the trail without the permission", w.path(w.one) + "/trail", mayNot, nil, http.StatusForbidden},
		{"another tenant", w.path(w.one), foreign, nil, http.StatusNotFound},
		{"no tenant", absent, foreign, nil, http.StatusNotFound},
		{"no name of a tenant", "/export/tenants/X", may, nil, http.StatusNotFound},
		{"no kind", w.path(w.one), may, url.Values{"kind": {"passwords"}}, http.StatusUnprocessableEntity},
		{"no format", w.path(w.one), may, url.Values{"format": {"pdf"}}, http.StatusUnprocessableEntity},
		{"no date", w.path(w.one), may, url.Values{"from": {"yesterday"}}, http.StatusUnprocessableEntity},
		{"a period backwards", w.path(w.one), may, url.Values{"from": {"2026-11-02"}, "to": {"2026-11-01"}}, http.StatusUnprocessableEntity},
		{"no language", w.path(w.one), may, url.Values{"language": {"de"}}, http.StatusUnprocessableEntity},
		{"a field that there is not", w.path(w.one), may, url.Values{"all": {"1"}}, http.StatusUnprocessableEntity},
		{"kinds of the trail alone", w.path(w.one) + "/trail", may, url.Values{"kind": {"members"}}, http.StatusUnprocessableEntity},
	}
	bodies := map[string]string{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := w.ask(t, tt.path, tt.bearer, tt.form)
			var p problem
			if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || rec.Code != tt.want || p.Status != tt.want || p.Detail == "" || rec.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("got %d, want %d: %s", rec.Code, tt.want, rec.Body)
			}
			bodies[tt.name] = rec.Body.String()
		})
	}
	if bodies["another tenant"] != bodies["no tenant"] {
		t.Error("a foreign tenant answers otherwise than an absent one")
	}
	if entries := w.told(t, w.one); len(entries) > 0 {
		t.Errorf("what was refused is told as %v", entries)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, w.path(w.one), nil)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if rec.Code != http.StatusMethodNotAllowed || rec.Header().Get("Allow") != "POST" {
		t.Errorf("reading: got %d, %q", rec.Code, rec.Header().Get("Allow"))
	}
}

// TestLife exports from a tenant at each point of its life.
func TestLife(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 1)
	key := w.script(t, w.one, tenant.Export)
	for state, want := range map[tenant.State]int{tenant.Active: http.StatusOK, tenant.Terminated: http.StatusOK, tenant.Erased: http.StatusUnauthorized} {
		w.state(t, state)
		if rec := w.ask(t, w.path(w.one), key, url.Values{"kind": {"findings"}}); rec.Code != want {
			t.Errorf("%s: got %d, want %d", state, rec.Code, want)
		}
	}
}

// TestBrowsers sends people back to the console or to sign in.
func TestBrowsers(t *testing.T) {
	w := newWorld(t)
	key := w.script(t, w.one, tenant.Export)
	for _, tt := range []struct{ bearer, field, want string }{
		{"", "kind", "/signin?return=" + url.QueryEscape("/tenants/"+w.one.ID().String()+"/export")},
		{key, "kind", "/tenants/" + w.one.ID().String() + "/export?refused=1"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.path(w.one), strings.NewReader("kind=passwords"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "text/html,application/xhtml+xml")
		if tt.bearer != "" {
			r.Header.Set("Authorization", "Bearer "+tt.bearer)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != tt.want {
			t.Errorf("got %d to %q, want %q", rec.Code, rec.Header().Get("Location"), tt.want)
		}
	}
}

// leaving is a client that goes away after some bytes.
type leaving struct {
	*httptest.ResponseRecorder
	left int
}

var errGone = errors.New("the client is gone")

// Write implements io.Writer.
func (l *leaving) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errGone
	}
	return l.ResponseRecorder.Write(p)
}

// TestBrokenIsTold breaks exports off at many places: each is told as broken, and what
// was sent is no export.
func TestBrokenIsTold(t *testing.T) {
	w := newWorld(t)
	w.live(t)
	key := w.script(t, w.one, tenant.Export)
	for n, after := range []int{0, 2000, 9000, 20000} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.path(w.one), strings.NewReader("format=xlsx"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "Bearer "+key)
		out := &leaving{httptest.NewRecorder(), after}
		func() {
			defer func() {
				v := recover()
				if err, ok := v.(error); v != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
					panic(v)
				}
			}()
			w.handler.ServeHTTP(out, r)
		}()
		entries := w.told(t, w.one)
		if len(entries) != 2*(n+1) || entries[len(entries)-1].Action != trail.ExportBroken {
			t.Fatalf("after %d bytes the trail tells %v", after, entries)
		}
		raw := out.Body.Bytes()
		if _, err := export.Verify(bytes.NewReader(raw), int64(len(raw)), w.signing.Public()); !errors.Is(err, export.ErrBroken) {
			t.Errorf("after %d bytes Verify says %v", after, err)
		}
	}
	if strings.Contains(w.log.String(), canary) {
		t.Error("the log holds personal data")
	}
}

// TestTrailFails makes no export that cannot be told of.
func TestTrailFails(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 1)
	key := w.script(t, w.one, tenant.Export)
	must(t, w.data.Close())
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, w.path(w.one), nil)
	r.Header.Set("Authorization", "Bearer "+key)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Header().Get("Content-Type"), "zip") {
		t.Errorf("got %d: %s", rec.Code, rec.Body)
	}
}

// TestPublicKeys shows the keys to anybody.
func TestPublicKeys(t *testing.T) {
	w := newWorld(t)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/export/keys", nil))
	keys, err := export.ParseJWKS(rec.Body.Bytes())
	if err != nil || rec.Code != http.StatusOK || len(keys) != 1 || keys[0].ID != w.signing.Public()[0].ID {
		t.Errorf("got %d, %d keys, %v", rec.Code, len(keys), err)
	}
}

// TestKeyring takes a key that takes another's place after a while, and keeps none that
// cannot be read.
func TestKeyring(t *testing.T) {
	w := newWorld(t)
	text, fails := []byte("x"), 0
	r := &keyring{now: w.Now, read: func(context.Context) (*export.Key, error) { fails++; return export.ParseKey(text) }}
	if _, err := r.key(t.Context()); err == nil {
		t.Fatal("what is no key was taken")
	}
	var err error
	text, err = export.NewKey(nil)
	must(t, err)
	first, err := r.key(t.Context())
	must(t, err)
	text, err = export.NewKey(text)
	must(t, err)
	if again, err := r.key(t.Context()); err != nil || again != first || fails != 2 {
		t.Errorf("got another key at once, or read %d times, %v", fails, err)
	}
	w.Add(fresh)
	next, err := r.key(t.Context())
	if err != nil || len(next.Public()) != 2 || next.Public()[1].ID != first.Public()[0].ID {
		t.Errorf("the earlier key is not known, %v", err)
	}
}

// TestManyExports makes exports of a tenant until those were many.
func TestManyExports(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 1)
	w.server.begun = limit.Exports(1, w.Now)
	mine, theirs := w.script(t, w.one, tenant.Export), w.script(t, w.other, tenant.Export)
	form := url.Values{"kind": {"members"}}
	for i := range 20 {
		if rec := w.ask(t, w.path(w.one), mine, form); rec.Code != http.StatusOK {
			t.Fatalf("export %d: got %d", i+1, rec.Code)
		}
	}
	if rec := w.ask(t, w.path(w.one), mine, form); rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") != "180" {
		t.Errorf("one too many: got %d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
	}
	if rec := w.ask(t, w.path(w.other), theirs, form); rec.Code != http.StatusOK {
		t.Errorf("another tenant: got %d", rec.Code)
	}
	w.Add(3 * time.Minute)
	if rec := w.ask(t, w.path(w.one), mine, form); rec.Code != http.StatusOK {
		t.Errorf("three minutes later: got %d", rec.Code)
	}
}

// TestTurns makes two exports of a tenant at a time, and others of another tenant.
func TestTurns(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 1)
	mine, theirs := w.script(t, w.one, tenant.Export), w.script(t, w.other, tenant.Export)
	form := url.Values{"kind": {"members"}}
	for range atOnce {
		if !w.server.turns.take(w.one.ID().String()) {
			t.Fatal("there is no turn")
		}
	}
	if rec := w.ask(t, w.path(w.one), mine, form); rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: got %d", rec.Code)
	}
	if rec := w.ask(t, w.path(w.other), theirs, form); rec.Code != http.StatusOK {
		t.Errorf("another tenant: got %d", rec.Code)
	}
	w.server.turns.give(w.one.ID().String())
	for range 3 { // each gives its turn back
		if rec := w.ask(t, w.path(w.one), mine, form); rec.Code != http.StatusOK {
			t.Errorf("a turn is free: got %d", rec.Code)
		}
	}
}
