package signin

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

var update = flag.Bool("update", false, "write what the pages look like now to testdata")

// golden compares with a file in testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should change:\n%s", file, diff)
	}
}

func TestRoutes(t *testing.T) {
	s := &site{}
	var b strings.Builder
	for _, r := range s.routes() {
		if (r.serve == nil) == (r.within == nil) || (r.within != nil) != (r.who == configurer || r.who == contractor) {
			t.Errorf("%s: a route within a tenant is for those who have a role in it", r.pattern)
		}
		fmt.Fprintf(&b, "%-40s %s\n", r.pattern, r.who)
	}
	golden(t, "routes.txt", b.String())
}

// plain replaces what differs from run to run.
func plain(body string, w *world, ids ...string) string {
	pairs := []string{w.base, "SITE"}
	for i, id := range ids {
		pairs = append(pairs, id, fmt.Sprintf("ID%d", i))
	}
	body = strings.NewReplacer(pairs...).Replace(body)
	body = regexp.MustCompile(`data:image/png;base64,[^"]+`).ReplaceAllString(body, "data:PICTURE")
	body = regexp.MustCompile(`otpauth://[^"]+`).ReplaceAllString(body, "URI")
	body = regexp.MustCompile(`<code>[A-Z2-7 ]{20,}</code>`).ReplaceAllString(body, "<code>SECRET</code>")
	body = regexp.MustCompile(`[0-9a-z]{5}(-[0-9a-z]{5}){4}`).ReplaceAllString(body, "CODE")
	body = regexp.MustCompile(`name="(session|passkey)" value="[^"]+"`).ReplaceAllString(body, `name="$1" value="NAME"`)
	return body
}

// everyPage renders every page in a language, by name.
func everyPage(t *testing.T, l text.Language) map[string]string {
	t.Helper()
	w := newWorld(t)
	pages := map[string]string{}
	anna := w.person(t, "anna", means{password: true, passkey: true})
	speak := func(p *somebody) {
		t.Helper()
		sessions, err := w.accounts.Sessions(t.Context(), p.id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.accounts.SetProfile(t.Context(), sessions[0], "Anna Esimerkki", string(l), account.From{}); err != nil {
			t.Fatal(err)
		}
	}
	speak(anna)
	browser := func() *visitor {
		v := w.visitor(t)
		v.lang = string(l)
		return v
	}
	v := browser()
	pages["signin"] = v.get(t, "/signin?return=/tenants/x").body
	pages["signin-again"] = v.get(t, "/signin?again=1").body
	pages["signin-refused"] = v.post(t, "/signin/password", "email", anna.email, "password", "wrong").body
	pages["forgot"] = v.get(t, "/signin/forgot").body
	pages["forgot-asked"] = v.post(t, "/signin/forgot", "email", anna.email).body
	v.get(t, w.letters(t)[0].Link)
	pages["reset"] = v.get(t, "/signin/reset").body
	v.post(t, "/signin/password", "email", anna.email, "password", good)
	pages["second"] = v.get(t, "/signin/second").body
	pages["microsoft-strayed"] = v.get(t, callbackPath).body
	pages["microsoft-unlinked"] = v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft"), "elias@aalto.example")).body
	pages["microsoft-refused"] = v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft"), "elias@aalto.example")+"&error=x").body
	pages["not-found"] = v.get(t, "/signin/nothing").body
	pages["other-site"] = v.do(t, http.MethodPost, "/signout", nil, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }).body
	pages["no-form"] = v.do(t, http.MethodPost, "/signout", nil, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }).body
	pages["no-method"] = v.do(t, http.MethodPost, "/nothing", nil).body

	w.Add(time.Second)
	v.byPasskey(t, anna)
	pages["account"] = v.get(t, "/account").body
	for _, done := range []string{"profile", "password", "app", "passkey", "link", "removed", "ended", "email"} {
		pages["account-"+done] = v.get(t, "/account?done="+done).body
	}
	pages["account-refused"] = v.post(t, "/account/password", "new", "short", "again", "short", "current", good).body
	pages["app"] = v.post(t, "/account/app").body
	pages["codes"] = v.post(t, "/account/recovery").body
	v.post(t, "/account/email", "email", "new@aalto.example")
	for _, letter := range w.letters(t) {
		if strings.Contains(letter.Link, "/account/email") {
			v.get(t, letter.Link)
			pages["email"] = v.get(t, "/account/email").body
		}
	}
	olga := w.person(t, "olga", means{passkey: true, microsoft: true})
	speak(olga)
	owner := browser()
	w.Add(time.Second)
	owner.byPasskey(t, olga)
	pages["account-linked"] = owner.get(t, "/account").body
	olli := w.person(t, "olli", means{operator: true})
	speak(olli)
	operator := browser()
	w.Add(time.Second) // later sessions stand first
	operator.byPasskey(t, olli)
	pages["account-operator"] = operator.get(t, "/account").body

	c := w.customer(t, "Aalto", aalto, olga)
	path := "/onboarding/" + c.ID().String()
	invite := func(email string, role tenant.Role) string {
		i, err := member.Invite(t.Context(), c, member.Invitation{Email: email, Role: role, Language: string(l)}, member.Actor{Account: string(olga.id), Name: olga.email}, w.Now())
		if err != nil {
			t.Fatal(err)
		}
		planted.add(string(i.Token))
		return "/invitations?token=" + string(i.Token)
	}
	guest := browser()
	for _, role := range tenant.Roles() {
		pages["invitation-"+string(role)] = guest.opens(t, invite("oona@aalto.example", role)).body
	}
	owner.opens(t, invite("oona@aalto.example", tenant.Admin))
	pages["invitation-other"] = owner.get(t, "/invitations").body
	pages["invitation-other-refused"] = owner.post(t, "/invitations/accept").body
	pages["invitation-none"] = browser().get(t, "/invitations").body
	signedIn := browser()
	signedIn.byPasskey(t, anna)
	pages["invitation-mine"] = signedIn.opens(t, invite(anna.email, tenant.Analyst)).body
	guest.opens(t, invite("oona@aalto.example", tenant.Admin))
	guest.post(t, "/invitations/account", "name", "Oona", "language", string(l))
	pages["enrol"] = guest.get(t, "/invitations/account").body
	guest.post(t, "/invitations/password", "new", good, "again", good)
	pages["enrol-password"] = guest.get(t, "/invitations/account?done=password").body
	setup := guest.post(t, "/invitations/app")
	oona := &somebody{app: appOf(t, shown(t, setup.body, "<code>", "</code>"))}
	guest.post(t, "/invitations/app/confirm", "code", w.code(t, oona))
	pages["enrol-app"] = guest.get(t, "/invitations/account?done=app").body
	pages["enrol-no-codes"] = guest.post(t, "/invitations/finish").body
	guest.post(t, "/invitations/recovery")
	pages["enrol-complete"] = guest.get(t, "/invitations/account").body
	existing := browser()
	existing.opens(t, invite("olga.second@aalto.example", tenant.Admin))
	if _, _, _, err := w.accounts.Create(t.Context(), account.New{Email: "olga.second@aalto.example", Name: "Olga", Language: "fi"}); err != nil {
		t.Fatal(err)
	}
	a, err := w.accounts.ByEmail(t.Context(), "olga.second@aalto.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.accounts.Lock(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	pages["invitation-account"] = existing.post(t, "/invitations/account", "name", "Olga", "language", string(l)).body

	pages["onboarding"] = owner.get(t, path).body
	pages["onboarding-no-agreement"] = owner.post(t, path+"/consent").body
	pages["onboarding-unread"] = owner.post(t, path+"/agreement").body
	owner.post(t, path+"/agreement", "version", "2026-05-28", "accept", "yes")
	pages["onboarding-agreed"] = owner.get(t, path+"?done=agreement").body
	b := beginning{visitor: owner, owner: olga, tenant: c, path: path}
	pages["consent-no-administrator"] = owner.get(t, b.consents(t, "elias@aalto.example")).body
	pages["consent-declined"] = owner.get(t, b.consents(t, "elias@aalto.example")+"&error_subcode=cancel").body
	pages["consent-strayed"] = owner.get(t, consentPath).body
	pages["consent-other"] = owner.get(t, strings.ReplaceAll(b.consents(t, "anna@aalto.example"), "tenant="+aalto, "tenant="+nordwind)).body
	pages["consent-no-role"] = b.vouches(t, "anna@aalto.example", "elias@aalto.example").body
	b.vouches(t, "anna@aalto.example", "anna@aalto.example")
	pages["onboarding-consented"] = owner.get(t, path+"?done=consent").body
	steps := func() string {
		owner.byPasskey(t, olga) // the scans are days apart
		return owner.get(t, path).body
	}
	w.scan(t, c, record.Result{Error: "no token for the tenant: AADSTS7000229"})
	pages["onboarding-failed"] = steps()
	w.scan(t, c, record.Result{Baseline: true, Verdicts: []store.Verdict{{Check: "guests", Verdict: finding.Fail}}, Open: map[finding.Severity]int{finding.High: 2, finding.Critical: 1},
		Consent: &store.Consent{Permissions: []string{"Policy.Read.All"}, Seen: w.Now()}})
	pages["onboarding-missing"] = steps()
	w.scan(t, c, record.Result{Baseline: true, Verdicts: []store.Verdict{{Check: "guests", Verdict: finding.Pass}}, Consent: &store.Consent{Permissions: []string{"AuditLog.Read.All", "Policy.Read.All"}, Seen: w.Now()}})
	pages["onboarding-scanned"] = steps()
	w.scan(t, c, record.Result{Error: "no token", Consent: &store.Consent{Seen: w.Now(), Lost: true}})
	pages["onboarding-lost"] = steps()
	for name, body := range pages {
		pages[name] = plain(body, w, c.ID().String())
	}
	return pages
}

// goldens are the pages that are kept in testdata in every language.
func goldens() []string {
	return []string{"signin", "signin-refused", "forgot", "forgot-asked", "reset", "second", "microsoft-unlinked", "account", "account-linked", "app", "codes",
		"invitation-owner", "invitation-mine", "enrol", "enrol-no-codes", "onboarding", "onboarding-consented", "onboarding-missing", "onboarding-scanned", "onboarding-lost",
		"consent-no-administrator", "consent-no-role", "not-found"}
}

// TestPages shows every page in every language, and looks for what each must have, for
// what none may, and for English elsewhere.
func TestPages(t *testing.T) {
	for _, l := range text.Languages() {
		t.Run(string(l), func(t *testing.T) {
			pages := everyPage(t, l)
			for name, body := range pages {
				if !strings.Contains(body, `<html lang="`+string(l)+`">`) {
					t.Errorf("%s is not in the language", name)
				}
				wellFormed(t, name, body)
				if l != text.English {
					noEnglish(t, name, body)
				}
			}
			for _, name := range goldens() {
				if pages[name] == "" {
					t.Fatalf("there is no page %s", name)
				}
				golden(t, name+"-"+string(l)+".html", pages[name])
			}
		})
	}
}

// wellFormed looks for what every page must have and for what none may.
func wellFormed(t *testing.T, name, body string) {
	t.Helper()
	for _, want := range []string{`<html lang="`, `<main id="main"`, `<header class="top">`, `<footer`, `href="#main"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", name, want)
		}
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%s has %d first headings, want 1", name, n)
	}
	body = strings.Replace(body, `<script src="/signin/passkey.js" defer></script>`, "", 1)
	if bad := regexp.MustCompile(`(?i)<script|\son\w+=|\sstyle=|<iframe|<link [^>]*href="http|ZgotmplZ|%!`).FindString(body); bad != "" {
		t.Errorf("%s holds %q", name, bad)
	}
	for _, form := range regexp.MustCompile(`<form[^>]*>`).FindAllString(body, -1) {
		if !regexp.MustCompile(`method="post" action="/(signin|signout|account|invitations|onboarding)[/"?]`).MatchString(form + "\"") {
			t.Errorf("%s holds the form %q", name, form)
		}
	}
	seen := map[string]bool{}
	for _, id := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if seen[id[1]] {
			t.Errorf("%s has the id %q twice", name, id[1])
		}
		seen[id[1]] = true
	}
	for _, label := range regexp.MustCompile(`(?:for|aria-labelledby|aria-describedby)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if !seen[label[1]] {
			t.Errorf("%s points at %q, which is not there", name, label[1])
		}
	}
	for _, field := range regexp.MustCompile(`<(?:input|select)[^>]*>`).FindAllString(body, -1) {
		if id := regexp.MustCompile(`\sid="([^"]*)"`).FindStringSubmatch(field); !strings.Contains(field, `type="hidden"`) && (id == nil || !strings.Contains(body, `for="`+id[1]+`"`)) {
			t.Errorf("%s has a field without a label: %s", name, field)
		}
	}
	var open []string
	for _, tag := range regexp.MustCompile(`<(/?)(ul|ol|li|dl|div|section|p|details|summary|main|nav|header|footer|form|label|button|select|h1|h2|h3|a|span|noscript|code|strong)\b[^>]*>`).FindAllStringSubmatch(body, -1) {
		switch {
		case tag[1] == "":
			open = append(open, tag[2])
		case len(open) == 0 || open[len(open)-1] != tag[2]:
			t.Fatalf("%s: </%s> closes nothing; open are %v", name, tag[2], open)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v stay open", name, open)
	}
}
