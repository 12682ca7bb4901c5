package request

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

const project = "request-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func newTenants(t *testing.T) (one, two *store.Tenant) {
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
	ctx := context.WithoutCancel(t.Context())
	db, err := store.Open(ctx, project, standintest.Keys(t, project), store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	f := fleet.New(db, func() time.Time { return start })
	var out [2]*store.Tenant
	for i := range out {
		id, err := f.Put(ctx, fleet.NewTenant{Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", i)}, Language: "fi"})
		if err != nil {
			t.Fatal(err)
		}
		if out[i], err = db.Tenant(id); err != nil {
			t.Fatal(err)
		}
	}
	return out[0], out[1]
}

// TestRequests sends requests one after the other; each step says what becomes of
// the claim that it gets.
func TestRequests(t *testing.T) {
	one, two := newTenants(t)
	name := Name{"account", "first-request"}
	answer := Answer{ETag: `"1"`, Location: "/x", Body: []byte(`{"id":"x"}`)}
	tests := []struct {
		name  string
		t     *store.Tenant
		n     Name
		asked string
		at    time.Duration
		end   string // what becomes of the claim: done, failed or nothing
		want  *Answer
		err   error
	}{
		{"the first", one, name, "a", 0, "", nil, nil},
		{"again, under way", one, name, "a", time.Second, "", nil, ErrUnderway},
		{"another by the name, under way", one, name, "b", time.Second, "", nil, ErrOther},
		{"by another account", one, Name{"other", name.Key}, "b", time.Second, "", nil, nil},
		{"in another tenant", two, name, "b", time.Second, "", nil, nil},
		{"lost, and taken up again", one, name, "a", patience, "failed", nil, nil},
		{"failed, and taken up at once", one, name, "a", patience, "done", nil, nil},
		{"answered", one, name, "a", patience, "", &answer, nil},
		{"answered for a day", one, name, "a", patience + Kept - time.Second, "", &answer, nil},
		{"another by the name, answered", one, name, "b", patience + Kept - time.Second, "", nil, ErrOther},
		{"forgotten", one, name, "b", patience + Kept, "done", nil, nil},
		{"no account", one, Name{"", name.Key}, "a", 0, "", nil, ErrName},
		{"a short name", one, Name{"account", "short"}, "a", 0, "", nil, ErrName},
		{"a long name", one, Name{"account", strings.Repeat("x", 201)}, "a", 0, "", nil, ErrName},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, got, err := Begin(t.Context(), tt.t, tt.n, []byte(tt.asked), start.Add(tt.at))
			if !errors.Is(err, tt.err) {
				t.Fatalf("got %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			switch tt.end {
			case "done":
				err = c.Done(t.Context(), answer)
			case "failed":
				err = c.Failed(t.Context())
			}
			if err != nil && tt.err == nil {
				t.Fatal(err)
			}
		})
	}
}

// TestLateClaim has a claim end that was taken over meanwhile: the answer is that of
// the later one.
func TestLateClaim(t *testing.T) {
	one, _ := newTenants(t)
	name := Name{"account", "first-request"}
	early, _, err := Begin(t.Context(), one, name, []byte("a"), start)
	if err != nil {
		t.Fatal(err)
	}
	late, _, err := Begin(t.Context(), one, name, []byte("a"), start.Add(patience))
	if err != nil {
		t.Fatal(err)
	}
	if err := early.Failed(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := Answer{Body: []byte(`"late"`)}
	if err := late.Done(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if err := early.Done(t.Context(), Answer{Body: []byte(`"early"`)}); err != nil {
		t.Fatal(err)
	}
	_, got, err := Begin(t.Context(), one, name, []byte("a"), start.Add(2*patience))
	if diff := cmp.Diff(&want, got); diff != "" || err != nil {
		t.Errorf("got %v (-want +got):\n%s", err, diff)
	}
}

// TestAtOnce sends one request many times at once: one is worked on.
func TestAtOnce(t *testing.T) {
	one, _ := newTenants(t)
	var claims, underway atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			_, _, err := Begin(t.Context(), one, Name{"account", "first-request"}, []byte("a"), start)
			switch {
			case err == nil:
				claims.Add(1)
			case errors.Is(err, ErrUnderway):
				underway.Add(1)
			}
		})
	}
	wg.Wait()
	if claims.Load() != 1 || underway.Load() != 7 {
		t.Errorf("got %d claims and %d refusals, want 1 and 7", claims.Load(), underway.Load())
	}
}

// TestSecrecy looks for what is personal in what is stored and printed.
func TestSecrecy(t *testing.T) {
	one, _ := newTenants(t)
	const canary = "canary-tuulikki"
	name, answer := Name{canary, canary}, Answer{Location: canary, Body: []byte(`"` + canary + `"`)}
	c, _, err := Begin(t.Context(), one, name, []byte(canary), start)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Done(t.Context(), answer); err != nil {
		t.Fatal(err)
	}
	docs, err := handle.Doc(one.Handle()).Collection("requests").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 {
		t.Fatalf("got %d documents, %v", len(docs), err)
	}
	_, _, other := Begin(t.Context(), one, name, []byte("b"), start)
	said := fmt.Sprintf("%s %q %v %+v %#v %v %+v %#v %v %v %v", docs[0].Ref.ID, docs[0].Data(), name, name, name, answer, answer, answer, name.LogValue(), answer.LogValue(), other)
	if strings.Contains(said, canary) {
		t.Errorf("it shows: %s", said)
	}
}
