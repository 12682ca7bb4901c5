package firestore

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// TestFates asks of each fate what the caller hears, what is stored, and whether
// the transaction can be committed again.
func TestFates(t *testing.T) {
	tests := []struct {
		name   string
		fate   Fate
		want   codes.Code
		stored bool
		again  codes.Code // of a second commit of the same transaction
	}{
		{"applied", Applied, codes.OK, true, codes.InvalidArgument},
		{"unavailable", Unavailable, codes.Unavailable, false, codes.OK},
		{"answer lost", Lost, codes.Unavailable, true, codes.InvalidArgument},
		{"answer late", TimedOut, codes.DeadlineExceeded, true, codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			txn := r.begin()
			fate := tt.fate
			var asked []string
			r.p.server.cfg.Fate = func(identity string) Fate { asked = append(asked, identity); return fate }
			if got := status.Code(r.commit(txn, setWrite("a", 1))); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			_, err := r.p.GetDocument(t.Context(), &pb.GetDocumentRequest{Name: testDB + "/documents/c/a"})
			if stored := err == nil; stored != tt.stored {
				t.Errorf("stored %v, want %v", stored, tt.stored)
			}
			fate = Applied
			if got := status.Code(r.commit(txn, setWrite("a", 1))); got != tt.again {
				t.Errorf("again: got %v, want %v", got, tt.again)
			}
			if want := []string{"operator", "operator"}; !slices.Equal(asked, want) {
				t.Errorf("asked about %v, want %v", asked, want)
			}
		})
	}
}

// TestWatched wants Watch to hear of a write before and after, and to be able to
// keep it from being applied or its answer from leaving.
func TestWatched(t *testing.T) {
	errWatch := errors.New("watch")
	tests := []struct {
		name   string
		refuse []bool // at which calls, by whether it was applied
		want   []bool // the calls
		stored bool
	}{
		{"seen", nil, []bool{false, true}, true},
		{"kept from being applied", []bool{false}, []bool{false}, false},
		{"kept from being answered", []bool{true}, []bool{false, true}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var calls []bool
			s, err := Open(Config{Path: filepath.Join(t.TempDir(), "firestore.db"), Watch: func(identity string, applied bool) error {
				calls = append(calls, applied)
				if slices.Contains(tt.refuse, applied) {
					return errWatch
				}
				return nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			r := rig{t: t, p: &port{server: s, caller: newCaller("operator", nil)}}
			err = r.commit(nil, setWrite("a", 1))
			if refused := errors.Is(err, errWatch); refused != (len(tt.refuse) > 0) {
				t.Errorf("got %v", err)
			}
			if !slices.Equal(calls, tt.want) {
				t.Errorf("called with %v, want %v", calls, tt.want)
			}
			_, err = r.p.GetDocument(t.Context(), &pb.GetDocumentRequest{Name: testDB + "/documents/c/a"})
			if stored := err == nil; stored != tt.stored {
				t.Errorf("stored %v, want %v", stored, tt.stored)
			}
			calls = nil
			if err := r.commit(r.begin()); err != nil || calls != nil {
				t.Errorf("a commit that writes nothing: %v, watched %v", err, calls)
			}
		})
	}
}
