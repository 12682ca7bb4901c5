package entra

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
)

// TestMisbehaviour: a client that checks everything refuses every false answer where it is false; one that leaves that
// check out does not notice, which shows that nothing else is wrong.
func TestMisbehaviour(t *testing.T) {
	w := mount(t)
	later := func() time.Time { return w.now().Add(90 * time.Minute) }
	tests := []struct {
		kind    Misbehaviour
		want    error
		lenient *oidc.Config // nil: go-oidc has no way to leave the check out
	}{
		{Honest, nil, nil},
		{WrongKey, errVerify, nil},
		{UnknownKeyID, errVerify, nil},
		{Expired, errVerify, &oidc.Config{SkipExpiryCheck: true}},
		{NotYetValid, errVerify, &oidc.Config{Now: later}},
		{WrongAudience, errVerify, &oidc.Config{SkipClientIDCheck: true}},
		{WrongIssuer, errVerify, &oidc.Config{SkipIssuerCheck: true}},
		{ForeignIssuer, errVerify, &oidc.Config{SkipIssuerCheck: true}},
		{TenantMismatch, errIssuer, nil},
		{WrongNonce, errNonce, nil},
		{MissingNonce, errNonce, nil},
		{Replayed, errNonce, nil},
		{NoAlgorithm, errVerify, nil},
		{SymmetricSignature, errVerify, nil},
		{SwappedState, errState, nil},
		{ForeignCode, errExchange, nil},
	}
	if len(tests) != len(Misbehaviours()) {
		t.Errorf("%d kinds are tested of %d", len(tests), len(Misbehaviours()))
	}
	for _, tt := range tests {
		t.Run(tt.kind.String(), func(t *testing.T) {
			w.s.Misbehave(tt.kind)
			defer w.s.Misbehave(Honest)
			a := w.app(t, tenantID, oidc.Config{})
			if _, err := w.signIn(t, a, window(t), annaUPN); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if tt.lenient == nil {
				return
			}
			a = w.app(t, tenantID, *tt.lenient)
			if _, err := w.signIn(t, a, window(t), annaUPN); errors.Is(err, errVerify) {
				t.Errorf("without the check: got %v", err)
			}
		})
	}
}

// TestMisbehaviourOfSignatures: these tokens say the right thing and are signed wrongly.
func TestMisbehaviourOfSignatures(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	honest, err := w.signIn(t, a, window(t), annaUPN)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		kind      Misbehaviour
		algorithm string
		published bool // the key's name
		signature bool
	}{
		{WrongKey, "RS256", true, true},
		{UnknownKeyID, "RS256", false, true},
		{NoAlgorithm, "none", true, false},
		{SymmetricSignature, "HS256", true, true},
	}
	for _, tt := range tests {
		t.Run(tt.kind.String(), func(t *testing.T) {
			w.s.Misbehave(tt.kind)
			defer w.s.Misbehave(Honest)
			got, err := w.signIn(t, a, window(t), annaUPN)
			if !errors.Is(err, errVerify) {
				t.Fatal(err)
			}
			for _, token := range []string{got.raw, got.access} {
				head, claims := claimsOf(t, token)
				_, published := w.s.ring.find(head["kid"])
				if head["alg"] != tt.algorithm || published != tt.published || strings.HasSuffix(token, ".") == tt.signature {
					t.Errorf("header %v, published %v, token %s", head, published, token)
				}
				if claims["tid"] != honest.id["tid"] || claims["iss"] != honest.id["iss"] {
					t.Errorf("claims: got %v", claims)
				}
			}
		})
	}
}

// TestReplay: the token that comes again is a good one of before.
func TestReplay(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	replayed := oauth2.SetAuthURLParam("misbehave", "replayed")
	if _, err := w.signIn(t, a, window(t), annaUPN, replayed); err != nil {
		t.Errorf("with nothing to replay: got %v", err)
	}
	first, err := w.signIn(t, a, window(t), annaUPN)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.signIn(t, a, window(t), eliasUPN, replayed)
	if !errors.Is(err, errNonce) || again.raw != first.raw {
		t.Errorf("got %v and the token of before: %v", err, again.raw == first.raw)
	}
}

// TestMisbehaveOnce: a request, or the choice on its page, concerns that sign-in alone.
func TestMisbehaveOnce(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	client := window(t)
	if _, err := w.signIn(t, a, client, annaUPN, oauth2.SetAuthURLParam("misbehave", "expired")); !errors.Is(err, errVerify) {
		t.Errorf("by the request: got %v", err)
	}
	if _, err := w.signIn(t, a, client, annaUPN); err != nil {
		t.Errorf("the next: got %v", err)
	}
	for _, prompt := range []string{"login", "consent"} {
		at := a.begin(oauth2.SetAuthURLParam("prompt", prompt))
		_, query, _ := strings.Cut(at.url, "?")
		if prompt == "consent" {
			answer, err := browser.SignIn(t.Context(), client, at.url+"&misbehave=wrong-nonce", annaUPN)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.finish(t.Context(), w.base, at, answer.Params()); !errors.Is(err, errNonce) {
				t.Errorf("through the page of consent: got %v", err)
			}
			continue
		}
		resp, err := client.PostForm(w.base+"/"+tenantID+"/login", url.Values{"flow": {"code"}, "request": {query},
			"person": {tenantID + "/" + anna().ObjectID}, "misbehave": {"wrong-nonce"}})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		to, err := resp.Location()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.finish(t.Context(), w.base, at, to.Query()); !errors.Is(err, errNonce) {
			t.Errorf("by the page: got %v", err)
		}
	}
}

func TestMisbehaviourNames(t *testing.T) {
	for _, m := range Misbehaviours() {
		got, err := ParseMisbehaviour(m.String())
		if err != nil || got != m {
			t.Errorf("ParseMisbehaviour(%q): got %v, %v", m, got, err)
		}
	}
	if _, err := ParseMisbehaviour("nice"); err == nil || Misbehaviour(-1).String() != "misbehaviour -1" {
		t.Error("a name that is none has no error")
	}
}

// TestRotation: the next key is published before its turn and the last one after it.
func TestRotation(t *testing.T) {
	w := mount(t)
	w.s.AddTenant(tenantID, []string{"A"})
	a := w.app(t, tenantID, oidc.Config{})
	published := func() []string {
		var out []string
		for _, k := range w.s.ring.published() {
			out = append(out, k.id)
		}
		return out
	}
	if got := published(); len(got) != 2 || got[0] != w.s.ring.current().id {
		t.Fatalf("at first: %v published, %s signs; want two and the first", got, w.s.ring.current().id)
	}
	graph, _, err := w.s.issue(tenantID, clientID, "1", nil)
	if err != nil {
		t.Fatal(err)
	}
	before, err := w.signIn(t, a, window(t), annaUPN)
	if err != nil {
		t.Fatal(err)
	}
	for turn := range 3 {
		was := published()
		if err := w.s.RotateKeys(); err != nil {
			t.Fatal(err)
		}
		now, signs := published(), w.s.ring.current().id
		if !slices.Contains(was, signs) || signs == was[max(0, len(was)-2)] || len(now) != 3 || now[1] != signs {
			t.Errorf("turn %d: from %v to %v, %s signs", turn, was, now, signs)
		}
		if _, err := w.signIn(t, a, window(t), annaUPN); err != nil {
			t.Errorf("turn %d: sign in: %v", turn, err)
		}
		fresh := w.app(t, tenantID, oidc.Config{})
		if _, err := fresh.verifier.Verify(t.Context(), before.raw); (err == nil) != (turn == 0) {
			t.Errorf("turn %d: the ID token of before: got %v", turn, err)
		}
		if _, _, err := w.s.Verify(graph); (err == nil) != (turn == 0) {
			t.Errorf("turn %d: the application's token of before: got %v", turn, err)
		}
	}
}
