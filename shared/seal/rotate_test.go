package seal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// instance is one running function, with keys that it remembers.
type instance struct {
	*seal.Keys
	of func(*seal.Keys) (*seal.Key, error)
}

func (i instance) key(t *testing.T) *seal.Key {
	t.Helper()
	key, err := i.of(i.Keys)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestRotate has two instances at different versions read what each other writes, for a
// tenant's key and for that of the people.
func TestRotate(t *testing.T) {
	id := tenanttest.ID(t)
	tests := []struct {
		name   string
		create func(*seal.Keys) (*seal.Key, error)
		of     func(*seal.Keys) (*seal.Key, error)
		rotate func(*seal.Keys) (int, error)
		tidy   func(*seal.Keys) (int, error)
	}{
		{"a tenant's", func(k *seal.Keys) (*seal.Key, error) { return k.Create(t.Context(), id) }, func(k *seal.Keys) (*seal.Key, error) { return k.Of(t.Context(), id) },
			func(k *seal.Keys) (int, error) { return k.Rotate(t.Context(), id) }, func(k *seal.Keys) (int, error) { return k.Tidy(t.Context(), id) }},
		{"the people's", func(k *seal.Keys) (*seal.Key, error) { return k.CreatePeople(t.Context()) }, func(k *seal.Keys) (*seal.Key, error) { return k.People(t.Context()) },
			func(k *seal.Keys) (int, error) { return k.RotatePeople(t.Context()) }, func(k *seal.Keys) (int, error) { return k.TidyPeople(t.Context()) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStandIn(t)
			old, fresh, operator := instance{s.keys(t, nil), tt.of}, instance{s.keys(t, nil), tt.of}, s.keys(t, nil)
			if _, err := tt.create(operator); err != nil {
				t.Fatal(err)
			}
			held := old.key(t)
			first, err := held.Seal([]byte("first"), "p")
			if err != nil {
				t.Fatal(err)
			}
			boxes := map[string][]byte{"first": first}
			for round := range 4 {
				if n, err := tt.rotate(operator); err != nil || n != round+2 {
					t.Fatalf("round %d: got version %d, %v", round, n, err)
				}
				// held is what a request holds that began before the rotation.
				for who, key := range map[string]*seal.Key{"held": held, "old": old.key(t), "fresh": fresh.key(t)} {
					name := fmt.Sprintf("%s in round %d", who, round)
					if boxes[name], err = key.Seal([]byte(name), "p"); err != nil {
						t.Fatal(err)
					}
				}
				for text, box := range boxes {
					for who, key := range map[string]*seal.Key{"held": held, "old": old.key(t), "fresh": fresh.key(t)} {
						if got, err := key.Open(box, "p"); err != nil || string(got) != text {
							t.Errorf("round %d: %s opens %q: got %q, %v", round, who, text, got, err)
						}
						if got, err := key.Open(box, "q"); err == nil {
							t.Errorf("%s opened %q at another place: %q", who, text, got)
						}
					}
				}
				if held.Hash("x") != fresh.key(t).Hash("x") {
					t.Error("hashes changed: what they name is lost")
				}
				s.clock.pass(11 * time.Second) // so that what was fetched may be fetched again
			}
			if n, err := tt.tidy(operator); n != 0 || err != nil {
				t.Errorf("right after a rotation: %d versions destroyed, %v", n, err)
			}
			s.clock.pass(time.Since(s.clock.now()) + time.Hour) // versions are made by the wall clock
			if n, err := tt.tidy(operator); n != 4 || err != nil {
				t.Errorf("later: %d versions destroyed, %v, want 4", n, err)
			}
			last := instance{s.keys(t, nil), tt.of}
			for text, box := range boxes {
				if got, err := last.key(t).Open(box, "p"); err != nil || string(got) != text {
					t.Errorf("with the old versions destroyed: %q: got %q, %v", text, got, err)
				}
			}
		})
	}
}

// TestRacingRotations has several rotate at the same moment while others seal.
func TestRacingRotations(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	const racers = 8
	boxes := make([][]byte, racers)
	var wg sync.WaitGroup
	for i := range racers {
		keys := s.keys(t, nil)
		wg.Go(func() {
			for range 3 {
				if _, err := keys.Rotate(t.Context(), id); err != nil {
					t.Error(err)
				}
				key, err := keys.Of(t.Context(), id)
				if err == nil {
					boxes[i], err = key.Seal([]byte("x"), "p")
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	key, err := s.keys(t, nil).Of(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i, box := range boxes {
		if _, err := key.Open(box, "p"); err != nil {
			t.Errorf("what racer %d sealed cannot be opened: %v", i, err)
		}
	}
}

// TestVersionOutOfReach: of versions that were made at the same moment one that cannot be
// read just then is not taken for destroyed, or another would count in its place.
func TestVersionOutOfReach(t *testing.T) {
	s := newStandIn(t)
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if n, err := s.keys(t, nil).Rotate(t.Context(), id); err != nil || n != 2 {
		t.Fatalf("got version %d, %v", n, err)
	}
	// A third that was made of the first as well, with a key that the second has not.
	second, err := s.admin.AccessSecretVersion(t.Context(), &secretmanagerpb.AccessSecretVersionRequest{Name: secretName(tenantKey(id)) + "/versions/2"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.admin.AddSecretVersion(t.Context(), &secretmanagerpb.AddSecretVersionRequest{Parent: secretName(tenantKey(id)), Payload: &secretmanagerpb.SecretPayload{Data: second.GetPayload().GetData()}})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		refuse string // the version that cannot be read
		as     codes.Code
		fails  bool
	}{
		{"all can be read", "none", codes.OK, false},
		{"the one that counts cannot be reached", "2", codes.Internal, true},
		{"nor may it be read", "2", codes.PermissionDenied, true},
		{"the first cannot be reached", "1", codes.Internal, true},
		{"the first is gone", "1", codes.NotFound, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refuse := func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
				if r, ok := req.(*secretmanagerpb.AccessSecretVersionRequest); ok && strings.HasSuffix(r.GetName(), "/"+tt.refuse) {
					return status.Error(tt.as, "refused")
				}
				return invoke(ctx, method, req, reply, cc, opts...)
			}
			keys := seal.NewKeys(s.dial(t, nil, option.WithGRPCDialOption(grpc.WithUnaryInterceptor(refuse))), project, s.clock.now)
			// What is sealed by the version that counts is opened by whoever can read all.
			key, err := keys.Of(t.Context(), id)
			if tt.fails {
				if err == nil || errors.Is(err, seal.ErrNoKey) {
					t.Errorf("got %v, want an error that is not ErrNoKey", err)
				}
				if n, err := keys.Rotate(t.Context(), id); err == nil {
					t.Errorf("rotated to version %d", n)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			box, err := key.Seal([]byte("x"), "p")
			if err != nil {
				t.Fatal(err)
			}
			all, err := s.keys(t, nil).Of(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := all.Open(box, "p"); err != nil || string(got) != "x" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestRotateRefused(t *testing.T) {
	s := newStandIn(t)
	if _, err := s.keys(t, nil).Rotate(t.Context(), tenant.ID{}); err == nil {
		t.Error("of no tenant: got no error")
	}
	id := tenanttest.ID(t)
	if _, err := s.keys(t, nil).Rotate(t.Context(), id); err == nil {
		t.Error("of a key that there is not: got no error")
	}
	if _, err := s.keys(t, nil).Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := s.keys(t, nil).Destroy(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.keys(t, nil).Rotate(t.Context(), id); err == nil {
		t.Error("of a destroyed key: got no error")
	}
	if err := s.keys(t, nil).Remove(t.Context(), id); err != nil {
		t.Error(err)
	}
	if there, err := s.keys(t, nil).Exists(t.Context(), id); there || err != nil {
		t.Errorf("after its removal: got %v, %v", there, err)
	}
}
