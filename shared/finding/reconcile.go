package finding

import (
	"cmp"
	"slices"
	"time"
)

// A Result is a verdict on the tenant or on one entity of it.
type Result struct {
	Resource string // TenantResource, or the entity's id
	Verdict  Verdict
	Reason   string // one sentence, free of personal data
	Evidence Evidence
	// Explain, where it is set, writes the evidence, which is empty so far.
	Explain func() Evidence
}

// Explained returns the result with its evidence written.
func (r Result) Explained() Result {
	if r.Explain != nil {
		r.Evidence, r.Explain = r.Explain(), nil
	}
	return r
}

// Judged is what one check said in a scan.
type Judged struct {
	Check    string
	Severity Severity
	Results  []Result
}

// Kind is what happened to a finding.
type Kind string

// The kinds of change.
const (
	Opened   Kind = "opened"
	Changed  Kind = "changed"
	Closed   Kind = "resolved"
	Reopened Kind = "reopened"
)

// A Change is one step in a finding's life.
type Change struct {
	Kind    Kind
	At      time.Time // by the tenant's clock
	Slot    string
	Finding Finding // as it is after the change
	From    Facts   // the facts before, where the finding existed
}

// Reconcile compares what the checks say with the findings kept so far and
// returns the differences alone, ordered by check and resource. An unknown
// verdict changes nothing: what could not be read is neither mended nor broken.
// A finding whose entity is gone is resolved, unless the check could not tell.
// Applying the changes and reconciling again yields none.
func Reconcile(previous []Finding, judged []Judged, at time.Time, slot string, id func(check, resource string) ID) []Change {
	kept := map[string]map[string]Finding{}
	for _, f := range previous {
		if kept[f.Check] == nil {
			kept[f.Check] = map[string]Finding{}
		}
		kept[f.Check][f.Resource] = f
	}
	var changes []Change
	for _, j := range judged {
		before := kept[j.Check]
		seen := map[string]bool{}
		unknown := false
		for _, r := range j.Results {
			seen[r.Resource] = true
			unknown = unknown || r.Verdict == Unknown && r.Resource == TenantResource
			old, existed := before[r.Resource]
			if c, ok := step(old, existed, j, r); ok {
				if !existed {
					c.Finding.ID = id(j.Check, r.Resource)
				}
				changes = append(changes, c)
			}
		}
		for resource, old := range before {
			if !seen[resource] && !unknown && old.State == Open {
				changes = append(changes, resolve(old, "What the finding was about is no longer there."))
			}
		}
	}
	for i := range changes {
		c := &changes[i]
		c.At, c.Slot = at, slot
		c.Finding.Slot = slot
		c.Finding.Version++
		if c.Kind != Changed {
			c.Finding.Since = at
		}
		if c.Kind == Opened {
			c.Finding.Opened = at
		}
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Finding.Check, b.Finding.Check), cmp.Compare(a.Finding.Resource, b.Finding.Resource))
	})
	return changes
}

// step is what one result does to one finding.
func step(old Finding, existed bool, j Judged, r Result) (Change, bool) {
	switch r.Verdict {
	case Fail:
		now := old
		now.Check, now.Resource, now.Severity, now.State = j.Check, r.Resource, j.Severity, Open
		now.Reason, now.Evidence = r.Reason, r.Evidence
		switch {
		case !existed:
			return Change{Kind: Opened, Finding: now}, true
		case old.State == Resolved:
			return Change{Kind: Reopened, Finding: now, From: old.Evidence.Facts}, true
		case differs(old, now):
			return Change{Kind: Changed, Finding: now, From: old.Evidence.Facts}, true
		}
	case Pass, NotApplicable:
		if existed && old.State == Open {
			c := resolve(old, r.Reason)
			c.Finding.Evidence = r.Evidence
			return c, true
		}
	}
	return Change{}, false
}

func resolve(old Finding, reason string) Change {
	now := old
	now.State, now.Reason = Resolved, reason
	return Change{Kind: Closed, Finding: now, From: old.Evidence.Facts}
}

func differs(a, b Finding) bool {
	return a.Severity != b.Severity || a.Reason != b.Reason ||
		!a.Evidence.Facts.Equal(b.Evidence.Facts) || !a.Evidence.Subjects.Equal(b.Evidence.Subjects)
}
