package reseal_test

import (
	"context"
	"fmt"
	"testing"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/reseal"
)

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// world is a tenant with people and the memory of a scan.
type world struct {
	*membertest.World
	doc *firestore.DocumentRef
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: membertest.New(t)}
	w.Staff(t)
	w.doc = handle.Doc(w.Tenant.Handle())
	f := fleet.New(w.DB, w.Now)
	for due, err := range f.Due(t.Context(), w.Now()) {
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := f.Claim(t.Context(), due)
		if err != nil {
			t.Fatal(err)
		}
		s := must(record.Begin(t.Context(), w.Tenant, m.Slot, w.Now))(t)
		if err := s.Remember(t.Context(), must(w.Tenant.Key(t.Context()))(t), map[string][]byte{"log": []byte(`{"since":"2026-11-01T12:00:00Z"}`)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// rotate gives the tenant a further key, and returns it.
func (w *world) rotate(t *testing.T) *seal.Key {
	t.Helper()
	must(handle.Keys(w.DB.Handle()).Rotate(t.Context(), w.Tenant.ID()))(t)
	return must(w.Tenant.Key(t.Context()))(t)
}

// reads is what the tenant's people and its memory are, as they are read.
func (w *world) reads(t *testing.T) []string {
	t.Helper()
	about := must(w.Tenant.About(t.Context()))(t)
	out := []string{must(w.Tenant.Profile(t.Context(), about))(t).Name}
	list, _, err := member.List(t.Context(), w.Tenant, member.Active, "", member.MaxPage)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		out = append(out, m.Email+" "+string(m.Role))
	}
	for name, part := range must(w.Tenant.Memory(t.Context()))(t) {
		out = append(out, name+" "+string(part))
	}
	return out
}

// TestStopped stops a pass at each of its writes; the next one does the rest, and what
// was sealed is read at every moment.
func TestStopped(t *testing.T) {
	for at := 1; ; at++ {
		w := newWorld(t)
		before := w.reads(t)
		if len(before) != 6 {
			t.Fatalf("the tenant has only %q", before)
		}
		w.rotate(t)
		var first reseal.Result
		hooks, err := w.Dying(t, at, func(ctx context.Context) (err error) {
			first, err = reseal.Tenant(ctx, w.Tenant)
			return err
		})
		if diff := cmp.Diff(before, w.reads(t)); diff != "" {
			t.Errorf("stopped at %d (-before +after):\n%s", at, diff)
		}
		second := must(reseal.Tenant(t.Context(), w.Tenant))(t)
		// The write at which it died may have been applied.
		if sum := first.Sealed + second.Sealed; sum < 8 || len(first.Left)+len(second.Left) > 0 {
			t.Errorf("stopped at %d: got %+v and %+v, want everything sealed anew", at, first, second)
		}
		if third := must(reseal.Tenant(t.Context(), w.Tenant))(t); third.Sealed != 0 {
			t.Errorf("stopped at %d: a third pass sealed %d anew", at, third.Sealed)
		}
		if diff := cmp.Diff(before, w.reads(t)); diff != "" {
			t.Errorf("stopped at %d, after the next pass (-before +after):\n%s", at, diff)
		}
		if hooks < at {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		if err == nil {
			t.Fatalf("it was not stopped at %d", at)
		}
	}
}

// TestMeanwhile has an instance that holds the older key write a document all the time:
// nothing that it wrote is lost.
func TestMeanwhile(t *testing.T) {
	w := newWorld(t)
	older := must(w.Tenant.Key(t.Context()))(t)
	newest := w.rotate(t)
	ref := w.doc.Collection("findings").Doc("f1")
	write := func(n int) error {
		box, err := older.Seal(fmt.Append(nil, n), "findings/f1")
		if err != nil {
			return err
		}
		_, err = ref.Set(t.Context(), map[string]any{"n": n, "sealed": box})
		return err
	}
	const last = 150
	written := make(chan error, 1)
	go func() {
		for n := range last + 1 {
			if err := write(n); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	anew := 0
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Fatal(err)
			}
			done = true
		default:
		}
		anew += must(reseal.Tenant(t.Context(), w.Tenant))(t).Sealed
	}
	if anew < 10 {
		t.Errorf("only %d fields were sealed anew: nothing was written meanwhile", anew)
	}
	snap := must(ref.Get(t.Context()))(t)
	box, ok := snap.Data()["sealed"].([]byte)
	if !ok || older.Older(box) || newest.Older(box) {
		t.Errorf("the document is as an older key sealed it: %v", snap.Data())
	}
	plain, err := newest.Open(box, "findings/f1")
	if err != nil || string(plain) != fmt.Sprint(last) || snap.Data()["n"] != int64(last) {
		t.Errorf("got %q and %v, %v, want what was written last", plain, snap.Data()["n"], err)
	}
}

// TestLeft has something sealed stand where nobody knows its place: it stays and is told.
func TestLeft(t *testing.T) {
	w := newWorld(t)
	older := must(w.Tenant.Key(t.Context()))(t)
	box := must(older.Seal([]byte("x"), "elsewhere"))(t)
	fields := map[string]any{"sealed": box, "deeper": map[string]any{"list": []any{box, "text"}}, "plain": []byte{1, 2, 3, 4, 5, 6, 7}}
	for _, path := range []string{"novelties/a", "novelties/a/below/b", "trail/c"} {
		must(w.doc.Parent.Doc(w.doc.ID+"/"+path).Set(t.Context(), fields))(t)
	}
	w.rotate(t)
	want := map[string]int{"novelties.sealed": 1, "novelties.deeper": 1, "below.sealed": 1, "below.deeper": 1}
	for range 2 {
		got := must(reseal.Tenant(t.Context(), w.Tenant))(t)
		if diff := cmp.Diff(want, got.Left); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
	}
	for _, path := range []string{"novelties/a", "trail/c"} {
		snap := must(w.doc.Parent.Doc(w.doc.ID + "/" + path).Get(t.Context()))(t)
		if diff := cmp.Diff(fields, snap.Data()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
