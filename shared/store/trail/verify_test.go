package trail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/trail"
)

// tamper is what somebody with every right in the audit database does.
type tamper struct {
	t *testing.T
	w *world
}

func (x tamper) must(_ any, err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x tamper) remove(ref *cloud.DocumentRef) { x.must(ref.Delete(x.t.Context())) }

func (x tamper) set(ref *cloud.DocumentRef, field string, v any) {
	x.must(ref.Set(x.t.Context(), map[string]any{field: v}, cloud.MergeAll))
}

func (x tamper) data(ref *cloud.DocumentRef) map[string]any {
	snap, err := ref.Get(x.t.Context())
	x.must(nil, err)
	return snap.Data()
}

func (x tamper) entry(n int) *cloud.DocumentRef { return x.w.entries().Doc(name(n)) }

func (x tamper) link(n int) *cloud.DocumentRef {
	return x.w.chain().Doc(fmt.Sprintf("%012d", n))
}

func (x tamper) anchor() *cloud.DocumentRef {
	return handle.Doc(x.w.tenant.Handle()).Collection("anchors").Doc("trail")
}

// again removes the chain from a number on and lets the service make it anew.
func (x tamper) again(from int) {
	for n := from; n <= 4; n++ {
		x.remove(x.link(n))
	}
	x.remove(x.anchor())
	x.w.seal(x.t)
}

// TestVerifyTells tampers with a trail of twelve entries in four links, and wants to
// be told what was done, by that alone.
func TestVerifyTells(t *testing.T) {
	long := strings.Repeat("x", 20)
	removed := func(n int, link int64) trail.Problem {
		return trail.Problem{Flaw: trail.EntryRemoved, Entry: name(n), Link: link}
	}
	changed := func(n int, link int64) trail.Problem {
		return trail.Problem{Flaw: trail.EntryChanged, Entry: name(n), Link: link}
	}
	added := func(n int) trail.Problem { return trail.Problem{Flaw: trail.EntryAdded, Entry: name(n)} }
	linkRemoved := func(n int64) trail.Problem { return trail.Problem{Flaw: trail.LinkRemoved, Link: n} }
	linkChanged := func(n int64) trail.Problem { return trail.Problem{Flaw: trail.LinkChanged, Link: n} }
	tests := []struct {
		name     string
		do       func(x tamper)
		want     []trail.Problem
		unproven int
	}{
		{name: "nothing", do: func(tamper) {}},
		{name: "an entry removed", do: func(x tamper) { x.remove(x.entry(4)) }, want: []trail.Problem{removed(4, 2)}},
		{name: "the first and the last removed", do: func(x tamper) { x.remove(x.entry(0)); x.remove(x.entry(11)) },
			want: []trail.Problem{removed(0, 1), removed(11, 4)}},
		{name: "the target changed", do: func(x tamper) { x.set(x.entry(4), "target", "exceptions/other") }, want: []trail.Problem{changed(4, 2)}},
		{name: "the time changed", do: func(x tamper) { x.set(x.entry(4), "at", start.Add(time.Hour)) }, want: []trail.Problem{changed(4, 2)}},
		{name: "the action changed", do: func(x tamper) { x.set(x.entry(11), "action", "exception.expired") }, want: []trail.Problem{changed(11, 4)}},
		{name: "the sealed part of another entry", do: func(x tamper) { x.set(x.entry(4), "sealed", x.data(x.entry(5))["sealed"]) }, want: []trail.Problem{changed(4, 2)}},
		{name: "another tenant named", do: func(x tamper) { x.set(x.entry(4), "tenant", long) }, want: []trail.Problem{changed(4, 2)}},
		{name: "a field more", do: func(x tamper) { x.set(x.entry(4), "note", long) }, want: []trail.Problem{changed(4, 2)}},
		{name: "a map more", do: func(x tamper) { x.set(x.entry(4), "note", map[string]any{"a": 1}) }, want: []trail.Problem{changed(4, 2)}},
		{name: "a field less", do: func(x tamper) { x.set(x.entry(4), "target", cloud.Delete) }, want: []trail.Problem{changed(4, 2)}},
		{name: "a field of another type", do: func(x tamper) { x.set(x.entry(4), "target", []byte("exceptions/e4")) }, want: []trail.Problem{changed(4, 2)}},
		{name: "the stamp moved within its link", do: func(x tamper) {
			x.set(x.entry(4), "arrived", x.data(x.entry(4))["arrived"].(time.Time).Add(time.Millisecond))
		},
			want: []trail.Problem{changed(4, 2)}},
		{name: "the stamp moved to a later link", do: func(x tamper) {
			x.set(x.entry(4), "arrived", x.data(x.entry(7))["arrived"].(time.Time).Add(time.Millisecond))
		},
			want: []trail.Problem{changed(4, 2), added(4)}},
		{name: "the stamp removed", do: func(x tamper) { x.set(x.entry(4), "arrived", cloud.Delete) }, want: []trail.Problem{changed(4, 2), added(4)}},
		{name: "the stamp made a text", do: func(x tamper) { x.set(x.entry(4), "arrived", "now") }, want: []trail.Problem{changed(4, 2), added(4)}},
		{name: "the stamp made a number", do: func(x tamper) { x.set(x.entry(4), "arrived", 7) }, want: []trail.Problem{added(4), changed(4, 2)}},
		{name: "an entry put into the past", do: func(x tamper) {
			forged := x.data(x.entry(4))
			forged["arrived"] = forged["arrived"].(time.Time).Add(time.Millisecond)
			x.must(x.entry(99).Create(x.t.Context(), forged))
		}, want: []trail.Problem{added(99)}},
		{name: "an entry put before everything", do: func(x tamper) {
			forged := x.data(x.entry(4))
			forged["arrived"] = start.AddDate(-3, 0, 0)
			x.must(x.entry(99).Create(x.t.Context(), forged))
		}, want: []trail.Problem{added(99)}},
		{name: "an entry put into the future", do: func(x tamper) {
			forged := x.data(x.entry(4))
			forged["arrived"] = x.w.Now().AddDate(3, 0, 0)
			x.must(x.entry(99).Create(x.t.Context(), forged))
		}, want: []trail.Problem{added(99)}},
		{name: "an entry put in without a stamp", do: func(x tamper) {
			forged := x.data(x.entry(4))
			delete(forged, "arrived")
			x.must(x.entry(99).Create(x.t.Context(), forged))
		}, want: []trail.Problem{added(99)}},
		{name: "an entry under another name", do: func(x tamper) {
			forged := x.data(x.entry(4))
			x.remove(x.entry(4))
			x.must(x.entry(99).Create(x.t.Context(), forged))
		}, want: []trail.Problem{added(99), removed(4, 2)}},
		{name: "two entries that change places", do: func(x tamper) {
			a, b := x.data(x.entry(4)), x.data(x.entry(7))
			x.must(x.entry(4).Set(x.t.Context(), b))
			x.must(x.entry(7).Set(x.t.Context(), a))
		}, want: []trail.Problem{added(7), changed(4, 2), added(4), changed(7, 3)}},
		{name: "a link removed", do: func(x tamper) { x.remove(x.link(2)) }, want: []trail.Problem{linkRemoved(2)}, unproven: 3},
		{name: "the first link removed", do: func(x tamper) { x.remove(x.link(1)) }, want: []trail.Problem{linkRemoved(1)}, unproven: 3},
		{name: "the last link removed", do: func(x tamper) { x.remove(x.link(4)) }, want: []trail.Problem{linkRemoved(4)}, unproven: 3},
		{name: "the last link removed with its entries", do: func(x tamper) {
			for n := 9; n < 12; n++ {
				x.remove(x.entry(n))
			}
			x.remove(x.link(4))
		}, want: []trail.Problem{linkRemoved(4)}},
		{name: "everything removed", do: func(x tamper) {
			for n := range 12 {
				x.remove(x.entry(n))
			}
			for n := range 4 {
				x.remove(x.link(n + 1))
			}
		}, want: []trail.Problem{linkRemoved(1), linkRemoved(2), linkRemoved(3), linkRemoved(4)}},
		{name: "an entry taken out of its link too", do: func(x tamper) {
			x.remove(x.entry(4))
			l := x.data(x.link(2))
			names, sums := l["names"].([]any), l["digests"].([]byte)
			x.set(x.link(2), "names", []any{names[0], names[2]})
			x.set(x.link(2), "digests", append(append([]byte{}, sums[:32]...), sums[64:]...))
		}, want: []trail.Problem{linkChanged(2)}, unproven: 2},
		{name: "a link that covers less", do: func(x tamper) { x.set(x.link(2), "through", x.data(x.entry(3))["arrived"]) }, want: []trail.Problem{linkChanged(2)}, unproven: 3},
		{name: "a link without its list", do: func(x tamper) { x.set(x.link(2), "names", []any{}) }, want: []trail.Problem{linkChanged(2)}, unproven: 3},
		{name: "a link of another form", do: func(x tamper) { x.set(x.link(2), "names", "none") }, want: []trail.Problem{linkChanged(2)}, unproven: 3},
		{name: "a link with another number", do: func(x tamper) { x.set(x.link(2), "number", 900) }, want: []trail.Problem{linkChanged(2)}, unproven: 3},
		{name: "a link without its hash", do: func(x tamper) { x.set(x.link(4), "mac", cloud.Delete) }, want: []trail.Problem{linkChanged(4)}, unproven: 3},
		{name: "a link in the place of another", do: func(x tamper) { x.must(x.link(2).Set(x.t.Context(), x.data(x.link(3)))) }, want: []trail.Problem{linkChanged(2)}, unproven: 3},
		{name: "a link that claims a retirement", do: func(x tamper) {
			l := x.data(x.link(4))
			l["number"], l["retired"], l["retiredDigest"] = 5, 4, long
			x.must(x.link(5).Create(x.t.Context(), l))
			x.remove(x.link(1))
		}, want: []trail.Problem{linkRemoved(1), linkChanged(5)}, unproven: 3},
		{name: "a link of another history", do: func(x tamper) {
			fourth := x.data(x.link(4))
			x.again(3)
			x.must(x.link(4).Set(x.t.Context(), fourth))
		}, want: []trail.Problem{linkChanged(3)}},
		{name: "the last link of another history", do: func(x tamper) {
			fourth := x.data(x.link(4))
			x.again(4)
			x.must(x.link(4).Set(x.t.Context(), fourth))
		}, want: []trail.Problem{linkChanged(4)}},
		{name: "a link made up", do: func(x tamper) { x.must(x.link(6).Create(x.t.Context(), map[string]any{"number": 6})) },
			want: []trail.Problem{linkRemoved(5), linkChanged(6)}},
		{name: "a document that is no link", do: func(x tamper) { x.must(x.w.chain().Doc("zero").Create(x.t.Context(), map[string]any{"number": "x"})) },
			want: []trail.Problem{linkChanged(0)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for n := range 4 {
				w.add(t, 3*n, 3*n+3)
				w.seal(t)
			}
			tt.do(tamper{t, w})
			r := w.verify(t)
			if diff := cmp.Diff(tt.want, r.Problems); diff != "" || r.Unproven != tt.unproven || r.Sound() != (len(tt.want) == 0) {
				t.Errorf("got %d unproven, want %d; problems (-want +got):\n%s", r.Unproven, tt.unproven, diff)
			}
			// Sealing goes on behind what was done, and hides nothing of it.
			w.add(t, 20, 22)
			if _, err := w.book.Seal(t.Context(), w.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			after := w.verify(t)
			if !missesNone(r.Problems, after.Problems) {
				t.Errorf("after the next seal the problems were\n%v, want at least\n%v", after.Problems, r.Problems)
			}
			if len(tt.want) == 0 && !after.Sound() {
				t.Errorf("a sound trail grew and got %v", after.Problems)
			}
			if got := w.problemsOf(t, name(20)); len(got) > 0 {
				t.Errorf("an entry after it is told of: %v", got)
			}
		})
	}
}

func missesNone(want, got []trail.Problem) bool {
	have := map[trail.Problem]bool{}
	for _, p := range got {
		have[p] = true
	}
	for _, p := range want {
		if !have[p] {
			return false
		}
	}
	return true
}

// problemsOf is what is wrong with one entry.
func (w *world) problemsOf(t *testing.T, entry string) []trail.Problem {
	var out []trail.Problem
	for _, p := range w.verify(t).Problems {
		if p.Entry == entry {
			out = append(out, p)
		}
	}
	return out
}

// TestSealSaysThatTheChainIsBroken holds that the sweep is told as well.
func TestSealSaysThatTheChainIsBroken(t *testing.T) {
	tests := []struct {
		name string
		do   func(x tamper)
		want trail.Sealed
	}{
		{"the last link removed", func(x tamper) { x.remove(x.link(2)) }, trail.Sealed{Links: 1, Entries: 5, Number: 3, Broken: true}},
		{"the last link changed", func(x tamper) { x.set(x.link(2), "through", start.AddDate(5, 0, 0)) }, trail.Sealed{Links: 1, Entries: 5, Number: 3, Broken: true}},
		{"the last link hidden from those who look for it", func(x tamper) { x.set(x.link(2), "number", cloud.Delete) }, trail.Sealed{Links: 1, Entries: 5, Number: 3, Broken: true}},
		{"all links hidden, and the copy of the end removed", func(x tamper) {
			x.set(x.link(1), "number", cloud.Delete)
			x.set(x.link(2), "number", cloud.Delete)
			x.remove(x.anchor())
		}, trail.Sealed{Links: 1, Entries: 8, Number: 3, Broken: true}},
		{"a link far away", func(x tamper) {
			x.must(x.w.chain().Doc("far").Create(x.t.Context(), map[string]any{"number": 1 << 40}))
		},
			trail.Sealed{Links: 1, Entries: 2, Number: 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.add(t, 0, 3)
			w.seal(t)
			w.add(t, 3, 6)
			w.seal(t)
			tt.do(tamper{t, w})
			w.add(t, 6, 8)
			if diff := cmp.Diff(tt.want, w.seal(t)); diff != "" {
				t.Errorf("sealed (-want +got):\n%s", diff)
			}
			if w.verify(t).Sound() {
				t.Error("it verifies as sound")
			}
			if s := w.seal(t); s.Links != 0 {
				t.Errorf("sealed once more: %+v", s)
			}
		})
	}
}

// TestUnsealedEntriesAreTold holds that a sweep which no longer seals is noticed.
func TestUnsealedEntriesAreTold(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 2)
	w.seal(t)
	w.add(t, 2, 3)
	w.Add(trail.Overdue)
	w.add(t, 3, 4)
	want := trail.Report{Entries: 4, Links: 1, Waiting: 1, Problems: []trail.Problem{{Flaw: trail.EntryUnsealed, Entry: name(2)}}}
	if diff := cmp.Diff(want, w.verify(t)); diff != "" {
		t.Errorf("verified (-want +got):\n%s", diff)
	}
	w.seal(t)
	if r := w.verify(t); !r.Sound() {
		t.Errorf("sealed after all: got %v", r.Problems)
	}
}

// TestReportIsBounded holds that a copy of the end that was made up cannot make a
// report without end.
func TestReportIsBounded(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 1)
	w.seal(t)
	tamper{t, w}.set(tamper{t, w}.anchor(), "number", int64(1)<<50)
	r := w.verify(t)
	if len(r.Problems) != 1000 || int64(len(r.Problems)+r.More) != 1<<50-1 {
		t.Errorf("got %d problems and %d more", len(r.Problems), r.More)
	}
}
