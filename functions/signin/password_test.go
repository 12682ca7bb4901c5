package signin

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store/trail"
)

func TestPassword(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{password: true})
	v := w.visitor(t)
	v.get(t, "/signin/second").wants(t, http.StatusSeeOther, "/signin")
	v.post(t, "/signin/password", "email", " Anna@AALTO.example", "password", good, "return", "/account").wants(t, http.StatusSeeOther, "/signin/second")
	v.get(t, "/signin/second").wants(t, http.StatusOK, "With the authenticator app")
	if v.signedIn(t) {
		t.Fatal("a password alone signs in")
	}
	v.post(t, "/signin/totp", "code", "000000").wants(t, http.StatusForbidden, "The e-mail address, the password or the code is not right.")
	code := w.code(t, p)
	v.post(t, "/signin/totp", "code", code).wants(t, http.StatusSeeOther, "/account")
	if !v.signedIn(t) {
		t.Fatal("nobody is signed in")
	}
	v.get(t, "/signin/second").wants(t, http.StatusSeeOther, "/signin")

	again := w.visitor(t)
	again.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusSeeOther, "/signin/second")
	again.post(t, "/signin/totp", "code", code).wants(t, http.StatusForbidden, "is not right")
	again.post(t, "/signin/recovery", "code", "no code").wants(t, http.StatusForbidden, "is not right")
	again.post(t, "/signin/recovery", "code", string(p.codes[0])).wants(t, http.StatusSeeOther, "/")

	late := w.visitor(t)
	late.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusSeeOther, "/signin/second")
	late.post(t, "/signin/recovery", "code", string(p.codes[0])).wants(t, http.StatusForbidden, "is not right")
	w.Add(6 * time.Minute)
	late.post(t, "/signin/totp", "code", w.code(t, p)).wants(t, http.StatusForbidden, "The link or the step is not valid any more.")
	late.post(t, "/signin/totp", "code", w.code(t, p)).wants(t, http.StatusForbidden, "The link or the step is not valid any more.")

	got := map[string]int{}
	for _, action := range told(t, trail.Service(w.db)) {
		got[action]++
	}
	want := map[string]int{"signin.continued": 3, "signin.failed": 5, "signin.succeeded": 2, "recovery.used": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the audit trail (-want +got):\n%s", diff)
	}
}

func TestPasskey(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true, password: true})
	v := w.visitor(t)
	v.byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
	if !v.signedIn(t) {
		t.Fatal("nobody is signed in")
	}

	second := w.visitor(t)
	second.post(t, "/signin/passkey/options", "second", "1").wants(t, http.StatusForbidden, "")
	second.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusSeeOther, "/signin/second")
	second.post(t, "/signin/passkey", "second", "1", "response", second.signs(t, p, "/signin/passkey/options", "second", "1")).wants(t, http.StatusSeeOther, "/")

	tests := []struct {
		name string
		try  func(*testing.T, *visitor) answer
	}{
		{"no ceremony", func(t *testing.T, v *visitor) answer { return v.post(t, "/signin/passkey", "response", "{}") }},
		{"no answer", func(t *testing.T, v *visitor) answer {
			v.signs(t, p, "/signin/passkey/options")
			return v.post(t, "/signin/passkey", "response", "{}")
		}},
		{"the ceremony of another browser", func(t *testing.T, v *visitor) answer {
			response := w.visitor(t).signs(t, p, "/signin/passkey/options")
			v.signs(t, p, "/signin/passkey/options")
			return v.post(t, "/signin/passkey", "response", response)
		}},
		{"an answer used before", func(t *testing.T, v *visitor) answer {
			response := v.signs(t, p, "/signin/passkey/options")
			v.post(t, "/signin/passkey", "response", response).wants(t, http.StatusSeeOther, "/")
			v.post(t, "/signout")
			return v.post(t, "/signin/passkey", "response", response)
		}},
		{"a page elsewhere", func(t *testing.T, v *visitor) answer {
			p.device.Origin = "https://vahti.attacker.example"
			defer func() { p.device.Origin = w.base }()
			return v.post(t, "/signin/passkey", "response", v.signs(t, p, "/signin/passkey/options"))
		}},
		{"a copy of the device", func(t *testing.T, v *visitor) answer {
			copied := &somebody{id: p.id, email: p.email, device: p.device.Copy()}
			for range 2 {
				w.visitor(t).byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
			}
			return v.post(t, "/signin/passkey", "response", v.signs(t, copied, "/signin/passkey/options"))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := w.visitor(t)
			a := tt.try(t, v)
			if a.status != http.StatusForbidden || v.signedIn(t) {
				t.Errorf("got %d, want it refused:\n%s", a.status, a.body)
			}
		})
	}
}

// TestOperators is about people of Vahti's own: a passkey alone counts.
func TestOperators(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "olli", means{operator: true, password: true})
	v := w.visitor(t)
	v.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusSeeOther, "/signin/second")
	page := v.get(t, "/signin/second")
	page.wants(t, http.StatusOK, "Use a passkey")
	if strings.Contains(page.body, "/signin/totp") || strings.Contains(page.body, "/signin/recovery") {
		t.Error("an operator is offered a code")
	}
	v.post(t, "/signin/totp", "code", w.code(t, p)).wants(t, http.StatusForbidden, "is not right")
	v.post(t, "/signin/recovery", "code", string(p.codes[0])).wants(t, http.StatusForbidden, "is not right")
	if v.signedIn(t) {
		t.Fatal("an operator is signed in without a passkey")
	}
	v.byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
	if !v.signedIn(t) {
		t.Fatal("an operator is not signed in with a passkey")
	}
}

// TestAnswersTellNothing compares what is answered about people who have an account
// with what is answered about those who have none.
func TestAnswersTellNothing(t *testing.T) {
	w := newWorld(t)
	w.person(t, "anna", means{password: true})
	w.person(t, "aino", means{passkey: true})
	locked := w.person(t, "lotta", means{password: true})
	if _, err := w.accounts.Lock(t.Context(), locked.id); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := w.accounts.Create(t.Context(), account.New{Email: "iida@aalto.example", Name: "Iida", Language: "fi"}); err != nil {
		t.Fatal(err)
	}
	people := []string{"none@aalto.example", "anna@aalto.example", "aino@aalto.example", "lotta@aalto.example", "iida@aalto.example"}
	tests := []struct {
		name  string
		tries int
		ask   func(*testing.T, *visitor, string) answer
	}{
		{"a wrong password", 1, func(t *testing.T, v *visitor, email string) answer {
			return v.post(t, "/signin/password", "email", email, "password", "this is not the one")
		}},
		{"too many wrong passwords", 7, func(t *testing.T, v *visitor, email string) answer {
			return v.post(t, "/signin/password", "email", email, "password", "this is not the one")
		}},
		{"a forgotten password", 1, func(t *testing.T, v *visitor, email string) answer {
			return v.post(t, "/signin/forgot", "email", email)
		}},
		{"a password forgotten too often", 5, func(t *testing.T, v *visitor, email string) answer {
			return v.post(t, "/signin/forgot", "email", email)
		}},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var first string
			for _, email := range people {
				v := w.visitor(t)
				v.address = fmt.Sprintf("198.51.100.%d", i+1)
				var a answer
				for range tt.tries {
					a = tt.ask(t, v, email)
				}
				a.header.Del("Date")
				got := fmt.Sprint(a.status, a.header, strings.ReplaceAll(a.body, email, "ADDRESS"))
				if first == "" {
					first = got
				}
				if diff := cmp.Diff(first, got); diff != "" {
					t.Errorf("another answer for %s (-nobody +somebody):\n%s", email, diff)
				}
			}
		})
	}
}

func TestTooManyTries(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{password: true})
	v := w.visitor(t)
	for range 5 {
		v.post(t, "/signin/password", "email", p.email, "password", "this is not the one").wants(t, http.StatusForbidden, "is not right")
	}
	for range 3 {
		a := v.post(t, "/signin/password", "email", p.email, "password", good)
		a.wants(t, http.StatusTooManyRequests, "There were too many tries. Wait 30 seconds before the next one.")
		if got := a.header.Get("Retry-After"); got != "30" {
			t.Errorf("Retry-After is %q, want 30", got)
		}
	}
	n := 0
	for _, action := range told(t, trail.Service(w.db)) {
		if action == "signin.throttled" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the audit trail tells %d times that there were too many tries, want once a minute", n)
	}
	w.Add(31 * time.Second)
	v.post(t, "/signin/password", "email", p.email, "password", good).wants(t, http.StatusSeeOther, "/signin/second")
}
