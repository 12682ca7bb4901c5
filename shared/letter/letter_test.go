package letter_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
)

var update = flag.Bool("update", false, "write golden files anew")

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func open(t *testing.T) *store.DB {
	t.Helper()
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	keys := standintest.Keys(t, "letter-test")
	if _, err := keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.WithoutCancel(t.Context()), "letter-test", keys, store.PeopleDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func sample(kind letter.Kind, language string) letter.Letter {
	return letter.Letter{Name: "one", Kind: kind, To: "aino@customer.example", Language: language, Tenant: "Customer Oy", By: "Eino Esimerkki",
		Link: "https://vahti.example/invitations?token=secret", Until: start.Add(7 * 24 * time.Hour), Count: 3, Sections: sections(kind)}
}

// sections are what letters about findings list.
func sections(kind letter.Kind) []letter.Section {
	if kind != letter.FindingsAlert && kind != letter.Digest {
		return nil
	}
	return []letter.Section{
		{Heading: "New (2)", Rows: []letter.Row{{Mark: "Critical", Tone: "critical", Text: "Administrators sign in with a second factor"}, {Mark: "High", Tone: "high", Text: "Guests see little (12)"}}},
		{Heading: "Resolved (1)", Rows: []letter.Row{{Mark: "Medium", Tone: "medium", Text: "Old protocols are off"}, {Text: "And 7 more."}}},
	}
}

func TestPut(t *testing.T) {
	db := open(t)
	first := sample(letter.Invitation, "fi")
	for range 2 {
		if err := letter.Put(t.Context(), db, first, start); err != nil {
			t.Fatal(err)
		}
	}
	second := sample(letter.Reset, "en")
	second.Name = "two"
	if err := letter.Put(t.Context(), db, second, start.Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	var got []letter.Letter
	for l, err := range letter.All(t.Context(), db) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, l.Letter)
		if l.Kind == letter.Reset {
			for range 2 {
				if err := l.Forget(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if diff := cmp.Diff([]letter.Letter{second, first}, got); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	for l, err := range letter.All(t.Context(), db) {
		if err != nil || l.Kind != letter.Invitation {
			t.Errorf("a letter that was sent is still there: %v, %v", l, err)
		}
	}
}

func TestRefused(t *testing.T) {
	db := open(t)
	tests := []struct {
		name   string
		change func(*letter.Letter)
		want   error
	}{
		{"no name", func(l *letter.Letter) { l.Name = "" }, letter.ErrName},
		{"a path", func(l *letter.Letter) { l.Name = "a/b" }, letter.ErrName},
		{"no address", func(l *letter.Letter) { l.To = "" }, letter.ErrAddress},
		{"two lines", func(l *letter.Letter) { l.To = "a@b.example\r\nBcc: c@d.example" }, letter.ErrAddress},
		{"another kind", func(l *letter.Letter) { l.Kind = "poem" }, letter.ErrKind},
		{"nobody invites", func(l *letter.Letter) { l.By = " " }, letter.ErrLacks},
		{"a link that never ends", func(l *letter.Letter) { l.Until = time.Time{} }, letter.ErrLacks},
		{"no link", func(l *letter.Letter) { l.Link = "" }, letter.ErrLacks},
		{"a partner without a name", func(l *letter.Letter) { l.Kind, l.Tenant = letter.Partner, "" }, letter.ErrLacks},
		{"access without an end", func(l *letter.Letter) { l.Kind, l.Until = letter.SupportBegan, time.Time{} }, letter.ErrLacks},
		{"findings without a count", func(l *letter.Letter) { l.Kind, l.Count = letter.FindingsAlert, 0 }, letter.ErrLacks},
		{"an operator's invitation", func(l *letter.Letter) { l.Tenant = "" }, nil},
		{"a certificate leads nowhere", func(l *letter.Letter) { l.Name, l.Kind, l.Link = "two", letter.Erased, "" }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := sample(letter.Invitation, "en")
			tt.change(&l)
			if err := letter.Put(t.Context(), db, l, start); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestLetters(t *testing.T) {
	var all strings.Builder
	for _, kind := range letter.Kinds() {
		for _, language := range []string{"en", "fi", "sv"} {
			m, err := sample(kind, language).Compose()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "== %s %s\n%s\n\n%s\n", kind, language, m.Subject, m.Text)
			if strings.ContainsAny(m.Text+m.Subject, "{}") {
				t.Errorf("%s in %s has an unfilled place", kind, language)
			}
		}
	}
	file := filepath.Join("testdata", "letters.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(all.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

// TestKept: every kind is kept with all that it tells, in each language, and refused
// without one of its values, which its text says in each language.
func TestKept(t *testing.T) {
	db := open(t)
	empty := map[string]func(*letter.Letter){
		"tenant": func(l *letter.Letter) { l.Tenant = "" }, "by": func(l *letter.Letter) { l.By = "" }, "until": func(l *letter.Letter) { l.Until = time.Time{} },
		"count": func(l *letter.Letter) { l.Count = 0 }, "link": func(l *letter.Letter) { l.Link = "" },
	}
	for _, kind := range letter.Kinds() {
		for _, language := range []string{"en", "fi", "sv"} {
			whole := sample(kind, language)
			whole.Name = string(kind) + "-" + language
			if err := letter.Put(t.Context(), db, whole, start); err != nil {
				t.Fatalf("%s in %s: %v", kind, language, err)
			}
			says, err := whole.Compose()
			if err != nil {
				t.Fatal(err)
			}
			for value, take := range empty {
				less := whole
				take(&less)
				lesser, err := less.Compose()
				if err != nil {
					t.Fatal(err)
				}
				want := error(nil)
				if says != lesser && !(kind == letter.Invitation && value == "tenant") {
					want = letter.ErrLacks
				}
				if err := letter.Put(t.Context(), db, less, start); !errors.Is(err, want) {
					t.Errorf("%s in %s without %s: got %v, want %v", kind, language, value, err, want)
				}
			}
		}
	}
}

func TestUntold(t *testing.T) {
	l := letter.Letter{Name: "x", Kind: letter.Invitation, To: "a@b.example", Language: "xx", By: "Some\r\nbody", Link: "https://vahti.example/"}
	m, err := l.Compose()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.Text, "The company is") || strings.Contains(m.Text, "until") || !strings.Contains(m.Text, "Some body invites") {
		t.Errorf("got %q", m.Text)
	}
}

func TestRedacted(t *testing.T) {
	l := sample(letter.Reset, "en")
	for _, text := range []string{fmt.Sprint(l), fmt.Sprintf("%+v", l), fmt.Sprintf("%#v", l), l.LogValue().String()} {
		if strings.Contains(text, "aino") || strings.Contains(text, "secret") {
			t.Errorf("a letter shows itself as %q", text)
		}
	}
}
