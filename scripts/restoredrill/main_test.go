package main

import (
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/tenant"
)

// TestAnnex3Section7Drill goes through one over a folder with two tenants, which stays as it is.
func TestAnnex3Section7Drill(t *testing.T) {
	t.Setenv("FIRESTORE_EMULATOR_HOST", "")
	dir := t.TempDir()
	c := &clock{at: time.Now()}
	r, err := start(t.Context(), dir, c)
	if err != nil {
		t.Fatal(err)
	}
	f := fleet.New(r.db, c.now)
	for _, name := range []string{"Yksi Oy", "Kaksi Oy"} {
		if _, err := f.Put(t.Context(), fleet.NewTenant{Profile: tenant.Profile{Name: name, EntraID: name}, Settings: []byte(`{}`), Language: "fi", Interval: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	r.end()
	for range 2 { // the second finds the folder as the first did
		var out strings.Builder
		if err := run(t.Context(), []string{"-data", dir}, &out); err != nil {
			t.Fatalf("%v\n%s", err, out.String())
		}
		for _, want := range []string{"is erased.", "Database vahti alone is restored: refused by api, billing, console,", "Database advice alone is restored: refused by api, console, explain, export.", "Database audit alone is restored: refused by api, console, export, retain, signin, sweep.",
			"Database people alone is restored: refused by api, console, deliver, export, notify, postmark, signin, sweep.", "restored from before", "Nobody is served", "number 1:", "ledger is applied", "Requests are answered.\nThe ledger names 1 tenants; 0 things are left of them."} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("it does not say %q:\n%s", want, out.String())
			}
		}
	}
}

func TestUsage(t *testing.T) {
	tests := []struct {
		name string
		args []string
	}{
		{"nothing", nil},
		{"both", []string{"-data", "x", "-project", "y"}},
		{"more than flags", []string{"-data", "x", "y"}},
		{"no such folder", []string{"-data", t.TempDir()}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := run(t.Context(), tt.args, &strings.Builder{}); err == nil {
				t.Error("got no error")
			}
		})
	}
}
