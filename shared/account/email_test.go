package account

import (
	"errors"
	"strings"
	"testing"
)

func TestNormalEmail(t *testing.T) {
	tests := []struct {
		name, typed, want string
		err               error
	}{
		{"as it is", "maija@esimerkki.example", "maija@esimerkki.example", nil},
		{"capitals and spaces", "  Maija.Virtanen@Esimerkki.EXAMPLE\n", "maija.virtanen@esimerkki.example", nil},
		{"a plus", "maija+vahti@esimerkki.example", "maija+vahti@esimerkki.example", nil},
		{"a domain with letters of its own", "maija@jäätelö.example", "maija@xn--jtel-loaa3k.example", nil},
		{"such a domain in capitals", "maija@JÄÄTELÖ.example", "maija@xn--jtel-loaa3k.example", nil},
		{"full-width signs in the domain", "maija@ｅsimerkki.example", "maija@esimerkki.example", nil},
		{"nothing", "", "", ErrEmail},
		{"no @", "maija.esimerkki.example", "", ErrEmail},
		{"two @", "maija@virtanen@esimerkki.example", "", ErrEmail},
		{"no name", "@esimerkki.example", "", ErrEmail},
		{"no domain", "maija@", "", ErrEmail},
		{"one label", "maija@localhost", "", ErrEmail},
		{"an address of a machine", "maija@192.0.2.1", "", ErrEmail},
		{"brackets", "maija@[192.0.2.1]", "", ErrEmail},
		{"a dot at the end", "maija.@esimerkki.example", "", ErrEmail},
		{"two dots", "maija..v@esimerkki.example", "", ErrEmail},
		{"quotes", `"maija virtanen"@esimerkki.example`, "", ErrEmail},
		{"a line break within", "maija@esimerkki.example\nBcc: kalle@esimerkki.example", "", ErrEmail},
		{"a name and brackets", "Maija <maija@esimerkki.example>", "", ErrEmail},
		{"a letter that only looks like k", "mi\u212ae@esimerkki.example", "", ErrEmail},
		{"letters of its own before the @", "päivi@esimerkki.example", "", ErrEmail},
		{"a domain that is none once it is normalised", "m@İ．ßℶız.example", "", ErrEmail},
		{"a hyphen at the end of a label", "maija@esimerkki-.example", "", ErrEmail},
		{"too long a name", strings.Repeat("a", 65) + "@esimerkki.example", "", ErrEmail},
		{"too long", "a@" + strings.Repeat("b.", 130) + "example", "", ErrEmail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := NormalEmail(tt.typed)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func FuzzNormalEmail(f *testing.F) {
	f.Add("Maija@JÄÄTELÖ.example")
	f.Add("a@b.c\r\n")
	f.Add("m@İ．ßℶız.example")
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := NormalEmail(typed)
		if err != nil {
			return
		}
		if again, err := NormalEmail(got); err != nil || again != got {
			t.Errorf("%q becomes %q and then %q, %v", typed, got, again, err)
		}
		if strings.ContainsAny(got, " \r\n<>\",") || strings.ToLower(got) != got {
			t.Errorf("%q becomes %q", typed, got)
		}
	})
}

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
