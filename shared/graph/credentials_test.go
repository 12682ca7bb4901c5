package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/snapshot"
)

func TestTokenFaults(t *testing.T) {
	refusal := fmt.Sprintf(`{"error":"unauthorized_client","error_description":"AADSTS700016: %s","error_codes":[700016,1],"trace_id":"x"}`, secretBody)
	tests := []struct {
		name   string
		refuse func(n int) (int, string)
		code   int
		status int
		ok     bool
		asked  int
	}{
		{name: "refused", refuse: func(int) (int, string) { return 400, refusal }, code: 700016, status: 400, asked: 1},
		{name: "refused without a code", refuse: func(int) (int, string) { return 401, `{"error":"invalid_client"}` }, status: 401, asked: 1},
		{name: "refused in HTML", refuse: func(int) (int, string) { return 403, "<html>" + secretBody }, status: 403, asked: 1},
		{name: "sends elsewhere", refuse: func(int) (int, string) { return 307, "" }, status: 307, asked: tokenTries},
		{name: "fails once", refuse: func(n int) (int, string) { return map[int]int{1: 503}[n], "" }, ok: true, asked: 2},
		{name: "throttles once", refuse: func(n int) (int, string) { return map[int]int{1: 429}[n], refusal }, ok: true, asked: 2},
		{name: "fails for good", refuse: func(int) (int, string) { return 503, secretBody }, status: 503, asked: tokenTries},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, map[string][]reply{usersPath: {{body: usersPage("", "a")}}})
			h.entra.refuse = tt.refuse
			_, stats, err := h.read(t, t.Context(), snapshot.Users.Resource())
			if h.entra.asked() != tt.asked {
				t.Errorf("asked Entra %d times, want %d", h.entra.asked(), tt.asked)
			}
			if tt.ok {
				if err != nil || len(stats.Unread) != 0 {
					t.Fatalf("got error %v and %v unread, want none", err, stats.Unread)
				}
				return
			}
			var refused *TokenError
			if !errors.As(err, &refused) {
				t.Fatalf("got error %v, want a TokenError", err)
			}
			if refused.Code != tt.code || refused.Status != tt.status {
				t.Errorf("got code %d and status %d, want %d and %d", refused.Code, refused.Status, tt.code, tt.status)
			}
			if len(stats.Unread) != 1 || stats.Requests != 0 {
				t.Errorf("got %d unread and %d requests, want 1 and 0", len(stats.Unread), stats.Requests)
			}
		})
	}
}

func TestAssertion(t *testing.T) {
	h := newHarness(t, map[string][]reply{usersPath: {{body: usersPage("", "a")}}})
	creds := h.entra.credentials()
	creds.Secret = nil
	creds.Assertion = func(context.Context) (string, error) { return "identity-of-the-function", nil }
	reader, err := New(h.reader.cfg, creds)
	if err != nil {
		t.Fatal(err)
	}
	h.reader = reader
	if _, _, err := h.read(t, t.Context(), snapshot.Users.Resource()); err != nil {
		t.Fatal(err)
	}
	form := h.entra.forms[0]
	if got := strings.Join(form["client_assertion"], ""); got != "identity-of-the-function" {
		t.Errorf("got assertion %q", got)
	}
	if _, sent := form["client_secret"]; sent {
		t.Error("a secret was sent as well")
	}
	if got := strings.Join(form["scope"], " "); !strings.Contains(got, "https://graph.microsoft.com/.default") {
		t.Errorf("got scope %q", got)
	}
}

func TestAssertionThatFails(t *testing.T) {
	h := newHarness(t, nil)
	creds := h.entra.credentials()
	creds.Secret = nil
	creds.Assertion = func(context.Context) (string, error) { return "", errors.New("from metadata: " + secretBody) }
	reader, err := New(h.reader.cfg, creds)
	if err != nil {
		t.Fatal(err)
	}
	h.reader = reader
	_, _, err = h.read(t, t.Context(), snapshot.Users.Resource())
	var refused *TokenError
	if !errors.As(err, &refused) || refused.Lasting() {
		t.Errorf("got %v, want a TokenError that may pass", err)
	}
}

// TestSecretThatIsExchanged: a new client secret is taken up while the reader lives, and
// the one before holds while none can be read.
func TestSecretThatIsExchanged(t *testing.T) {
	h := newHarness(t, nil)
	creds := h.entra.credentials()
	secret, broken := "the first", error(nil)
	creds.Secret = func(context.Context) (string, error) { return secret, broken }
	source, err := creds.For(someTenant)
	if err != nil {
		t.Fatal(err)
	}
	scope := policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}}
	broken = errors.New("from the vault: " + secretBody)
	var refused *TokenError
	if _, err := source.GetToken(t.Context(), scope); !errors.As(err, &refused) || refused.Lasting() || strings.Contains(err.Error(), secretBody) {
		t.Errorf("no secret can be read: got %v, want a TokenError that may pass and says nothing of it", err)
	}
	for _, step := range []struct {
		secret string
		broken error
	}{{"the first", nil}, {"the second", nil}, {"", broken}} {
		secret, broken = step.secret, step.broken
		if _, err := source.GetToken(t.Context(), scope); err != nil {
			t.Errorf("%q: %v", step.secret, err)
		}
	}
	var sent []string
	for _, form := range h.entra.forms {
		sent = append(sent, strings.Join(form["client_secret"], ""))
	}
	if diff := cmp.Diff([]string{"the first", "the second"}, sent); diff != "" {
		t.Errorf("secrets sent to Entra (-want +got):\n%s", diff)
	}
}

func TestTokensAreKeptAndRenewed(t *testing.T) {
	h := newHarness(t, map[string][]reply{usersPath: {{body: usersPage("", "a")}, {status: 401}, {body: usersPage("", "a")}}})
	for range 2 {
		if _, _, err := h.read(t, t.Context(), snapshot.Users.Resource()); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"token-" + someTenant + "-1", "token-" + someTenant + "-1", "token-" + someTenant + "-2"}
	for i, token := range h.graph.tokens {
		if token != "Bearer "+want[i] {
			t.Errorf("request %d came with %q, want %q", i, token, want[i])
		}
	}
}

func TestTenantMustBeAGUID(t *testing.T) {
	h := newHarness(t, nil)
	for _, id := range []string{"", "common", "organizations", "contoso.com", "..", "1111111122223333444455555555555555555",
		"11111111-2222-3333-4444-55555555555/", "11111111-2222-3333-4444-55555555555é"} {
		s := snapshot.New(time.Now(), snapshot.Settings{})
		if _, err := h.reader.Read(t.Context(), id, s, Order{Want: []snapshot.Resource{snapshot.Users.Resource()}}); err == nil {
			t.Errorf("%q: got no error", id)
		}
	}
	if h.entra.asked() != 0 {
		t.Errorf("Entra was asked %d times, want 0", h.entra.asked())
	}
}

func TestCredentialsHideTheSecret(t *testing.T) {
	c := Credentials{ClientID: "vahti", Secret: holds(someSecret)}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "credentials", c)
	raw, err := json.Marshal(c)
	if err == nil {
		t.Error("credentials were written as JSON")
	}
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s", c, c, c), log.String(), string(raw)} {
		if strings.Contains(text, someSecret) {
			t.Errorf("the secret shows in %q", text)
		}
	}
}

func TestKeptForgetsTheLeastUsed(t *testing.T) {
	k := newKept(2)
	a, b, c := tokenSource{}, tokenSource{}, tokenSource{}
	k.put("a", a)
	k.put("b", b)
	k.get("a")
	k.put("c", c)
	if k.get("b") != nil || k.get("a") == nil || k.get("c") == nil {
		t.Errorf("got a %v, b %v, c %v, want b gone", k.get("a") != nil, k.get("b") != nil, k.get("c") != nil)
	}
	if k.drop("a"); k.get("a") != nil {
		t.Error("a dropped tenant is kept")
	}
}

// TestManyTenants reads three hundred tenants at once through one reader.
func TestManyTenants(t *testing.T) {
	h := newHarness(t, map[string][]reply{usersPath: {{body: usersPage("", "a")}}})
	start := time.Now()
	var wg sync.WaitGroup
	turns := make(chan struct{}, 32)
	for i := range 300 {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() { <-turns }()
			s := snapshot.New(start, snapshot.Settings{})
			id := fmt.Sprintf("11111111-2222-3333-4444-%012d", i)
			if _, err := h.reader.Read(t.Context(), id, s, Order{Want: []snapshot.Resource{snapshot.Users.Resource()}}); err != nil || !s.Has(snapshot.Users.Resource()) {
				t.Errorf("%s: got error %v, want it read", id, err)
			}
		})
	}
	wg.Wait()
	if n := h.entra.asked(); n != 300 {
		t.Errorf("asked Entra %d times, want 300", n)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v, want seconds", took)
	}
	if n := len(h.reader.kept.tenants); n > maxKept {
		t.Errorf("%d tenants' tokens are kept, want at most %d", n, maxKept)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("300 tenants in %v, %d MB of heap in use", time.Since(start), m.HeapAlloc>>20)
}
