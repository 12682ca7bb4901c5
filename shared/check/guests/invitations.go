package guests

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Invitations asks that not everyone can bring guests in.
var Invitations = &check.Check{
	ID:       "guest-invitations",
	Title:    "Only administrators and guest inviters can invite guests",
	Category: check.Guests,
	Severity: finding.High,
	Because:  "Every invitation makes a lasting account from outside; somebody should decide on it who knows what the guest will reach.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.8.2v1"}, CIS: []string{"5.1.6.3"}, EIDSCA: []string{"AP04"}, ISO27001: []string{"A.5.15", "A.5.16"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GU-002"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()},
	Risk:     "An intruder invites accounts of their own as guests and keeps a way in after the stolen member account was closed.",
	Fix: check.Fix{
		Portal:  collaborationSettings + " > Guest invite settings > Only users assigned to specific admin roles can invite guest users",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"allowInvitesFrom":"adminsAndGuestInviters"}`,
	},
	Texts:  []*text.Table{invitationsTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.8.2; Microsoft Graph documentation, authorizationPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		from := snapshot.AuthorizationPolicy.Of(s).AllowInvitesFrom
		evidence := finding.Evidence{Facts: finding.Facts{"allowInvitesFrom": from}}
		switch strings.ToLower(from) {
		case "none":
			return check.One(finding.Pass, "Nobody can invite guests.", evidence)
		case "adminsandguestinviters":
			return check.One(finding.Pass, "Only administrators and guest inviters can invite guests.", evidence)
		case "adminsguestinvitersandallmembers":
			return check.One(finding.Fail, "Every member can invite guests.", evidence)
		case "everyone":
			return check.One(finding.Fail, "Every member and every guest can invite guests.", evidence)
		}
		if from == "" || strings.EqualFold(from, "unknownFutureValue") { // Graph's word for what this version cannot say
			return check.One(finding.Unknown, "Graph did not say who may invite guests.", finding.Evidence{})
		}
		// The control names the two values that keep it; any other does not,
		// whoever it lets in.
		return check.One(finding.Fail, "Who may invite guests is set to neither of the two restricted values.",
			finding.Evidence{Facts: finding.Facts{"allowInvitesFrom": "other"}})
	},
}
