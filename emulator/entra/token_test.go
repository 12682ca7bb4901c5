package entra

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestVerify(t *testing.T) {
	var offset atomic.Int64
	f := open(t, func(cfg *Config) {
		cfg.Now = func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
	})
	other := open(t)
	f.s.AddTenant(tenantID, []string{"A"})
	issue := func(s *Server, change func(*claims)) string {
		t.Helper()
		c := claims{Audience: audience, Issuer: issuer(tenantID), Tenant: tenantID, Roles: []string{"A"},
			NotBefore: time.Now().Unix(), Expires: time.Now().Add(time.Hour).Unix()}
		change(&c)
		token, err := s.sign(c)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	good := issue(f.s, func(*claims) {})
	parts := strings.Split(good, ".")
	none := encode([]byte(`{"alg":"none","kid":"` + f.s.ring.current().id + `"}`))
	tests := []struct {
		name, token string
		want        error
	}{
		{"good", good, nil},
		{"empty", "", ErrInvalidToken},
		{"bearer alone", "Bearer ", ErrInvalidToken},
		{"no signature", parts[0] + "." + parts[1] + ".", ErrInvalidToken},
		{"algorithm none", none + "." + parts[1] + ".", ErrInvalidToken},
		{"changed", parts[0] + "." + parts[1] + "A." + parts[2], ErrInvalidToken},
		{"line break", good[:len(good)-3] + "\n" + good[len(good)-3:], ErrInvalidToken},
		{"other key", issue(other.s, func(*claims) {}), ErrInvalidToken},
		{"other audience", issue(f.s, func(c *claims) { c.Audience = "https://management.azure.com" }), ErrInvalidToken},
		{"other issuer", issue(f.s, func(c *claims) { c.Issuer = issuer("x") }), ErrInvalidToken},
		{"not yet valid", issue(f.s, func(c *claims) { c.NotBefore = time.Now().Add(time.Hour).Unix() }), ErrInvalidToken},
		{"expired", issue(f.s, func(c *claims) { c.Expires = time.Now().Unix() }), ErrExpired},
		{"tenant without consent", issue(f.s, func(c *claims) { c.Tenant, c.Issuer = "x", issuer("x") }), ErrNoConsent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 { // the second time from the cache
				if _, _, err := f.s.Verify(tt.token); !errors.Is(err, tt.want) {
					t.Errorf("Verify: got %v, want %v", err, tt.want)
				}
			}
		})
	}
	f.s.RemoveTenant(tenantID)
	if _, _, err := f.s.Verify(good); !errors.Is(err, ErrNoConsent) {
		t.Errorf("after consent was withdrawn: got %v, want ErrNoConsent", err)
	}
	f.s.AddTenant(tenantID, []string{"B"})
	if _, roles, err := f.s.Verify(good); err != nil || !slices.Equal(roles, []string{"A"}) {
		t.Errorf("after new roles: got %v, %v, want those of the token", roles, err)
	}
	offset.Store(int64(2 * time.Hour))
	if _, _, err := f.s.Verify(good); !errors.Is(err, ErrExpired) {
		t.Errorf("two hours later: got %v, want ErrExpired", err)
	}
}

func TestManyTenants(t *testing.T) {
	f := open(t)
	const tenants = 300
	start := time.Now()
	for i := range tenants {
		id := fmt.Sprintf("11111111-2222-3333-4444-%012d", i)
		f.s.AddTenant(id, []string{fmt.Sprint("Role", i)})
		cred, err := f.bySecret(id, clientID, secret)
		if err != nil {
			t.Fatal(err)
		}
		token, err := cred.GetToken(t.Context(), graphScope())
		if err != nil {
			t.Fatalf("GetToken of tenant %d: %v", i, err)
		}
		tenant, roles, err := f.s.Verify(token.Token)
		if err != nil || tenant != id || !slices.Equal(roles, []string{fmt.Sprint("Role", i)}) {
			t.Fatalf("Verify of tenant %d: got %s, %v, %v", i, tenant, roles, err)
		}
	}
	t.Logf("tokens of %d tenants in %v", tenants, time.Since(start))
}

func FuzzVerify(f *testing.F) {
	s, err := Open(Config{CertDir: f.TempDir(), Clients: []Client{{ID: "c", Secret: "s"}}})
	if err != nil {
		f.Fatal(err)
	}
	s.AddTenant("t", nil)
	token, _, err := s.issue("t", "c", "1", nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add("..")
	f.Add("Bearer a.b.c")
	f.Fuzz(func(t *testing.T, bearer string) {
		_, _, err := s.Verify(bearer)
		if accepted := err == nil; accepted != (bearer == token || len(bearer) > 7 && strings.EqualFold(bearer[:7], "Bearer ") && bearer[7:] == token) {
			t.Errorf("Verify(%q): got %v", bearer, err)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	f := open(b)
	f.s.AddTenant(tenantID, []string{"A"})
	token, _, err := f.s.issue(tenantID, clientID, "1", []string{"A"})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		if _, _, err := f.s.Verify(token); err != nil {
			b.Fatal(err)
		}
	}
}
