package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/snapshot"
)

const (
	usersPath    = "v1.0/users"
	domainsPath  = "v1.0/domains"
	defaultsPath = "v1.0/policies/identitySecurityDefaultsEnforcementPolicy"
)

func usersPage(next string, ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"id":%q,"displayName":%q,"accountEnabled":true}`, id, secretBody))
	}
	body := `{"@odata.context":"x","value":[` + strings.Join(list, ",") + `]`
	if next != "" {
		body += `,"@odata.nextLink":"` + next + `"`
	}
	return body + "}"
}

func userIDs(s *snapshot.Snapshot) []string {
	var ids []string
	for _, u := range snapshot.Users.Of(s) {
		ids = append(ids, u.ID)
	}
	return ids
}

// TestUsers reads one collection under every kind of fault.
func TestUsers(t *testing.T) {
	good := reply{body: usersPage("", "a", "b")}
	tests := []struct {
		name     string
		replies  []reply
		second   []reply // of page two
		limit    time.Duration
		want     []string
		unread   snapshot.Unread
		requests int
		floor    int
		waited   time.Duration // at least; 0 for no wait at all
		once     bool          // waited is one wait and exact
	}{
		{name: "one page", replies: []reply{good}, want: []string{"a", "b"}, requests: 1, floor: 1},
		{name: "no entities", replies: []reply{{body: `{"value":[]}`}}, requests: 1, floor: 1},
		{name: "two pages", replies: []reply{{body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
			second: []reply{{body: usersPage("", "b")}}, want: []string{"a", "b"}, requests: 2, floor: 1},
		{name: "empty page with a next link", replies: []reply{{body: usersPage("{base}/v1.0/users?$skiptoken=2")}},
			second: []reply{good}, want: []string{"a", "b"}, requests: 2, floor: 1},
		{name: "429 with seconds", replies: []reply{{status: 429, header: map[string]string{"Retry-After": "120"}}, good},
			limit: time.Hour, want: []string{"a", "b"}, requests: 2, floor: 1, waited: 120 * time.Second, once: true},
		{name: "429 with a date", replies: []reply{{status: 429, header: map[string]string{
			"Retry-After": "Wed, 04 Mar 2026 10:01:00 GMT", "Date": "Wed, 04 Mar 2026 10:00:00 GMT"}}, good},
			want: []string{"a", "b"}, requests: 2, floor: 1, waited: time.Minute, once: true},
		{name: "429 without a word", replies: []reply{{status: 429}, {status: 429}, good},
			want: []string{"a", "b"}, requests: 3, floor: 1, waited: 750 * time.Millisecond},
		{name: "429 longer than the time limit", replies: []reply{{status: 429, header: map[string]string{"Retry-After": "7200"}}},
			limit: time.Hour, unread: snapshot.Unread{Status: 429, Reason: "Microsoft kept asking to wait until the time limit"},
			requests: 1, floor: 1},
		{name: "500s", replies: []reply{{status: 500, body: odata("x")}, {status: 503, body: "<html>"}, {status: 502}, good},
			want: []string{"a", "b"}, requests: 4, floor: 1, waited: 1750 * time.Millisecond},
		{name: "503 with Retry-After", replies: []reply{{status: 503, header: map[string]string{"Retry-After": "7"}}, good},
			want: []string{"a", "b"}, requests: 2, floor: 1, waited: 7 * time.Second, once: true},
		{name: "500 for good", replies: []reply{{status: 500, body: odata("x")}}, limit: 10 * time.Minute,
			unread: snapshot.Unread{Status: 500, Reason: "Microsoft kept refusing with status 500 until the time limit"}, floor: 1},
		{name: "cut body", replies: []reply{{body: `{"value":[`, cut: true}, good},
			want: []string{"a", "b"}, requests: 2, floor: 1, waited: time.Millisecond},
		{name: "cut body that looks whole", replies: []reply{{body: `{"value":[{"id":"`}, {body: ``}, good},
			want: []string{"a", "b"}, requests: 3, floor: 1, waited: time.Millisecond},
		{name: "cut for good", replies: []reply{{body: `{"value":[`, cut: true}}, limit: 10 * time.Minute,
			unread: snapshot.Unread{Reason: "Microsoft's answers were cut off until the time limit"}, floor: 1},
		{name: "dropped connection", replies: []reply{{drop: true}, good},
			want: []string{"a", "b"}, floor: 1, waited: time.Millisecond},
		{name: "dropped for good", replies: []reply{{drop: true}}, limit: 10 * time.Minute,
			unread: snapshot.Unread{Reason: "Microsoft could not be reached until the time limit"}, floor: 1},
		{name: "no JSON", replies: []reply{{body: "<html>" + secretBody}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 3, floor: 1, waited: time.Millisecond},
		{name: "value is an object", replies: []reply{{body: `{"value":{"id":"a"}}`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 1, floor: 1},
		{name: "value is missing", replies: []reply{{body: `{}`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 1, floor: 1},
		{name: "null entity", replies: []reply{{body: `{"value":[null]}`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 1, floor: 1},
		{name: "property of another type", replies: []reply{{body: `{"value":[{"id":1}]}`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 1, floor: 1},
		{name: "no content", replies: []reply{{status: 204}},
			unread: snapshot.Unread{Status: 204, Reason: "Microsoft's answer is not the documented JSON"}, requests: 1, floor: 1},
		{name: "403", replies: []reply{{status: 403, body: odata("Authorization_RequestDenied")}},
			unread: snapshot.Unread{Status: 403, Reason: "permission User.Read.All is missing or was refused"}, requests: 1, floor: 1},
		{name: "404", replies: []reply{{status: 404, body: odata("Request_ResourceNotFound")}},
			unread: snapshot.Unread{Status: 404, Reason: "Microsoft does not know it"}, requests: 1, floor: 1},
		{name: "licence", replies: []reply{{status: 403, body: odata("Authentication_RequestFromNonPremiumTenantOrB2CTenant")}},
			unread: snapshot.Unread{Status: 403, Reason: "a licence that Microsoft demands for it is missing"}, requests: 1, floor: 1},
		{name: "page size refused", replies: []reply{{status: 400, body: odata("Request_UnsupportedQuery")}, good},
			want: []string{"a", "b"}, requests: 2, floor: 1},
		{name: "400 for good", replies: []reply{{status: 400, body: odata("BadRequest")}},
			unread: snapshot.Unread{Status: 400, Reason: "Microsoft refused the request with status 400"}, requests: 3, floor: 1},
		{name: "501", replies: []reply{{status: 501}},
			unread: snapshot.Unread{Status: 501, Reason: "Microsoft refused the request with status 501"}, requests: 1, floor: 1},
		{name: "redirect elsewhere", replies: []reply{{status: 302, header: map[string]string{"Location": "http://127.0.0.2:1/"}}},
			unread: snapshot.Unread{Status: 302, Reason: "Microsoft refused the request with status 302"}, requests: 1, floor: 1},
		{name: "next link elsewhere", replies: []reply{{body: usersPage("https://graph.example/v1.0/users?$skiptoken=2", "a")}},
			unread: snapshot.Unread{Reason: "Microsoft's answer goes on at another address, where Vahti does not follow"}, requests: 1, floor: 1},
		{name: "next link with a user", replies: []reply{{body: usersPage("http://a:b@127.0.0.1/v1.0/users", "a")}},
			unread: snapshot.Unread{Reason: "Microsoft's answer goes on at another address, where Vahti does not follow"}, requests: 1, floor: 1},
		{name: "endless", replies: []reply{{body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
			second: []reply{{body: usersPage("{base}/v1.0/users?$skiptoken=2", "b")}},
			unread: snapshot.Unread{Reason: "Microsoft's answer goes on where it began and never ends"}, requests: 2, floor: 1},
		{name: "refused on page two", replies: []reply{{body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
			second: []reply{{status: 404}},
			unread: snapshot.Unread{Status: 404, Reason: "Microsoft does not know it"}, requests: 2, floor: 1},
		{name: "token expired on page two",
			replies: []reply{{body: usersPage("{base}/v1.0/users?$skiptoken=2", "old")}, {body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
			second:  []reply{{status: 400, body: odata("Directory_ExpiredPageToken")}, {body: usersPage("", "b")}},
			want:    []string{"a", "b"}, requests: 4, floor: 1},
		{name: "401 once", replies: []reply{{status: 401, header: map[string]string{"WWW-Authenticate": `Bearer claims=oops`}}, good},
			want: []string{"a", "b"}, requests: 2, floor: 1},
		{name: "401 for good", replies: []reply{{status: 401, body: odata("InvalidAuthenticationToken")}},
			unread: snapshot.Unread{Status: 401, Reason: "Microsoft does not accept Vahti's token for the tenant"}, requests: 1 + renewals, floor: 1, waited: firstBackoff},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, map[string][]reply{usersPath: tt.replies, usersPath + "#2": tt.second})
			ctx := t.Context()
			if tt.limit > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithDeadline(ctx, h.clock.now().Add(tt.limit))
				defer cancel()
			}
			s, stats, err := h.read(t, ctx, snapshot.Users.Resource())
			if err != nil {
				t.Fatalf("got error %v, want none", err)
			}
			if diff := cmp.Diff(tt.want, userIDs(s)); diff != "" {
				t.Errorf("users (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.unread, stats.Unread[snapshot.Users.Resource()]); diff != "" {
				t.Errorf("unread (-want +got):\n%s", diff)
			}
			if got, want := s.Has(snapshot.Users.Resource()), tt.unread.Reason == ""; got != want {
				t.Errorf("got read %v, want %v", got, want)
			}
			if tt.requests != 0 && stats.Requests != tt.requests {
				t.Errorf("got %d requests, want %d", stats.Requests, tt.requests)
			}
			if stats.Floor != tt.floor {
				t.Errorf("got floor %d, want %d", stats.Floor, tt.floor)
			}
			checkWaits(t, h.clock.waits(), tt.waited, tt.once, tt.limit)
		})
	}
}

func checkWaits(t *testing.T, waits []time.Duration, least time.Duration, once bool, limit time.Duration) {
	t.Helper()
	var sum time.Duration
	for _, w := range waits {
		if w > maxBackoff && !once {
			t.Errorf("got a wait of %v, want at most %v", w, maxBackoff)
		}
		sum += w
	}
	switch {
	case once && (len(waits) != 1 || waits[0] != least):
		t.Errorf("got waits %v, want %v once", waits, least)
	case sum < least:
		t.Errorf("waited %v, want at least %v", sum, least)
	case limit > 0 && sum > limit:
		t.Errorf("waited %v, longer than the time limit %v", sum, limit)
	case least == 0 && limit == 0 && sum > 0:
		t.Errorf("waited %v, want no wait", sum)
	}
}

func TestRequestsAreAsDocumented(t *testing.T) {
	h := newHarness(t, map[string][]reply{
		usersPath: {{body: usersPage("")}},
		"v1.0/policies/roleManagementPolicyAssignments": {{body: `{"value":[]}`}},
	})
	h.read(t, t.Context(), snapshot.Users.Resource(), snapshot.RoleManagementPolicies.Resource())
	want := map[string]bool{
		"GET v1.0/users?$select=id%2CdisplayName%2CuserPrincipalName%2CuserType%2CaccountEnabled%2ConPremisesSyncEnabled%2ConPremisesImmutableId%2Cmail%2CemployeeHireDate&$top=999":   true,
		"GET v1.0/policies/roleManagementPolicyAssignments?$expand=policy%28$expand%3Drules%29&$filter=scopeId%20eq%20%27%2F%27%20and%20scopeType%20eq%20%27DirectoryRole%27&$top=999": true,
	}
	got := map[string]bool{}
	for _, l := range h.graph.log {
		got[l] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestPrivilegedIdentityManagementWithoutLicence(t *testing.T) {
	refusal := []reply{{status: 400, body: odata("AadPremiumLicenseRequired")}}
	h := newHarness(t, map[string][]reply{
		"v1.0/roleManagement/directory/roleEligibilitySchedules":        refusal,
		"v1.0/roleManagement/directory/roleAssignmentScheduleInstances": refusal,
	})
	_, stats, err := h.read(t, t.Context(), snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleAssignmentSchedules.Resource())
	if err != nil {
		t.Fatal(err)
	}
	want := snapshot.Unread{Status: 400, Reason: "the licence Microsoft Entra ID P2 is missing"}
	for r, got := range stats.Unread {
		if got != want {
			t.Errorf("%s: got %v, want %v", r, got, want)
		}
	}
	if stats.Subrequests != 2 { // in one batch
		t.Errorf("got %d subrequests, want 2: a licence does not come by asking again", stats.Subrequests)
	}
}

// TestGate checks that a tenant told to wait asks for nothing else meanwhile,
// and that another tenant goes on.
func TestGate(t *testing.T) {
	h := newHarness(t, map[string][]reply{
		usersPath:   {{status: 429, header: map[string]string{"Retry-After": "30"}}, {body: usersPage("", "a")}},
		domainsPath: {{body: `{"value":[]}`}},
	})
	h.reader = h.open(t, func(c *Config) { c.Concurrency = 1 })
	start := h.clock.now()
	var at []time.Time
	next := h.graph.server.Config.Handler
	h.graph.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at = append(at, h.clock.now())
		next.ServeHTTP(w, r)
	})
	if _, _, err := h.read(t, t.Context(), snapshot.Users.Resource(), snapshot.Domains.Resource()); err != nil {
		t.Fatal(err)
	}
	refusedAt := -1
	for i, l := range h.graph.log {
		if strings.Contains(l, usersPath) && refusedAt < 0 {
			refusedAt = i
			continue
		}
		if refusedAt >= 0 && at[i].Before(start.Add(30*time.Second)) {
			t.Errorf("request %d came %v after the start, want none within 30s", i, at[i].Sub(start))
		}
	}
	waits := len(h.clock.waits())
	s := snapshot.New(h.clock.now(), snapshot.Settings{})
	if _, err := h.reader.Read(t.Context(), "99999999-2222-3333-4444-555555555555", s, Order{Want: []snapshot.Resource{snapshot.Domains.Resource()}}); err != nil {
		t.Fatal(err)
	}
	if got := len(h.clock.waits()); got != waits {
		t.Errorf("another tenant waited %d times, want none", got-waits)
	}
}

func TestConcurrencyIsKept(t *testing.T) {
	h := newHarness(t, nil)
	h.reader = h.open(t, func(c *Config) { c.Concurrency = 2 })
	var want []snapshot.Resource
	for _, row := range Table() {
		want = append(want, row.Resource)
	}
	if _, _, err := h.read(t, t.Context(), want...); err != nil {
		t.Fatal(err)
	}
	if h.graph.most > 2 {
		t.Errorf("got %d requests in flight, want at most 2", h.graph.most)
	}
}

func TestNothingGranted(t *testing.T) {
	h := newHarness(t, nil)
	var want []snapshot.Resource
	for _, row := range Table() {
		want = append(want, row.Resource)
	}
	s, stats, err := h.read(t, t.Context(), want...)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range Table() {
		why, missing := s.Missing(row.Resource)
		switch {
		case !missing:
			t.Errorf("%s: read although nothing was granted", row.Resource)
		case len(row.Needs) > 0:
			if !strings.Contains(why.Reason, string(row.Needs[0])) {
				t.Errorf("%s: got %q, want it to name %s", row.Resource, why.Reason, row.Needs[0])
			}
		case why.Status != 403 || !strings.Contains(why.Reason, row.Permission):
			t.Errorf("%s: got %v, want 403 and %s", row.Resource, why, row.Permission)
		}
	}
	// What waits too long for its class leaves its batch and is asked for alone.
	if stats.Requests < stats.Floor || stats.Requests > stats.Floor+2 {
		t.Errorf("got %d requests, want at most two more than the floor %d", stats.Requests, stats.Floor)
	}
}

func TestTimeLimitKeepsWhatWasRead(t *testing.T) {
	h := newHarness(t, map[string][]reply{
		usersPath:   {{body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
		domainsPath: {{body: `{"value":[{"id":"a.example"}]}`}},
	})
	h.reader = h.open(t, func(c *Config) { c.Now, c.Sleep = nil, nil })
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	h.graph.script[usersPath+"#2"] = []reply{{status: 500}}
	s, stats, err := h.read(t, ctx, snapshot.Users.Resource(), snapshot.Domains.Resource())
	if err != nil {
		t.Fatalf("got error %v, want none: something was read", err)
	}
	if len(snapshot.Domains.Of(s)) != 1 || s.Has(snapshot.Users.Resource()) {
		t.Errorf("got %d domains and users read %v, want 1 and false", len(snapshot.Domains.Of(s)), s.Has(snapshot.Users.Resource()))
	}
	if got := stats.Unread[snapshot.Users.Resource()]; got.Status != 500 {
		t.Errorf("got %v, want status 500", got)
	}
}

func TestTimeLimitBeforeAnything(t *testing.T) {
	h := newHarness(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, stats, err := h.read(t, ctx, snapshot.Users.Resource())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	if len(stats.Unread) != 1 || stats.Requests != 0 {
		t.Errorf("got %v, want one unread and no request", stats)
	}
}

func TestCancelledReadIsAnError(t *testing.T) {
	h := newHarness(t, map[string][]reply{domainsPath: {{body: `{"value":[]}`}}, usersPath: {{status: 500}}})
	ctx, cancel := context.WithCancel(t.Context())
	h.reader = h.open(t, func(c *Config) {
		c.Progress = func(p Progress) {
			if p.Resource == snapshot.Domains.Resource() && p.Done {
				cancel()
			}
		}
	})
	if _, _, err := h.read(t, ctx, snapshot.Users.Resource(), snapshot.Domains.Resource()); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

func TestProgress(t *testing.T) {
	h := newHarness(t, map[string][]reply{
		usersPath:        {{body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
		usersPath + "#2": {{body: usersPage("", "b", "c")}},
	})
	var got []Progress
	h.reader = h.open(t, func(c *Config) { c.Progress = func(p Progress) { got = append(got, p) } })
	h.read(t, t.Context(), snapshot.Users.Resource())
	users := snapshot.Users.Resource()
	want := []Progress{{users, 1, false}, {users, 3, false}, {users, 3, true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

func TestUnknownResource(t *testing.T) {
	h := newHarness(t, nil)
	_, stats, err := h.read(t, t.Context(), "v1.0/nothing")
	if err != nil {
		t.Fatal(err)
	}
	if got := stats.Unread["v1.0/nothing"].Reason; got != "Vahti does not know how to read it" {
		t.Errorf("got %q", got)
	}
}

func TestNewRefuses(t *testing.T) {
	e := newEntra(t)
	tests := []struct {
		name  string
		cfg   Config
		creds func(*Credentials)
	}{
		{name: "no base URL"},
		{name: "plain http", cfg: Config{BaseURL: "http://graph.microsoft.com"}},
		{name: "loopback name in front", cfg: Config{BaseURL: "http://127.0.0.1.example.com"}},
		{name: "user in the URL", cfg: Config{BaseURL: "https://a:b@graph.microsoft.com"}},
		{name: "half a clock", cfg: Config{BaseURL: "https://graph.microsoft.com", Now: time.Now}},
		{name: "no client id", cfg: Config{BaseURL: "https://graph.microsoft.com"}, creds: func(c *Credentials) { c.ClientID = "" }},
		{name: "nothing to prove it with", cfg: Config{BaseURL: "https://graph.microsoft.com"}, creds: func(c *Credentials) { c.Secret = nil }},
		{name: "authority in plain http", cfg: Config{BaseURL: "https://graph.microsoft.com"}, creds: func(c *Credentials) { c.Authority = "http://login.example/" }},
		{name: "authorities that are not there", cfg: Config{BaseURL: "https://graph.microsoft.com"}, creds: func(c *Credentials) { c.CAFile = "/nowhere" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			creds := e.credentials()
			if tt.creds != nil {
				tt.creds(&creds)
			}
			if _, err := New(tt.cfg, creds); err == nil {
				t.Error("got no error")
			}
		})
	}
}
