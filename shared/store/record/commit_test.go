package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// recorded wants exactly these changes in the database: each finding as it is
// after its change, one entry of history per version, every finding named once
// in the outbox.
func (w *world) recorded(t *testing.T, changes []finding.Change) {
	t.Helper()
	got, err := w.tenant.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var want, named []finding.ID
	versions := 0
	for _, c := range changes {
		want = append(want, c.Finding.ID)
		versions += c.Finding.Version
	}
	var have []finding.ID
	for _, f := range got {
		have = append(have, f.ID)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if n := w.count(t, "history"); n != versions {
		t.Errorf("got %d entries of history, want %d", n, versions)
	}
	docs, err := w.doc().Collection("outbox").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		var o document.Outbox
		if err := d.DataTo(&o); err != nil {
			t.Fatal(err)
		}
		var m struct{ Findings []finding.ID }
		if err := json.Unmarshal(o.Data, &m); err != nil {
			t.Fatal(err)
		}
		if o.Topic != queue.FindingsChangedTopic || len(m.Findings) == 0 || len(m.Findings) > messageChunk {
			t.Errorf("got a message for %s with %d findings", o.Topic, len(m.Findings))
		}
		named = append(named, m.Findings...)
	}
	slices.Sort(named)
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("findings named in the outbox (-want +got):\n%s", diff)
	}
}

// namedIn lists the findings that entries name.
func namedIn(entries []Entry) []finding.ID {
	var ids []finding.ID
	for _, e := range entries {
		ids = append(ids, e.Message.Findings...)
	}
	slices.Sort(ids)
	return ids
}

func TestCommit(t *testing.T) {
	tests := []struct {
		name             string
		changes, entries int
		writes           int64
	}{
		{"nothing", 0, 0, 0},
		{"one", 1, 1, 3},
		{"one message", 20, 1, 41},
		{"two messages", 21, 2, 44},
		{"one transaction", 100, 5, 205},
		{"two transactions", 101, 6, 208},
		{"many", 250, 13, 513},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			s := w.begin(t, w.claim(t))
			before := w.data.Stats().Writes
			all := changes(tt.changes, slot)
			entries, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all, Baseline: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := w.data.Stats().Writes - before; len(entries) != tt.entries || got != tt.writes {
				t.Errorf("got %d entries and %d writes, want %d and %d", len(entries), got, tt.entries, tt.writes)
			}
			for _, e := range entries {
				if e.Message.Tenant != w.tenant.ID() || e.Message.Slot != slot {
					t.Errorf("got a message about %v in %v", e.Message.Tenant, e.Message.Slot)
				}
			}
			w.recorded(t, all)
		})
	}
}

func TestCommitWritesWhatWasFound(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	first := changes(1, slot)
	if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: first, Baseline: true}); err != nil {
		t.Fatal(err)
	}
	again := first[0]
	again.Kind, again.From = finding.Changed, first[0].Finding.Evidence.Facts
	again.Finding.Version, again.Finding.Reason = 2, "Otherwise."
	again.Finding.Evidence.Facts = finding.Facts{"n": int64(5)}
	if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: []finding.Change{again}, Baseline: true}); err != nil {
		t.Fatal(err)
	}
	got, err := w.tenant.Finding(t.Context(), again.Finding.ID)
	if diff := cmp.Diff(again.Finding, got); diff != "" || err != nil {
		t.Errorf("finding (-want +got), %v:\n%s", err, diff)
	}
	steps, err := w.tenant.History(t.Context(), again.Finding.ID)
	if err != nil || len(steps) != 2 {
		t.Fatalf("got %d steps, %v, want 2", len(steps), err)
	}
	if steps[0].From != nil || steps[0].Kind != finding.Opened || steps[1].Kind != finding.Changed || steps[1].Reason != "Otherwise." ||
		!steps[1].From.Equal(finding.Facts{"n": 0}) || !steps[1].To.Equal(finding.Facts{"n": 5}) {
		t.Errorf("got %+v", steps)
	}
}

// TestCommitWhoseAnswerIsLost loses the answer of each of the three
// transactions in turn, after it was applied.
func TestCommitWhoseAnswerIsLost(t *testing.T) {
	// Unavailable is what the client repeats at once; it waits a while over Aborted.
	tests := map[codes.Code][][]int{codes.Aborted: {{1}, {3}}, codes.Unavailable: {{1}, {2}, {3}, {1, 3, 5}}}
	for code, cases := range tests {
		for _, lost := range cases {
			t.Run(fmt.Sprint(code, lost), func(t *testing.T) {
				w := newWorld(t)
				w.claimAt(t, slot)
				s := w.beginOn(t, w.far, slot)
				w.line.disturb(nil, lose(code, lost...))
				all := changes(250, slot)
				entries, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all, Baseline: true})
				if err != nil {
					t.Fatal(err)
				}
				w.recorded(t, all)
				var want []finding.ID
				for _, c := range all {
					want = append(want, c.Finding.ID)
				}
				if diff := cmp.Diff(want, namedIn(entries)); diff != "" {
					t.Errorf("findings in the answer (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestCommitAgain repeats a whole commit, as a caller might that never heard of
// the first.
func TestCommitAgain(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	all := changes(130, slot)
	first, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all, Baseline: true})
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all, Baseline: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(namedIn(first), namedIn(second)); diff != "" {
		t.Errorf("entries (-first +second):\n%s", diff)
	}
	w.recorded(t, all)
}

// TestCommitOverAnotherHistory wants a conflict that is no repeat refused.
func TestCommitOverAnotherHistory(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	all := changes(3, slot)
	if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all, Baseline: true}); err != nil {
		t.Fatal(err)
	}
	foreign := changes(3, tenant.NewSlot(start, 9)) // the same versions in another slot
	before := w.data.Stats()
	if entries, err := s.Commit(t.Context(), w.key(t), Batch{Changes: foreign, Baseline: true}); !errors.Is(err, ErrLost) || len(entries) != 0 {
		t.Errorf("got %d entries, %v, want none and %v", len(entries), err, ErrLost)
	}
	if after := w.data.Stats(); after.Writes != before.Writes {
		t.Errorf("the refused commit wrote %d documents", after.Writes-before.Writes)
	}
	w.recorded(t, all)
}

// TestResumeAfterACut ends a scan's context right after each transaction and
// lets another instance go on from what is stored.
func TestResumeAfterACut(t *testing.T) {
	for cut := 1; cut <= 3; cut++ {
		t.Run(fmt.Sprint("after transaction ", cut), func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			s := w.beginOn(t, w.far, slot)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w.line.disturb(nil, func(n int) codes.Code {
				if n != cut {
					return codes.OK
				}
				cancel()
				return codes.Unavailable
			})
			all := changes(250, slot)
			if _, err := s.Commit(ctx, w.key(t), Batch{Changes: all, Baseline: true}); err == nil {
				t.Fatal("the cut went unnoticed")
			}
			if got, want := w.count(t, "findings"), min(100*cut, 250); got != want {
				t.Fatalf("got %d findings before the cut, want %d", got, want)
			}
			w.Add(leaseTime)
			heir := w.begin(t, slot)
			previous, err := w.tenant.Findings(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			done := map[finding.ID]bool{}
			for _, f := range previous {
				done[f.ID] = true
			}
			rest := slices.DeleteFunc(slices.Clone(all), func(c finding.Change) bool { return done[c.Finding.ID] })
			if _, err := heir.Commit(t.Context(), w.key(t), Batch{Changes: rest, Baseline: true}); err != nil {
				t.Fatal(err)
			}
			w.recorded(t, all)
		})
	}
}

func TestPublished(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	entries, err := s.Commit(t.Context(), w.key(t), Batch{Changes: changes(45, slot), Baseline: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Published(t.Context(), entries[:2]); err != nil {
		t.Fatal(err)
	}
	docs, err := w.doc().Collection("outbox").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 || docs[0].Ref.ID != entries[2].name {
		t.Fatalf("got %d entries, %v, want the one not published", len(docs), err)
	}
	for range 2 { // a repeat does no harm
		if err := s.Published(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count(t, "outbox"); n != 0 {
		t.Errorf("got %d entries, want none", n)
	}
}

// TestMessagesHoldNoNames looks into what is left for the queue.
func TestMessagesHoldNoNames(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	all := changes(1, slot)
	all[0].Finding.Resource = "resource-77"
	all[0].Finding.Evidence.Subjects = finding.Subjects{"users": finding.List(finding.Subject{Name: "Tuulikki"})}
	if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all, Baseline: true}); err != nil {
		t.Fatal(err)
	}
	docs, err := w.doc().Collection("outbox").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 {
		t.Fatalf("got %d entries, %v", len(docs), err)
	}
	o := read[document.Outbox](t, docs[0].Ref)
	for _, secret := range []string{"Tuulikki", "resource-77"} {
		if bytes.Contains(o.Data, []byte(secret)) {
			t.Errorf("%q is in a message", secret)
		}
	}
	if step, err := w.doc().Collection("findings").Doc(string(all[0].Finding.ID)).Collection("history").Doc("00000001").Get(t.Context()); err != nil ||
		bytes.Contains(fmt.Append(nil, step.Data()), []byte("Tuulikki")) {
		t.Errorf("history is missing or holds a name: %v", err)
	}
}
