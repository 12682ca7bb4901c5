package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
)

// Ledger is what the service must have recorded of one tenant, folded from what
// its scans must have judged. IDs are check and resource, joined by a bar.
type Ledger struct {
	findings map[finding.ID]finding.Finding
	steps    map[finding.ID][]finding.Change
	verdicts []map[string]finding.Verdict // of each scan
	drifts   map[string]int
}

// NewLedger returns the ledger of a tenant that was never scanned.
func NewLedger() *Ledger {
	return &Ledger{findings: map[finding.ID]finding.Finding{}, steps: map[finding.ID][]finding.Change{}, drifts: map[string]int{}}
}

// IDOf names a finding in a ledger.
func IDOf(check, resource string) finding.ID { return finding.ID(check + "|" + resource) }

// Add records one scan's outcomes at a moment of the tenant.
func (l *Ledger) Add(at time.Time, outcomes []check.Outcome) {
	judged := make([]finding.Judged, len(outcomes))
	verdicts := map[string]finding.Verdict{}
	for i, o := range outcomes {
		judged[i] = o.Judged()
		verdicts[o.Check.ID] = o.Verdict
	}
	for _, c := range finding.Reconcile(l.Findings(), judged, at, "", IDOf) {
		l.findings[c.Finding.ID] = c.Finding
		l.steps[c.Finding.ID] = append(l.steps[c.Finding.ID], c)
		if len(l.verdicts) > 0 { // the first scan differs from nothing
			l.drift(c)
		}
	}
	for check, v := range verdicts {
		if before, known := l.Verdicts()[check]; known && before != v {
			l.drifts[driftKey(finding.DriftVerdict, check, finding.TenantResource, before, v, at)]++
		}
	}
	l.verdicts = append(l.verdicts, verdicts)
}

// drift notes the record that a change of a finding leaves: of one about a single
// entity its states, of one that stays its facts, or else its subjects.
func (l *Ledger) drift(c finding.Change) {
	f := c.Finding
	states := map[finding.Kind][2]any{
		finding.Opened: {nil, finding.Open}, finding.Closed: {finding.Open, finding.Resolved}, finding.Reopened: {finding.Resolved, finding.Open},
	}
	switch state, moved := states[c.Kind]; {
	case moved && f.Resource == finding.TenantResource: // the verdict says it
	case moved:
		l.drifts[driftKey(finding.DriftFinding, f.Check, f.Resource, state[0], state[1], c.At)]++
	case !c.From.Equal(f.Evidence.Facts):
		l.drifts[driftKey(finding.DriftFacts, f.Check, f.Resource, c.From, f.Evidence.Facts, c.At)]++
	case !c.FromSubjects.Equal(f.Evidence.Subjects):
		l.drifts[driftKey(finding.DriftSubjects, f.Check, f.Resource, nil, nil, c.At)]++
	}
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

// Verdicts are those of the scan that was added last, by check; nil before the first.
func (l *Ledger) Verdicts() map[string]finding.Verdict {
	if len(l.verdicts) == 0 {
		return nil
	}
	return l.verdicts[len(l.verdicts)-1]
}

// Drifts counts the checks whose verdict changed from one scan to the next, over
// all scans.
func (l *Ledger) Drifts() int {
	n := 0
	for key, times := range l.drifts {
		if strings.HasPrefix(key, string(finding.DriftVerdict)+" ") {
			n += times
		}
	}
	return n
}
