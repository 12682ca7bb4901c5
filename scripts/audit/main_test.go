package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/trail"
)

// TestEvidence erases a tenant and asks for everything that an auditor may ask for.
func TestEvidence(t *testing.T) {
	w := erasuretest.New(t)
	s := w.Tenant(t, 0)
	owner := w.Staff(t, s, 0)
	if _, err := contract.Terminate(t.Context(), s, contract.Termination{Request: "r", Why: contract.ByCustomer}, owner, w.Now()); err != nil {
		t.Fatal(err)
	}
	for range 33 {
		w.Add(24 * time.Hour)
		if err := w.Eraser(t).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, _, err := w.People.Create(t.Context(), account.New{Email: "olga@vahti.example", Name: "Olga Operator", Language: "en", Operator: true}); err != nil {
		t.Fatal(err)
	}

	var out bytes.Buffer
	if err := (order{number: 1}).certificate(t.Context(), w.DB, &out); err != nil {
		t.Fatal(err)
	}
	var c erasure.Certificate
	if err := json.Unmarshal(out.Bytes(), &c); err != nil || c.Number != 1 || c.Tenant != s.ID().String() || c.KeyGone.IsZero() {
		t.Errorf("got the certificate %+v, %v", c, err)
	}
	if err := (order{number: 2}).certificate(t.Context(), w.DB, &out); err == nil {
		t.Error("a certificate that there is not was found")
	}

	actions := func(o order) (all []trail.Action) {
		out.Reset()
		if err := o.trail(t.Context(), w.DB, &out); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			var e struct {
				Action trail.Action
				Actor  string
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			if e.Action == trail.ExportMade && e.Actor != o.by {
				t.Errorf("the trail was read by %q", e.Actor)
			}
			all = append(all, e.Action)
		}
		return all
	}
	count := func(all []trail.Action, of trail.Action) (n int) {
		for _, a := range all {
			if a == of {
				n++
			}
		}
		return n
	}
	for reading := 1; reading <= 2; reading++ { // each is told
		all := actions(order{by: "olga@vahti.example"})
		if count(all, trail.DataErased) != 1 || count(all, trail.ExportMade) != reading {
			t.Errorf("reading %d: got %q", reading, all)
		}
	}
	erased := w.Now().Truncate(24 * time.Hour)
	if all := actions(order{by: "olga@vahti.example", from: erased.AddDate(0, 0, -1), to: erased}); count(all, trail.ExportMade) != 0 {
		t.Errorf("outside its period the trail holds %q", all)
	}

	out.Reset()
	if err := operators(t.Context(), w.DB, &out); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); len(lines) != 2 || !strings.Contains(lines[1], "olga@vahti.example") || !strings.Contains(lines[1], "never") {
		t.Errorf("got the operators\n%s", &out)
	}
}

func TestUsage(t *testing.T) {
	for _, line := range []string{
		"", "trail", "trail -project p", "trail -project p -by me more", "trail -project p -by me -from yesterday", "certificate -project p", "certificate -project p -number 0",
		"operators", "operators -project p -number 3", "everything -project p",
	} {
		if err := run(t.Context(), strings.Fields(line), &bytes.Buffer{}); err == nil {
			t.Errorf("audit %s: no error", line)
		}
	}
	var help bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, &help); err != nil || !strings.Contains(help.String(), "certificate") {
		t.Errorf("got the help %q, %v", &help, err)
	}
	o, _, err := parse(strings.Fields("trail -project p -by me -from 2026-01-01 -to 2026-01-31"), &bytes.Buffer{})
	if want := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC); err != nil || !o.to.Equal(want) || o.from.Day() != 1 {
		t.Errorf("got the period %v to %v, %v, want its last day whole", o.from, o.to, err)
	}
}
