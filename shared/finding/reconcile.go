package finding

import (
	"log/slog"
	"maps"
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
	// Each, where it is set, makes the result one about many entities: about those that
	// fail, too many to be told one by one, or about the tenant that could not be told
	// as a whole. Of those of some entities that the check looked at it returns the
	// results, zero ones where nothing is amiss.
	Each func(resources []string) map[string]Result
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
	Scale    Scale
	Results  []Result
	// Told, where it is set, says of an entity without a result whether the check
	// looked at it, although it could not tell of the tenant as a whole: then nothing
	// is amiss with it.
	Told func(resource string) bool
}

// Kind is what happened to a finding.
type Kind string

// The kinds of change. A finding that stays open worsens when its evidence or
// severity is worse than it was, and changes otherwise. The last two are steps of
// its story that no scan's verdict makes: somebody accepted it, and it came back
// from having been accepted.
const (
	Opened   Kind = "opened"
	Worsened Kind = "worsened"
	Changed  Kind = "changed"
	Closed   Kind = "resolved"
	Reopened Kind = "reopened"
	Accepted Kind = "excepted"
	Returned Kind = "returned"
)

// A Change is one step in a finding's life.
type Change struct {
	Kind    Kind
	At      time.Time // by the tenant's clock
	Slot    string
	Finding Finding // as it is after the change
	// From and FromSubjects are the evidence before, where the finding existed.
	From         Facts
	FromSubjects Subjects
	By           Attribution // who made it, where that is known
	Dropped      bool        // the check exists no more
}

// LogValue keeps what is personal out of logs.
func (c Change) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(c.Kind)), slog.Any("finding", c.Finding), slog.Bool("attributed", c.By.Attributed))
}

// Reconcile compares what the checks say with the findings kept so far and
// returns the differences alone, ordered by check and resource. An unknown
// verdict changes nothing: what could not be read is neither mended nor broken.
// A finding without a result any more is resolved, unless the check could not tell
// of the tenant as a whole and did not look at the entity. Where entities are counted
// in one result, the findings they have stay and change as they would, and none is
// opened: however often a tenant goes above that number and below it again, nothing is
// told of those who stay as they are.
// Whether a finding is excepted makes no difference: changes are about open ones.
// Applying the changes and reconciling again yields none.
func Reconcile(previous []Finding, judged []Judged, at time.Time, slot string, id func(check, resource string) ID) []Change {
	kept := map[string]map[string]Finding{}
	for _, f := range previous {
		if f.State == Excepted {
			f.State, f.Exception = Open, nil
		}
		if kept[f.Check] == nil {
			kept[f.Check] = map[string]Finding{}
		}
		kept[f.Check][f.Resource] = f
	}
	var changes []Change
	for _, j := range judged {
		before := kept[j.Check]
		seen := map[string]bool{}
		// A failure of the tenant's does not hide that the check could not tell.
		unknown := slices.ContainsFunc(j.Results, func(r Result) bool { return r.Verdict == Unknown && r.Resource == TenantResource })
		for _, r := range folded(j.Results) {
			seen[r.Resource] = true
			old, existed := before[r.Resource]
			if c, ok := step(old, existed, j, r); ok {
				if !existed {
					c.Finding.ID = id(j.Check, r.Resource)
				}
				changes = append(changes, c)
			}
		}
		changes = append(changes, unsaid(before, seen, unknown, j)...)
	}
	return dated(changes, at, slot)
}

// Dropped returns the changes that resolve the open findings of checks that exist no
// more, ordered as those of Reconcile.
func Dropped(previous []Finding, exists func(check string) bool, at time.Time, slot string) []Change {
	var changes []Change
	for _, f := range previous {
		if f.State == Excepted {
			f.State, f.Exception = Open, nil
		}
		if f.State == Open && !exists(f.Check) {
			c := resolve(f, dropped)
			c.Dropped = true
			changes = append(changes, c)
		}
	}
	return dated(changes, at, slot)
}

// dated completes changes with when they were made, in the order of their names.
func dated(changes []Change, at time.Time, slot string) []Change {
	for i := range changes {
		c := &changes[i]
		c.At, c.Slot = at, slot
		c.Finding.Slot = slot
		c.Finding.Version++
		if c.Kind != Changed && c.Kind != Worsened {
			c.Finding.Since = at
		}
		if c.Kind == Opened {
			c.Finding.Opened = at
		}
	}
	slices.SortFunc(changes, byName)
	return changes
}

// Why findings are resolved of which the check says nothing any more.
const (
	gone = "What the finding was about is no longer there."
	// apart is about one that counted entities, of which there are fewer now.
	apart = "There are few enough again to be told one by one."
	// dropped is about one whose check exists no more.
	dropped = "The check that found it is no longer made."
)

// FactFailing is the fact by which a result about many entities says how many they are.
const FactFailing = "failing"

// unsaid returns what becomes of a check's open findings that have no result. unknown
// says that the check could not tell of the tenant as a whole.
func unsaid(before map[string]Finding, seen map[string]bool, unknown bool, j Judged) (changes []Change) {
	var resources []string
	for resource, old := range before {
		if !seen[resource] && old.State == Open {
			resources = append(resources, resource)
		}
	}
	each := map[string]Result{}
	for _, many := range j.Results {
		if many.Each != nil && len(resources) > 0 {
			maps.Copy(each, many.Each(resources))
		}
	}
	for _, resource := range resources {
		old := before[resource]
		r, looked := each[resource]
		looked = looked && resource != TenantResource
		switch {
		case looked && r.Verdict == Fail:
			r.Resource = resource
			if c, ok := step(old, true, j, r); ok {
				changes = append(changes, c)
			}
		case looked || !unknown || j.Told != nil && j.Told(resource):
			changes = append(changes, resolve(old, whyGone(old, j.Results)))
		}
	}
	return changes
}

// whyGone returns the reason for resolving a finding that has no result.
func whyGone(old Finding, results []Result) string {
	_, many := old.Evidence.Facts[FactFailing]
	if many && old.Resource == TenantResource && slices.ContainsFunc(results, func(r Result) bool { return r.Verdict == Fail }) {
		return apart
	}
	return gone
}

// folded returns one result per resource, the first with the worst verdict: Graph
// may tell of an entity twice, and a finding changes once in a scan.
func folded(results []Result) []Result {
	at := make(map[string]int, len(results))
	var out []Result
	for _, r := range results {
		switch before, twice := at[r.Resource]; {
		case !twice:
			at[r.Resource] = len(out)
			out = append(out, r)
		case out[before].Verdict != r.Verdict && Worst(out[before].Verdict, r.Verdict) == r.Verdict:
			out[before] = r
		}
	}
	return out
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
			return from(old, Change{Kind: Reopened, Finding: now}), true
		case Worse(old, now, j.Scale):
			return from(old, Change{Kind: Worsened, Finding: now}), true
		case differs(old, now):
			return from(old, Change{Kind: Changed, Finding: now}), true
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
	return from(old, Change{Kind: Closed, Finding: now})
}

// from returns a change with the evidence that the finding had before.
func from(old Finding, c Change) Change {
	c.From, c.FromSubjects = old.Evidence.Facts, old.Evidence.Subjects
	return c
}

func differs(a, b Finding) bool {
	return a.Severity != b.Severity || a.Reason != b.Reason ||
		!a.Evidence.Facts.Equal(b.Evidence.Facts) || !a.Evidence.Subjects.Equal(b.Evidence.Subjects)
}
