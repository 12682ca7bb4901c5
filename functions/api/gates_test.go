package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/store/trail"
)

// lateGate answers as a gate does whose database takes too long.
type lateGate struct{ *door }

// Request implements gatekeeper.
func (lateGate) Request(r *http.Request) (gate.Principal, error) {
	return gate.Principal{}, r.Context().Err()
}

// brokenGate answers as a gate does whose database is gone. The error tells of people.
type brokenGate struct{ *door }

// Request implements gatekeeper.
func (brokenGate) Request(*http.Request) (gate.Principal, error) {
	return gate.Principal{}, errors.New("the database is gone")
}

// TestRefusalsAreTold: what a role or a key does not allow is in the tenant's audit
// trail, whether the table of routes refuses it or what lies behind it.
func TestRefusalsAreTold(t *testing.T) {
	w := inhabit(t)
	tests := []struct {
		name string
		ask  ask
		want string
	}{
		{"beyond the role", ask{who: auditor, method: http.MethodPost, path: "/scans"}, auditor + ` scans {"needs":"scan.request"}`},
		{"beyond the key", ask{who: w.keyText, path: "/trail"}, `trail {"needs":"`},
		{"an owner by an admin", ask{who: admin, method: http.MethodPost, path: "/invitations", body: map[string]any{"email": "oma@aallokko.example", "role": "owner", "language": "fi"}},
			admin + ` invitations {"needs":"owners.manage"}`},
	}
	for i, tt := range tests {
		for range 2 {
			if rec := w.do(t, tt.ask); rec.Code != http.StatusForbidden {
				t.Errorf("%s: got %d, want 403", tt.name, rec.Code)
			}
		}
		entries, err := trail.Read(t.Context(), w.one)
		must(t, err)
		var told []string
		for _, e := range entries {
			if e.Action == trail.AccessDenied {
				told = append(told, e.Account+" "+e.Target+" "+string(e.After))
			}
		}
		if len(told) != i+1 || !slices.ContainsFunc(told, func(one string) bool { return strings.Contains(one, tt.want) }) {
			t.Errorf("%s: the trail tells %q, want one more, %q", tt.name, told, tt.want)
		}
	}
}

// TestManySummaries: who had access to a tenant is summed up a few times at once, whoever
// asks; other requests go on.
func TestManySummaries(t *testing.T) {
	w := inhabit(t)
	sum := func(who string) int {
		return w.do(t, ask{who: who, path: "/trail/access?from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z"}).Code
	}
	for i := range 10 {
		if got := sum([]string{owner, admin}[i%2]); got != http.StatusOK {
			t.Fatalf("%d: got %d, want 200", i+1, got)
		}
	}
	if got := sum(admin); got != http.StatusTooManyRequests {
		t.Errorf("one more: got %d, want 429", got)
	}
	if got := w.do(t, ask{who: admin, path: "/trail"}).Code; got != http.StatusOK {
		t.Errorf("the trail: got %d, want 200", got)
	}
	w.Add(time.Minute)
	if got := sum(admin); got != http.StatusOK {
		t.Errorf("a minute later: got %d, want 200", got)
	}
}

// TestManyUnknown: requests of whoever cannot be told are counted by address, and are
// looked at no further when there are too many; another address and time are free.
func TestManyUnknown(t *testing.T) {
	w := newWorld(t)
	w.people(t)
	w.server.unknowns = limit.New(3, 1, w.Now)
	asked := &asking{door: w.door}
	w.server.gate = asked
	ask := func(who, address string) int {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+"/me", nil)
		r.RemoteAddr = address + ":5000"
		r.Header.Set("Authorization", "Bearer "+who)
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		if late := rec.Header().Get("Retry-After") != ""; late != (rec.Code == http.StatusTooManyRequests) {
			t.Errorf("got %d with Retry-After %v", rec.Code, late)
		}
		return rec.Code
	}
	for i, tt := range []struct {
		who, address string
		want         int
	}{
		{owner, "192.0.2.1", http.StatusOK}, {"x", "192.0.2.1", http.StatusUnauthorized}, {"vahti_x", "192.0.2.1", http.StatusUnauthorized}, {"x", "192.0.2.1", http.StatusUnauthorized},
		{"x", "192.0.2.1", http.StatusTooManyRequests}, {"vahti_x", "192.0.2.1", http.StatusTooManyRequests}, {"x", "192.0.2.2", http.StatusUnauthorized}, {owner, "192.0.2.2", http.StatusOK},
	} {
		before := asked.n
		if got := ask(tt.who, tt.address); got != tt.want || (asked.n > before) != (tt.want != http.StatusTooManyRequests) {
			t.Errorf("request %d: got %d, want %d, and was looked at: %v", i+1, got, tt.want, asked.n > before)
		}
	}
	w.Add(time.Second)
	if got := ask(owner, "192.0.2.1"); got != http.StatusOK {
		t.Errorf("a second later: got %d, want 200", got)
	}
}

// asking is a door that counts who is looked at.
type asking struct {
	*door
	n int
}

// Request implements gatekeeper.
func (a *asking) Request(r *http.Request) (gate.Principal, error) {
	a.n++
	return a.door.Request(r)
}

// TestManyVerifications: a tenant's audit trail is verified so many times at once,
// whoever asks.
func TestManyVerifications(t *testing.T) {
	w := inhabit(t)
	verify := func(who string) int { return w.do(t, ask{who: who, path: "/trail/verification"}).Code }
	for i := range 5 {
		if got := verify([]string{owner, auditor}[i%2]); got != http.StatusOK {
			t.Fatalf("%d: got %d, want 200", i+1, got)
		}
	}
	if got := verify(admin); got != http.StatusTooManyRequests {
		t.Errorf("one more: got %d, want 429", got)
	}
	w.Add(time.Minute)
	if got := verify(admin); got != http.StatusOK {
		t.Errorf("a minute later: got %d, want 200", got)
	}
}

// TestManyInvitations: a tenant invites so many people at once, whoever does; a request
// that is sent again by its name is no further one.
func TestManyInvitations(t *testing.T) {
	w := inhabit(t)
	invite := func(who string, i int) int {
		return w.do(t, ask{who: who, method: http.MethodPost, path: "/invitations", header: map[string]string{"Idempotency-Key": fmt.Sprint("invite-", i)},
			body: map[string]any{"email": fmt.Sprintf("kutsu%d@aallokko.example", i), "role": "analyst", "language": "fi"}}).Code
	}
	for i := range 30 {
		for range 2 {
			if got := invite([]string{owner, admin}[i%2], i); got != http.StatusCreated {
				t.Fatalf("%d: got %d, want 201", i+1, got)
			}
		}
	}
	if got := invite(admin, 30); got != http.StatusTooManyRequests {
		t.Errorf("one more: got %d, want 429", got)
	}
	w.Add(time.Minute)
	if got := invite(admin, 30); got != http.StatusCreated {
		t.Errorf("a minute later: got %d, want 201", got)
	}
}
