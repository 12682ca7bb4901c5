package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// produced notes which operation has answered with which status.
type produced map[string]map[int]bool

func (p produced) note(routes []route, method, path string, status int) {
	of := route{}
	for _, r := range routes {
		pattern := regexp.MustCompile("^" + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(base+r.path, "[^/]+") + "$")
		// Of two that match, the one that leaves less open is asked.
		if r.method == method && pattern.MatchString(path) && (of.id == "" || strings.Count(r.path, "{") < strings.Count(of.path, "{")) {
			of = r
		}
	}
	if of.id == "" {
		return
	}
	if p[of.id] == nil {
		p[of.id] = map[int]bool{}
	}
	p[of.id][status] = true
}

// attempt is a request with what it must be answered.
type attempt struct {
	name string
	ask  ask
	want int
	kind kind   // of the problem, where it fails
	says string // stands in the answer
}

// TestAnswers asks every route for what there is, for what there is not, and wrongly.
func TestAnswers(t *testing.T) {
	w := inhabit(t)
	got := produced{}
	for _, tt := range slices.Concat(w.reading(), w.telling(), w.deciding(), w.managing(), w.paying()) {
		t.Run(tt.name, func(t *testing.T) {
			rec := w.attempt(t, got, tt.ask)
			if rec.Code != tt.want || !strings.Contains(rec.Body.String(), tt.says) {
				t.Fatalf("got %d, want %d and %q in: %s", rec.Code, tt.want, tt.says, rec.Body)
			}
			if tt.want >= 400 {
				holdsProblem(t, rec, tt.kind)
			}
		})
	}
	w.review(t, got) // before the plan changes when the tenant is due
	w.subscribed(t, got)
	w.common(t, got)
	w.unavailable(t, got)
	w.end(t, got)
	w.covers(t, got)
	w.leaksNothing(t)
	w.attributed(t)
}

// attributed looks for what the audit trail tells of somebody and of nobody at once.
func (w *inhabited) attributed(t *testing.T) {
	t.Helper()
	must(t, trail.MoveAll(t.Context(), w.db, w.one))
	all, err := trail.Read(t.Context(), w.one)
	must(t, err)
	n := 0
	for _, e := range all {
		if e.Actor == "" && e.Address == "" {
			continue // Vahti's own
		}
		if n++; e.By == "" || e.Account == "" {
			t.Errorf("%s is told as Vahti's own, or of nobody's account", e.Action)
		}
	}
	if n < 30 {
		t.Errorf("the audit trail tells of %d actions", n)
	}
}

// review confirms a member in an open review.
func (w *inhabited) review(t *testing.T, got produced) {
	t.Helper()
	w.Add(6 * time.Minute)
	rec := w.attempt(t, got, ask{who: analyst, method: http.MethodPost, path: "/scans"})
	if rec.Code != http.StatusAccepted || w.ticks != 1 {
		t.Errorf("ask for a scan: got %d and %d ticks: %s", rec.Code, w.ticks, rec.Body)
	}
	must(t, trail.MoveAll(t.Context(), w.db, w.one))
	rec = w.do(t, ask{who: owner, path: "/trail?action=scan."})
	if !strings.Contains(rec.Body.String(), `"action":"scan.requested"`) || !strings.Contains(rec.Body.String(), personOf(analyst).Email) {
		t.Errorf("the trail: got %s", rec.Body)
	}
	w.Add(367 * 24 * time.Hour)
	w.door.proved = w.Now()
	must(t, only(member.OpenReview(t.Context(), w.one, w.Now())))
	rec = w.attempt(t, got, ask{who: owner, method: http.MethodPost, path: "/reviews/confirmation", body: map[string]any{"members": []string{analyst}}})
	if rec.Code != http.StatusNoContent || rec.Body.Len() > 0 {
		t.Errorf("confirm: got %d: %s", rec.Code, rec.Body)
	}
	rec = w.do(t, ask{who: owner, path: "/members?unconfirmed=true"})
	if strings.Contains(rec.Body.String(), `"id":"analyst"`) || !strings.Contains(rec.Body.String(), `"id":"auditor"`) {
		t.Errorf("unconfirmed: got %s", rec.Body)
	}
}

// end ends the agreement, has it go on and ends it for good.
func (w *inhabited) end(t *testing.T, got produced) {
	t.Helper()
	w.door.proved = w.Now()
	sure := map[string]any{"confirm": w.one.ID().String()}
	for _, tt := range []struct {
		name, method, path string
		body               any
		status             int
		holds              string
	}{
		{"read", http.MethodGet, "/contract", nil, http.StatusOK, `"state":"active"`},
		{"go on with what did not end", http.MethodDelete, "/termination", nil, http.StatusConflict, `"type":"/problems/conflict"`},
		{"end by a slip", http.MethodPost, "/termination", map[string]any{"confirm": "yes"}, http.StatusUnprocessableEntity, "confirm"},
		{"end", http.MethodPost, "/termination", sure, http.StatusOK, `"exportUntil"`},
		{"end again", http.MethodPost, "/termination", sure, http.StatusOK, `"state":"terminated"`},
		{"export is what remains: findings", http.MethodGet, "/findings", nil, http.StatusOK, `"items"`},
		{"go on", http.MethodDelete, "/termination", nil, http.StatusOK, `"state":"active"`},
		{"erase by a slip", http.MethodPost, "/erasure", map[string]any{"confirm": "yes"}, http.StatusUnprocessableEntity, "confirm"},
		{"erase", http.MethodPost, "/erasure", sure, http.StatusOK, `"erasureAsked"`},
		{"read again", http.MethodGet, "/contract", nil, http.StatusOK, `"state":"terminated"`},
	} {
		rec := w.attempt(t, got, ask{who: owner, method: tt.method, path: tt.path, body: tt.body})
		if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.holds) {
			t.Errorf("%s: got %d, want %d with %s: %s", tt.name, rec.Code, tt.status, tt.holds, rec.Body)
		}
	}
}

// attempt sends a request and notes its answer.
func (w *world) attempt(t *testing.T, got produced, a ask) *httptest.ResponseRecorder {
	t.Helper()
	rec := w.do(t, a)
	w.noted(got, a, rec)
	return rec
}

func (w *world) noted(got produced, a ask, rec *httptest.ResponseRecorder) {
	path, rooted := strings.CutPrefix(a.path, "!")
	if !rooted {
		path = base + "/tenants/" + w.one.ID().String() + path
	}
	path, _, _ = strings.Cut(path, "?")
	method := a.method
	if method == "" {
		method = http.MethodGet
	}
	got.note(w.server.routes(), method, path, rec.Code)
}

// holdsProblem holds a failed answer to what every one must be.
func holdsProblem(t *testing.T, rec *httptest.ResponseRecorder, want kind) {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v: %s", err, rec.Body)
	}
	if p.Type != "/problems/"+string(want) || p.Status != rec.Code || p.Title != http.StatusText(rec.Code) || p.Detail == "" || rec.Header().Get("Content-Type") != problemType {
		t.Errorf("got %s as %s, want type %s", rec.Body, rec.Header().Get("Content-Type"), want)
	}
	if strings.Contains(rec.Body.String(), planted) {
		t.Errorf("the answer repeats what was sent: %s", rec.Body)
	}
}

// planted is sent in whatever a request can carry, and must not come back.
const planted = "plantedtext"

// sample is a request to a route that is in order as far as its form goes.
func (w *inhabited) sample(r route, who string) ask {
	path := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(strings.TrimPrefix(r.path, ofTenant), planted)
	path = strings.Replace(path, "/settings/"+planted, "/settings/language", 1)
	if !r.ofTenant() {
		path = "!" + base + r.path
	}
	if r.id == "lookUp" {
		path += "?id=x"
	}
	if r.id == "getAccess" {
		path += "?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z"
	}
	a := ask{who: who, method: r.method, path: path, header: map[string]string{"If-Match": "*"}}
	switch r.id {
	case "acceptFindings":
		a.body = acceptance(planted)
	case "changeMember":
		a.body = map[string]any{"role": "auditor"}
	case "invite":
		a.body = map[string]any{"email": "x@y.example", "role": "auditor", "language": "fi"}
	case "terminate", "requestErasure":
		a.body = map[string]any{"confirm": planted}
	case "confirmMembers":
		a.body = map[string]any{"members": []string{planted}}
	case "putPreferences":
		a.body = map[string]any{"letters": []string{}}
	case "putWebhook":
		a.body = map[string]any{"address": "https://hooks.example/sample"}
	case "putSetting":
		a.body = map[string]any{"value": "sv"}
	case "putSupportSetting":
		a.body = map[string]any{"value": map[string]bool{"approval": true}}
	case "engagePartner":
		a.body = map[string]any{"organisation": planted, "role": "auditor"}
	case "subscribe":
		a.body = map[string]any{"plan": "premium", "seats": 5}
	case "createKey":
		a.body = map[string]any{"name": "x", "permissions": []string{"read"}, "expires": start.AddDate(0, 1, 0)}
	}
	return a
}

// covers compares the statuses that are documented with those that were produced:
// none is missing and none is a surprise.
func (w *inhabited) covers(t *testing.T, got produced) {
	d, _ := described(t, w.handler)
	for path, methods := range d.Paths {
		for method, op := range methods {
			var documented, answered []string
			for status := range op.Responses {
				documented = append(documented, status)
			}
			for status := range got[op.OperationID] {
				answered = append(answered, strconv.Itoa(status))
			}
			slices.Sort(documented)
			slices.Sort(answered)
			if !slices.Equal(documented, answered) {
				t.Errorf("%s %s: documented are %v, produced were %v", method, path, documented, answered)
			}
		}
	}
}

// leaksNothing looks for what is personal or secret in the log.
func (w *inhabited) leaksNothing(t *testing.T) {
	said := w.log.String()
	if !strings.Contains(said, "request failed") {
		t.Fatal("nothing was logged")
	}
	for _, secret := range []string{canary, planted, w.keyText, "vahti_", "@aallokko.example", "Aallokko", "replaced soon", "198.51.100.7"} {
		if at := strings.Index(said, secret); at >= 0 {
			t.Errorf("the log holds %q: %s", secret, said[max(0, at-200):min(len(said), at+200)])
		}
	}
}
