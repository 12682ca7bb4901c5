package seal_test

import (
	"errors"
	"testing"

	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func TestPeople(t *testing.T) {
	keys := standintest.Keys(t, "test")
	if _, err := keys.People(t.Context()); !errors.Is(err, seal.ErrNoKey) {
		t.Fatalf("before it is made: got %v, want %v", err, seal.ErrNoKey)
	}
	made, err := keys.CreatePeople(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := made.Seal([]byte("someone"), "accounts/1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := keys.CreatePeople(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open(sealed, "accounts/1"); err != nil || string(plain) != "someone" {
		t.Errorf("got %q, %v", plain, err)
	}
	if made.Hash("x") != again.Hash("x") {
		t.Error("the key is another when it is made again")
	}
	own, err := keys.Create(t.Context(), tenanttest.ID(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := own.Open(sealed, "accounts/1"); err == nil {
		t.Error("a tenant's key opens what is people's")
	}
}
