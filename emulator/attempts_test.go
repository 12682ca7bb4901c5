package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vahti.ai/vahti/shared/tenant"
)

// attempts is how often TestEveryAttempt tries something, at least.
const attempts = 100_000

// A permit is a row of a function's table of routes, as its golden file has it.
type permit struct {
	function, method, pattern string
	need                      string // a permission, or who may use it
	view                      string // what an operator's grant must cover; empty for what none may do
	fresh                     bool
}

// pages reports whether the route is one of pages, which know sessions alone.
func (p permit) pages() bool { return p.function == "console" || p.function == "signin" }

// within reports whether the route is about one tenant.
func (p permit) within() bool { return strings.Contains(p.pattern, "{tenant}") }

// row is a line of a table: method, pattern, who needs what, and the rest.
var row = regexp.MustCompile(`^(\w+)\s+(/\S*)\s+(signed in|\S+)\s*(.*)$`)

// permits reads the tables of routes. Of signin's it takes those about a tenant.
func permits(t *testing.T) []permit {
	t.Helper()
	var out []permit
	needs := map[string]string{"configurer": string(tenant.Configure), "contractor": string(tenant.Contract)}
	for _, function := range []string{"api", "console", "export", "signin"} {
		raw, err := os.ReadFile(filepath.Join("..", "functions", function, "testdata", "routes.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if strings.TrimSpace(line) == "" {
				continue
			}
			m := row.FindStringSubmatch(strings.TrimSpace(line))
			if m == nil {
				t.Fatalf("a route of %s is not in the expected form: %q", function, line)
			}
			view, _, _ := strings.Cut(m[4], " ")
			if view == "-" || view == "proved" {
				view = ""
			}
			p := permit{function, m[1], m[2], cmp.Or(needs[m[3]], m[3]), view, strings.HasSuffix(m[4], "fresh") || strings.HasSuffix(m[4], "proved lately")}
			if function != "signin" || p.within() {
				out = append(out, p)
			}
		}
	}
	return out
}

// A caller is one way of being somebody.
type caller struct {
	name   string
	jar    http.CookieJar // of a browser; nil for none
	bearer string         // a key or a token; empty for none
	home   string         // which of the tenants is the caller's; empty for none, both for the own and the foreign
	role   tenant.Role    // there; empty for a script
	may    []tenant.Permission
	is     bool // somebody whom the service knows
	key    bool
	heads  bool // manages the partner organisation
	// operator is one of Vahti's own, whose grant of the own tenant covers views; nil
	// while there is none.
	operator bool
	views    []string
}

// lives reports whether a place is a tenant of the caller's.
func (c caller) lives(place string) bool {
	return c.home == place || c.home == both && (place == "own" || place == "foreign")
}

// both is the home of who acts in two tenants.
const both = "both"

// outcome is what has to come of an attempt.
type outcome int

const (
	unknown   outcome = iota // sign in first
	absent                   // as if there were no such tenant
	forbidden                // the role does not allow it
	let                      // in: whatever then is wrong with the request
)

func (o outcome) String() string {
	return [...]string{"unknown", "absent", "forbidden", "let in"}[o]
}

// due says what must come of an attempt, by the table alone.
func (c caller) due(p permit, place string) outcome {
	session := c.jar != nil && c.is
	known := session || !p.pages() && c.bearer != "" && c.is
	switch {
	case p.need == "anyone":
		return let
	case !known:
		return unknown
	case p.need == "manager" && c.heads && place == "own", p.need == "operator" && c.operator:
		return let
	case p.need == "operator", p.need == "manager":
		return absent
	case !p.within():
		return let
	case c.operator && place == "own" && slices.Contains(c.views, p.view):
		return let
	case c.operator:
		return absent
	case !c.lives(place):
		return absent
	case p.fresh && c.bearer != "" && !c.key: // a token says nothing of when its person proved who they are
		return forbidden
	case c.key && (p.fresh || !slices.Contains(c.may, tenant.Permission(p.need))), !c.key && !c.role.Allows(tenant.Permission(p.need)):
		return forbidden
	}
	return let
}

// came says what came of an attempt. What crashes or was not looked at is none of them.
func came(status int, location string) (outcome, bool) {
	if status >= http.StatusInternalServerError || status == http.StatusTooManyRequests {
		return 0, false
	}
	switch {
	case status == http.StatusUnauthorized, strings.HasPrefix(location, "/signin?"):
		return unknown, true
	case status == http.StatusForbidden:
		return forbidden, true
	case status == http.StatusNotFound:
		return absent, true
	}
	return let, true
}

// busy reports whether a route may have whoever it lets in wait: exports are made one
// after another, and so many an hour.
func (p permit) busy(status int) bool {
	return p.function == "export" && status == http.StatusTooManyRequests
}

// TestEveryAttempt tries every route of the tables as everybody, in their own tenant,
// in another one, in one that does not exist and in what is no tenant's name, in each
// way of saying who one is; an operator first without a grant and then under one. What
// lies below a tenant is there wherever naming it changes nothing for good, so that not
// to find it is to be kept out. What comes of it is what the table says, and no crash; a
// foreign tenant answers as an absent one, byte for byte; and no refusal tells anything
// of a tenant.
func TestEveryAttempt(t *testing.T) {
	r := start(t)
	w := newPlaces(t, r)
	table := permits(t)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	rounds := attempts/(len(table)*len(w.callers)*len(w.names)) + 1
	var tried, leaks, differ atomic.Int64
	var wait sync.WaitGroup
	free := make(chan struct{}, 24)
	for round := range max(rounds, 2) {
		if round == 1 {
			w.begin(t)
		}
		for _, p := range table {
			for _, c := range w.callers {
				wait.Go(func() {
					free <- struct{}{}
					defer func() { <-free }()
					bodies := map[string]string{}
					for place, name := range w.names {
						status, location, body, random, err := w.attempt(t.Context(), client, p, c, place, round)
						if err != nil {
							t.Errorf("%s %s as %s: %v", p.method, p.pattern, c.name, err)
							return
						}
						tried.Add(1)
						want := c.due(p, place)
						got, told := came(status, location)
						if !told {
							if (want != let || !p.busy(status)) && differ.Add(1) <= 20 {
								t.Errorf("%s %s as %s, %s tenant: got status %d", p.method, p.pattern, c.name, place, status)
							}
							continue
						}
						// What lies below one's own tenant and is named at random is not there.
						below := got == absent && want == let && random
						// Everybody may leave; here it is somebody else who is to.
						leaves := want == let && got == forbidden && strings.HasSuffix(p.pattern, "/members/{member}/removal") && !c.role.Allows(tenant.ManageMembers)
						if got != want && !below && !leaves && differ.Add(1) <= 20 {
							t.Errorf("%s %s as %s, %s tenant: got status %d (%v), want it %v", p.method, p.pattern, c.name, place, status, got, want)
						}
						if want != let && w.tells(body) && leaks.Add(1) <= 20 {
							t.Errorf("%s %s as %s, %s tenant: the refusal tells of a tenant", p.method, p.pattern, c.name, place)
						}
						bodies[place] = strings.ReplaceAll(body, name, "NAME")
					}
					if p.within() && c.due(p, "foreign") == absent && bodies["foreign"] != bodies["absent"] && differ.Add(1) <= 20 {
						t.Errorf("%s %s as %s: a foreign tenant answers otherwise than an absent one", p.method, p.pattern, c.name)
					}
				})
			}
		}
		wait.Wait()
	}
	t.Logf("%d attempts over %d routes as %d callers: %d not as the table says, %d leaks", tried.Load(), len(table), len(w.callers), differ.Load(), leaks.Load())
	if tried.Load() < attempts {
		t.Errorf("%d attempts, want %d", tried.Load(), attempts)
	}
}

// tells reports whether a body holds anything of a tenant.
func (w *places) tells(body string) bool {
	return slices.ContainsFunc(w.secrets, func(secret string) bool { return strings.Contains(body, secret) })
}

var inPattern = regexp.MustCompile(`\{([a-z]+)\}`)

// attempt makes one request. What lies below the tenant and is not to be changed is
// named at random, the same for every tenant of a round; random reports whether anything
// is.
func (w *places) attempt(ctx context.Context, client *http.Client, p permit, c caller, place string, round int) (status int, location, body string, random bool, err error) {
	name := w.names[place]
	draw := rand.New(rand.NewPCG(uint64(round), uint64(len(p.pattern))))
	path := strings.TrimSuffix(p.pattern, "{$}")
	path = inPattern.ReplaceAllStringFunc(path, func(part string) string {
		switch {
		case part == "{tenant}":
			return name
		case part == "{organisation}" && place == "own":
			return w.organisation
		}
		if thing := w.thing(p, strings.Trim(part, "{}"), place); thing != "" {
			return thing
		}
		random = true
		return fmt.Sprintf("%016x", draw.Uint64())
	})
	var payload io.Reader
	if p.method != http.MethodGet && p.function == "api" {
		payload = strings.NewReader("{}")
	}
	r, err := http.NewRequestWithContext(ctx, p.method, w.address+path, payload)
	if err != nil {
		return 0, "", "", random, err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Origin", w.address)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if p.function == "api" {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", fmt.Sprintf("%x", draw.Uint64()))
		r.Header.Set("If-Match", `"x"`)
	}
	if c.jar != nil {
		for _, cookie := range c.jar.Cookies(r.URL) {
			r.AddCookie(cookie)
		}
	}
	if c.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+c.bearer)
	}
	res, err := client.Do(r)
	if err != nil {
		return 0, "", "", random, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header.Get("Location"), string(raw), random, err
}
