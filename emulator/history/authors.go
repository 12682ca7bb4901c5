package history

import (
	"slices"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Authors are who may be named for a change.
type Authors struct {
	// Known are those who did, since it was looked at last, what may have made the
	// change, as the log names them. Nobody else may be named.
	Known []finding.Attribution
	// Certain says that the log leaves no doubt, so that one must be named.
	Certain bool
}

// Permit says what is wrong with an attribution; empty where it is as it must be.
// told is everything that the log has told.
func (a Authors) Permit(by finding.Attribution, told []finding.Attribution) string {
	switch {
	case !by.Attributed && a.Certain:
		return "nobody is named, and the log tells that it was " + a.Known[0].Actor
	case !by.Attributed:
		return ""
	case !slices.Contains(told, by):
		return "the entry " + by.Entry + " by " + by.Actor + " is not in the log like that"
	case !slices.ContainsFunc(a.Known, func(k finding.Attribution) bool { return k.ActorID == by.ActorID }):
		return by.Actor + " is named, who did nothing of the kind"
	}
	return ""
}

// overlap is how long before the last look somebody may have done something that
// counts as done since: the log is behind what it tells of.
const overlap = 10 * time.Minute

// entraOnly are the resources that Entra's log tells the changes of. Of a check that
// needs anything else nobody is certain.
var entraOnly = resourcesOf([]snapshot.Key{
	snapshot.AuthorizationPolicy, snapshot.SecurityDefaults, snapshot.ConditionalAccessPolicies, snapshot.NamedLocations, snapshot.Users, snapshot.Groups,
	snapshot.GroupMembers, snapshot.RoleDefinitions, snapshot.RoleAssignments, snapshot.RoleAssignmentSchedules, snapshot.RoleEligibilitySchedules,
	snapshot.RecentChanges, snapshot.PermissionGrants, snapshot.AppRoleAssignedTo, snapshot.ServicePrincipals, snapshot.Applications,
	snapshot.AuthenticationMethodsPolicy, snapshot.Organizations, snapshot.Domains, snapshot.SubscribedSkus,
})

// sight is what the ledger knows of the deeds by which a check's changes are explained.
type sight struct {
	check *check.Check
	deeds []Deed // since it was looked at last, of those that show in what it takes
	older []Deed // told shortly before
	told  bool   // the last look could tell the verdict
}

// sight returns it for a check that is looked at now.
func (l *Ledger) sight(c *check.Check) sight {
	s := sight{check: c}
	before, looked := l.Verdicts()[c.ID]
	s.told = looked && before != finding.Unknown
	takes := slices.Concat(c.Reads, c.Uses, []snapshot.Resource{snapshot.SubscribedSkus.Resource()})
	last := l.looked[c.ID]
	for i, d := range l.deeds {
		switch {
		case !meet(d.Shows, takes) && (d.By == nil || !meet(d.By.Touches, takes)):
		case i >= last.deeds:
			s.deeds = append(s.deeds, d)
		case d.By != nil && d.By.At.After(last.at.Add(-overlap)):
			s.older = append(s.older, d)
		}
	}
	return s
}

// of says who may be named for a change of a finding.
func (s sight) of(c finding.Change) Authors {
	if !s.told {
		return Authors{}
	}
	ids := append(differing(c.FromSubjects, c.Finding.Evidence.Subjects), c.Finding.Resource)
	var a Authors
	certain := len(s.deeds) > 0
	for _, d := range s.deeds {
		certain = certain && d.By != nil && s.explains(d, ids)
		if d.By != nil && (d.By.Setting || meet(d.By.Targets, ids) || len(ids) == 1 && c.Finding.Resource == finding.TenantResource) {
			a.Known = append(a.Known, d.By.Attribution)
		}
	}
	for _, d := range s.older {
		certain = certain && len(a.Known) > 0 && d.By.ActorID == a.Known[0].ActorID
	}
	for _, k := range a.Known {
		certain = certain && k.ActorID == a.Known[0].ActorID
	}
	a.Certain = certain && !slices.ContainsFunc(s.check.Reads, func(r snapshot.Resource) bool { return !slices.Contains(entraOnly, r) })
	return a
}

// explains reports whether a deed by itself explains a change of what these ids name,
// the last of which is what the finding is about: what is done to settings explains
// what is found of the tenant, and what is done to anything what is found of that.
func (s sight) explains(d Deed, ids []string) bool {
	if !meet(d.By.Touches, s.check.Reads) || !meet(d.Shows, s.check.Reads) {
		return false
	}
	about := ids[len(ids)-1]
	if d.By.Setting && about == finding.TenantResource {
		return true
	}
	return slices.Contains(d.By.Targets, about)
}

// of a verdict says who may be named for its change, by who may be for those of its findings.
func (s sight) verdict(from, to finding.Verdict, changes []Authors) Authors {
	if from == finding.Unknown || to == finding.Unknown {
		return Authors{}
	}
	a := Authors{Certain: len(changes) > 0}
	for _, d := range s.deeds {
		if d.By != nil {
			a.Known = append(a.Known, d.By.Attribution)
		}
	}
	for _, c := range changes {
		a.Certain = a.Certain && c.Certain && c.Known[0].ActorID == changes[0].Known[0].ActorID
	}
	return a
}

// differing are the ids of subjects that only one of two lists shows, or that they
// show otherwise.
func differing(from, to finding.Subjects) []string {
	var out []string
	for _, pair := range [][2]finding.Subjects{{from, to}, {to, from}} {
		for kind, list := range pair[0] {
			for _, x := range list.Shown {
				if !slices.ContainsFunc(pair[1][kind].Shown, func(y finding.Subject) bool { return y.ID == x.ID && y.Note == x.Note }) && x.ID != "" && !slices.Contains(out, x.ID) {
					out = append(out, x.ID)
				}
			}
		}
	}
	return out
}
