package finding

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWorse(t *testing.T) {
	scale := Scale{LessIsWorse: []string{"left", "allowed", "until"}, Neutral: []string{"seen"}}
	anna, bertil := Subject{ID: "1", Name: "Anna"}, Subject{ID: "2", Name: "Bertil"}
	facts := func(f Facts) Finding { return Finding{Severity: High, Evidence: Evidence{Facts: f}} }
	people := func(l SubjectList) Finding {
		return Finding{Severity: High, Evidence: Evidence{Subjects: Subjects{"users": l}}}
	}
	severity := func(s Severity) Finding { return Finding{Severity: s} }
	tests := []struct {
		name     string
		from, to Finding
		want     bool
		back     bool // the other way round
	}{
		{"the same", facts(Facts{"n": 1, "on": true, "l": []string{"a"}}), facts(Facts{"n": 1, "on": true, "l": []string{"a"}}), false, false},
		{"severity rises", severity(Medium), severity(Critical), true, false},
		{"number rises", facts(Facts{"n": 1}), facts(Facts{"n": 2}), true, false},
		{"number of another type is the same", facts(Facts{"n": 1}), facts(Facts{"n": int64(1)}), false, false},
		{"fraction rises", facts(Facts{"n": 0.1}), facts(Facts{"n": 0.2}), true, false},
		{"number appears", facts(Facts{}), facts(Facts{"n": 1}), true, false},
		{"nought appears", facts(Facts{}), facts(Facts{"n": 0}), false, false},
		{"less is worse", facts(Facts{"left": 10}), facts(Facts{"left": 9}), true, false},
		{"nothing is left", facts(Facts{"left": 10}), facts(Facts{}), true, false},
		{"neither better nor worse", facts(Facts{"seen": 10}), facts(Facts{"seen": 11}), false, false},
		{"list gains", facts(Facts{"l": []string{"a", "b"}}), facts(Facts{"l": []string{"b", "c", "a"}}), true, false},
		{"list in another order", facts(Facts{"l": []string{"a", "b"}}), facts(Facts{"l": []string{"b", "a"}}), false, false},
		{"list swaps", facts(Facts{"l": []string{"a"}}), facts(Facts{"l": []string{"b"}}), true, true},
		{"list appears", facts(Facts{}), facts(Facts{"l": []string{"a"}}), true, false},
		{"empty list appears", facts(Facts{}), facts(Facts{"l": []string(nil)}), false, false},
		{"list of which less is worse", facts(Facts{"allowed": []string{"a", "b"}}), facts(Facts{"allowed": []string{"b"}}), true, false},
		{"date of which earlier is worse", facts(Facts{"until": "2026-12-01"}), facts(Facts{"until": "2026-11-01"}), true, false},
		{"date is gone", facts(Facts{"until": "2026-12-01"}), facts(Facts{}), true, false},
		{"switch", facts(Facts{"on": true}), facts(Facts{"on": false}), true, true},
		{"switch appears", facts(Facts{}), facts(Facts{"on": false}), true, true},
		{"text", facts(Facts{"x": "all"}), facts(Facts{"x": "some"}), true, true},
		{"another kind", facts(Facts{"x": "3"}), facts(Facts{"x": 3}), true, true},
		{"more people", people(List(anna)), people(List(anna, bertil)), true, false},
		{"somebody else", people(List(anna)), people(List(bertil)), true, true},
		{"people in another order", people(List(anna, bertil)), people(List(bertil, anna)), false, false},
		{"renamed and noted otherwise", people(List(anna)), people(List(Subject{ID: "1", Name: "Anna B", Note: "x"})), false, false},
		{"without ids by name", people(List(Subject{Name: "a.example"})), people(List(Subject{Name: "b.example"})), true, true},
		{"total rises beyond what is shown", people(SubjectList{Total: 60, Shown: []Subject{anna}}), people(SubjectList{Total: 61, Shown: []Subject{anna}}), true, false},
		{"one of those shown leaves a long list", people(crowd(1, 60)), people(crowd(2, 60)), false, true},
		{"one of those not shown leaves a long list", people(crowd(1, 60)), people(crowd(1, 59)), false, true},
		{"a long list grows short", people(crowd(1, 60)), people(crowd(21, 60)), false, true},
		{"another comes in the place of one beyond what is shown", people(crowd(1, 60)), people(List(append(all(1, 59), all(99, 99)...)...)), true, true},
		{"one leaves a long list and another comes", people(crowd(1, 60)), people(crowd(2, 61)), true, true},
		{"a long list in another order", people(List(all(1, 60)...)), people(List(all(60, 1)...)), false, false},
		{"a long list without a sum", people(SubjectList{Total: 60, Shown: all(1, 50)}), people(crowd(2, 61)), false, false},
		{"another kind of subjects", Finding{Severity: High}, people(List(anna)), true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Worse(tt.from, tt.to, scale); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := Worse(tt.to, tt.from, scale); got != tt.back {
				t.Errorf("the other way: got %v, want %v", got, tt.back)
			}
		})
	}
}

// all are the subjects from one number to another, whichever way.
func all(from, to int) (out []Subject) {
	step := 1
	if to < from {
		step = -1
	}
	for i := from; ; i += step {
		out = append(out, Subject{ID: fmt.Sprint("id ", i), Name: fmt.Sprint("name ", i)})
		if i == to {
			return out
		}
	}
}

func crowd(from, to int) SubjectList { return List(all(from, to)...) }

// TestTally makes the same list one by one as at once, and one that a store gives back
// is no worse than it was.
func TestTally(t *testing.T) {
	for _, n := range []int{1, 49, 50, 51, 500} {
		var tally Tally
		for i, s := range all(1, n) {
			if full := i >= MaxSubjects; full != tally.Full() {
				t.Errorf("%d of %d: full is %v", i, n, !full)
			}
			if tally.Full() {
				s.Name = ""
			}
			tally.Add(s)
		}
		want := crowd(1, n)
		if diff := cmp.Diff(want, tally.List(), cmp.Comparer(func(a, b Subject) bool { return a == b })); diff != "" {
			t.Errorf("%d (-want +got):\n%s", n, diff)
		}
		if cut := n > MaxSubjects; cut != (want.Sum != 0) {
			t.Errorf("%d: the sum is %d", n, want.Sum)
		}
		raw, err := json.Marshal(Subjects{"users": want})
		if err != nil {
			t.Fatal(err)
		}
		var back Subjects
		if err := json.Unmarshal(raw, &back); err != nil || !back.Equal(Subjects{"users": want}) {
			t.Errorf("%d: stored and read again it is another (%v)", n, err)
		}
	}
	if hashOf(Subject{ID: "a", Name: "b"}) != hashOf(Subject{ID: "a", Name: "c"}) || hashOf(Subject{Name: "a"}) == hashOf(Subject{ID: "a"}) {
		t.Error("subjects are told apart otherwise than by who they are")
	}
}

// TestWorseProperties draws evidence at random: nothing is worse than itself, in
// whatever order, and what is no worse in two steps is no worse in one.
func TestWorseProperties(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	scale := Scale{LessIsWorse: []string{"a"}, Neutral: []string{"b"}}
	one := func() Finding {
		f := Facts{}
		for _, name := range []string{"a", "b"} {
			if draw.IntN(3) > 0 {
				f[name] = draw.IntN(3)
			}
		}
		if draw.IntN(3) > 0 {
			f["c"] = []string{"x", "y", "z"}[:draw.IntN(4)]
		}
		users, devices := all(1, 3)[:draw.IntN(4)], all(1, MaxSubjects+10)
		if draw.IntN(3) > 0 {
			draw.Shuffle(len(devices), func(i, j int) { devices[i], devices[j] = devices[j], devices[i] })
		}
		devices = devices[:MaxSubjects+5-draw.IntN(8)]
		return Finding{Severity: High, Evidence: Evidence{Facts: f, Subjects: Subjects{"users": List(users...), "devices": List(devices...)}}}
	}
	shuffled := func(f Finding) Finding {
		facts := Facts{}
		for name, v := range f.Evidence.Facts {
			if l, ok := v.([]string); ok {
				l = append([]string{}, l...)
				draw.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
				v = l
			}
			facts[name] = v
		}
		f.Evidence.Facts = facts
		return f
	}
	// fewer is a finding with some of its devices gone, in another order.
	fewer := func(f Finding) Finding {
		kept := all(1, MaxSubjects+10)
		draw.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
		f.Evidence.Subjects = Subjects{"users": f.Evidence.Subjects["users"], "devices": List(kept[draw.IntN(3):]...)}
		return f
	}
	steps := 0
	for range 20_000 {
		a, b, c := one(), one(), one()
		if Worse(a, shuffled(a), scale) {
			t.Fatalf("worse than itself in another order: %v", a.Evidence)
		}
		if Worse(a, b, scale) != Worse(shuffled(a), shuffled(b), scale) {
			t.Fatalf("the order matters between %v and %v", a.Evidence, b.Evidence)
		}
		before := a
		before.Evidence.Subjects = Subjects{"users": a.Evidence.Subjects["users"], "devices": crowd(1, MaxSubjects+10)}
		if after := fewer(before); Worse(before, after, scale) {
			t.Fatalf("worse for some that left, from %v to %v", before.Evidence.Subjects["devices"].Total, after.Evidence.Subjects["devices"].Total)
		}
		if !Worse(a, b, scale) && !Worse(b, c, scale) {
			steps++
			if Worse(a, c, scale) {
				t.Fatalf("no worse from %v to %v to %v, but worse in one step", a.Evidence, b.Evidence, c.Evidence)
			}
		}
	}
	if steps < 50 {
		t.Errorf("only %d pairs of steps were no worse", steps)
	}
}
