package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func newKey(t testing.TB, s *standIn) *seal.Key {
	t.Helper()
	key, err := s.keys(t, nil).Create(t.Context(), tenanttest.ID(t))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestOpenRefusesWhatWasNotSealedHere(t *testing.T) {
	s := newStandIn(t)
	key, other := newKey(t, s), newKey(t, s)
	const plain = "Maija Mehiläinen"
	box, err := key.Seal([]byte(plain), "findings/1")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(box, []byte("Maija")) {
		t.Fatal("the sealed form holds the plain text")
	}
	// flip returns a copy of box with one bit of a byte turned.
	flip := func(i int) []byte {
		b := bytes.Clone(box)
		b[i] ^= 1
		return b
	}
	tests := []struct {
		name  string
		key   *seal.Key
		box   []byte
		place string
		good  bool
	}{
		{name: "same key, same place", key: key, box: box, place: "findings/1", good: true},
		{name: "another place", key: key, box: box, place: "findings/2"},
		{name: "a place further down", key: key, box: box, place: "findings/1/"},
		{name: "no place", key: key, box: box},
		{name: "another tenant's key", key: other, box: box, place: "findings/1"},
		{name: "nothing", key: key, place: "findings/1"},
		{name: "the plain text", key: key, box: []byte(plain), place: "findings/1"},
		{name: "cut short", key: key, box: box[:len(box)-1], place: "findings/1"},
		{name: "with more behind", key: key, box: append(bytes.Clone(box), 0), place: "findings/1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.key.Open(tt.box, tt.place)
			if tt.good != (err == nil) || tt.good && string(got) != plain {
				t.Errorf("got %q, error %v, want it opened: %v", got, err, tt.good)
			}
			if err != nil && (got != nil || strings.Contains(err.Error(), "Maija")) {
				t.Errorf("got %q with the error %v, want neither to tell anything", got, err)
			}
		})
	}
	for i := range box {
		if _, err := key.Open(flip(i), "findings/1"); err == nil {
			t.Errorf("with a bit of byte %d turned: got no error", i)
		}
	}
}

// TestAnnex3Section6SealBindsTheTenant: even under a copy of the key another tenant opens nothing.
func TestAnnex3Section6SealBindsTheTenant(t *testing.T) {
	s := newStandIn(t)
	id, other := tenanttest.ID(t), tenanttest.ID(t)
	key, err := s.keys(t, nil).Create(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	s.put(t, tenantKey(other), s.value(t, tenantKey(id)))
	copied, err := s.keys(t, nil).Of(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	box, err := key.Seal([]byte("plain"), "p")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := copied.Open(box, "p"); err == nil {
		t.Errorf("got %q opened for another tenant", got)
	}
}

func TestSealIsNotRepeatable(t *testing.T) {
	key := newKey(t, newStandIn(t))
	seen := map[string]bool{}
	for range 100 {
		box, err := key.Seal([]byte("same"), "same")
		if err != nil {
			t.Fatal(err)
		}
		seen[string(box)] = true
	}
	if len(seen) != 100 {
		t.Errorf("got %d different boxes of the same text, want 100", len(seen))
	}
}

func TestSealKeepsEverySize(t *testing.T) {
	key := newKey(t, newStandIn(t))
	for _, size := range []int{0, 1, 15, 16, 17, 1 << 20} {
		plain := bytes.Repeat([]byte{0xa5}, size)
		box, err := key.Seal(plain, "p")
		if err != nil {
			t.Fatal(err)
		}
		got, err := key.Open(box, "p")
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: got %d back, error %v", size, len(got), err)
		}
	}
}

func TestHash(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	key, err := s.keys(t, nil).Create(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.keys(t, nil).Of(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	name := key.Hash("finding", "check", "resource")
	if got := again.Hash("finding", "check", "resource"); got != name {
		t.Errorf("the same parts in another instance: got %v, want %v", got, name)
	}
	if !regexp.MustCompile(`^[0-9a-v]{32}$`).MatchString(name) {
		t.Errorf("got %q, want 32 characters that a document may be named with", name)
	}
	if got := newKey(t, s).Hash("finding", "check", "resource"); got == name {
		t.Error("another tenant's key gives the same name")
	}
	parts := [][]string{
		{}, {""}, {"", ""}, {"ab"}, {"a", "b"}, {"ab", ""}, {"", "ab"}, {"b", "a"}, {"a", "b", ""},
		{"1:a"}, {"1:a1:b"}, {"a1:b"}, {"a", "1:b"}, {"0:", "a"}, {"a\x00", "b"}, {"a", "\x00b"}, {"ä"}, {"a\u0308"},
	}
	seen := map[string][]string{}
	for _, p := range parts {
		h := key.Hash(p...)
		if same, ok := seen[h]; ok {
			t.Errorf("%q and %q have the same name", p, same)
		}
		seen[h] = p
	}
}

// TestKeysAreNeverShown prints keys in every way that a log or an error may and
// looks for the secret in what comes out.
func TestKeysAreNeverShown(t *testing.T) {
	s := newStandIn(t)
	keys := s.keys(t, nil)
	id := tenanttest.ID(t)
	key, err := keys.Create(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	value := s.value(t, tenantKey(id))
	var stored struct {
		AEAD struct {
			Key []struct {
				KeyData struct{ Value string }
			}
		}
		MAC []byte
	}
	if err := json.Unmarshal(value, &stored); err != nil || len(stored.AEAD.Key) != 1 || len(stored.MAC) != 32 {
		t.Fatalf("the stored key is not as this test expects: %v", err)
	}
	type inside struct {
		Key  *seal.Key
		Keys *seal.Keys
	}
	type hidden struct{ key seal.Key }
	shown := map[string]string{}
	for name, v := range map[string]any{
		"key": key, "key by value": *key, "keys": keys, "list": []*seal.Key{key}, "inside": inside{key, keys},
		"pointer inside": &inside{key, keys}, "hidden": hidden{*key}, "map": map[string]seal.Key{"k": *key},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%c"} {
			shown[name+" "+verb] = fmt.Sprintf(verb, v)
		}
		var text, lines bytes.Buffer
		slog.New(slog.NewTextHandler(&text, nil)).Info("m", "v", v)
		slog.New(slog.NewJSONHandler(&lines, nil)).Info("m", "v", v)
		shown[name+" slog text"], shown[name+" slog JSON"] = text.String(), lines.String()
		b, err := json.Marshal(v)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		shown[name+" JSON"] = string(b)
		shown[name+" error"] = fmt.Errorf("with %v", v).Error()
	}
	secrets := forms(stored.MAC)
	raw, err := base64.StdEncoding.DecodeString(stored.AEAD.Key[0].KeyData.Value)
	if err != nil {
		t.Fatal(err)
	}
	secrets = append(secrets, forms(raw[len(raw)-32:])...)
	for how, text := range shown {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows the key", how)
			}
		}
	}
	for _, how := range []string{"key %v", "key %d", "key by value %#v", "keys %+v"} {
		if got, want := shown[how], "[key]"; got != want {
			t.Errorf("%s: got %q, want %q", how, got, want)
		}
	}
}

// forms returns the ways in which Go prints bytes, a good part of each.
func forms(b []byte) []string {
	list := fmt.Sprint(b[:8])
	return []string{
		string(b[:8]), strings.Trim(list, "[]"), fmt.Sprintf("%x", b[:8]), fmt.Sprintf("%X", b[:8]), fmt.Sprintf("% x", b[:8]),
		strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", b[:8]), "[]byte{"), "}"), fmt.Sprint(b[:8]), strings.Trim(fmt.Sprintf("%o", b[:8]), "[]"),
		base64.StdEncoding.EncodeToString(b)[:20],
	}
}

func BenchmarkSeal(b *testing.B) {
	key := newKey(b, newStandIn(b))
	plain := bytes.Repeat([]byte("x"), 1<<10)
	b.SetBytes(1 << 10)
	for b.Loop() {
		if _, err := key.Seal(plain, "findings/1"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	key := newKey(b, newStandIn(b))
	box, err := key.Seal(bytes.Repeat([]byte("x"), 1<<10), "findings/1")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(1 << 10)
	for b.Loop() {
		if _, err := key.Open(box, "findings/1"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	key := newKey(b, newStandIn(b))
	for b.Loop() {
		key.Hash("finding", "roles.globalAdministrators", "8e21b9c0-0000-4000-8000-000000000001")
	}
}
