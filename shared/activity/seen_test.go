package activity_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/snapshot"
)

func happened(id string, at time.Time) snapshot.DirectoryAudit {
	return snapshot.DirectoryAudit{ID: id, ActivityDateTime: snapshot.Some(snapshot.At(at))}
}

// TestSeenHandlesEachOnce reads a log whose entries appear late and out of order,
// through windows that overlap, as passes do: each entry is handled once, and no
// more is remembered than the next window can hold.
func TestSeenHandlesEachOnce(t *testing.T) {
	const passes, overlap = 60, time.Hour
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		type late struct {
			entry   snapshot.DirectoryAudit
			appears time.Time
		}
		var log []late
		for i := range 400 {
			at := after().Add(time.Duration(r.Int64N(int64(5*time.Hour) - int64(overlap))))
			log = append(log, late{happened(fmt.Sprint("entry ", i), at), at.Add(time.Duration(r.Int64N(int64(50 * time.Minute))))})
		}
		handled := map[string]int{}
		var kept []byte
		last := after()
		for pass := range passes {
			now := after().Add(time.Duration(pass+1) * 5 * time.Minute)
			var window []snapshot.DirectoryAudit
			for _, l := range log {
				if at := l.entry.ActivityDateTime.V.Time; !at.Before(last.Add(-overlap)) && !l.appears.After(now) {
					window = append(window, l.entry)
					if r.IntN(10) == 0 {
						window = append(window, l.entry)
					}
				}
			}
			r.Shuffle(len(window), func(i, j int) { window[i], window[j] = window[j], window[i] })
			var seen activity.Seen
			if err := seen.UnmarshalText(kept); err != nil {
				t.Fatal(err)
			}
			fresh := seen.Fresh(window)
			if r.IntN(5) == 0 {
				continue // a pass that failed before it could remember
			}
			for _, e := range fresh {
				handled[e.ID]++
			}
			seen.Mark(fresh, now.Add(-overlap))
			if bound := len(window); seen.Len() > bound {
				t.Fatalf("seed %d: remembers %d of a window of %d", seed, seen.Len(), bound)
			}
			var err error
			if kept, err = seen.MarshalText(); err != nil {
				t.Fatal(err)
			}
			last = now
		}
		for _, l := range log {
			if n := handled[l.entry.ID]; n != 1 && !l.appears.After(last) {
				t.Errorf("seed %d: an entry of %v that appeared at %v was handled %d times", seed, l.entry.ActivityDateTime.V.Time, l.appears, n)
			}
		}
	}
}

func TestSeenForm(t *testing.T) {
	a, b := happened("a", after()), happened("b", after().Add(time.Minute))
	type kept struct {
		Seen activity.Seen `json:"seen"`
	}
	var one, other kept
	one.Seen.Mark([]snapshot.DirectoryAudit{a, b}, after())
	other.Seen.Mark([]snapshot.DirectoryAudit{b}, after())
	other.Seen.Mark([]snapshot.DirectoryAudit{a}, after())
	form, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := json.Marshal(other); string(again) != string(form) {
		t.Errorf("got %s, want %s", again, form)
	}
	var back kept
	if err := json.Unmarshal(form, &back); err != nil || back.Seen.Len() != 2 || len(back.Seen.Fresh([]snapshot.DirectoryAudit{a, b})) != 0 {
		t.Errorf("got %v and %d entries, want 2 that were handled", err, back.Seen.Len())
	}
	text, err := one.Seen.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"another form": "CQ==", "cut": string(text[:len(text)-4]), "no text of ours": "{}"} {
		if err := one.Seen.UnmarshalText([]byte(data)); err == nil || one.Seen.Len() != 2 {
			t.Errorf("%s: got %v and %d entries, want an error and 2", name, err, one.Seen.Len())
		}
	}
	one.Seen.Mark(nil, after().Add(time.Second))
	if got := one.Seen.Fresh([]snapshot.DirectoryAudit{a, b, {}, {}}); one.Seen.Len() != 1 || len(got) != 2 || got[0].ID != "a" || got[1].ID != "" {
		t.Errorf("got %d remembered and %d fresh", one.Seen.Len(), len(got))
	}
	if err := one.Seen.UnmarshalText(nil); err != nil || one.Seen.Len() != 0 {
		t.Errorf("empty text: got %v and %d entries", err, one.Seen.Len())
	}
}

// TestSeenBounded has more entries than are remembered: the oldest are forgotten, and
// the form fits into a document although hashes cannot be packed.
func TestSeenBounded(t *testing.T) {
	var seen activity.Seen
	entries := make([]snapshot.DirectoryAudit, activity.MaxSeen+10_000)
	for i := range entries {
		entries[i] = happened(strconv.Itoa(i), after().Add(time.Duration(i)*time.Second))
	}
	seen.Mark(entries, after())
	if got := seen.Len(); got > activity.MaxSeen || got < activity.MaxSeen-1 {
		t.Errorf("got %d remembered, want %d", got, activity.MaxSeen)
	}
	if got := seen.Fresh(entries[len(entries)-activity.MaxSeen/2:]); len(got) != 0 {
		t.Errorf("%d of the newest are forgotten", len(got))
	}
	form, err := seen.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(form); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if packed.Len() > 850_000 {
		t.Errorf("got %d bytes packed, more than a document holds", packed.Len())
	}
}

func TestSeenReopen(t *testing.T) {
	a, b := happened("a", after()), happened("b", after().Add(time.Minute))
	var seen activity.Seen
	seen.Reopen(after())
	seen.Mark([]snapshot.DirectoryAudit{a, b}, after())
	seen.Reopen(after().Add(time.Minute))
	if got := seen.Fresh([]snapshot.DirectoryAudit{a, b}); len(got) != 1 || got[0].ID != "b" {
		t.Errorf("got %d entries to be handled again, want the later one", len(got))
	}
}

func FuzzSeen(f *testing.F) {
	f.Add("AQ==", "a")
	f.Add("AQAAAAAAAAABAAAAAAAAAAI=", "b")
	f.Fuzz(func(t *testing.T, text, id string) {
		var s activity.Seen
		if s.UnmarshalText([]byte(text)) != nil {
			return
		}
		s.Mark([]snapshot.DirectoryAudit{happened(id, after())}, after())
		form, err := s.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again activity.Seen
		if err := again.UnmarshalText(form); err != nil || again.Len() != s.Len() || len(again.Fresh([]snapshot.DirectoryAudit{{ID: id}})) != 0 {
			t.Errorf("the form is read as another: %v", err)
		}
	})
}
