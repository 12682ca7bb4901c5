package roles

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ProductivityLicences asks that accounts for administration have no mailbox,
// chat or files. Each account is a result of its own; disabled ones do not count.
var ProductivityLicences = &check.Check{
	ID:       "role-productivity-licences",
	Title:    "Privileged users have no licence for mail, chat or files",
	Category: check.Roles,
	Severity: finding.Medium,
	Because:  "Most attacks come by mail, chat and shared files, so an account that administers should not be the one that opens them.",
	Controls: check.Controls{CIS: []string{"1.1.4"}, ISO27001: []string{"A.8.2", "A.8.18"}, NIS2: []string{"21(2)(i)", "21(2)(g)"}},
	Rows:     []string{"RO-021"},
	Reads:    []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.PrivilegedLicences.Resource()},
	Uses:     usesHolders(),
	Risk:     "An administrator opens a convincing message in the account they administer with, and the attacker has an administrator's session.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Users > Active users > the account > Licenses and apps: switch off Exchange Online, Microsoft Teams and SharePoint, or give the person a separate account for administration",
		Request: `POST /v1.0/users/{id}/assignLicense {"addLicenses":[],"removeLicenses":["{id of the licence}"]}`,
	},
	Texts:  []*text.Table{productivityLicencesTexts, roleTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.1.4; Microsoft Entra documentation, Product names and service plan identifiers for licensing",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, powerfulSet)
		var results []check.Result
		for _, h := range found.enabled() {
			if r := judgeLicences(s, h); r.Verdict != finding.Pass {
				results = append(results, r)
			}
		}
		switch {
		case len(found.unresolved) > 0:
			results = append(results, check.Unsure(notAll, finding.Evidence{}, func(id string) bool { return found.user(id) != nil })...)
		case len(results) == 0:
			return check.One(finding.Pass, "Nobody with a privileged role has a licence for mail, chat or files.", finding.Evidence{Facts: finding.Facts{"holders": len(found.users)}})
		}
		return results
	},
}

func judgeLicences(s *snapshot.Snapshot, h *holder) check.Result {
	roles, _ := names(h.roles)
	result := check.Result{Resource: h.user.ID, Verdict: finding.Pass, Evidence: finding.Evidence{
		Facts: finding.Facts{"roles": roles}, Subjects: finding.Subjects{"users": finding.List(h.subject())},
	}}
	const unread = "Graph did not return the licences of everyone with a privileged role."
	licences, read := snapshot.PrivilegedLicences.Of(s, h.user.ID)
	if !read {
		result.Verdict, result.Reason = finding.Unknown, unread
		return result
	}
	plans := []string{}
	for i := range licences {
		if licences[i].ServicePlans == nil {
			result.Verdict, result.Reason = finding.Unknown, unread
		}
		for _, p := range licences[i].ServicePlans {
			name := strings.ToUpper(p.ServicePlanName)
			switch {
			case name == "":
				result.Verdict, result.Reason = finding.Unknown, unread
			case !productivity(name), strings.EqualFold(p.ProvisioningStatus, "Disabled"):
			case p.ProvisioningStatus == "":
				result.Verdict, result.Reason = finding.Unknown, unread
			case !slices.Contains(plans, name):
				plans = append(plans, name)
			}
		}
	}
	if len(plans) > 0 {
		slices.Sort(plans)
		result.Evidence.Facts["plans"] = plans
		result.Verdict, result.Reason = finding.Fail, "A privileged user has a licence for mail, chat or files."
	}
	return result
}

// productivity reports whether a service plan gives a mailbox, chat or files.
// EXCHANGE_S_FOUNDATION is part of nearly every licence and gives no mailbox, and
// SHAREPOINTWAC is Office in the browser without a place for files.
func productivity(plan string) bool {
	switch {
	case strings.HasPrefix(plan, "EXCHANGE_S_FOUNDATION"), strings.HasPrefix(plan, "SHAREPOINTWAC"):
		return false
	case strings.HasPrefix(plan, "TEAMS"):
		return slices.Contains([]string{"TEAMS1", "TEAMS_GOV", "TEAMS_AR_GCCHIGH", "TEAMS_AR_DOD", "TEAMS_FREE", "TEAMS_EDU"}, plan)
	}
	for _, prefix := range []string{"EXCHANGE_S_", "EXCHANGE_B_", "EXCHANGE_L_", "SHAREPOINT", "ONEDRIVE"} {
		if strings.HasPrefix(plan, prefix) {
			return true
		}
	}
	return false
}
