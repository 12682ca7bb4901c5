package account

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	tok := newToken()
	if tok.hash() == "" || newToken().hash() == tok.hash() {
		t.Error("a token has no name of its own")
	}
	s := string(tok)
	tests := []struct {
		name string
		tok  Token
	}{
		{"nothing", ""},
		{"cut short", Token(s[:len(s)-1])},
		{"longer", tok + "A"},
		{"a line break", Token(s[:10] + "\n" + s[10:])},
		{"no base64", Token(strings.Repeat("/", len(s)))},
		{"bits to spare", Token(s[:len(s)-1] + "B")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.tok.hash(); got != "" {
				t.Errorf("got %q, want nothing", got)
			}
		})
	}
}

func FuzzToken(f *testing.F) {
	f.Add(string(newToken()))
	f.Add("/")
	f.Fuzz(func(t *testing.T, s string) {
		if h := Token(s).hash(); h != "" && (len(h) != 64 || len(s) != 43) {
			t.Errorf("%q is stored as %q", s, h)
		}
	})
}
