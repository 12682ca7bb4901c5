package seal_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"

	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// sameKey fails the test unless what one key seals the other opens.
func sameKey(t *testing.T, a, b *seal.Key) {
	t.Helper()
	box, err := a.Seal([]byte("plain"), "p")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.Open(box, "p"); err != nil || string(got) != "plain" {
		t.Errorf("got %q, %v from the other key, want plain", got, err)
	}
	if a.Hash("p") != b.Hash("p") {
		t.Error("the two keys give different hashes")
	}
}

func TestCreate(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Of(t.Context(), id); !errors.Is(err, seal.ErrNoKey) {
		t.Fatalf("before creation: got %v, want ErrNoKey", err)
	}
	first, err := s.keys(t, nil).Create(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := s.keys(t, nil).Create(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		sameKey(t, first, again)
	}
	if got := s.versions(t, tenantKey(id)); got != 1 {
		t.Errorf("got %d versions of the key, want 1", got)
	}
	have, err := s.keys(t, nil).Of(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	sameKey(t, first, have)
	secret, err := s.admin.GetSecret(t.Context(), &secretmanagerpb.GetSecretRequest{Name: secretName(tenantKey(id))})
	if err != nil {
		t.Fatal(err)
	}
	replicas := secret.GetReplication().GetUserManaged().GetReplicas()
	if len(replicas) < 2 {
		t.Errorf("got %d replicas, want two or more of our choosing", len(replicas))
	}
	for _, r := range replicas {
		if !strings.HasPrefix(r.GetLocation(), "europe-") {
			t.Errorf("got a replica in %v, want Europe alone", r.GetLocation())
		}
	}
}

func TestCreateAfterACrashBetweenSecretAndVersion(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	s.putEmpty(t, tenantKey(id))
	if _, err := s.keys(t, nil).Of(t.Context(), id); !errors.Is(err, seal.ErrNoKey) {
		t.Fatalf("got %v, want ErrNoKey", err)
	}
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Errorf("got %v, want a key", err)
	}
}

func TestRacingCreatorsAgree(t *testing.T) {
	s := newStandIn(t)
	for range 5 {
		id := tenanttest.ID(t)
		const racers = 16
		made := make([]*seal.Key, racers)
		hashes := make([]string, racers)
		start := make(chan struct{})
		var wg sync.WaitGroup
		for i := range racers {
			keys := s.keys(t, nil)
			wg.Go(func() {
				<-start
				var err error
				if made[i], err = keys.Create(t.Context(), id); err != nil {
					t.Errorf("create: %v", err)
				}
				if hashes[i], err = keys.Directory(t.Context(), "entra"); err != nil {
					t.Errorf("directory: %v", err)
				}
			})
		}
		close(start)
		wg.Wait()
		if t.Failed() {
			return
		}
		for i := range racers {
			sameKey(t, made[0], made[i])
			if hashes[i] != hashes[0] {
				t.Errorf("got directory hashes %v and %v", hashes[0], hashes[i])
			}
		}
	}
}

// TestDestroyedKeyIsForgotten is the promise that deletion reaches backups.
func TestDestroyedKeyIsForgotten(t *testing.T) {
	tests := []struct {
		name    string
		destroy func(*standIn, testing.TB, string)
	}{
		{name: "version destroyed", destroy: (*standIn).destroy},
		{name: "secret deleted", destroy: (*standIn).remove},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStandIn(t)
			id := tenanttest.ID(t)
			keys := s.keys(t, nil)
			if _, err := keys.Create(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			s.clock.pass(time.Minute)
			tt.destroy(s, t, tenantKey(id))
			if _, err := keys.Of(t.Context(), id); err != nil {
				t.Errorf("within the cache time: got %v, want the key remembered", err)
			}
			if _, err := s.keys(t, nil).Of(t.Context(), id); !errors.Is(err, seal.ErrNoKey) {
				t.Errorf("in a new instance: got %v, want ErrNoKey", err)
			}
			s.clock.pass(cacheTime - time.Minute)
			if _, err := keys.Of(t.Context(), id); !errors.Is(err, seal.ErrNoKey) {
				t.Errorf("after the cache time: got %v, want ErrNoKey", err)
			}
		})
	}
}

func TestRememberingDoesNotProlongItself(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	keys := s.keys(t, nil)
	if _, err := keys.Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s.destroy(t, tenantKey(id))
	for range 6 {
		s.clock.pass(cacheTime / 5)
		_, _ = keys.Of(t.Context(), id)
	}
	if _, err := keys.Of(t.Context(), id); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("a key that is asked for all the time: got %v, want ErrNoKey", err)
	}
}

func TestDestroyedKeyIsNotMadeAnew(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s.destroy(t, tenantKey(id))
	if _, err := s.keys(t, nil).Create(t.Context(), id); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("got %v, want ErrNoKey", err)
	}
	if got := s.versions(t, tenantKey(id)); got != 1 {
		t.Errorf("got %d versions, want the destroyed one alone", got)
	}
}

// TestDisabledKeyIsNoLostKey: what is disabled can be enabled again, so nobody
// may conclude that its tenant's data is gone.
func TestDisabledKeyIsNoLostKey(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	first, err := s.keys(t, nil).Create(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	s.disable(t, tenantKey(id))
	for name, call := range map[string]func(*seal.Keys) error{
		"of":     func(k *seal.Keys) error { _, err := k.Of(t.Context(), id); return err },
		"create": func(k *seal.Keys) error { _, err := k.Create(t.Context(), id); return err },
	} {
		if err := call(s.keys(t, nil)); err == nil || errors.Is(err, seal.ErrNoKey) {
			t.Errorf("%s: got %v, want an error that is not ErrNoKey", name, err)
		}
	}
	if got := s.versions(t, tenantKey(id)); got != 1 {
		t.Errorf("got %d versions, want 1", got)
	}
	s.enable(t, tenantKey(id))
	again, err := s.keys(t, nil).Of(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	sameKey(t, first, again)
}

// TestReaderCannotTellDestroyedFromDisabled: an identity that may read values
// only gets an error in both cases, and never a key.
func TestReaderCannotTellDestroyedFromDisabled(t *testing.T) {
	s := newStandIn(t)
	reader := []secretmanager.Grant{{Prefix: identity.TenantKeys, Access: true}}
	for name, end := range map[string]func(*standIn, testing.TB, string){"destroyed": (*standIn).destroy, "disabled": (*standIn).disable} {
		id := tenanttest.ID(t)
		if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if _, err := s.keys(t, reader).Of(t.Context(), id); err != nil {
			t.Errorf("%s: before: got %v, want a key", name, err)
		}
		end(s, t, tenantKey(id))
		if key, err := s.keys(t, reader).Of(t.Context(), id); err == nil || key != nil || errors.Is(err, seal.ErrNoKey) {
			t.Errorf("%s: got %v, want an error that is not ErrNoKey", name, err)
		}
	}
	if _, err := s.keys(t, reader).Of(t.Context(), tenanttest.ID(t)); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("a key that was never made: got %v, want ErrNoKey", err)
	}
}

func TestRefused(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	value := string(s.value(t, tenantKey(id)))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancelLate()
	nothing, others := []secretmanager.Grant{}, []secretmanager.Grant{{Prefix: "graph-", Access: true, Create: true, AddVersion: true}}
	tests := []struct {
		name string
		call func() error
		want error // nil when any error but ErrNoKey will do
	}{
		{name: "zero tenant", call: func() error { _, err := s.keys(t, nil).Of(t.Context(), tenant.ID{}); return err }, want: tenant.ErrZero},
		{name: "create for the zero tenant", call: func() error { _, err := s.keys(t, nil).Create(t.Context(), tenant.ID{}); return err }, want: tenant.ErrZero},
		{name: "no grants", call: func() error { _, err := s.keys(t, nothing).Of(t.Context(), id); return err }},
		{name: "no grants, create", call: func() error { _, err := s.keys(t, nothing).Create(t.Context(), id); return err }},
		{name: "no grants, directory", call: func() error { _, err := s.keys(t, nothing).Directory(t.Context(), "e"); return err }},
		{name: "grants for other secrets", call: func() error { _, err := s.keys(t, others).Of(t.Context(), id); return err }},
		{name: "cancelled", call: func() error { _, err := s.keys(t, nil).Of(ended, id); return err }, want: context.Canceled},
		{name: "too late", call: func() error { _, err := s.keys(t, nil).Of(late, id); return err }, want: context.DeadlineExceeded},
		{name: "another project", call: func() error {
			_, err := seal.NewKeys(s.dial(t, nil), "elsewhere", s.clock.now).Of(t.Context(), id)
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call()
			if err == nil || errors.Is(err, seal.ErrNoKey) || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v, want an error that is %v and not ErrNoKey", err, tt.want)
			}
			tellsNothing(t, err, value)
		})
	}
}

// tellsNothing fails the test when an error holds some part of a key's value.
func tellsNothing(t *testing.T, err error, value string) {
	t.Helper()
	for i := 0; i+12 <= len(value); i += 4 {
		if strings.Contains(err.Error(), value[i:i+12]) {
			t.Errorf("the error %v holds part of the key", err)
		}
	}
}

func TestServerGone(t *testing.T) {
	s := newStandIn(t)
	keys := s.keys(t, nil)
	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := keys.Of(ctx, tenanttest.ID(t)); err == nil || errors.Is(err, seal.ErrNoKey) {
		t.Errorf("got %v, want an error that is not ErrNoKey", err)
	}
}

func TestDamagedKeyIsRefused(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	var good map[string]json.RawMessage
	if err := json.Unmarshal(s.value(t, tenantKey(id)), &good); err != nil {
		t.Fatal(err)
	}
	form := func(aead, mac string) string { return `{"aead":` + aead + `,"mac":` + mac + `}` }
	tests := []struct{ name, value string }{
		{name: "empty"},
		{name: "no JSON", value: "c2VjcmV0LXZhbHVlLW9mLXRlbmFudA=="},
		{name: "no MAC", value: `{"aead":` + string(good["aead"]) + `}`},
		{name: "short MAC", value: form(string(good["aead"]), `"AAAA"`)},
		{name: "no keyset", value: form(`{}`, string(good["mac"]))},
		{name: "keyset of nothing", value: form(`null`, string(good["mac"]))},
		{name: "trailing data", value: form(string(good["aead"]), string(good["mac"])) + "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			damaged := tenanttest.ID(t)
			s.put(t, tenantKey(damaged), []byte(tt.value))
			key, err := s.keys(t, nil).Of(t.Context(), damaged)
			if err == nil || key != nil || errors.Is(err, seal.ErrNoKey) {
				t.Fatalf("got %v, want an error that is not ErrNoKey", err)
			}
			tellsNothing(t, err, tt.value)
		})
	}
}

func TestDirectory(t *testing.T) {
	s := newStandIn(t)
	const entra = "5d3a8f0e-1b2c-4d5e-8f90-a1b2c3d4e5f6"
	hash := func(id string) string {
		t.Helper()
		h, err := s.keys(t, nil).Directory(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	first := hash(entra)
	if got := hash(entra); got != first {
		t.Errorf("again: got %v, want %v", got, first)
	}
	if got := hash(strings.ToUpper(entra)); got != first {
		t.Errorf("in capitals: got %v, want %v: it is the same tenant", got, first)
	}
	if got := hash("6" + entra[1:]); got == first {
		t.Error("another tenant has the same hash")
	}
	if strings.Contains(first, entra[:8]) {
		t.Error("the hash shows the id")
	}
	if got := s.versions(t, "directory-key"); got != 1 {
		t.Errorf("got %d versions of the directory key, want 1", got)
	}
	s.destroy(t, "directory-key")
	if _, err := s.keys(t, nil).Directory(t.Context(), entra); err == nil {
		t.Error("with a destroyed directory key: got no error")
	}
	if got := s.versions(t, "directory-key"); got != 1 {
		t.Errorf("got %d versions of the directory key after its destruction, want 1", got)
	}
}

// TestDirectoryNeedsItsOwnRight: who reads tenants' keys finds no tenant by its
// Entra id, and the other way round.
func TestDirectoryNeedsItsOwnRight(t *testing.T) {
	s := newStandIn(t)
	grant := func(prefix string) []secretmanager.Grant {
		return []secretmanager.Grant{{Prefix: prefix, Access: true, Create: true, AddVersion: true}}
	}
	tenants, directory := s.keys(t, grant(identity.TenantKeys)), s.keys(t, grant(identity.DirectoryKey))
	if _, err := directory.Directory(t.Context(), "entra"); err != nil {
		t.Errorf("directory with its own right: got %v", err)
	}
	if _, err := tenants.Directory(t.Context(), "entra"); err == nil {
		t.Error("directory with the right to tenants' keys: got no error")
	}
	id := tenanttest.ID(t)
	if _, err := tenants.Create(t.Context(), id); err != nil {
		t.Errorf("a tenant's key with the right to it: got %v", err)
	}
	if _, err := directory.Of(t.Context(), id); err == nil {
		t.Error("a tenant's key with the right to the directory: got no error")
	}
}

func TestShortDirectoryKeyIsRefused(t *testing.T) {
	for _, value := range []string{"", "short", strings.Repeat("x", 33)} {
		s := newStandIn(t)
		s.put(t, "directory-key", []byte(value))
		if _, err := s.keys(t, nil).Directory(t.Context(), "entra"); err == nil {
			t.Errorf("a key of %d bytes: got no error", len(value))
		}
	}
}
