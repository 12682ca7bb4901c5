// Package guests holds the checks on people from outside: who may invite them,
// from where, and what they see.
package guests

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// collaborationSettings is where the admin centre keeps the rules for guests.
const collaborationSettings = "Microsoft Entra admin center > Entra ID > External Identities > External collaboration settings"

// The roles Microsoft gives guests in the directory, the same in every tenant.
const (
	restrictedGuest = "2af84b1e-32c8-42b7-82bc-daa82404023b"
	limitedGuest    = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
	likeMember      = "a0b1b346-4d3e-4e8b-98f8-753987be4970"
)

// DirectoryAccess asks that guests see less of the directory than members.
var DirectoryAccess = &check.Check{
	ID:       "guest-directory-access",
	Title:    "Guests have limited access to the directory",
	Category: check.Guests,
	Severity: finding.Medium,
	Because:  "A guest needs what was shared with them, not the list of everyone who works here and every group they are in.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.8.1v1"}, CIS: []string{"5.1.6.2"}, EIDSCA: []string{"AP07"}, ISO27001: []string{"A.5.15", "A.8.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GU-001"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()},
	Risk:     "An attacker who takes over one partner's account reads the whole staff list and its groups and picks whom to deceive.",
	Fix: check.Fix{
		Portal:  collaborationSettings + " > Guest user access restrictions > Guest user access is restricted to properties and memberships of their own directory objects",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"guestUserRoleId":"2af84b1e-32c8-42b7-82bc-daa82404023b"}`,
	},
	Texts:  []*text.Table{directoryAccessTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.8.1; Microsoft Entra documentation, Restrict guest access permissions in Microsoft Entra ID",
	Run: func(s *snapshot.Snapshot) []check.Result {
		switch strings.ToLower(snapshot.AuthorizationPolicy.Of(s).GuestUserRoleID) {
		case restrictedGuest:
			return check.One(finding.Pass, "Guests see only themselves in the directory.", accessEvidence("restricted"))
		case limitedGuest:
			return check.One(finding.Pass, "Guests have limited access to the directory.", accessEvidence("limited"))
		case likeMember:
			return check.One(finding.Fail, "Guests see as much of the directory as members.", accessEvidence("likeMembers"))
		case "":
			return check.One(finding.Unknown, "Graph did not say what guests may see of the directory.", finding.Evidence{})
		}
		// The control names the two levels that keep it; any other does not,
		// whatever it gives.
		return check.One(finding.Fail, "Guests have an access level that is neither of the two restricted ones.", accessEvidence("other"))
	},
}

func accessEvidence(level string) finding.Evidence {
	return finding.Evidence{Facts: finding.Facts{"guestAccess": level}}
}
