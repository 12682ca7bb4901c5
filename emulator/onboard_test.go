package main

import (
	"html"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/entra/browser"
)

// to sends a form that leads to Microsoft, and returns where.
func (v visitor) to(t *testing.T, path string, form url.Values) string {
	t.Helper()
	first := *v.Client
	first.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.home+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Origin", v.home)
	res, err := first.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s: got status %d, want to be sent to Microsoft", path, res.StatusCode)
	}
	return res.Header.Get("Location")
}

// back goes where Microsoft sends the person.
func (v visitor) back(t *testing.T, answer browser.Answer, err error) *url.URL {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	res, err := answer.Deliver(t.Context(), v.Client)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("back from Microsoft: got status %d at %s", res.StatusCode, res.Request.URL.Path)
	}
	return res.Request.URL
}

var mailed = regexp.MustCompile(`href="(http://localhost:\d+/invitations\?token=[^"]+)">`)

// TestOnboarding takes a new customer from the letter to the first findings: the
// invitation, an account, the agreement, consent at Microsoft, the first scan.
func TestOnboarding(t *testing.T) {
	const folder = "aalto-pienyritys"
	r := start(t, "-tenant", "emulator/tenants/nordwind", "-onboard", "emulator/tenants/"+folder)
	people, err := peopleOf(filepath.Join("tenants", folder), 1)
	if err != nil || len(people) == 0 {
		t.Fatal(len(people), err)
	}
	admin := people[0].UPN
	v := r.visitor(t)
	link, letters := "", ""
	for end := time.Now().Add(30 * time.Second); link == "" && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		_, _, letters = v.get(t, mailPath)
		for _, m := range mailed.FindAllStringSubmatch(letters, -1) {
			before, _, _ := strings.Cut(letters, m[0])
			if strings.LastIndex(before, "To "+admin) > strings.LastIndex(before, "To "+operatorEmail) {
				link = strings.TrimPrefix(html.UnescapeString(m[1]), r.address)
			}
		}
	}
	if link == "" {
		t.Fatalf("nobody of the new customer has got a letter:\n%s", letters)
	}
	status, at, body := v.get(t, link)
	if status != http.StatusOK || at.Path != "/invitations" || at.RawQuery != "" || !strings.Contains(body, "Aalto Pienyritys Oy") {
		t.Fatalf("the invitation: got status %d at %s", status, at)
	}
	if status, at, _ = v.do(t, http.MethodPost, "/invitations/account", url.Values{"name": {"Aino Asiakas"}, "language": {"en"}}); status != http.StatusOK || at.Path != "/invitations/account" {
		t.Fatalf("an account is begun: got status %d at %s", status, at)
	}
	answer, err := browser.SignIn(t.Context(), v.Client, v.to(t, "/invitations/microsoft", nil), admin)
	if at = v.back(t, answer, err); !strings.HasPrefix(at.Path, "/onboarding/") {
		t.Fatalf("the account is ready: got to %s", at)
	}
	if status, _, body = v.get(t, at.Path); status != http.StatusOK {
		t.Fatalf("the steps: got status %d", status)
	}
	steps := at.Path
	for _, permission := range []string{"User.Read.All", "Policy.Read.All"} {
		if !strings.Contains(body, permission) {
			t.Errorf("what is asked for does not name %s", permission)
		}
	}
	version := regexp.MustCompile(`name="version" value="([^"]+)"`).FindStringSubmatch(body)
	if version == nil {
		t.Fatal("no agreement is there to be accepted")
	}
	if status, at, _ = v.do(t, http.MethodPost, steps+"/agreement", url.Values{"version": {version[1]}, "accept": {"yes"}}); status != http.StatusOK {
		t.Fatalf("the agreement: got status %d at %s", status, at)
	}
	answer, err = browser.Consent(t.Context(), v.Client, v.to(t, steps+"/consent", nil), admin)
	at = v.back(t, answer, err) // which leads to another sign-in, as whoever may consent
	if !strings.HasSuffix(at.Path, "/oauth2/v2.0/authorize") {
		t.Fatalf("consented: got to %s, want to sign in at Microsoft", at)
	}
	answer, err = browser.SignIn(t.Context(), v.Client, at.String(), admin)
	if at := v.back(t, answer, err); at.Path != steps {
		t.Fatalf("consented: got to %s, want %s", at, steps)
	}
	consented := time.Now()
	own := strings.TrimPrefix(steps, "/onboarding/")
	for open := false; !open; time.Sleep(200 * time.Millisecond) {
		status, _, body = v.get(t, "/api/v1/tenants/"+own+"/findings?state=open&limit=1")
		if open = status == http.StatusOK && strings.Contains(body, `"severity"`); !open && time.Since(consented) > time.Minute {
			t.Fatalf("no finding a minute after consent: got status %d:\n%s", status, body)
		}
	}
	t.Logf("the first finding shows %v after consent", time.Since(consented).Round(100*time.Millisecond))
	if status, _, body = v.get(t, "/api/v1/tenants/"+own+"/status"); status != http.StatusOK || !strings.Contains(body, `"missing":[]`) {
		t.Errorf("the status: got status %d:\n%s", status, body)
	}
	if status, _, body = v.get(t, "/"); status != http.StatusOK || !strings.Contains(body, "Aalto Pienyritys Oy") || strings.Contains(body, "Nordwind") {
		t.Errorf("the list of tenants: got status %d", status)
	}
}
