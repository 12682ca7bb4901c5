package guests

import (
	"encoding/json"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// InvitationDomains asks that guests come only from companies on a list. An
// empty list lets nobody in and so is stricter, unless an empty list of refused
// companies, which lets everybody in, stands beside it.
var InvitationDomains = &check.Check{
	ID:       "guest-invitation-domains",
	Title:    "Invitations go only to allowed domains",
	Category: check.Guests,
	Severity: finding.Medium,
	Because:  "With a list of partners an invitation to a private or mistyped address is refused instead of sent.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.8.3v1"}, CIS: []string{"5.1.6.1"}, ISO27001: []string{"A.5.15", "A.5.19"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"GU-003"},
	Reads:    []snapshot.Resource{snapshot.B2BManagementPolicies.Resource()},
	Risk:     "An attacker gets invited at an address that only looks like a partner's and receives the documents meant for the partner.",
	Fix: check.Fix{
		Portal:  collaborationSettings + " > Collaboration restrictions > Allow invitations only to the specified domains (most restrictive)",
		Request: `PATCH /beta/policies/b2bManagementPolicies/{id} {"definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"AllowedDomains\":[\"partner.example\"]}}}"]}`,
	},
	Texts:  []*text.Table{invitationDomainsTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.8.3; CIS Microsoft 365 Foundations Benchmark, 5.1.6.1; Microsoft Entra documentation, Allow or block invitations to B2B users from specific organizations",
	Run: func(s *snapshot.Snapshot) []check.Result {
		allowed, restricted, unreadable, ambiguous := 0, false, false, false
		for _, p := range snapshot.B2BManagementPolicies.Of(s) {
			if p.IsOrganizationDefault.Known() && !p.IsOrganizationDefault.V {
				continue
			}
			for _, definition := range p.Definition {
				n, set, ok := allowedDomains(definition)
				unreadable = unreadable || !ok && !set
				ambiguous = ambiguous || !ok && set
				if set && ok {
					restricted, allowed = true, allowed+n
				}
			}
		}
		switch {
		case restricted:
			return check.One(finding.Pass, "Invitations go only to allowed domains.", finding.Evidence{Facts: finding.Facts{"allowedDomains": allowed}})
		case ambiguous:
			return check.One(finding.Unknown, "The policy on guests names neither allowed nor blocked domains, so it could not be told whether it lets in everybody or nobody.", finding.Evidence{})
		case unreadable:
			return check.One(finding.Unknown, "The policy on guests has a definition Vahti does not understand.", finding.Evidence{})
		}
		return check.One(finding.Fail, "Invitations are not limited to a list of allowed domains.", finding.Evidence{})
	},
}

// allowedDomains counts the domains that a policy's definition allows. set is
// false where it allows every domain but the blocked ones. ok is false where the
// definition has another shape than Graph sends, and with set where it has both
// lists and both are empty.
func allowedDomains(definition string) (n int, set, ok bool) {
	var d struct {
		Policy *struct {
			Domains *struct {
				Allowed *[]string `json:"AllowedDomains"`
				Blocked *[]string `json:"BlockedDomains"`
			} `json:"InvitationsAllowedAndBlockedDomainsPolicy"`
		} `json:"B2BManagementPolicy"`
	}
	if err := json.Unmarshal([]byte(definition), &d); err != nil || d.Policy == nil {
		return 0, false, false
	}
	domains := d.Policy.Domains
	if domains == nil || domains.Allowed == nil {
		return 0, false, true
	}
	n = len(*domains.Allowed)
	if n == 0 && domains.Blocked != nil {
		empty := len(*domains.Blocked) == 0
		return 0, empty, !empty
	}
	return n, true, true
}
