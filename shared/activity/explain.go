package activity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A Change is what two scans saw differently in what one check says.
type Change struct {
	// Reads are the resources that the check takes and whose changes may explain it,
	// see Explaining.
	Reads []snapshot.Resource
	// Resource is what the finding is about: finding.TenantResource, or an entity's id.
	Resource string
	// Subjects are the ids that came to the evidence or left it, see Differing.
	Subjects []string
	// Shows says that the evidence has subjects, whether any of those that it shows
	// differs or not.
	Shows bool
	// Settings says that nothing is known to have changed but a verdict on the tenant:
	// only what was done to settings explains that.
	Settings bool
}

// Differing returns the ids of those subjects that only one of two pieces of
// evidence shows, or that both show with different notes; sorted.
func Differing(from, to finding.Subjects) []string {
	type key struct{ kind, id, note string }
	count := map[key]int{}
	for i, s := range []finding.Subjects{from, to} {
		for kind, list := range s {
			for _, x := range list.Shown {
				if x.ID != "" {
					count[key{kind, x.ID, x.Note}] |= i + 1
				}
			}
		}
	}
	var out []string
	for k, in := range count {
		if in != 3 {
			out = append(out, k.id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A Log is a tenant's audit entries of the time between two scans.
type Log struct {
	entries []entry
	weights map[snapshot.Resource]weight
}

// entry is what of an audit entry explains a change.
type entry struct {
	*snapshot.DirectoryAudit
	at      time.Time
	touches []Touch
	names   map[string]bool // the objects it names, in small letters
	actor   actor
}

// Between makes a log of those entries that may explain what a scan sees
// differently from the one before: successful ones that touch something and do more
// than give somebody another name, later than after, when the earlier scan began to read, and not later than until, when
// this one ended. An entry that stands there twice counts once.
func Between(entries []snapshot.DirectoryAudit, after, until time.Time) *Log {
	l := &Log{weights: weights()}
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		at := e.ActivityDateTime.V
		if !e.ActivityDateTime.Known() || !at.Readable || !at.Time.After(after) || at.Time.After(until) {
			continue
		}
		if e.ID == "" || seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		if touches := Touches(e); len(touches) > 0 && !renames(e) {
			l.entries = append(l.entries, entry{DirectoryAudit: e, at: at.Time, touches: touches, names: named(e), actor: actorOf(e)})
		}
	}
	return l
}

// agentPause is how long after a person's order the entry of what carries it out
// appears.
const agentPause = 5 * time.Minute

// Explain tells which entry explains a change. ok is false where none does, or
// where entries of several people do and nothing tells them apart.
//
// Only entries that touch a resource which the check takes count.
//
//  1. Of these, one that names the very entity the finding is about explains it.
//     Of several, those about a setting or about what the entity holds go before
//     those about the entity itself, and of these the last: what it left is what
//     the scan saw.
//  2. Else those count that name a subject which came or left, the same one for
//     each subject. They explain the change where all are one actor's.
//  3. Else the last change of a setting that the check takes explains it, where one
//     actor made all such: of what the tenant has once, and for a finding about
//     the tenant as a whole also of policies, domains, roles and the like.
//     People, groups, applications and what they hold change all day: an entry that
//     names others than the finding shows explains nothing, unless the finding
//     shows none at all.
//
// Where privileged identity management carried out a person's order, both left an
// entry, and the person is the one who is named.
func (l *Log) Explain(c Change) (by finding.Attribution, ok bool) {
	takes := make(map[snapshot.Resource]bool, len(c.Reads))
	for _, r := range c.Reads {
		takes[r] = true
	}
	about := ""
	if c.Resource != finding.TenantResource {
		about = strings.ToLower(c.Resource)
	}
	var direct, settings []candidate
	bySubject := map[string][]candidate{}
	for i := range l.entries {
		e := candidate{entry: &l.entries[i]}
		for _, t := range e.touches {
			if takes[t.Resource] {
				e.weight = max(e.weight, l.weights[t.Resource])
			}
		}
		if e.weight == nothing {
			continue
		}
		if about != "" && e.names[about] {
			direct = append(direct, e)
		}
		for _, s := range c.Subjects {
			if s = strings.ToLower(s); e.names[s] {
				bySubject[s] = append(bySubject[s], e)
			}
		}
		if e.weight == single || about == "" && (e.weight == setting || len(c.Subjects) == 0 && !c.Shows && !c.Settings) {
			settings = append(settings, e)
		}
	}
	switch {
	case len(direct) > 0:
		return best(direct).attribution()
	case len(bySubject) > 0:
		var each []candidate
		for _, named := range bySubject {
			each = append(each, best(named))
		}
		return ofOne(each)
	}
	return ofOne(settings)
}

// candidate is an entry that may explain a change, by touching what the check
// takes.
type candidate struct {
	*entry
	weight weight
}

// best returns the entry on one entity that explains most.
func best(named []candidate) candidate {
	return slices.MaxFunc(withoutAgents(named), func(a, b candidate) int {
		return cmp.Or(cmp.Compare(min(a.weight, setting), min(b.weight, setting)), byTime(a, b))
	})
}

// ofOne attributes a change to the last of the entries, where one actor made them all.
func ofOne(entries []candidate) (finding.Attribution, bool) {
	entries = withoutAgents(entries)
	if len(entries) == 0 {
		return finding.Attribution{}, false
	}
	for _, e := range entries {
		if e.actor.key() != entries[0].actor.key() {
			return finding.Attribution{}, false
		}
	}
	return slices.MaxFunc(entries, byTime).attribution()
}

func byTime(a, b candidate) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.ID, b.ID)) }

// withoutAgents leaves out what was done on the order of a person whose own entry
// is there.
func withoutAgents(entries []candidate) []candidate {
	return slices.DeleteFunc(slices.Clone(entries), func(a candidate) bool {
		return a.actor.agent && slices.ContainsFunc(entries, func(b candidate) bool {
			return !b.actor.agent && a.at.Sub(b.at).Abs() <= agentPause
		})
	})
}
