package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"cloud.google.com/go/storage"
)

func writeConditions(t *testing.T, b *storage.BucketHandle) {
	for _, size := range []int{10, 3 * unit} { // at once and in parts
		o := b.Object(fmt.Sprint("o", size))
		body := counting(size)
		refused := func(what string, c storage.Conditions) {
			t.Helper()
			if _, err := put(t, o.If(c), body[1:], nil); status(err) != http.StatusPreconditionFailed {
				t.Errorf("%s, %d bytes: got %v, want 412", what, size, err)
			}
		}
		refused("a generation of nothing", storage.Conditions{GenerationMatch: 7})
		if _, err := put(t, o.If(storage.Conditions{DoesNotExist: true}), body, nil); err != nil {
			t.Fatalf("the first: %v", err)
		}
		refused("another first", storage.Conditions{DoesNotExist: true})
		attrs, err := o.Attrs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		second, err := put(t, o.If(storage.Conditions{GenerationMatch: attrs.Generation}), body, nil)
		if err != nil {
			t.Fatalf("the second: %v", err)
		}
		refused("a generation that has gone", storage.Conditions{GenerationMatch: attrs.Generation})
		refused("all but this generation", storage.Conditions{GenerationNotMatch: second.Generation})
		if got, err := get(t, o); err != nil || !bytes.Equal(got, body) {
			t.Errorf("after refusals: got %d bytes, %v, want what was put", len(got), err)
		}
	}
}

func readConditions(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("o")
	first := mustPut(t, o, []byte("first"))
	second := mustPut(t, o, []byte("second"))
	if got, err := get(t, o.Generation(second.Generation)); err != nil || string(got) != "second" {
		t.Errorf("this generation: got %q, %v", got, err)
	}
	if _, err := get(t, o.Generation(first.Generation)); !errors.Is(err, storage.ErrObjectNotExist) {
		t.Errorf("the former generation: got %v, want that it does not exist", err)
	}
	if got, err := get(t, o.If(storage.Conditions{GenerationMatch: second.Generation})); err != nil || string(got) != "second" {
		t.Errorf("on condition: got %q, %v", got, err)
	}
	if _, err := get(t, o.If(storage.Conditions{GenerationMatch: first.Generation})); status(err) != http.StatusPreconditionFailed {
		t.Errorf("on another condition: got %v, want 412", err)
	}
	if _, err := o.If(storage.Conditions{GenerationNotMatch: second.Generation}).Attrs(t.Context()); status(err) != http.StatusNotModified {
		t.Errorf("unless as known: got %v, want 304", err)
	}
}

func deletion(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("o")
	first := mustPut(t, o, []byte("first"))
	second := mustPut(t, o, []byte("second"))
	if err := o.If(storage.Conditions{GenerationMatch: first.Generation}).Delete(t.Context()); status(err) != http.StatusPreconditionFailed {
		t.Errorf("on a former generation: got %v, want 412", err)
	}
	if err := o.Generation(first.Generation).Delete(t.Context()); !errors.Is(err, storage.ErrObjectNotExist) {
		t.Errorf("the former generation: got %v, want that it does not exist", err)
	}
	if err := o.If(storage.Conditions{GenerationMatch: second.Generation}).Delete(t.Context()); err != nil {
		t.Errorf("this generation: %v", err)
	}
	if _, err := get(t, o); !errors.Is(err, storage.ErrObjectNotExist) {
		t.Errorf("read after: got %v, want that it does not exist", err)
	}
	if _, err := put(t, o.If(storage.Conditions{DoesNotExist: true}), []byte("third"), nil); err != nil {
		t.Errorf("put again: %v", err)
	}
}

func damaged(t *testing.T, b *storage.BucketHandle) {
	for _, size := range []int{10, 3 * unit} {
		o := b.Object(fmt.Sprint("o", size))
		_, err := put(t, o, counting(size), func(w *storage.Writer) { w.CRC32C, w.SendCRC32C = 1, true })
		if status(err) != http.StatusBadRequest {
			t.Errorf("%d bytes with another CRC32C: got %v, want 400", size, err)
		}
		_, err = put(t, o, counting(size), func(w *storage.Writer) { w.MD5 = make([]byte, 16) })
		if status(err) != http.StatusBadRequest {
			t.Errorf("%d bytes with another MD5: got %v, want 400", size, err)
		}
		if _, err := o.Attrs(t.Context()); !errors.Is(err, storage.ErrObjectNotExist) {
			t.Errorf("%d bytes: got %v after refusals, want that it does not exist", size, err)
		}
	}
}

func givenUp(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("o")
	mustPut(t, o, []byte("before"))
	for _, size := range []int{10, 3*unit + 5} {
		ctx, cancel := context.WithCancel(t.Context())
		w := o.NewWriter(ctx)
		w.ChunkSize = unit
		if _, err := w.Write(counting(size)); err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := w.Close(); !errors.Is(err, context.Canceled) {
			t.Errorf("%d bytes: close got %v, want that it was given up", size, err)
		}
		if got, err := get(t, o); err != nil || string(got) != "before" {
			t.Errorf("%d bytes: got %q, %v, want what stood there before", size, got, err)
		}
	}
}

func oneWins(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("o").If(storage.Conditions{DoesNotExist: true})
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_, err := put(t, o, counting(i*unit), nil)
			switch {
			case err == nil:
				won.Add(1)
			case status(err) != http.StatusPreconditionFailed:
				t.Errorf("a loser got %v, want 412", err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d writers won, want 1", won.Load())
	}
}

func readWhilePut(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("o")
	body := counting(20 * unit) // more than connections hold
	mustPut(t, o, body)
	r, err := o.NewReader(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }() // what was read is checked
	mustPut(t, o, []byte("after"))
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, body) {
		t.Errorf("got %d bytes, %v, want all %d of what was opened", len(got), err, len(body))
	}
}
