package guests

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Leaving asks that guests can leave by themselves. Whether their data may be
// removed with them is the customer's decision,
// settings.declared.guestDataRemoval.
var Leaving = &check.Check{
	ID:       "guest-leaving",
	Title:    "Guests can leave the tenant by themselves",
	Category: check.Guests,
	Severity: finding.Info,
	Because:  "A guest who no longer needs the access is the first to know; an account that stays behind helps nobody but an attacker.",
	Controls: check.Controls{EIDSCA: []string{"EX01", "EX02"}, ISO27001: []string{"A.5.18", "A.5.34"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GU-014"},
	Reads:    []snapshot.Resource{snapshot.ExternalIdentitiesPolicy.Resource()},
	Risk:     "Accounts of people from outside stay in the directory because nobody asks for their removal, and each of them can be taken over.",
	Fix: check.Fix{
		Portal:  collaborationSettings + " > External user leave settings > Allow external users to remove themselves from your organization: Yes",
		Request: `PATCH /beta/policies/externalIdentitiesPolicy {"allowExternalIdentitiesToLeave":true}`,
	},
	Texts:  []*text.Table{leavingTexts},
	Since:  "2026-11",
	Source: "EIDSCA, EX01 and EX02; Microsoft Graph documentation, externalIdentitiesPolicy resource type, which keeps the removal of data for the future, so that it is judged only where it was decided on",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p := snapshot.ExternalIdentitiesPolicy.Of(s)
		leave, removal := p.AllowExternalIdentitiesToLeave, p.AllowDeletedIdentitiesDataRemoval
		facts := finding.Facts{}
		if leave.Known() {
			facts["allowExternalIdentitiesToLeave"] = leave.V
		}
		if removal.Known() {
			facts["allowDeletedIdentitiesDataRemoval"] = removal.V
		}
		evidence := finding.Evidence{Facts: facts}
		declared := s.Settings.Declared.GuestDataRemoval
		switch {
		case leave.Known() && !leave.V:
			return check.One(finding.Fail, "Guests cannot leave by themselves.", evidence)
		case !leave.Known():
			return check.One(finding.Unknown, "Graph did not return whether guests can leave by themselves.", finding.Evidence{})
		case declared == "":
			return check.One(finding.Pass, "Guests can leave by themselves.", evidence)
		case !removal.Known():
			return check.One(finding.Unknown, "Graph did not return whether the data of guests who leave may be removed.", finding.Evidence{})
		case removal.V != (declared == "allowed"):
			return check.One(finding.Fail, "Whether the data of guests who leave may be removed differs from what was decided.", evidence)
		}
		return check.One(finding.Pass, "Guests can leave by themselves, and their data is treated as was decided.", evidence)
	},
}
