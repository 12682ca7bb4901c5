package signer_test

import (
	"errors"
	"path/filepath"
	"testing"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	standin "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/export/signer"
	"vahti.ai/vahti/shared/identity"
)

// TestMake makes the key once, and puts another in its place when asked.
func TestMake(t *testing.T) {
	vault, err := standin.Open(standin.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: "p"})
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	open := func(grants []standin.Grant) *secretmanager.Client {
		addr, err := vault.Serve(t.Name()+string(rune('a'+len(grants))), grants)
		if err != nil {
			t.Fatal(err)
		}
		options, err := endpoint.Options("http://" + addr)
		if err != nil {
			t.Fatal(err)
		}
		c, err := secretmanager.NewClient(t.Context(), options...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	owner, function := open(nil), open([]standin.Grant{{Prefix: identity.ExportKey, Access: true}})
	if _, err := signer.Read(t.Context(), function, "p"); !errors.Is(err, signer.ErrAbsent) {
		t.Errorf("before: got %v", err)
	}
	if err := signer.Make(t.Context(), function, "p", false); err == nil {
		t.Error("a function made the key")
	}
	var first string
	for range 2 {
		if err := signer.Make(t.Context(), owner, "p", false); err != nil {
			t.Fatal(err)
		}
		k, err := signer.Read(t.Context(), function, "p")
		if err != nil || len(k.Public()) != 1 || first != "" && first != k.Public()[0].ID {
			t.Fatalf("got %v, or another key", err)
		}
		first = k.Public()[0].ID
	}
	if err := signer.Make(t.Context(), owner, "p", true); err != nil {
		t.Fatal(err)
	}
	k, err := signer.Read(t.Context(), function, "p")
	if err != nil || len(k.Public()) != 2 || k.Public()[0].ID == first || k.Public()[1].ID != first {
		t.Errorf("replaced: got %v, or the wrong keys", err)
	}
	if signer.Secret != identity.ExportKey {
		t.Error("the table of identities names another secret")
	}
}
