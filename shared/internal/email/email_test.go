package email

import (
	"errors"
	"strings"
	"testing"
)

func TestNormal(t *testing.T) {
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
		{"nothing", "", "", ErrForm},
		{"no @", "maija.esimerkki.example", "", ErrForm},
		{"two @", "maija@virtanen@esimerkki.example", "", ErrForm},
		{"no name", "@esimerkki.example", "", ErrForm},
		{"no domain", "maija@", "", ErrForm},
		{"one label", "maija@localhost", "", ErrForm},
		{"an address of a machine", "maija@192.0.2.1", "", ErrForm},
		{"brackets", "maija@[192.0.2.1]", "", ErrForm},
		{"a dot at the end", "maija.@esimerkki.example", "", ErrForm},
		{"two dots", "maija..v@esimerkki.example", "", ErrForm},
		{"quotes", `"maija virtanen"@esimerkki.example`, "", ErrForm},
		{"a line break within", "maija@esimerkki.example\nBcc: kalle@esimerkki.example", "", ErrForm},
		{"a name and brackets", "Maija <maija@esimerkki.example>", "", ErrForm},
		{"a letter that only looks like k", "mi\u212ae@esimerkki.example", "", ErrForm},
		{"letters of its own before the @", "päivi@esimerkki.example", "", ErrForm},
		{"a domain that is none once it is normalised", "m@İ．ßℶız.example", "", ErrForm},
		{"a hyphen at the end of a label", "maija@esimerkki-.example", "", ErrForm},
		{"too long a name", strings.Repeat("a", 65) + "@esimerkki.example", "", ErrForm},
		{"too long", "a@" + strings.Repeat("b.", 130) + "example", "", ErrForm},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Normal(tt.typed)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("Maija@JÄÄTELÖ.example")
	f.Add("a@b.c\r\n")
	f.Add("m@İ．ßℶız.example")
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := Normal(typed)
		if err != nil {
			return
		}
		if again, err := Normal(got); err != nil || again != got {
			t.Errorf("%q becomes %q and then %q, %v", typed, got, again, err)
		}
		if strings.ContainsAny(got, " \r\n<>\",") || strings.ToLower(got) != got {
			t.Errorf("%q becomes %q", typed, got)
		}
	})
}

func TestSame(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"as it is", "maija@esimerkki.example", "maija@esimerkki.example", true},
		{"in capitals", "maija@esimerkki.example", " Maija@ESIMERKKI.example", true},
		{"in DNS", "maija@jäätelö.example", "maija@xn--jtel-loaa3k.example", true},
		{"another", "maija@esimerkki.example", "kalle@esimerkki.example", false},
		{"none", "maija", "maija", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Same(tt.a, tt.b); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
