package finding

import (
	"math/rand/v2"
	"testing"
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
		all := []Subject{{ID: "1"}, {ID: "2"}, {ID: "3"}}
		return Finding{Severity: High, Evidence: Evidence{Facts: f, Subjects: Subjects{"users": List(all[:draw.IntN(4)]...)}}}
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
	steps := 0
	for range 20_000 {
		a, b, c := one(), one(), one()
		if Worse(a, shuffled(a), scale) {
			t.Fatalf("worse than itself in another order: %v", a.Evidence)
		}
		if Worse(a, b, scale) != Worse(shuffled(a), shuffled(b), scale) {
			t.Fatalf("the order matters between %v and %v", a.Evidence, b.Evidence)
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
