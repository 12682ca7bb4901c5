package teams

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PublicTeams asks that a team which everybody can join was meant to be one,
// settings.declared.publicGroups.
var PublicTeams = &check.Check{
	ID:       "teams-public",
	Title:    "Only declared teams are open to everybody in the company",
	Category: check.Teams,
	Severity: finding.Medium,
	Because:  "Everybody with an account reads the files of a public team without asking, and its owners often do not know that it is one.",
	Controls: check.Controls{CIS: []string{"1.2.1"}, ISO27001: []string{"A.5.15", "A.8.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"TE-003"},
	Reads:    []snapshot.Resource{snapshot.Groups.Resource()},
	Licence:  check.MicrosoftTeams,
	Risk:     "An intruder in any member's account reads and copies the team's files and conversations, for which no further right is needed.",
	Fix: check.Fix{
		Portal:  "Microsoft Teams admin center > Teams > Manage teams > the team > Edit > Privacy: Private",
		Request: `PATCH /v1.0/groups/{id} {"visibility":"Private"}`,
	},
	Neutral: []string{"teams", "declaredPublicTeams"},
	Texts:   []*text.Table{publicTeamsTexts},
	Since:   "2026-11",
	Source:  "CIS Microsoft 365 Foundations Benchmark, 1.2.1; Microsoft Graph documentation, group resource type, whose resourceProvisioningOptions tell a team",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		teams, declared, failing, unsure := 0, 0, false, false
		untold := map[string]bool{}
		for g := range snapshot.Groups.All(s) {
			if g.ResourceProvisioningOptions == nil && (g.GroupTypes == nil || slices.Contains(g.GroupTypes, "Unified")) {
				untold[g.ID] = true
			}
			if !slices.ContainsFunc(g.ResourceProvisioningOptions, isTeam) {
				continue
			}
			teams++
			r := check.Result{Resource: g.ID, Evidence: finding.Evidence{Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: g.ID, Name: g.DisplayName})}}}
			switch visibility := strings.ToLower(g.Visibility.V); {
			case visibility == "private", visibility == "hiddenmembership":
				continue
			case visibility == "public" && listed(s.Settings.Declared.PublicGroups, g.ID):
				declared++
				continue
			case visibility == "public":
				failing = true
				r.Verdict, r.Reason = finding.Fail, "The team is open to everybody in the company, which was not declared."
				r.Evidence.Facts = finding.Facts{"visibility": "Public"}
			default:
				unsure = true
				r.Verdict, r.Reason = finding.Unknown, "Graph did not say whether the team is open to everybody in the company."
			}
			results = append(results, r)
		}
		evidence := finding.Evidence{Facts: finding.Facts{"teams": teams, "declaredPublicTeams": declared}}
		switch {
		case len(untold) > 0:
			return append(results, check.Unsure("Graph did not say of every Microsoft 365 group whether it is a team.", finding.Evidence{Facts: finding.Facts{"groups": len(untold)}},
				func(id string) bool { return !untold[id] })...)
		case failing, unsure:
			return results
		case teams == 0:
			return check.One(finding.NotApplicable, "The tenant has no teams.", evidence)
		}
		return check.One(finding.Pass, "Only declared teams are open to everybody in the company.", evidence)
	},
}

func isTeam(option string) bool { return strings.EqualFold(option, "Team") }
