package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

const says = `{"en":{"nature":"A key was read.","consequences":"None known.","measures":"The key is gone.","contact":"security@vahti.example"},
"fi":{"nature":"Avain luettiin.","consequences":"Ei tiedossa.","measures":"Avain on tuhottu.","contact":"security@vahti.example"},
"sv":{"nature":"En nyckel lästes.","consequences":"Inga kända.","measures":"Nyckeln är borta.","contact":"security@vahti.example"}}`

const subprocessor = `{"en":{"purpose":"Mail","place":"Ireland","contact":"a@vahti.example"},"fi":{"purpose":"Posti","place":"Irlanti","contact":"a@vahti.example"},
"sv":{"purpose":"Post","place":"Irland","contact":"a@vahti.example"}}`

// parsed is the order that a command line gives.
func parsed(t *testing.T, now time.Time, text, line string) (order, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "say.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o, _, err := parse(append(strings.Fields(line), "-say", file, "-project", "p", "-address", "https://vahti.example/subprocessors", "-by", "olga@vahti.example"), &bytes.Buffer{}, now)
	return o, err
}

// TestSection17Breach: every owner is told once, in the customer's language, what the
// agreement wants to be told, and the customer's trail tells that it was.
func TestSection17Breach(t *testing.T) {
	w := erasuretest.New(t)
	var tenants []*store.Tenant
	for n := range 2 {
		s := w.Tenant(t, n)
		w.Staff(t, s, n)
		tenants = append(tenants, s)
	}
	o, err := parsed(t, w.Now(), says, "breach -name breach-1 -known "+w.Now().Add(-50*time.Hour).Format(time.RFC3339))
	if err != nil {
		t.Fatal(err)
	}
	letters := func() (to []string) {
		for l, err := range letter.All(t.Context(), w.DB) {
			if err != nil {
				t.Fatal(err)
			}
			if l.Kind != letter.Breach {
				continue
			}
			to = append(to, l.To)
			m, err := l.Compose()
			if err != nil || !strings.Contains(m.Text, "Avain luettiin.") || !strings.Contains(m.Text, "Yhteysosoite") || !strings.Contains(m.Text, "security@vahti.example") {
				t.Errorf("got the letter %q, %v", m.Text, err)
			}
		}
		slices.Sort(to)
		return to
	}
	var out bytes.Buffer
	o.count = true
	if err := o.announce(t.Context(), w.DB, &out, w.Now()); err != nil || len(letters()) != 0 || !strings.Contains(out.String(), "2 letters to owners of 2 customers would be") {
		t.Errorf("counting: got %q, %v", &out, err)
	}
	o.count = false
	for range 2 {
		out.Reset()
		if err := o.announce(t.Context(), w.DB, &out, w.Now()); err != nil || !strings.Contains(out.String(), "48 hours") {
			t.Errorf("got %q, %v", &out, err)
		}
		if want := []string{erasuretest.Owner(0), erasuretest.Owner(1)}; !slices.Equal(letters(), want) {
			t.Errorf("got letters to %q, want %q", letters(), want)
		}
	}
	for _, s := range tenants {
		n := 0
		for r, err := range trail.Of(s).Export(t.Context(), time.Time{}, time.Time{}) {
			if err != nil {
				t.Fatal(err)
			}
			if r.Action == trail.NoticeGiven && r.Actor == "olga@vahti.example" && strings.Contains(string(r.After), "breach-1") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("the trail tells of the notice %d times", n)
		}
	}

	// One of two, and one that there is not.
	o, err = parsed(t, w.Now(), says, "breach -name breach-2 -known "+w.Now().Format(time.RFC3339)+" -tenant "+tenants[1].ID().String()+" -tenant nobody")
	if err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := o.announce(t.Context(), w.DB, &out, w.Now()); err == nil || !strings.Contains(err.Error(), "no tenant nobody") || !strings.Contains(out.String(), "1 letters to owners of 1 ") || len(letters()) != 3 {
		t.Errorf("got %q, %v and letters to %q", &out, err, letters())
	}
}

// TestSection13Subprocessor: 30 days before, unless it is urgent.
func TestSection13Subprocessor(t *testing.T) {
	w := erasuretest.New(t)
	s := w.Tenant(t, 0)
	w.Staff(t, s, 0)
	line := "subprocessor -name sub-1 -called Pilvi -from "
	if _, err := parsed(t, w.Now(), subprocessor, line+w.Now().AddDate(0, 0, 29).Format(time.DateOnly)); !errors.Is(err, errSoon) {
		t.Errorf("29 days before: got error %v", err)
	}
	if _, err := parsed(t, w.Now(), subprocessor, line+w.Now().AddDate(0, 0, 3).Format(time.DateOnly)+" -urgent"); err != nil {
		t.Errorf("urgent: %v", err)
	}
	o, err := parsed(t, w.Now(), subprocessor, line+w.Now().AddDate(0, 0, 32).Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.announce(t.Context(), w.DB, &bytes.Buffer{}, w.Now()); err != nil {
		t.Fatal(err)
	}
	n := 0
	for l, err := range letter.All(t.Context(), w.DB) {
		if err != nil {
			t.Fatal(err)
		}
		if l.Kind == letter.Subprocessor {
			n++
			m, err := l.Compose()
			if err != nil || !strings.Contains(m.Subject, "Pilvi") || !strings.Contains(m.Text, "Irlanti") || !strings.Contains(m.Text, "https://vahti.example/subprocessors") {
				t.Errorf("got %q, %v", m, err)
			}
			if l.Kind.Optional() {
				t.Error("the notice can be turned off")
			}
		}
	}
	if n != 1 {
		t.Errorf("got %d letters, want 1", n)
	}
}

func TestUsage(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	tests := []struct{ name, text, line string }{
		{"nothing", says, ""},
		{"another kind", says, "outage -name x -known 2026-11-01T00:00:00Z"},
		{"a breach of nobody knows when", says, "breach -name x"},
		{"a breach to come", says, "breach -name x -known 2026-12-01T00:00:00Z"},
		{"a breach without a name", says, "breach -known 2026-11-01T00:00:00Z"},
		{"a subprocessor without a name", subprocessor, "subprocessor -name x -from 2027-01-01"},
		{"a breach in the words of a subprocessor", subprocessor, "breach -name x -known 2026-11-01T00:00:00Z"},
		{"no words", "", "breach -name x -known 2026-11-01T00:00:00Z"},
		{"a language left out", strings.Replace(says, `"sv"`, `"de"`, 1), "breach -name x -known 2026-11-01T00:00:00Z"},
		{"nothing of the contact", strings.Replace(says, `"contact":"security@vahti.example"`, `"contact":" "`, 1), "breach -name x -known 2026-11-01T00:00:00Z"},
		{"more than is asked", strings.Replace(says, `"nature":`, `"more":"x","nature":`, 1), "breach -name x -known 2026-11-01T00:00:00Z"},
	}
	for _, tt := range tests {
		if _, err := parsed(t, now, tt.text, tt.line); err == nil {
			t.Errorf("%s: no error", tt.name)
		}
	}
	var help bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, &help, now); err != nil || !strings.Contains(help.String(), "subprocessor") {
		t.Errorf("got the help %q, %v", &help, err)
	}
}
