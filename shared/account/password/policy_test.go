package password

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

func maija() About {
	return About{Email: "maija.virtanen@esimerkki.example", Name: "Maija Virtanen-Öst", Service: []string{"Vahti"}}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name, plain string
		want        error
	}{
		{"a phrase", "korppi lentää matalalla", nil},
		{"small letters alone", "hevonenpilvikaivosatula", nil},
		{"exactly the least", "kuu7 lampaat", nil},
		{"any script", "紫の象が月で踊るよる二時", nil},
		{"emoji", "🐘 tanssii 🌙 yöllä", nil},
		{"256 characters", strings.Repeat("äiti laula ", 23) + "xyä", nil},
		{"a short name within", "bo ei ole kotona nyt", nil},
		{"11 characters", "kuu7 lampaa", ErrShort},
		{"11 characters of many bytes", "äöäöåäöpäiv", ErrShort},
		{"one character that stands for eighteen", "\ufdfa", ErrShort},
		{"nothing", "", ErrShort},
		{"257 characters", strings.Repeat("äiti laula ", 23) + "xyäz", ErrLong},
		{"a megabyte", strings.Repeat("abcdefghij", 100_000), ErrLong},
		{"no text", "\xff\xfe kuu lampaat", ErrText},
		{"the address", "maija.virtanen@esimerkki.example", ErrPersonal},
		{"the first name", "se on MAIJA joka tuli", ErrPersonal},
		{"the name with digits for letters", "se on m4ij4 joka tuli", ErrPersonal},
		{"the company", "kohta esimerkki loppuu", ErrPersonal},
		{"the service", "Vahti valvoo yötä", ErrService},
		{"on the list", "qwertyqwerty", ErrPattern},
		{"on the list and no pattern", "leavemealone", ErrListed},
		{"on the list in capitals", "LeaveMeAlone", ErrListed},
		{"decorated", "LeaveMeAlone1!", ErrListed},
		{"a shorter one decorated", "Password2026!", ErrListed},
		{"digits for letters", "P4$$w0rd2026!", ErrListed},
		{"decorated in front", "2026salasana!", ErrListed},
		{"a month", "Kesäkuu2026!!", ErrListed},
		{"one character", "aaaaaaaaaaaa", ErrPattern},
		{"four characters", "aabbccddaabb", ErrPattern},
		{"a word repeated", "kissakissakissa", ErrPattern},
		{"a phrase repeated", "sininen7hatsininen7hat", ErrPattern},
		{"the alphabet", "abcdefghijklm", ErrPattern},
		{"digits down", "987654321098765", ErrPattern},
		{"a row of keys", "qwertyuiopasdf", ErrPattern},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := Check(tt.plain, maija()); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if text := fmt.Sprintf("%v %+v %#v", maija(), maija(), maija()); strings.Contains(strings.ToLower(text), "virtanen") {
		t.Errorf("it shows somebody: %s", text)
	}
}

// TestListHoldsWhatItWasMadeOf looks up every word of the text beside the command.
func TestListHoldsWhatItWasMadeOf(t *testing.T) {
	b, err := os.ReadFile("cmd/listed/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for word := range strings.FieldsSeq(string(b)) {
		if len([]rune(word)) < minCore {
			t.Errorf("%q is too short to be looked up", word)
		}
		if !listed(word) {
			t.Errorf("%q is not on the list", word)
		}
		seen++
	}
	if seen < 50 {
		t.Errorf("only %d words were looked up", seen)
	}
}

// TestListMistakes measures how often a password by chance is taken for a listed one.
func TestListMistakes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const tries = 200_000
	mistakes := 0
	for range tries {
		var b strings.Builder
		for range 16 {
			b.WriteByte("abcdefghijklmnopqrstuvwxyz0123456789"[random.IntN(36)])
		}
		if listed(b.String()) {
			mistakes++
		}
	}
	if mistakes > tries/20_000 {
		t.Errorf("%d of %d random passwords are taken for listed ones", mistakes, tries)
	}
}

func TestFilter(t *testing.T) {
	filter, count := Filter("Salaisuus\r\nshort\nlongerthantwelve\nsalaisuus\n")
	if count != 2 {
		t.Errorf("got %d passwords, want 2", count)
	}
	tests := []struct {
		low  string
		want bool
	}{
		{"salaisuus", true},
		{"longerthantwelve", true},
		{"short", false},
		{"something else", false},
	}
	for _, tt := range tests {
		t.Run(tt.low, func(t *testing.T) {
			if got := inFilter(string(filter), tt.low); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if inFilter("", "x") {
		t.Error("an empty list holds something")
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("korppi lentää matalalla", "maija@esimerkki.example", "Maija")
	f.Add("\xff", "@", " ")
	f.Add("kuu7 lampa\ufb2e", "", "")
	f.Fuzz(func(t *testing.T, plain, email, name string) {
		about := About{Email: email, Name: name}
		first := Check(plain, about)
		if second := Check(plain, about); !errors.Is(second, first) {
			t.Errorf("%v and then %v", first, second)
		}
		if n := len([]rune(plain)); first == nil && n < MinLength {
			t.Errorf("%q is accepted", plain)
		}
	})
}
