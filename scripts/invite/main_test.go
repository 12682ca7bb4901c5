package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/firestore"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
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
	good := map[string]string{"project": "p", "endpoint": "http://" + keys, "address": "https://app.vahti.example", "operator": "olli@vahti.example", "request": "order-1",
		"name": "Uusi Asiakas Oy", "email": "Aino@asiakas.example", "language": "fi"}
	invite := func(change ...string) (string, error) {
		var args []string
		for name, value := range good {
			if len(change) == 2 && name == change[0] {
				value = change[1]
			}
			args = append(args, "-"+name, value)
		}
		var out bytes.Buffer
		err := run(ctx, args, &out)
		return out.String(), err
	}
	first, err := invite()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := invite(); err != nil || again[:40] != first[:40] {
		t.Errorf("a repeat: got %q, %v, want the same tenant as %q", again, err, first)
	}
	for _, change := range [][]string{{"project", ""}, {"name", ""}, {"email", "nobody"}, {"address", "http://vahti.example"}, {"address", "https://vahti.example/x"}, {"language", "xx"}, {"request", ""}} {
		if _, err := invite(change...); err == nil {
			t.Errorf("%s %q: got no error", change[0], change[1])
		}
	}
	db, err := store.Open(ctx, "p", held, store.PeopleDatabase)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for l, err := range letter.All(ctx, db) {
		if err != nil || l.To != "aino@asiakas.example" || l.Language != "fi" || !strings.HasPrefix(l.Link, "https://app.vahti.example/invitations?token=") {
			t.Errorf("got a letter to %q in %q, %v", l.To, l.Language, err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("got %d letters, want one for each run", n)
	}
}
