package history

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPermit(t *testing.T) {
	alice := finding.Attribution{Attributed: true, Actor: "alice", ActorID: "1", Entry: "a"}
	bertil := finding.Attribution{Attributed: true, Actor: "bertil", ActorID: "2", Entry: "b"}
	told := []finding.Attribution{alice, bertil}
	altered := alice
	altered.IP = "192.0.2.1"
	tests := []struct {
		name string
		who  Authors
		by   finding.Attribution
		good bool
	}{
		{"the right one", Authors{Known: told[:1], Certain: true}, alice, true},
		{"nobody, in doubt", Authors{Known: told[:1]}, finding.Attribution{}, true},
		{"nobody, without doubt", Authors{Known: told[:1], Certain: true}, finding.Attribution{}, false},
		{"another one", Authors{Known: told[:1]}, bertil, false},
		{"somebody where nobody is known", Authors{}, alice, false},
		{"what no entry says", Authors{Known: told[:1]}, altered, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if problem := tt.who.Permit(tt.by, told); (problem == "") != tt.good {
				t.Errorf("got %q, want it permitted: %v", problem, tt.good)
			}
		})
	}
}

// TestAuthorsOfSteps has a setting changed by what was done in several ways, and wants
// the ledger to know whom the log leaves.
func TestAuthorsOfSteps(t *testing.T) {
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	setting := resourcesOf([]snapshot.Key{snapshot.AuthorizationPolicy})
	c := &check.Check{ID: "setting", Severity: finding.High, Reads: setting}
	by := func(name string, minutes int) Deed {
		who := finding.Attribution{Attributed: true, Actor: name, ActorID: name, Entry: name, At: at.Add(time.Duration(minutes) * time.Minute)}
		return Deed{Name: name, Shows: setting, By: &Told{Attribution: who, Touches: setting, Setting: true}}
	}
	hidden := Deed{Name: "hidden", Shows: setting}
	elsewhere := Deed{Name: "elsewhere", Shows: resourcesOf([]snapshot.Key{snapshot.Domains})}
	tests := []struct {
		name        string
		first, then []Deed
		known       int
		certain     bool
	}{
		{"one author", nil, []Deed{by("alice", 30)}, 1, true},
		{"the same twice", nil, []Deed{by("alice", 30), by("alice", 40)}, 2, true},
		{"two authors", nil, []Deed{by("alice", 30), by("bertil", 40)}, 2, false},
		{"nobody in the log", nil, []Deed{hidden}, 0, false},
		{"nothing of the kind", nil, []Deed{elsewhere}, 0, false},
		{"what was accounted for", []Deed{by("alice", -30)}, nil, 0, false},
		{"another shortly before", []Deed{by("alice", -5)}, []Deed{by("bertil", 40)}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := NewLedger()
			outcome := func(v finding.Verdict) []check.Outcome {
				return []check.Outcome{{Check: c, Verdict: v, Results: check.One(v, "A setting.", finding.Evidence{})}}
			}
			l.Add(at, outcome(finding.Pass), tt.first...)
			l.Add(at.Add(time.Hour), outcome(finding.Fail), tt.then...)
			who := l.StepAuthors(IDOf("setting", finding.TenantResource))
			if len(who) != 1 {
				t.Fatalf("got %d steps, want one", len(who))
			}
			if len(who[0].Known) != tt.known || who[0].Certain != tt.certain {
				t.Errorf("got %d authors, certain %v, want %d and %v", len(who[0].Known), who[0].Certain, tt.known, tt.certain)
			}
			drift := driftKey(finding.DriftVerdict, "setting", finding.TenantResource, finding.Pass, finding.Fail, at.Add(time.Hour))
			if got := l.DriftAuthors(drift); got.Certain != tt.certain {
				t.Errorf("of the verdict certain %v, want %v", got.Certain, tt.certain)
			}
		})
	}
}

// TestInterlude wants a light pass to be shown what the log tells of, and nothing else
// before the rest is done.
func TestInterlude(t *testing.T) {
	j, tenant := newJudge(t), newTenant(t, 12, 9)
	passes, hidden := 0, 0
	for range 8 {
		since := tenant.At()
		told, rest, err := tenant.Interlude()
		if err != nil {
			t.Fatal(err)
		}
		if !tenant.At().After(since) {
			t.Error("no time passes")
		}
		outcomes, err := j.Pass(t.Context(), tenant, since, told)
		if err != nil {
			t.Fatal(err)
		}
		if (len(outcomes) > 0) != (len(told) > 0) {
			t.Errorf("%d checks are judged by %d deeds: %v", len(outcomes), len(told), told)
		}
		for _, d := range told {
			if d.By == nil || !d.By.At.After(since) || d.By.At.After(tenant.At()) {
				t.Errorf("between %v and %v the log tells of %v", since, tenant.At(), d)
			}
		}
		if len(outcomes) > 0 {
			passes++
		}
		more, err := rest()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range more {
			if d.By == nil {
				hidden++
			}
		}
		before := tenant.At()
		if _, err := tenant.Step(); err != nil {
			t.Fatal(err)
		}
		if !tenant.At().After(before) {
			t.Error("a full scan has the moment of a light pass")
		}
	}
	if passes == 0 || hidden == 0 {
		t.Errorf("%d passes, %d deeds that are not in the log: too little was tried", passes, hidden)
	}
}
