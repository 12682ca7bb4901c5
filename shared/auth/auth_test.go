package auth_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	randv2 "math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

const audience = "console"

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// door signs tokens as the front door does.
type door struct {
	key     ed25519.PrivateKey
	tenants []tenant.ID
}

// newDoor returns the same key and tenants always: every process of a fuzzing
// run must know the same good token.
func newDoor(t testing.TB) door {
	t.Helper()
	d := door{key: ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes, yes!"))}
	for _, text := range []string{"t" + strings.Repeat("a", 24), "t" + strings.Repeat("b", 24)} {
		id, err := tenantid.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		d.tenants = append(d.tenants, id)
	}
	return d
}

func (d door) public() ed25519.PublicKey { return d.key.Public().(ed25519.PublicKey) }

func (d door) verifier(t testing.TB) *auth.Verifier {
	t.Helper()
	v, err := auth.NewVerifier(base64.StdEncoding.EncodeToString(d.public()), audience, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// claims returns what a good token says, changed as asked; a nil value drops a claim.
func (d door) claims(changes jwt.MapClaims) jwt.MapClaims {
	c := jwt.MapClaims{
		"iss": auth.Issuer, "aud": audience, "sub": "member", "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
		"tenants": []string{d.tenants[0].String(), d.tenants[1].String()},
	}
	maps.Copy(c, changes)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// token signs claims with a method and key of any kind.
func token(t testing.TB, method jwt.SigningMethod, key any, header map[string]any, c jwt.MapClaims) string {
	t.Helper()
	tok := jwt.NewWithClaims(method, c)
	maps.Copy(tok.Header, header)
	s, err := tok.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (d door) token(t testing.TB, changes jwt.MapClaims) string {
	t.Helper()
	return token(t, jwt.SigningMethodEdDSA, d.key, nil, d.claims(changes))
}

func TestVerify(t *testing.T) {
	d := newDoor(t)
	v := d.verifier(t)
	at := func(after time.Duration) int64 { return now.Add(after).Unix() }
	tests := []struct {
		name    string
		changes jwt.MapClaims
		good    bool
	}{
		{"as the front door signs it", nil, true},
		{"no tenants", jwt.MapClaims{"tenants": nil}, true},
		{"the longest life", jwt.MapClaims{"exp": at(5 * time.Minute)}, true},
		{"among several audiences", jwt.MapClaims{"aud": []string{"api", audience}}, true},
		{"expired within the leeway", jwt.MapClaims{"iat": at(-time.Minute), "exp": at(-4 * time.Second)}, true},
		{"issued within the leeway", jwt.MapClaims{"iat": at(4 * time.Second)}, true},
		{"a claim nobody knows", jwt.MapClaims{"role": "operator"}, true},

		{"expired", jwt.MapClaims{"iat": at(-time.Minute), "exp": at(-5 * time.Second)}, false},
		{"expired long ago", jwt.MapClaims{"iat": at(-25 * time.Hour), "exp": at(-24 * time.Hour)}, false},
		{"no expiry", jwt.MapClaims{"exp": nil}, false},
		{"expiry as text", jwt.MapClaims{"exp": "2026-11-01T13:00:00Z"}, false},
		{"expiry as a list", jwt.MapClaims{"exp": []int64{at(time.Minute)}}, false},
		{"a second too long a life", jwt.MapClaims{"exp": at(5*time.Minute + time.Second)}, false},
		{"a year's life", jwt.MapClaims{"exp": at(365 * 24 * time.Hour)}, false},
		{"a life without end", jwt.MapClaims{"exp": 1e300}, false},
		{"a life from the beginning", jwt.MapClaims{"iat": -1e300}, false},
		{"issued long ago and still good", jwt.MapClaims{"iat": at(-10 * time.Minute)}, false},
		{"not issued", jwt.MapClaims{"iat": nil}, false},
		{"issued in the future", jwt.MapClaims{"iat": at(6 * time.Second)}, false},
		{"not yet valid", jwt.MapClaims{"nbf": at(6 * time.Second)}, false},
		{"another audience", jwt.MapClaims{"aud": "api"}, false},
		{"a longer audience", jwt.MapClaims{"aud": audience + "/admin"}, false},
		{"no audience", jwt.MapClaims{"aud": nil}, false},
		{"an empty audience", jwt.MapClaims{"aud": ""}, false},
		{"an audience in capitals", jwt.MapClaims{"aud": "Console"}, false},
		{"another issuer", jwt.MapClaims{"iss": "https://accounts.example"}, false},
		{"no issuer", jwt.MapClaims{"iss": nil}, false},
		{"no subject", jwt.MapClaims{"sub": nil}, false},
		{"an empty subject", jwt.MapClaims{"sub": ""}, false},
		{"a subject that is a number", jwt.MapClaims{"sub": 1}, false},
		{"one malformed tenant", jwt.MapClaims{"tenants": []string{d.tenants[0].String(), "t1"}}, false},
		{"an empty tenant", jwt.MapClaims{"tenants": []string{""}}, false},
		{"a tenant with a path", jwt.MapClaims{"tenants": []string{"t/../" + d.tenants[0].String()[5:]}}, false},
		{"tenants as one text", jwt.MapClaims{"tenants": d.tenants[0].String()}, false},
		{"tenants as numbers", jwt.MapClaims{"tenants": []int{1}}, false},
		{"a tenant as an object", jwt.MapClaims{"tenants": []map[string]string{{"s": d.tenants[0].String()}}}, false},
		{"administrator of one it may see", jwt.MapClaims{"admin": []string{d.tenants[0].String()}}, true},
		{"administrator of everything", jwt.MapClaims{"admin": []string{"*"}}, false},
		{"administrator in one text", jwt.MapClaims{"admin": d.tenants[0].String()}, false},
		{"administrator by a switch", jwt.MapClaims{"admin": true}, false},
		{"an address", jwt.MapClaims{"ip": "2001:db8::1"}, true},
		{"an address that is none", jwt.MapClaims{"ip": "192.0.2.1, 10.0.0.1"}, false},
		{"too large", jwt.MapClaims{"padding": strings.Repeat("x", 64<<10)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := v.Verify(d.token(t, tt.changes))
			if tt.good {
				if err != nil || p.Subject != "member" {
					t.Errorf("got %v, %v, want the member", p, err)
				}
				return
			}
			refused(t, p, err)
		})
	}
}

// refused fails the test unless nothing came back but ErrUnauthenticated itself,
// which does not say why.
func refused(t *testing.T, p auth.Principal, err error) {
	t.Helper()
	if err != auth.ErrUnauthenticated { //nolint:errorlint // wrapped, it would tell more
		t.Errorf("got error %v, want %v", err, auth.ErrUnauthenticated)
	}
	if diff := cmp.Diff(0, len(p.Tenants)); diff != "" || p.Subject != "" {
		t.Errorf("a refused token names %q and %d tenants", p.Subject, len(p.Tenants))
	}
}

func TestManyTenantsFit(t *testing.T) {
	d := newDoor(t)
	var ids []string
	for range 1000 {
		ids = append(ids, tenanttest.ID(t).String())
	}
	p, err := d.verifier(t).Verify(d.token(t, jwt.MapClaims{"tenants": ids}))
	if err != nil || len(p.Tenants) != len(ids) {
		t.Errorf("got %d tenants, %v, want %d", len(p.Tenants), err, len(ids))
	}
}

// TestForgedTokens tries what is known to work against verifiers that let the
// token choose how it is verified.
func TestForgedTokens(t *testing.T) {
	d := newDoor(t)
	v := d.verifier(t)
	good := d.token(t, nil)
	parts := strings.Split(good, ".")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, otherKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(d.public())
	if err != nil {
		t.Fatal(err)
	}
	public := []byte(d.public())
	c := d.claims(nil)
	header := func(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
	elsewhere := strings.Split(d.token(t, jwt.MapClaims{"sub": "another"}), ".")
	tests := []struct{ name, token string }{
		{"no algorithm, no signature", token(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, c)},
		{"no algorithm, good signature", header(`{"alg":"none","typ":"JWT"}`) + "." + parts[1] + "." + parts[2]},
		{"the algorithm None", header(`{"alg":"None"}`) + "." + parts[1] + "."},
		{"no alg at all", header(`{"typ":"JWT"}`) + "." + parts[1] + "." + parts[2]},
		{"alg that is a number", header(`{"alg":1}`) + "." + parts[1] + "." + parts[2]},
		{"HS256 with the public key as secret", token(t, jwt.SigningMethodHS256, public, nil, c)},
		{"HS256 with its base64", token(t, jwt.SigningMethodHS256, []byte(base64.StdEncoding.EncodeToString(public)), nil, c)},
		{"HS256 with its PEM", token(t, jwt.SigningMethodHS256, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil, c)},
		{"HS512 with the public key", token(t, jwt.SigningMethodHS512, public, nil, c)},
		{"RS256", token(t, jwt.SigningMethodRS256, rsaKey, nil, c)},
		{"PS256", token(t, jwt.SigningMethodPS256, rsaKey, nil, c)},
		{"another key", token(t, jwt.SigningMethodEdDSA, otherKey, nil, c)},
		{"another key that the token brings", token(t, jwt.SigningMethodEdDSA, otherKey, map[string]any{
			"jwk": map[string]string{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(otherKey.Public().(ed25519.PublicKey))}}, c)},
		{"rules of its own", token(t, jwt.SigningMethodEdDSA, d.key, map[string]any{"crit": []string{"b64"}, "b64": false}, c)},
		{"no signature", parts[0] + "." + parts[1] + "."},
		{"two parts", parts[0] + "." + parts[1]},
		{"four parts", good + "."},
		{"another token's signature", parts[0] + "." + parts[1] + "." + elsewhere[2]},
		{"another token's claims", parts[0] + "." + elsewhere[1] + "." + parts[2]},
		{"a doubled signature", good + parts[2]},
		{"a byte behind", good + "A"},
		{"a line break behind", good + "\n"},
		{"line breaks in the signature", parts[0] + "." + parts[1] + "." + parts[2][:40] + "\r\n" + parts[2][40:]},
		{"a space before", " " + good},
		{"a space behind", good + " "},
		{"padded", good + "=="},
		{"the other alphabet", parts[0] + "." + parts[1] + "." + strings.NewReplacer("-", "+", "_", "/").Replace(parts[2]) + "+"},
		{"empty", ""},
		{"dots", ".."},
		{"null", header("null") + "." + header("null") + "." + parts[2]},
		{"large", strings.Repeat("A", 1<<20)},
		{"many dots", strings.Repeat(".", 60<<10)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := v.Verify(tt.token)
			refused(t, p, err)
		})
	}
}

// TestNoOtherByte changes single bytes: every bit of every byte, and random
// bytes. There is one way to write a token and no other verifies.
func TestNoOtherByte(t *testing.T) {
	d := newDoor(t)
	v := d.verifier(t)
	good := d.token(t, nil)
	if _, err := v.Verify(good); err != nil {
		t.Fatal(err)
	}
	changed := map[string]bool{}
	for i := range len(good) {
		for bit := range 8 {
			changed[good[:i]+string([]byte{good[i] ^ 1<<bit})+good[i+1:]] = true
		}
		changed[good[:i]+good[i+1:]] = true
		changed[good[:i]+"A"+good[i:]] = true
		changed[good[:i]+"\n"+good[i:]] = true
	}
	rnd := randv2.New(randv2.NewPCG(1, 2))
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	for range 5000 {
		i := rnd.IntN(len(good))
		changed[good[:i]+string(alphabet[rnd.IntN(len(alphabet))])+good[i+1:]] = true
	}
	delete(changed, good)
	if len(changed) < 5000 {
		t.Fatalf("got %d changed tokens, want 5000 or more", len(changed))
	}
	for text := range changed {
		if _, err := v.Verify(text); !errors.Is(err, auth.ErrUnauthenticated) {
			t.Errorf("got error %v for %q", err, text)
		}
	}
}

func TestRequest(t *testing.T) {
	d := newDoor(t)
	v := d.verifier(t)
	good := d.token(t, nil)
	tests := []struct {
		name    string
		headers []string
		good    bool
	}{
		{"bearer", []string{"Bearer " + good}, true},
		{"no header", nil, false},
		{"empty header", []string{""}, false},
		{"the word alone", []string{"Bearer"}, false},
		{"no token", []string{"Bearer "}, false},
		{"lower case", []string{"bearer " + good}, false},
		{"capitals", []string{"BEARER " + good}, false},
		{"two spaces", []string{"Bearer  " + good}, false},
		{"a tab", []string{"Bearer\t" + good}, false},
		{"no space", []string{"Bearer" + good}, false},
		{"the token alone", []string{good}, false},
		{"basic", []string{"Basic " + good}, false},
		{"twice the word", []string{"Bearer Bearer " + good}, false},
		{"two tokens", []string{"Bearer " + good + ", Bearer " + good}, false},
		{"two headers", []string{"Bearer " + good, "Bearer " + good}, false},
		{"a good header after another", []string{"Basic x", "Bearer " + good}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/?access_token="+good, nil)
			for _, h := range tt.headers {
				r.Header.Add("Authorization", h)
			}
			p, err := v.Request(r)
			if tt.good {
				if err != nil || len(p.Tenants) != 2 {
					t.Errorf("got %d tenants, %v, want 2", len(p.Tenants), err)
				}
				return
			}
			refused(t, p, err)
		})
	}
}

func TestPrincipalSeesOnlyWhatIsListed(t *testing.T) {
	d := newDoor(t)
	p, err := d.verifier(t).Verify(d.token(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range d.tenants {
		if got, ok := p.Tenant(want.String()); !ok || got != want {
			t.Errorf("got %v, %v, want %v", got, ok, want)
		}
	}
	own := d.tenants[0].String()
	for _, text := range []string{tenanttest.ID(t).String(), "", " ", own + " ", " " + own, strings.ToUpper(own), own[:24], own + "a", own + "/..", own + "\x00"} {
		if got, ok := p.Tenant(text); ok || !got.IsZero() {
			t.Errorf("%q: got %v, want no tenant", text, got)
		}
	}
	if got, ok := (auth.Principal{}).Tenant(own); ok || !got.IsZero() {
		t.Errorf("nobody: got %v, want no tenant", got)
	}
}

func TestPrincipalIsNotLogged(t *testing.T) {
	p := auth.Principal{Subject: "maija@example.com", Tenants: newDoor(t).tenants}
	var lines bytes.Buffer
	slog.New(slog.NewJSONHandler(&lines, nil)).Info("m", "who", p)
	slog.New(slog.NewTextHandler(&lines, nil)).Info("m", "who", p)
	for name, got := range map[string]string{
		"%v": fmt.Sprintf("%v", p), "%+v": fmt.Sprintf("%+v", &p), "%#v": fmt.Sprintf("%#v", p), "error": fmt.Errorf("for %v", p).Error(),
	} {
		if strings.Contains(got, "maija") || !strings.Contains(got, "[principal]") {
			t.Errorf("%s: got %q, want [principal]", name, got)
		}
	}
	if strings.Count(lines.String(), "[principal]") != 2 {
		t.Errorf("got the log\n%s\nwant [principal] in both lines", &lines)
	}
}

func TestNewVerifier(t *testing.T) {
	key := newDoor(t).public()
	tests := []struct {
		name, key string
		good      bool
	}{
		{"as the front door gives it", base64.StdEncoding.EncodeToString(key), true},
		{"nothing", "", false},
		{"31 bytes", base64.StdEncoding.EncodeToString(key[:31]), false},
		{"33 bytes", base64.StdEncoding.EncodeToString(append([]byte{0}, key...)), false},
		{"no base64", strings.Repeat("!", 44), false},
		{"the raw key", string(key), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := auth.NewVerifier(tt.key, audience, time.Now)
			if (err == nil) != tt.good || (v != nil) != tt.good {
				t.Fatalf("got %v, %v, want a verifier: %v", v, err, tt.good)
			}
			if err != nil && len(tt.key) > 8 && strings.Contains(err.Error(), tt.key[:8]) {
				t.Errorf("the error %q quotes the key", err)
			}
		})
	}
}

// TestAnEmptyAudienceTakesNothing: a verifier that was made for nobody must not
// be one for everybody.
func TestAnEmptyAudienceTakesNothing(t *testing.T) {
	d := newDoor(t)
	v, err := auth.NewVerifier(base64.StdEncoding.EncodeToString(d.public()), "", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	for _, aud := range []any{nil, "", []string{}, []string{""}, audience} {
		if _, err := v.Verify(d.token(t, jwt.MapClaims{"aud": aud})); err == nil {
			t.Errorf("audience %v: got no error", aud)
		}
	}
}

// TestMayDecide: seeing a tenant does not suffice to decide for it, and deciding
// for one is seeing it.
func TestMayDecide(t *testing.T) {
	d := newDoor(t)
	third := tenanttest.ID(t)
	p, err := d.verifier(t).Verify(d.token(t, jwt.MapClaims{"admin": []string{d.tenants[1].String(), third.String()}, "ip": "::ffff:192.0.2.1"}))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name         string
		id           tenant.ID
		sees, decide bool
	}{
		{"to see", d.tenants[0], true, false},
		{"in both lists", d.tenants[1], true, true},
		{"to decide for", third, true, true},
		{"another", tenanttest.ID(t), false, false},
		{"none", tenant.ID{}, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, sees := p.Tenant(test.id.String()); sees != test.sees || p.MayDecide(test.id) != test.decide {
				t.Errorf("sees %v, decides %v; want %v, %v", sees, p.MayDecide(test.id), test.sees, test.decide)
			}
		})
	}
	if len(p.Tenants) != 3 || p.Address != "192.0.2.1" {
		t.Errorf("got %d tenants and the address %q, want 3 and 192.0.2.1", len(p.Tenants), p.Address)
	}
}
