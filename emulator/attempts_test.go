package main

import (
	"bytes"
	"context"
	"encoding/json"
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
	"time"

	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
	"vahti.ai/vahti/shared/tenant"
)

// attempts is how often TestEveryAttempt tries something, at least.
const attempts = 100_000

// A permit is a row of a function's table of routes, as its golden file has it.
type permit struct {
	function, method, pattern string
	need                      string // a permission, or who may use it
	fresh                     bool
}

// within reports whether the route is about one tenant.
func (p permit) within() bool { return strings.Contains(p.pattern, "{tenant}") }

// row is a line of a table: method, pattern, who needs what, and the rest.
var row = regexp.MustCompile(`^(\w+)\s+(/\S*)\s+(signed in|\S+)\s*(.*)$`)

// permits reads the tables of routes.
func permits(t *testing.T) []permit {
	t.Helper()
	var out []permit
	for _, function := range []string{"api", "console"} {
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
			out = append(out, permit{function, m[1], m[2], m[3], strings.HasSuffix(m[4], "fresh") || strings.HasSuffix(m[4], "proved lately")})
		}
	}
	return out
}

// A caller is one way of being somebody.
type caller struct {
	name   string
	jar    http.CookieJar // of a browser; nil for none
	bearer string         // a key or a token; empty for none
	home   string         // which of the tenants is the caller's; empty for none
	role   tenant.Role    // there; empty for a script
	may    []tenant.Permission
	is     bool // somebody whom the service knows
	key    bool
}

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
	known := session || p.function == "api" && c.bearer != "" && c.is
	switch {
	case p.need == "anyone":
		return let
	case !known || p.function == "console" && c.bearer != "" && !session:
		return unknown
	case p.need == "operator": // nobody here is one
		return absent
	case !p.within():
		return let
	case c.home == "" || place != c.home:
		return absent
	case p.fresh && c.bearer != "" && !c.key: // a token says nothing of when its person proved who they are
		return forbidden
	case c.key && (p.fresh || !slices.Contains(c.may, tenant.Permission(p.need))), !c.key && !c.role.Allows(tenant.Permission(p.need)):
		return forbidden
	}
	return let
}

// came says what came of an attempt.
func came(p permit, status int, location string) outcome {
	switch {
	case status == http.StatusUnauthorized, strings.HasPrefix(location, "/signin?"):
		return unknown
	case status == http.StatusForbidden:
		return forbidden
	case status == http.StatusNotFound:
		return absent
	}
	return let
}

// TestEveryAttempt tries every route of the tables as everybody, in their own tenant,
// in another one, in one that does not exist and in what is no tenant's name, in each
// way of saying who one is. What comes of it is what the table says; a foreign tenant
// answers as an absent one, byte for byte; and no refusal tells anything of a tenant.
func TestEveryAttempt(t *testing.T) {
	r := start(t)
	w := newPlaces(t, r)
	table := permits(t)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	rounds := attempts/(len(table)*len(w.callers)*len(w.names)) + 1
	var tried, leaks, differ atomic.Int64
	var wait sync.WaitGroup
	free := make(chan struct{}, 24)
	for round := range rounds {
		for _, p := range table {
			for _, c := range w.callers {
				wait.Go(func() {
					free <- struct{}{}
					defer func() { <-free }()
					bodies := map[string]string{}
					for place, name := range w.names {
						status, location, body, err := w.attempt(t.Context(), client, p, c, name, round)
						if err != nil {
							t.Errorf("%s %s as %s: %v", p.method, p.pattern, c.name, err)
							return
						}
						tried.Add(1)
						got, want := came(p, status, location), c.due(p, place)
						// What lies below one's own tenant and is named at random is not there.
						below := got == absent && want == let && strings.Count(p.pattern, "{") > 1
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

// places is where attempts are made, and by whom.
type places struct {
	running
	names   map[string]string // of tenants
	callers []caller
	secrets []string // what no refusal may tell
}

func newPlaces(t *testing.T, r running) *places {
	t.Helper()
	w := &places{running: r, names: map[string]string{"absent": "t234567abcdefghijklmnopqrs", "malformed": "No-Tenant"}, secrets: []string{"Aalto", "Nordwind"}}
	own := w.people(t, "aalto-pienyritys", "Aalto")
	foreign := w.people(t, "nordwind", "Nordwind")
	w.names["own"], w.names["foreign"] = w.tenantOf(t, own[0]), w.tenantOf(t, foreign[0])
	w.names["absent"] = absentLike(w.names["own"])
	for i, role := range tenant.Roles() {
		w.callers = append(w.callers, caller{name: string(role), jar: own[i].Jar, home: "own", role: role, is: true})
	}
	w.callers = append(w.callers,
		caller{name: "nobody"},
		caller{name: "a forged cookie", jar: forged(t, r, own[0])},
		caller{name: "the owner of another tenant", jar: foreign[0].Jar, home: "foreign", role: tenant.Owner, is: true},
		caller{name: "an auditor of another tenant", jar: foreign[3].Jar, home: "foreign", role: tenant.Auditor, is: true},
		caller{name: "no token", bearer: "x"},
		caller{name: "half a key", bearer: "vahti_" + w.names["own"]},
	)
	for name, may := range map[string][]tenant.Permission{"a key to read": {tenant.Read}, "a key for everything a key may": keyPermissions()} {
		w.callers = append(w.callers, caller{name: name, bearer: w.key(t, own[0], may), home: "own", may: may, key: true, is: true})
	}
	w.callers = append(w.callers,
		caller{name: "a token of an analyst", bearer: w.token(t, "aalto-pienyritys", 2), home: "own", role: tenant.Analyst, is: true},
		caller{name: "a token of another tenant's owner", bearer: w.token(t, "nordwind", 0), home: "foreign", role: tenant.Owner, is: true},
	)
	return w
}

func keyPermissions() []tenant.Permission {
	return slices.DeleteFunc(tenant.Permissions(), func(p tenant.Permission) bool { return !p.ForKeys() })
}

// people signs in the members of a sample tenant, by their roles.
func (w *places) people(t *testing.T, folder, name string) []visitor {
	t.Helper()
	some, err := peopleOf(filepath.Join("tenants", folder), len(tenant.Roles()))
	if err != nil || len(some) != len(tenant.Roles()) {
		t.Fatalf("got %d people of %s, %v", len(some), folder, err)
	}
	var out []visitor
	for _, p := range some {
		v := w.visitor(t)
		if status, at, body := v.signIn(t, "/", p.UPN); status != http.StatusOK || !strings.Contains(body, name) {
			t.Fatalf("a member of %s signs in: got status %d at %s", folder, status, at)
		}
		w.secrets = append(w.secrets, p.UPN)
		out = append(out, v)
	}
	return out
}

var tenantLink = regexp.MustCompile(`href="/tenants/([a-z0-9]+)"`)

func (w *places) tenantOf(t *testing.T, v visitor) string {
	t.Helper()
	_, _, body := v.get(t, "/")
	m := tenantLink.FindStringSubmatch(body)
	if m == nil {
		t.Fatal("a member's tenant is not listed")
	}
	return m[1]
}

// absentLike is a name as tenants have them, of none.
func absentLike(name string) string {
	letters := []byte(name)
	slices.Reverse(letters)
	letters[0], letters[1] = 'a', 'b'
	return string(letters)
}

// forged is a jar with a session cookie that was changed.
func forged(t *testing.T, r running, v visitor) http.CookieJar {
	t.Helper()
	out := r.visitor(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.address, nil)
	if err != nil {
		t.Fatal(err)
	}
	cookies := v.Jar.Cookies(req.URL)
	for _, c := range cookies {
		first := "A"
		if strings.HasPrefix(c.Value, first) {
			first = "B"
		}
		c.Value = first + c.Value[1:]
	}
	out.Jar.SetCookies(req.URL, cookies)
	return out.Jar
}

// key makes a key for scripts by the API.
func (w *places) key(t *testing.T, owner visitor, may []tenant.Permission) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"name": "attempts", "permissions": may, "expires": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.address+"/api/v1/tenants/"+w.names["own"]+"/keys", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", w.address)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Idempotency-Key", fmt.Sprint("attempts-", len(may)))
	res, err := owner.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`vahti_[A-Za-z0-9_-]+`).FindString(string(body))
	if res.StatusCode != http.StatusCreated || key == "" {
		t.Fatalf("a key is made: got status %d, %s", res.StatusCode, body)
	}
	return key
}

// token gets an access token of Entra for the API, as a client of one's own does.
func (w *places) token(t *testing.T, folder string, at int) string {
	t.Helper()
	some, err := peopleOf(filepath.Join("tenants", folder), at+1)
	if err != nil {
		t.Fatal(err)
	}
	base := w.address + "/emulator/entra/common/oauth2/v2.0/"
	verifier := oauth2.GenerateVerifier()
	cfg := oauth2.Config{ClientID: peopleClient, ClientSecret: peopleClientSecret, RedirectURL: w.address + "/signin/microsoft/callback",
		Scopes: []string{"openid", "api://" + peopleClient + "/access"}, Endpoint: oauth2.Endpoint{AuthURL: base + "authorize", TokenURL: base + "token", AuthStyle: oauth2.AuthStyleInParams}}
	answer, err := browser.SignIn(t.Context(), w.visitor(t).Client, cfg.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier)), some[at].UPN)
	if err != nil {
		t.Fatal(err)
	}
	token, err := cfg.Exchange(t.Context(), answer.Params().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

// tells reports whether a body holds anything of a tenant.
func (w *places) tells(body string) bool {
	return slices.ContainsFunc(w.secrets, func(secret string) bool { return strings.Contains(body, secret) })
}

var inPattern = regexp.MustCompile(`\{([a-z]+)\}`)

// attempt makes one request. What lies below the tenant is named at random, the same
// for every tenant of a round.
func (w *places) attempt(ctx context.Context, client *http.Client, p permit, c caller, name string, round int) (status int, location, body string, err error) {
	draw := rand.New(rand.NewPCG(uint64(round), uint64(len(p.pattern))))
	path := strings.TrimSuffix(p.pattern, "{$}")
	path = inPattern.ReplaceAllStringFunc(path, func(part string) string {
		if part == "{tenant}" {
			return name
		}
		return fmt.Sprintf("%016x", draw.Uint64())
	})
	var payload io.Reader
	if p.method != http.MethodGet && p.function == "api" {
		payload = strings.NewReader("{}")
	}
	r, err := http.NewRequestWithContext(ctx, p.method, w.address+path, payload)
	if err != nil {
		return 0, "", "", err
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
		return 0, "", "", err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header.Get("Location"), string(raw), err
}
