package main

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/firestore"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

func TestRun(t *testing.T) {
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	vault, err := secrets.Open(secrets.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: "p"})
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	at, err1 := data.Serve("operator", nil)
	keys, err2 := vault.Serve("operator", nil)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", at)
	options, err := endpoint.Options("http://" + keys)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	client, err := secretmanager.NewClient(ctx, options...)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	held := seal.NewKeys(client, "p", time.Now)
	if _, err := held.CreatePeople(ctx); err != nil {
		t.Fatal(err)
	}
	do := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(ctx, append(args, "-project", "p", "-endpoint", "http://"+keys, "-address", "https://app.vahti.example", "-by", "olli@vahti.example"), &out)
		return out.String(), err
	}
	olga := []string{"-email", "olga@vahti.example"}
	steps := []struct {
		name string
		args []string
		says string // part of the answer; of the error where bad is set
		bad  bool
	}{
		{"an operator", slices.Concat([]string{"operator"}, olga, []string{"-name", "Olga Operator"}), "is invited", false},
		{"again", slices.Concat([]string{"operator"}, olga, []string{"-name", "Olga Operator"}), "is invited", false},
		{"a partner", slices.Concat([]string{"partner"}, olga, []string{"-name", "Partner Oy"}), "The organisation is", false},
		{"a partner again", slices.Concat([]string{"partner"}, olga, []string{"-name", "Partner Oy"}), "The organisation is", false},
		{"a partner of nobody", []string{"partner", "-email", "nobody@vahti.example", "-name", "Partner Oy"}, "no such account", true},
		{"staff who is the last manager", slices.Concat([]string{"staff"}, olga, []string{"-partner", "ORGANISATION"}), "at least one manager", true},
		{"a manager once more", slices.Concat([]string{"manager"}, olga, []string{"-partner", "ORGANISATION"}), "Done.", false},
		{"a manager of no organisation", slices.Concat([]string{"manager"}, olga, []string{"-partner", "nothing"}), "no such organisation", true},
		{"a manager of what is not said", slices.Concat([]string{"manager"}, olga), "-h explains", true},
		{"no operator any more", slices.Concat([]string{"member"}, olga), "no more", false},
		{"again no operator", slices.Concat([]string{"member"}, olga), "no operator's", false},
		{"a member made operator", slices.Concat([]string{"operator"}, olga, []string{"-name", "Olga"}), "belongs to a member", true},
		{"locked", slices.Concat([]string{"lock"}, olga), "Done.", false},
		{"signed out", slices.Concat([]string{"signout"}, olga), "Done.", false},
		{"nobody signed out", []string{"signout", "-email", "nobody@vahti.example"}, "no such account", true},
		{"nothing", nil, "-h explains", true},
		{"no name", slices.Concat([]string{"operator"}, olga), "-h explains", true},
	}
	organisation := "" // as the program names it
	for _, tt := range steps {
		t.Run(tt.name, func(t *testing.T) {
			if at := slices.Index(tt.args, "ORGANISATION"); at >= 0 {
				tt.args[at] = organisation
			}
			says, err := do(tt.args...)
			if rest, ok := strings.CutPrefix(says, "The organisation is "); ok {
				organisation, _, _ = strings.Cut(rest, ":")
			}
			if (err != nil) != tt.bad || !strings.Contains(says, tt.says) && (err == nil || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("got %q, %v, want %q", says, err, tt.says)
			}
		})
	}
	db, err := store.Open(ctx, "p", held, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		t.Fatal(err)
	}
	// A run that was stopped as soon as it had made the account.
	accounts, err := account.Open(db, account.Settings{Hasher: password.NewHasher(password.DefaultCost(), 1),
		Site: factor.Site{Domain: "app.vahti.example", Name: "Vahti", Origins: []string{"https://app.vahti.example"}}}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := accounts.Create(ctx, account.New{Email: "otso@vahti.example", Name: "Otso Operator", Language: "en", Operator: true}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := do("operator", "-email", "otso@vahti.example", "-name", "Otso Operator"); err != nil {
			t.Fatal(err)
		}
	}
	added, err := trail.Service(db).List(ctx, trail.Query{Action: string(trail.OperatorAdded)})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for _, r := range added.Records {
		told[r.Target]++
	}
	if len(told) != 2 || len(added.Records) != 2 {
		t.Errorf("the trail tells of operators %v, want each of two once", told)
	}
	n := 0
	for l, err := range letter.All(ctx, db) {
		if err != nil || l.To != "olga@vahti.example" && l.To != "otso@vahti.example" {
			t.Errorf("got a letter to %q, %v", l.To, err)
		}
		n++
	}
	if n != 4 {
		t.Errorf("got %d letters, want one for each time", n)
	}
}
