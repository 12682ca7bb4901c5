package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/tenant"
)

// places is where attempts are made, and by whom.
type places struct {
	running
	names map[string]string // of tenants
	// organisation is the partner's, which acts in the own tenant and the foreign one.
	organisation string
	callers      []caller
	secrets      []string // what no refusal may tell
	// things are what lies below the own tenant and the foreign one, by the name of the
	// parameter.
	things map[string]map[string]string
	desk   visitor // the operator's browser
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
	pia := r.visitor(t)
	_, _, first := pia.signIn(t, "/", "pia@partner.example")
	m := regexp.MustCompile(`href="/partners/([^"?]+)"`).FindStringSubmatch(first)
	if m == nil {
		t.Fatal("a partner's manager is not led to its page")
	}
	w.organisation = m[1]
	w.callers = append(w.callers,
		caller{name: "a partner's manager", jar: pia.Jar, home: both, role: tenant.Analyst, is: true, heads: true},
		caller{name: "a token of an analyst", bearer: w.token(t, "aalto-pienyritys", 2), home: "own", role: tenant.Analyst, is: true},
		caller{name: "a token of another tenant's owner", bearer: w.token(t, "nordwind", 0), home: "foreign", role: tenant.Owner, is: true},
	)
	w.desk = w.operator(t)
	w.callers = append(w.callers, caller{name: "an operator", jar: w.desk.Jar, is: true, operator: true})
	w.things = map[string]map[string]string{"own": w.furnish(t, own[0], "own"), "foreign": w.furnish(t, foreign[0], "foreign")}
	return w
}

// operator sets up the operator's account, with a passkey, and signs in.
func (w *places) operator(t *testing.T) visitor {
	t.Helper()
	v := w.visitor(t)
	var link string
	for end := time.Now().Add(30 * time.Second); link == "" && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		_, _, letters := v.get(t, mailPath)
		if m := mailed.FindStringSubmatch(letters); m != nil {
			link = strings.TrimPrefix(html.UnescapeString(m[1]), w.address)
		}
	}
	if status, _, _ := v.get(t, link); link == "" || status != http.StatusOK {
		t.Fatalf("the operator's invitation: got status %d", status)
	}
	v.do(t, http.MethodPost, "/invitations/account", nil)
	_, _, options := v.do(t, http.MethodPost, "/invitations/passkeys/options", nil)
	response, err := factortest.New(w.address).Create([]byte(options))
	if err != nil {
		t.Fatal(err)
	}
	v.do(t, http.MethodPost, "/invitations/passkeys", url.Values{"response": {string(response)}, "label": {"key"}})
	v.do(t, http.MethodPost, "/invitations/finish", nil)
	if status, _, body := v.get(t, "/support"); status != http.StatusOK || !strings.Contains(body, "Ask for support access") {
		t.Fatalf("the operator's desk: got status %d", status)
	}
	return v
}

// ask asks for support access and begins it, and returns its ID. Nobody has to approve.
func (w *places) ask(t *testing.T, owner visitor, place string, views ...string) string {
	t.Helper()
	id := w.names[place]
	status, _, _ := w.desk.do(t, http.MethodPost, "/support", url.Values{"request": {"attempts-" + fmt.Sprint(len(views)) + id}, "tenant": {id}, "purpose": {"security-incident"},
		"reason": {"Somebody tries every door."}, "goal": {"See which of them open."}, "view": views, "method": {"interface"}, "hours": {"1"}})
	grant := firstOf(t, owner, "/api/v1/tenants/"+id+"/grants")
	if status == http.StatusOK {
		status, _, _ = w.desk.do(t, http.MethodPost, "/support/"+id+"/"+grant+"/start", nil)
	}
	if status != http.StatusOK {
		t.Fatalf("support access to the %s tenant: got status %d", place, status)
	}
	return grant
}

// begin has the operator's grant of the own tenant begin.
func (w *places) begin(t *testing.T) {
	t.Helper()
	at := slices.IndexFunc(w.callers, func(c caller) bool { return c.operator })
	owner := w.visitor(t)
	owner.Jar = w.callers[0].jar
	w.callers[at].views = []string{"summary", "findings", "members", "trail"}
	w.ask(t, owner, "own", w.callers[at].views...)
}

var firstID = regexp.MustCompile(`"items":\[\{"id":"([^"]+)"`)

// firstOf is the ID of the first item of a list, which there is once the first scan is
// over.
func firstOf(t *testing.T, v visitor, path string) string {
	t.Helper()
	var status int
	var body string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		status, _, body = v.get(t, path)
		if m := firstID.FindStringSubmatch(body); m != nil {
			return m[1]
		}
	}
	t.Fatalf("%s lists nothing: got status %d, %s", path, status, body)
	return ""
}

// furnish sees to it that there is one of everything in a tenant.
func (w *places) furnish(t *testing.T, owner visitor, place string) map[string]string {
	t.Helper()
	api := "/api/v1/tenants/" + w.names[place]
	things := map[string]string{"setting": "interval", "key": "", "invitation": "", "exception": ""}
	things["finding"] = firstOf(t, owner, api+"/findings?state=open&limit=1")
	for _, list := range []string{"check", "scan", "member"} {
		things[list] = firstOf(t, owner, api+"/"+list+"s?limit=1")
	}
	soon := time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	w.make(t, owner, api+"/exceptions", map[string]any{"findings": []string{things["finding"]}, "reason": "Every door is tried.", "owner": "Aino", "expires": soon})
	var spare struct{ ID string }
	if err := json.Unmarshal([]byte(w.make(t, owner, api+"/keys", map[string]any{"name": "spare", "permissions": []string{"read"}, "expires": soon})), &spare); err != nil || spare.ID == "" {
		t.Fatalf("a key is made: got no ID, %v", err) // which is not the first of the list: the callers' stand there too
	}
	w.make(t, owner, api+"/invitations", map[string]any{"email": "kutsu@asiakas.example", "role": "auditor", "language": "fi"})
	things["exception"], things["key"], things["invitation"] = firstOf(t, owner, api+"/exceptions"), spare.ID, firstOf(t, owner, api+"/invitations")
	// A support access that is over: nothing becomes of it any more.
	things["grant"] = w.ask(t, owner, place, "summary")
	at := "/support/" + w.names[place] + "/" + things["grant"]
	w.desk.do(t, http.MethodPost, at+"/end", nil)
	if status, _, _ := w.desk.do(t, http.MethodPost, at+"/outcome", url.Values{"outcome": {"They are tried next."}}); status != http.StatusOK {
		t.Fatalf("the outcome is told: got status %d", status)
	}
	return things
}

// thing is a name for what a parameter of a route names: of something that is there
// where no answer to the route can change it for good, else nothing.
func (w *places) thing(p permit, parameter, place string) string {
	last := p.pattern[strings.LastIndex(p.pattern, "/")+1:]
	switch {
	case parameter == "grant" && p.need == "operator", // which the running one is not to be ended by
		parameter == "member" && p.function == "api" && (last == "suspension" || last == "restoration"),
		parameter == "member" && p.function == "console" && last != "role",
		parameter == "invitation" && p.function == "console":
		return ""
	}
	if place != "own" {
		place = "foreign"
	}
	return w.things[place][parameter]
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
	body := w.make(t, owner, "/api/v1/tenants/"+w.names["own"]+"/keys", map[string]any{"name": fmt.Sprint("attempts ", len(may)), "permissions": may, "expires": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)})
	key := regexp.MustCompile(`vahti_[A-Za-z0-9_-]+`).FindString(body)
	if key == "" {
		t.Fatalf("a key is made: got %s", body)
	}
	return key
}

// make has the API make something, and returns its answer.
func (w *places) make(t *testing.T, owner visitor, path string, what map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.address+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", w.address)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := owner.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusCreated {
		t.Fatalf("%s: got status %d, %s", path, res.StatusCode, body)
	}
	return string(body)
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
