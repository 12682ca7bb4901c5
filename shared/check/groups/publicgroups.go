package groups

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PublicGroups asks that Microsoft 365 groups are public only where the customer
// approved it, settings.declared.publicGroups. Teams are such groups too.
var PublicGroups = &check.Check{
	ID:       "group-public",
	Title:    "Public Microsoft 365 groups are approved ones only",
	Category: check.Groups,
	Severity: finding.Medium,
	Because:  "Everyone in the company can read and join a public group, and its files turn up in everyone's search.",
	Controls: check.Controls{CIS: []string{"1.2.1"}, ISO27001: []string{"A.5.15", "A.8.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GR-001"},
	Reads:    []snapshot.Resource{snapshot.Groups.Resource()},
	Risk:     "An attacker with any member's account joins the group unasked and takes its files, among them what was meant for a few.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Teams & groups > Active teams & groups > the group > Settings > Privacy: Private; or approve the group in Vahti's settings",
		Request: `PATCH /v1.0/groups/{id} {"visibility":"Private"}`,
	},
	Neutral: []string{"microsoft365Groups", "publicAndApproved"},
	Texts:   []*text.Table{publicGroupsTexts},
	Since:   "2026-11",
	Source:  "CIS Microsoft 365 Foundations Benchmark, 1.2.1; Microsoft Graph documentation, group resource type, Group visibility options",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		all, approved := 0, 0
		unsaid := map[string]bool{}
		for g := range snapshot.Groups.All(s) {
			if !slices.Contains(g.GroupTypes, "Unified") {
				if g.GroupTypes == nil {
					unsaid[g.ID] = true
				}
				continue
			}
			all++
			verdict, reason := visibility(g)
			switch {
			case verdict == finding.Pass:
				continue
			case verdict == finding.Fail && contains(s.Settings.Declared.PublicGroups, g.ID):
				approved++
				continue
			}
			results = append(results, check.Result{
				Resource: cmp.Or(g.ID, finding.TenantResource), Verdict: verdict, Reason: reason,
				Evidence: finding.Evidence{Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: g.ID, Name: g.DisplayName})}},
			})
		}
		facts := finding.Facts{"microsoft365Groups": all, "publicAndApproved": approved}
		if len(unsaid) > 0 {
			facts["groupsOfUnknownKind"] = len(unsaid)
			results = append(results, check.Unsure("Graph did not return of every group what kind it is.", finding.Evidence{Facts: facts}, func(id string) bool { return !unsaid[id] })...)
		}
		switch {
		case len(unsaid) > 0:
		case all == 0:
			return check.One(finding.NotApplicable, "The tenant has no Microsoft 365 groups.", finding.Evidence{})
		case len(results) == 0:
			return check.One(finding.Pass, "No Microsoft 365 group is public without approval.", finding.Evidence{Facts: facts})
		}
		return results
	},
}

// visibility says whether a Microsoft 365 group is closed to those who are not
// its members.
func visibility(g *snapshot.Group) (finding.Verdict, string) {
	switch v := g.Visibility; {
	case !v.Known() || v.V == "":
		return finding.Unknown, "Graph did not return whether the group is public."
	case strings.EqualFold(v.V, "Private"), strings.EqualFold(v.V, "HiddenMembership"):
		return finding.Pass, ""
	case strings.EqualFold(v.V, "Public"):
		return finding.Fail, "The group is public, and that was not approved."
	}
	return finding.Unknown, "The group's visibility is one Vahti does not know."
}

// contains reports whether ids holds id, whatever its case.
func contains(ids []string, id string) bool {
	return slices.ContainsFunc(ids, func(other string) bool { return strings.EqualFold(other, id) })
}
