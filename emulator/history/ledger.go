package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
)

// Ledger is what the service must have recorded of one tenant, folded from what
// its scans and light passes must have judged. IDs are check and resource, joined by a
// bar.
type Ledger struct {
	findings map[finding.ID]finding.Finding
	steps    map[finding.ID][]finding.Change
	authors  map[finding.ID][]Authors     // of those steps
	verdicts []map[string]finding.Verdict // after each look
	drifts   map[string]int
	drifted  map[string]Authors // of the drifts
	deeds    []Deed
	looked   map[string]look // by check
}

// look is when a check was looked at last, and how many deeds had been done by then.
type look struct {
	at    time.Time
	deeds int
}

// NewLedger returns the ledger of a tenant that was never scanned.
func NewLedger() *Ledger {
	return &Ledger{
		findings: map[finding.ID]finding.Finding{}, steps: map[finding.ID][]finding.Change{}, authors: map[finding.ID][]Authors{},
		drifts: map[string]int{}, drifted: map[string]Authors{}, looked: map[string]look{},
	}
}

// IDOf names a finding in a ledger.
func IDOf(check, resource string) finding.ID { return finding.ID(check + "|" + resource) }

// Add records the outcomes of one scan, or of a light pass, which judges some checks,
// at a moment of the tenant, and what was done since the one before. It returns how
// many findings changed.
func (l *Ledger) Add(at time.Time, outcomes []check.Outcome, deeds ...Deed) int {
	l.deeds = append(l.deeds, deeds...)
	judged := make([]finding.Judged, len(outcomes))
	verdicts := map[string]finding.Verdict{}
	maps.Copy(verdicts, l.Verdicts())
	sights := map[string]sight{}
	for i, o := range outcomes {
		judged[i] = o.Judged()
		verdicts[o.Check.ID] = o.Verdict
		sights[o.Check.ID] = l.sight(o.Check)
	}
	by := map[string][]Authors{}
	changes := finding.Reconcile(l.Findings(), judged, at, "", IDOf)
	for _, c := range changes {
		who := sights[c.Finding.Check].of(c)
		by[c.Finding.Check] = append(by[c.Finding.Check], who)
		l.findings[c.Finding.ID] = c.Finding
		l.steps[c.Finding.ID] = append(l.steps[c.Finding.ID], c)
		l.authors[c.Finding.ID] = append(l.authors[c.Finding.ID], who)
		if len(l.verdicts) > 0 { // the first scan differs from nothing
			l.drift(c, who)
		}
	}
	for check, v := range verdicts {
		if before, known := l.Verdicts()[check]; known && before != v {
			l.note(driftKey(finding.DriftVerdict, check, finding.TenantResource, before, v, at), sights[check].verdict(before, v, by[check]))
		}
	}
	l.verdicts = append(l.verdicts, verdicts)
	for _, o := range outcomes {
		l.looked[o.Check.ID] = look{at, len(l.deeds)}
	}
	return len(changes)
}

// Told is everything that the log has told so far.
func (l *Ledger) Told() []finding.Attribution {
	var out []finding.Attribution
	for _, d := range l.deeds {
		if d.By != nil {
			out = append(out, d.By.Attribution)
		}
	}
	return out
}

// StepAuthors are who may be named for each of a finding's Steps.
func (l *Ledger) StepAuthors(id finding.ID) []Authors { return l.authors[id] }

// DriftAuthors are who may be named for a record of drift, by its key.
func (l *Ledger) DriftAuthors(key string) Authors { return l.drifted[key] }

// drift notes the record that a change of a finding leaves: of one about a single
// entity its states, of one that stays its facts, or else its subjects.
func (l *Ledger) drift(c finding.Change, who Authors) {
	f := c.Finding
	states := map[finding.Kind][2]any{
		finding.Opened: {nil, finding.Open}, finding.Closed: {finding.Open, finding.Resolved}, finding.Reopened: {finding.Resolved, finding.Open},
	}
	note := func(kind finding.DriftKind, from, to any) {
		l.note(driftKey(kind, f.Check, f.Resource, from, to, c.At), who)
	}
	switch state, moved := states[c.Kind]; {
	case moved && f.Resource == finding.TenantResource: // the verdict says it
	case moved:
		note(finding.DriftFinding, state[0], state[1])
	case !c.From.Equal(f.Evidence.Facts):
		note(finding.DriftFacts, c.From, f.Evidence.Facts)
	case !c.FromSubjects.Equal(f.Evidence.Subjects):
		note(finding.DriftSubjects, nil, nil)
	}
}

// note counts one record of drift. Of two that look alike, because no time passed
// between two looks, it is not known which is whose.
func (l *Ledger) note(key string, who Authors) {
	if l.drifts[key]++; l.drifts[key] > 1 {
		who = Authors{Known: slices.Concat(l.drifted[key].Known, who.Known)}
	}
	l.drifted[key] = who
}

func driftKey(kind finding.DriftKind, check, resource string, from, to any, at time.Time) string {
	a, errA := json.Marshal(from)
	b, errB := json.Marshal(to)
	if errors.Join(errA, errB) != nil {
		return ""
	}
	return fmt.Sprintf("%s of %s at %s from %s to %s, %s", kind, check, at.UTC().Format(time.RFC3339), a, b, resource)
}

// KeyOf names a stored drift as Drift does.
func KeyOf(d finding.Drift) string {
	if d.Kind == finding.DriftSubjects {
		return driftKey(d.Kind, d.Check, d.Resource, nil, nil, d.FirstSeen)
	}
	return driftKey(d.Kind, d.Check, d.Resource, d.From, d.To, d.FirstSeen)
}

// Drift counts the records of drift that there must be, by KeyOf.
func (l *Ledger) Drift() map[string]int { return l.drifts }

// Findings are those there must be, by check and resource.
func (l *Ledger) Findings() []finding.Finding {
	out := make([]finding.Finding, 0, len(l.findings))
	for _, f := range l.findings {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b finding.Finding) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}

// Steps are the changes that a finding must have had, oldest first.
func (l *Ledger) Steps(id finding.ID) []finding.Change { return l.steps[id] }

// Verdicts are those after the last look, by check; nil before the first.
func (l *Ledger) Verdicts() map[string]finding.Verdict {
	if len(l.verdicts) == 0 {
		return nil
	}
	return l.verdicts[len(l.verdicts)-1]
}

// Drifts counts the checks whose verdict changed from one look to the next, over
// all of them.
func (l *Ledger) Drifts() int {
	n := 0
	for key, times := range l.drifts {
		if strings.HasPrefix(key, string(finding.DriftVerdict)+" ") {
			n += times
		}
	}
	return n
}
