package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// CloudOnly asks that administrators' accounts do not come from the company's
// own directory or another identity provider. Each holder of a privileged role
// is a result of its own. Disabled accounts count: the directory an account
// comes from can enable it again.
var CloudOnly = &check.Check{
	ID:       "role-cloud-only",
	Title:    "Privileged users have cloud-only accounts",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "Whoever rules the on-premises directory rules the accounts synchronised from it, so an intrusion in the server room would reach the cloud.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.3v1"}, CIS: []string{"1.1.1"}, ISO27001: []string{"A.5.16", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-004"},
	Reads:    readsHolders(),
	Uses:     usesHolders(),
	Risk:     "Ransomware operators who took over the domain controllers set an administrator's password there and continue in the cloud.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Users > New user: create a cloud account for administration, give it the role, and remove the role from the synchronised account",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Texts:  []*text.Table{cloudOnlyTexts, roleTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.3; Microsoft Entra documentation, Protecting Microsoft 365 from on-premises attacks",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, privilegedSet)
		var results []check.Result
		for _, h := range found.sorted() {
			results = append(results, judgeOrigin(*h))
		}
		if len(found.unresolved) > 0 {
			results = append(results, check.One(finding.Unknown, notAll, finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No user holds a privileged role.", finding.Evidence{})
		}
		return results
	},
}

func judgeOrigin(h holder) check.Result {
	sync, immutable := h.user.OnPremisesSyncEnabled, h.user.OnPremisesImmutableID
	facts := finding.Facts{}
	facts["roles"], _ = names(h.roles)
	if sync.Known() {
		facts["onPremisesSyncEnabled"] = sync.V
	}
	result := check.Result{Resource: h.user.ID, Evidence: finding.Evidence{
		Facts: facts, Subjects: finding.Subjects{"users": finding.List(h.subject())},
	}}
	switch {
	case sync.Known() && sync.V:
		result.Verdict, result.Reason = finding.Fail, "A privileged user's account is synchronised from an on-premises directory."
	case immutable.Known() && immutable.V != "":
		result.Verdict, result.Reason = finding.Fail, "A privileged user's account is tied to an on-premises directory or another identity provider."
	case !sync.Set && !immutable.Set:
		result.Verdict, result.Reason = finding.Unknown, "Graph did not return where a privileged user's account comes from."
	default:
		result.Verdict, result.Reason = finding.Pass, "The account exists only in the cloud."
	}
	return result
}
