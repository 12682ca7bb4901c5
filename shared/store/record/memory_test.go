package record

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/document"
)

func TestRemember(t *testing.T) {
	w := newWorld(t)
	slot := w.claim(t)
	s, err := Begin(t.Context(), w.tenant, slot, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := w.tenant.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := w.tenant.Memory(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("a new tenant remembers %d parts, %v", len(got), err)
	}
	parts := map[string][]byte{"turns": []byte(`{"a":1}`), "x-0": []byte("tuulikki@contoso.example"), "x-1": {}}
	if err := s.Remember(t.Context(), key, parts, nil); err != nil {
		t.Fatal(err)
	}
	got, err := w.tenant.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parts, got, cmp.Comparer(bytes.Equal)); diff != "" {
		t.Errorf("memory (-want +got):\n%s", diff)
	}
	if d := read[document.Memory](t, w.doc().Collection("memory").Doc("x-0")); bytes.Contains(d.Sealed, []byte("tuulikki")) {
		t.Error("what is remembered is stored in the open")
	}
	if err := s.Remember(t.Context(), key, map[string][]byte{"x-1": []byte("new")}, []string{"x-0", "never-there"}); err != nil {
		t.Fatal(err)
	}
	got, err = w.tenant.Memory(t.Context())
	if err != nil || len(got) != 2 || string(got["x-1"]) != "new" {
		t.Errorf("got %d parts, %v", len(got), err)
	}
	before := w.data.Stats().Writes
	if err := s.Remember(t.Context(), key, nil, nil); err != nil || w.data.Stats().Writes != before {
		t.Errorf("nothing to remember wrote %d documents, %v", w.data.Stats().Writes-before, err)
	}
}

// TestRememberAtEnd remembers with the end of a scan, and not before it.
func TestRememberAtEnd(t *testing.T) {
	w := newWorld(t)
	s, err := Begin(t.Context(), w.tenant, w.claim(t), w.Now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := w.tenant.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Remember(t.Context(), key, map[string][]byte{"old": []byte("1")}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.RememberAtEnd(key, map[string][]byte{"log": []byte("2")}, []string{"old"}); err != nil {
		t.Fatal(err)
	}
	before, err := w.tenant.Memory(t.Context())
	if err != nil || len(before) != 1 || before["old"] == nil {
		t.Errorf("before the end got %d parts, %v", len(before), err)
	}
	if err := s.Finish(t.Context(), Result{}); err != nil {
		t.Fatal(err)
	}
	after, err := w.tenant.Memory(t.Context())
	if err != nil || len(after) != 1 || string(after["log"]) != "2" {
		t.Errorf("after the end got %d parts, %v", len(after), err)
	}
	many := map[string][]byte{}
	for i := range memoryChunk + 1 {
		many[string(rune('a'+i))] = []byte("x")
	}
	if err := s.RememberAtEnd(key, many, nil); err == nil {
		t.Error("more parts are taken than a transaction writes")
	}
}

// TestRememberTooMuch refuses a part that no document holds, and keeps the rest.
func TestRememberTooMuch(t *testing.T) {
	w := newWorld(t)
	s, err := Begin(t.Context(), w.tenant, w.claim(t), w.Now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := w.tenant.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	large := make([]byte, 1<<20)
	_, _ = rand.Read(large)
	if err := s.Remember(t.Context(), key, map[string][]byte{"x": large}, nil); err == nil {
		t.Error("it is taken")
	}
}

// TestRememberAfterTheLease keeps a scan that was overtaken from writing.
func TestRememberAfterTheLease(t *testing.T) {
	w := newWorld(t)
	slot := w.claim(t)
	s, err := Begin(t.Context(), w.tenant, slot, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	w.Add(2 * leaseTime)
	if _, err := Begin(t.Context(), w.tenant, slot, w.Now); err != nil {
		t.Fatal(err)
	}
	key, err := w.tenant.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Remember(t.Context(), key, map[string][]byte{"turns": []byte("{}")}, nil); !errors.Is(err, ErrLost) {
		t.Errorf("got %v, want %v", err, ErrLost)
	}
	if got, err := w.tenant.Memory(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("%d parts were written, %v", len(got), err)
	}
}
