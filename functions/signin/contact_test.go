package signin

import (
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReportTo(t *testing.T) {
	for text, ok := range map[string]bool{
		"mailto:security@vahti.example": true, "https://vahti.example/security": true,
		"": false, "security@vahti.example": false, "mailto:": false, "mailto:nobody": false, "http://vahti.example/security": false, "https://": false,
		"https://me:secret@vahti.example/": false, "mailto:security@vahti.example?subject=x": false, "https://vahti.example/\nExpires: never": false, "mailto:a@b.example c": false,
	} {
		if got, err := reportTo(text); (err == nil) != ok || ok && got != text {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}

// TestContact: whoever found a weakness finds whom to tell, in the form of RFC 9116.
func TestContact(t *testing.T) {
	w := newWorld(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+contactPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("got %d %s: %v", res.StatusCode, res.Header.Get("Content-Type"), err)
	}
	want := "Contact: mailto:security@vahti.example\nExpires: 2027-04-30T00:00:00Z\nPreferred-Languages: en, fi, sv\nCanonical: " + w.base + "/.well-known/security.txt\n"
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Errorf("security.txt (-want +got):\n%s", diff)
	}
}
