package finding

import (
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// DriftKind is in what a tenant differs from the scan before.
type DriftKind string

// The kinds of drift. A severity or a sentence that alone is another is none.
const (
	// DriftVerdict is a check's verdict, the worst over the tenant. From and To
	// are verdicts, the resource is TenantResource.
	DriftVerdict DriftKind = "verdict"
	// DriftFacts is the facts of a finding that stays open. From and To are facts.
	DriftFacts DriftKind = "facts"
	// DriftSubjects is the subjects of a finding that stays open with the same
	// facts. From holds those who left, To those who came, each with the total.
	DriftSubjects DriftKind = "subjects"
	// DriftFinding is the state of a finding about a single entity, or of one whose
	// check exists no more and has no verdict. From and To are states; From is null for
	// one that was opened.
	DriftFinding DriftKind = "finding"
	// DriftException is a finding that was accepted or has returned. From and To
	// are states as readers see them.
	DriftException DriftKind = "exception"
)

// Drift is one record of what differs from the scan before. Resource, From, To
// and By may hold personal data: a drift is sealed as a whole where it is stored.
type Drift struct {
	Kind      DriftKind       `json:"kind"`
	Check     string          `json:"check"`
	Resource  string          `json:"resource"`
	Finding   ID              `json:"finding,omitempty"` // none for a verdict
	From      json.RawMessage `json:"from"`
	To        json.RawMessage `json:"to"`
	FirstSeen time.Time       `json:"firstSeen"`         // by the tenant's clock
	By        Attribution     `json:"by,omitzero"`       // who did it
	Because   EndReason       `json:"because,omitempty"` // of a finding that returned
}

// String keeps a drift out of formatted errors.
func (d Drift) String() string { return fmt.Sprintf("[%s drift of %s]", d.Kind, d.Check) }

// GoString implements fmt.GoStringer for the same reason.
func (d Drift) GoString() string { return d.String() }

// LogValue keeps what may be personal out of logs.
func (d Drift) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(d.Kind)), slog.String("check", d.Check), slog.Bool("attributed", d.By.Attributed))
}

// VerdictDrift compares what each check said with what it says now: one record
// per check whose verdict is another, by check. A check that said nothing before
// gives none, and so does a tenant's first scan, whose before is nil.
func VerdictDrift(before, now map[string]Verdict, at time.Time) []Drift {
	var out []Drift
	for _, check := range slices.Sorted(maps.Keys(now)) {
		from, known := before[check]
		if to := now[check]; known && from != to {
			out = append(out, Drift{Kind: DriftVerdict, Check: check, Resource: TenantResource, From: plain(from), To: plain(to), FirstSeen: at})
		}
	}
	return out
}

// DriftOf returns what changes of findings mean as drift, in their order: at
// most one record each.
func DriftOf(changes []Change) []Drift {
	var out []Drift
	for _, c := range changes {
		if d, ok := driftOf(c); ok {
			out = append(out, d)
		}
	}
	return out
}

// ExceptionDrift is the record of a finding that was accepted or has returned;
// because says why it returned.
func ExceptionDrift(f Finding, from, to State, because EndReason, at time.Time, by Attribution) Drift {
	return Drift{Kind: DriftException, Check: f.Check, Resource: f.Resource, Finding: f.ID, From: plain(from), To: plain(to), FirstSeen: at, By: by, Because: because}
}

func driftOf(c Change) (Drift, bool) {
	d := Drift{Check: c.Finding.Check, Resource: c.Finding.Resource, Finding: c.Finding.ID, FirstSeen: c.At, By: c.By}
	now := c.Finding.Evidence
	switch c.Kind {
	case Changed, Worsened:
		switch {
		case !c.From.Equal(now.Facts):
			d.Kind, d.From, d.To = DriftFacts, plain(c.From), plain(now.Facts)
		case !c.FromSubjects.Equal(now.Subjects):
			d.Kind, d.From, d.To = DriftSubjects, plain(without(c.FromSubjects, now.Subjects)), plain(without(now.Subjects, c.FromSubjects))
		default:
			return d, false
		}
		return d, true
	case Opened, Closed, Reopened:
		if c.Finding.Resource == TenantResource && !c.Dropped {
			return d, false
		}
		d.Kind, d.To = DriftFinding, plain(c.Finding.State)
		d.From = map[Kind]json.RawMessage{Opened: plain(nil), Closed: plain(Open), Reopened: plain(Resolved)}[c.Kind]
		return d, true
	}
	return d, false
}

// without returns s with the totals it has and, of those shown, only who is not
// among those that t shows.
func without(s, t Subjects) Subjects {
	out := Subjects{}
	for kind, list := range s {
		shown := []Subject{}
		for _, x := range list.Shown {
			if !slices.Contains(t[kind].Shown, x) {
				shown = append(shown, x)
			}
		}
		out[kind] = SubjectList{Total: list.Total, Shown: shown}
	}
	return out
}

// plain writes a value that JSON can hold: verdicts, states, subjects, and facts,
// which are of such types alone.
func plain(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return raw
}

// byName orders changes by check and resource.
func byName(a, b Change) int {
	return cmp.Or(cmp.Compare(a.Finding.Check, b.Finding.Check), cmp.Compare(a.Finding.Resource, b.Finding.Resource))
}
