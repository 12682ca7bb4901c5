package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/s2"

	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/tenant"
)

// nothingNewer supersedes nothing.
func nothingNewer(int64, int64, graph.Entry) bool { return false }

// TestPauses bounds how many objects one instance writes, and what it may lose.
func TestPauses(t *testing.T) {
	tests := []struct {
		name string
		span time.Duration
		most int
	}{
		{"in the first seconds", 10 * time.Second, 51},
		{"in a part", partLimit, 360},
		{"in a message", timeLimit, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			chunks := 0
			for at := time.Duration(0); at < tt.span; chunks++ {
				at += pauseAfter(chunks)
			}
			if chunks > tt.most {
				t.Errorf("got %d chunks in %v, want at most %d", chunks, tt.span, tt.most)
			}
		})
	}
	for n := range 10_000 {
		if p := pauseAfter(n); p < journalPause || p > longestPause {
			t.Fatalf("after %d chunks the next is open for %v", n, p)
		}
	}
}

// repeated is an entry as whoever goes on is told it.
type repeated struct {
	Fence, Kept int64
	Link        string
}

// TestManyParts has many instances work on a slot one after the other. Each finds all
// that those before it were told, in order and with what it was told about, in hardly
// more objects than the last one left.
func TestManyParts(t *testing.T) {
	w := newWorld(t)
	work := &work{scanner: w.scanner, objects: w.objects(t)}
	slot := tenant.NewSlot(start, 1)
	const parts, chunks = 12, 8
	var want []repeated
	for part := range parts {
		fence, kept := int64(part+1), int64(1000+part/2)
		stand, rest := must2(chunksOf(t.Context(), work.objects, slot))(t)
		if n := len(stand) + len(rest); n > part+chunks+1 {
			t.Fatalf("part %d opens %d objects", part, n)
		}
		if names := must(work.objects.List(t.Context(), slotJournal(slot)))(t); len(names) > part+chunks+1 {
			t.Errorf("at part %d %d objects are left", part, len(names))
		}
		j := newJournal(t.Context(), work.objects, slot, fence, chunkHead{Kept: kept, After: stand})
		var got []repeated
		note := func(fence, kept int64, e graph.Entry) bool {
			got = append(got, repeated{fence, kept, e.Link})
			return false
		}
		if err := j.repeat(t.Context(), work.open, stand, rest, note, drain); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("part %d is told (-want +got):\n%s", part, diff)
		}
		j.start(time.Hour)
		for n := range chunks {
			link := fmt.Sprint(part, " ", n)
			j.add(graph.Entry{Resource: snapshot.Users.Resource(), Link: link, Raw: json.RawMessage(`[]`)})
			want = append(want, repeated{fence, kept, link})
			j.flush()
		}
		if kept, err := j.end(true); err != nil || kept < chunks || kept > chunks+1 {
			t.Fatalf("part %d kept %d chunks, %v, want %d of its own and one besides", part, kept, err, chunks)
		}
	}
}

// TestKilledPuttingTogether ends an instance before what it puts together is durable:
// the next one finds what it found.
func TestKilledPuttingTogether(t *testing.T) {
	w := newWorld(t)
	work := &work{scanner: w.scanner, objects: w.objects(t)}
	slot := tenant.NewSlot(start, 1)
	j := newJournal(t.Context(), work.objects, slot, 1, chunkHead{})
	j.start(time.Hour)
	for range 3 {
		j.add(graph.Entry{Resource: snapshot.Users.Resource()})
		j.flush()
	}
	_, _ = j.end(true)
	stand, rest := must2(chunksOf(t.Context(), work.objects, slot))(t)
	killed, kill := context.WithCancel(t.Context())
	j = newJournal(killed, work.objects, slot, 2, chunkHead{After: stand})
	if err := j.repeat(t.Context(), work.open, stand, rest, nothingNewer, drain); err != nil {
		t.Fatal(err)
	}
	kill()
	j.start(time.Hour)
	_, _ = j.end(true)
	againStand, againRest := must2(chunksOf(t.Context(), work.objects, slot))(t)
	if diff := cmp.Diff([][]string{stand, rest}, [][]string{againStand, againRest}); diff != "" {
		t.Errorf("the next one finds (-before +after):\n%s", diff)
	}
}

func must2[A, B any](a A, b B, err error) func(*testing.T) (A, B) {
	return func(t *testing.T) (A, B) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return a, b
	}
}

// drain goes over all entries.
func drain(all iter.Seq2[graph.Entry, error]) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// slowStore opens one chunk under any name after what Cloud Storage takes for it.
type slowStore struct {
	chunk        []byte
	takes        time.Duration
	lacks        string // a name under which there is nothing
	open, opened atomic.Int64
	most         atomic.Int64
}

func newSlowStore(t *testing.T) *slowStore {
	t.Helper()
	var b bytes.Buffer
	out := s2.NewWriter(&b, s2.WriterConcurrency(1))
	entry := must(json.Marshal(graph.Entry{Resource: snapshot.Users.Resource()}))(t)
	for _, part := range [][]byte{{2}, []byte("{}"), binary.AppendUvarint(nil, uint64(len(entry))), {0}, entry} {
		must(out.Write(part))(t)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return &slowStore{chunk: b.Bytes(), takes: 30 * time.Millisecond}
}

type slowObject struct {
	io.Reader
	of *slowStore
}

func (o slowObject) Close() error {
	o.of.open.Add(-1)
	return nil
}

func (s *slowStore) get(ctx context.Context, name string) (io.ReadCloser, error) {
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if name == s.lacks {
		return nil, errors.New("no such object")
	}
	s.opened.Add(1)
	if n := s.open.Add(1); n > s.most.Load() {
		s.most.Store(n)
	}
	return slowObject{bytes.NewReader(s.chunk), s}, nil
}

// TestReplayFromSlowStorage repeats the chunks of several parts, each of which takes
// 30 milliseconds to be opened, well within a part's time.
func TestReplayFromSlowStorage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newSlowStore(t)
		var names []string
		for n := range 3000 {
			names = append(names, fmt.Sprintf("journal/slot/%08d-%06d", 1, n))
		}
		begun, n := time.Now(), 0
		for e, err := range entries(t.Context(), store.get, names, nothingNewer) {
			if err != nil || e.at != n || e.head.Fence != 1 {
				t.Fatalf("entry %d: got %+v, %v", n, e, err)
			}
			n++
		}
		if took := time.Since(begun); n != len(names) || took > 20*time.Second {
			t.Errorf("%d of %d chunks took %v", n, len(names), took)
		}
		if most := store.most.Load(); most > openAhead+1 || store.open.Load() != 0 {
			t.Errorf("up to %d objects were open at a time, %d still are", most, store.open.Load())
		}
	})
}

// TestReplayEndsEarly leaves nothing open where a chunk cannot be opened, or nobody
// wants more.
func TestReplayEndsEarly(t *testing.T) {
	for name, lacks := range map[string]string{"nobody wants more": "", "a chunk is missing": "c"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := newSlowStore(t)
				store.lacks = lacks
				n, failed := 0, false
				for _, err := range entries(t.Context(), store.get, slices.Repeat([]string{"a", "b", "c"}, 20), nothingNewer) {
					if n++; err != nil {
						failed = true
					} else if n == 5 {
						break
					}
				}
				if failed != (lacks != "") || store.open.Load() != 0 {
					t.Errorf("failed is %v after %d entries, %d objects are open", failed, n, store.open.Load())
				}
			})
		})
	}
}
