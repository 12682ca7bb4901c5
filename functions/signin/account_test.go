package signin

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// shown returns what a page shows between two texts.
func shown(t testing.TB, body, before, after string) string {
	t.Helper()
	_, rest, found := strings.Cut(body, before)
	out, _, closed := strings.Cut(rest, after)
	if !found || !closed {
		t.Fatalf("the page has nothing between %q and %q:\n%s", before, after, body)
	}
	return html.UnescapeString(out)
}

func (w *world) account(t testing.TB, p *somebody) account.Account {
	t.Helper()
	a, err := w.accounts.Get(t.Context(), p.id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// makes is what the person's device answers where a passkey is to be made.
func (v *visitor) makes(t testing.TB, d *factortest.Authenticator, path string) string {
	t.Helper()
	options := v.post(t, path)
	options.wants(t, http.StatusOK, "publicKey")
	response, err := d.Create([]byte(options.body))
	if err != nil {
		t.Fatal(err)
	}
	return string(response)
}

// TestAccount takes a person through every change of an account.
func TestAccount(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v, elsewhere := w.visitor(t), w.visitor(t)
	elsewhere.byPasskey(t, p)
	w.Add(time.Second)
	v.byPasskey(t, p)
	page := v.get(t, "/account")
	page.wants(t, http.StatusOK, "Firefox of the test")
	if !strings.Contains(page.body, home) || strings.Count(page.body, "this one") != 1 {
		t.Error("the page does not show where the person is signed in")
	}

	v.post(t, "/account/profile", "name", "Anna A.", "language", "en").wants(t, http.StatusSeeOther, "/account?done=profile")
	v.post(t, "/account/profile", "name", " ", "language", "en").wants(t, http.StatusUnprocessableEntity, "Give a name of 1 to 200 characters.")
	if !elsewhere.signedIn(t) {
		t.Fatal("a new name has ended other sessions")
	}

	v.post(t, "/account/password", "new", good, "again", better).wants(t, http.StatusUnprocessableEntity, "in two different ways")
	v.post(t, "/account/password", "new", "password1234", "again", "password1234").wants(t, http.StatusUnprocessableEntity, "became public")
	v.post(t, "/account/password", "new", "short", "again", "short").wants(t, http.StatusUnprocessableEntity, "at least 12 characters")
	v.post(t, "/account/password", "new", good, "again", good).wants(t, http.StatusSeeOther, "/account?done=password")
	if elsewhere.signedIn(t) {
		t.Error("a new password has not ended other sessions")
	}
	v.post(t, "/account/password", "current", "wrong", "new", better, "again", better).wants(t, http.StatusForbidden, "The current password is not right.")
	v.post(t, "/account/password", "current", good, "new", better, "again", better).wants(t, http.StatusSeeOther, "/account?done=password")
	v.get(t, "/account?done=password").wants(t, http.StatusOK, "The password is set. Every other session has ended.")

	app := v.post(t, "/account/app")
	app.wants(t, http.StatusOK, "data:image/png;base64,")
	p.app = appOf(t, shown(t, app.body, "as text: <code>", "</code>"))
	if !strings.Contains(app.header.Get("Content-Security-Policy"), "img-src data:") {
		t.Error("the picture may not be shown")
	}
	again := v.post(t, "/account/app/confirm", "code", "000000")
	again.wants(t, http.StatusForbidden, "The code is not right")
	if strings.Contains(again.body, "otpauth") || strings.Contains(again.body, p.app.Text()) {
		t.Error("the secret is shown a second time")
	}
	v.post(t, "/account/app/confirm", "code", w.code(t, p)).wants(t, http.StatusSeeOther, "/account?done=app")
	v.post(t, "/account/app/confirm", "code", w.code(t, p)).wants(t, http.StatusForbidden, "The link or the step is not valid any more.")

	codes := v.post(t, "/account/recovery")
	codes.wants(t, http.StatusOK, "They are shown this once.")
	if n := len(regexp.MustCompile(`<li><code>[0-9a-z]{5}(-[0-9a-z]{5}){4}</code></li>`).FindAllString(codes.body, -1)); n != 10 {
		t.Errorf("%d recovery codes are shown, want 10", n)
	}

	second := factortest.New(w.base)
	v.post(t, "/account/passkeys", "response", v.makes(t, second, "/account/passkeys/options"), "label", "Phone").wants(t, http.StatusSeeOther, "/account?done=passkey")
	v.post(t, "/account/passkeys", "response", "{}", "label", "Phone").wants(t, http.StatusForbidden, "The link or the step is not valid any more.")
	v.post(t, "/account/passkeys", "response", v.makes(t, factortest.New(w.base), "/account/passkeys/options"), "label", " ").wants(t, http.StatusUnprocessableEntity, "Give the passkey a name")

	if a := w.account(t, p); len(a.Passkeys) != 2 || a.RecoveryCodes != 10 || a.TOTP.IsZero() || a.Name != "Anna A." {
		t.Fatalf("the account is not as it was made: %d passkeys, %d codes", len(a.Passkeys), a.RecoveryCodes)
	}
	v.post(t, "/account/passkeys/remove", "passkey", w.account(t, p).Passkeys[1].ID).wants(t, http.StatusSeeOther, "/account?done=removed")
	v.post(t, "/account/passkeys/remove", "passkey", "none").wants(t, http.StatusUnprocessableEntity, "There is no such passkey")
	for _, what := range []string{"recovery", "password", "totp"} {
		v.post(t, "/account/remove", "what", what).wants(t, http.StatusSeeOther, "/account?done=removed")
	}
	v.post(t, "/account/passkeys/remove", "passkey", w.account(t, p).Passkeys[0].ID).wants(t, http.StatusUnprocessableEntity, "without a safe way to sign in")
	v.post(t, "/account/remove", "what", "everything").wants(t, http.StatusUnprocessableEntity, "There is no such passkey")

	for _, want := range []string{"account.changed", "password.changed", "factor.added", "factor.removed"} {
		if !slices.Contains(told(t, trail.Service(w.db)), want) {
			t.Errorf("the audit trail does not tell %q", want)
		}
	}
	letters := w.letters(t)
	if len(letters) < 8 {
		t.Errorf("%d letters tell of changes, want one for each", len(letters))
	}
	for _, l := range letters {
		if l.Kind != letter.AccountChange || l.To != p.email || l.Link != w.base+"/account" {
			t.Errorf("got a letter of the kind %q", l.Kind)
		}
	}
}

func TestLink(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v := w.visitor(t)
	v.byPasskey(t, p)
	v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/account/microsoft"), "anna@aalto.example")).wants(t, http.StatusSeeOther, "/account?done=link")
	other := w.visitor(t)
	other.get(t, other.atMicrosoft(t, other.toMicrosoft(t, "/signin/microsoft"), "anna@aalto.example")).wants(t, http.StatusSeeOther, "/")

	taken := w.person(t, "elias", means{passkey: true})
	second := w.visitor(t)
	second.byPasskey(t, taken)
	second.get(t, second.atMicrosoft(t, second.toMicrosoft(t, "/account/microsoft"), "anna@aalto.example")).wants(t, http.StatusUnprocessableEntity, "is linked to another account already")

	// A link that was begun in one session ends in no other.
	back := second.atMicrosoft(t, second.toMicrosoft(t, "/account/microsoft"), "elias@aalto.example")
	second.byPasskey(t, taken)
	second.get(t, back).wants(t, http.StatusBadRequest, "Begin the sign-in again")
	if n := len(w.account(t, taken).Identities); n != 0 {
		t.Errorf("%d identities are linked, want none", n)
	}

	v.byPasskey(t, p)
	i := w.account(t, p).Identities[0]
	v.post(t, "/account/microsoft/remove", "tenant", i.Tenant, "object", i.Object).wants(t, http.StatusSeeOther, "/account?done=removed")
	v.post(t, "/account/microsoft/remove", "tenant", i.Tenant, "object", i.Object).wants(t, http.StatusUnprocessableEntity, "There is no such")
}

// TestStale changes an account long after signing in.
func TestStale(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true, password: true})
	v := w.visitor(t)
	v.byPasskey(t, p)
	w.Add(16 * time.Minute)
	tests := []struct {
		path  string
		pairs []string
	}{
		{"/account/app", nil},
		{"/account/recovery", nil},
		{"/account/microsoft", nil},
		{"/account/email", []string{"email", "new@aalto.example"}},
		{"/account/password", []string{"current", good, "new", better, "again", better}},
		{"/account/remove", []string{"what", "totp"}},
		{"/account/passkeys/remove", []string{"passkey", "x"}},
	}
	const again = "/signin?again=1&return=%2Faccount"
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			v.post(t, tt.path, tt.pairs...).wants(t, http.StatusSeeOther, again)
		})
	}
	v.get(t, again).wants(t, http.StatusOK, "takes a fresh sign-in")
	v.get(t, "/account").wants(t, http.StatusOK, "you are asked to sign in again")
	v.byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
	v.post(t, "/account/recovery").wants(t, http.StatusOK, "They are shown this once.")
}

func TestEndSessions(t *testing.T) {
	w := newWorld(t)
	p, other := w.person(t, "anna", means{passkey: true}), w.person(t, "elias", means{passkey: true})
	v, second, third, theirs := w.visitor(t), w.visitor(t), w.visitor(t), w.visitor(t)
	for _, b := range []*visitor{second, third, v} {
		b.byPasskey(t, p)
		w.Add(time.Second)
	}
	theirs.byPasskey(t, other)
	sessions, err := w.accounts.Sessions(t.Context(), p.id)
	if err != nil || len(sessions) < 3 {
		t.Fatalf("got %d sessions, %v", len(sessions), err)
	}
	foreign, err := w.accounts.Sessions(t.Context(), other.id)
	if err != nil {
		t.Fatal(err)
	}
	v.post(t, "/account/sessions/end", "session", foreign[0].ID).wants(t, http.StatusSeeOther, "/account?done=ended")
	v.post(t, "/account/sessions/end", "session", sessions[1].ID).wants(t, http.StatusSeeOther, "/account?done=ended")
	if third.signedIn(t) || !second.signedIn(t) || !theirs.signedIn(t) {
		t.Error("another session than the one chosen has ended")
	}
	v.post(t, "/account/sessions/end", "session", "others").wants(t, http.StatusSeeOther, "/account?done=ended")
	if second.signedIn(t) || !v.signedIn(t) {
		t.Error("not all the others have ended, or their own has")
	}
}

// TestEndSessionsNeedsProof: who signed in long ago proves again who they are before they
// end sessions elsewhere. Their own ends at once.
func TestEndSessionsNeedsProof(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v, other := w.visitor(t), w.visitor(t)
	other.byPasskey(t, p)
	w.Add(time.Second)
	v.byPasskey(t, p)
	w.Add(16 * time.Minute)
	sessions, err := w.accounts.Sessions(t.Context(), p.id)
	if err != nil || len(sessions) < 2 {
		t.Fatalf("got %d sessions, %v", len(sessions), err)
	}
	for _, which := range []string{"others", sessions[1].ID} {
		v.post(t, "/account/sessions/end", "session", which).wants(t, http.StatusSeeOther, "/signin?again=1&return=%2Faccount")
	}
	if !other.signedIn(t) {
		t.Error("the other session has ended without a proof")
	}
	v.byPasskey(t, p)
	v.post(t, "/account/sessions/end", "session", "others").wants(t, http.StatusSeeOther, "/account?done=ended")
	if other.signedIn(t) || !v.signedIn(t) {
		t.Error("after a proof the other has not ended, or their own has")
	}
	w.Add(16 * time.Minute)
	sessions, err = w.accounts.Sessions(t.Context(), p.id)
	if err != nil || len(sessions) != 1 {
		t.Fatalf("got %d sessions, %v, want their own", len(sessions), err)
	}
	v.post(t, "/account/sessions/end", "session", sessions[0].ID).wants(t, http.StatusSeeOther, "/account?done=ended")
	if v.signedIn(t) {
		t.Error("their own has not ended")
	}
}

func TestReset(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{password: true})
	in := w.visitor(t)
	in.byPassword(t, p)
	v := w.visitor(t)
	v.get(t, "/signin/reset").wants(t, http.StatusSeeOther, "/signin/forgot")
	v.post(t, "/signin/forgot", "email", "no address").wants(t, http.StatusUnprocessableEntity, "Give an e-mail address")
	v.post(t, "/signin/forgot", "email", p.email).wants(t, http.StatusOK, "Look into your mailbox")
	v.post(t, "/signin/forgot", "email", "none@aalto.example").wants(t, http.StatusOK, "Look into your mailbox")
	letters := w.letters(t)
	if len(letters) != 1 || letters[0].Kind != letter.Reset || letters[0].To != p.email {
		t.Fatalf("got %d letters, want one to the account's address", len(letters))
	}
	link := letters[0].Link
	a := v.get(t, link)
	a.wants(t, http.StatusSeeOther, "/signin/reset")
	page := v.get(t, "/signin/reset")
	page.wants(t, http.StatusOK, "Set the password")
	if token := must(url.Parse(link)).Query().Get("token"); strings.Contains(page.body, token) || strings.Contains(a.to, token) {
		t.Error("the page holds the token")
	}
	v.post(t, "/signin/reset", "new", better, "again", good).wants(t, http.StatusUnprocessableEntity, "in two different ways")
	v.post(t, "/signin/reset", "new", "aaaaaaaaaaaaaaaa", "again", "aaaaaaaaaaaaaaaa").wants(t, http.StatusUnprocessableEntity, "pattern")
	v.post(t, "/signin/reset", "new", better, "again", better).wants(t, http.StatusSeeOther, "/signin?done=reset")
	if in.signedIn(t) || v.signedIn(t) {
		t.Error("somebody is signed in after the password was set")
	}
	again := w.visitor(t)
	again.get(t, link).wants(t, http.StatusSeeOther, "/signin/reset")
	again.post(t, "/signin/reset", "new", good, "again", good).wants(t, http.StatusForbidden, "The link or the step is not valid any more.")
	again.get(t, "/signin/reset?token="+strings.Repeat("x", 5000)).wants(t, http.StatusSeeOther, "/signin/reset")
	v.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusForbidden, "is not right")
	v.post(t, "/signin/password", "email", p.email, "password", better).wants(t, http.StatusSeeOther, "/signin/second")
	if got := told(t, trail.Service(w.db)); !slices.Contains(got, "password.reset") || !slices.Contains(got, "reset.asked") {
		t.Errorf("the audit trail tells %v", got)
	}
}

func TestEmail(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	w.person(t, "elias", means{passkey: true})
	c := w.customer(t, "Aalto", "", p)
	v := w.visitor(t)
	v.byPasskey(t, p)
	v.post(t, "/account/email", "email", "elias@aalto.example").wants(t, http.StatusSeeOther, "/account?done=email")
	v.post(t, "/account/email", "email", "anna.new@aalto.example").wants(t, http.StatusSeeOther, "/account?done=email")
	v.post(t, "/account/email", "email", "nothing").wants(t, http.StatusUnprocessableEntity, "Give an e-mail address")
	letters := w.letters(t)
	if len(letters) != 1 || letters[0].Kind != letter.VerifyEmail || letters[0].To != "anna.new@aalto.example" {
		t.Fatalf("got %d letters, want one to the new address", len(letters))
	}
	at := w.visitor(t)
	at.get(t, "/account/email").wants(t, http.StatusSeeOther, "/account")
	at.get(t, letters[0].Link).wants(t, http.StatusSeeOther, "/account/email")
	at.get(t, "/account/email").wants(t, http.StatusOK, "Confirm the address")
	at.post(t, "/account/email/confirm").wants(t, http.StatusSeeOther, "/signin?done=email")
	at.post(t, "/account/email/confirm").wants(t, http.StatusForbidden, "The link or the step is not valid any more.")
	if w.account(t, p).Email != "anna.new@aalto.example" {
		t.Error("the address is another")
	}
	if v.signedIn(t) {
		t.Error("a session from before is good")
	}
	m, err := member.Get(t.Context(), c, string(p.id))
	if err != nil || m.Email != "anna.new@aalto.example" {
		t.Errorf("the member has another address, %v", err)
	}
	told := false
	for _, l := range w.letters(t) {
		told = told || l.Kind == letter.AccountChange && l.To == p.email
	}
	if !told {
		t.Error("the old address is not told")
	}
	page, err := trail.Service(w.db).List(t.Context(), trail.Query{Text: "anna.new@aalto.example"})
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, r := range page.Records {
		entries = append(entries, fmt.Sprintf("%s %s %s", r.Action, r.Before, r.After))
	}
	slices.Sort(entries) // both are of the same moment
	want := []string{
		`account.changed {"email":"anna@aalto.example"} {"email":"anna.new@aalto.example","event":"account.email-changed"}`,
		`address.asked {"email":"anna@aalto.example"} {"email":"anna.new@aalto.example","event":"account.email-change-asked"}`,
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}
