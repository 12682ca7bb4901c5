package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ConsentReviewers asks that somebody hears of consent requests.
var ConsentReviewers = &check.Check{
	ID:       "app-consent-reviewers",
	Title:    "Consent requests have reviewers who are told about them",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "A workflow without reviewers, or whose reviewers are not told, answers nobody and is soon gone around.",
	Controls: check.Controls{CIS: []string{"5.1.5.2"}, EIDSCA: []string{"CR02", "CR05"}, ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CN-005"},
	Reads:    []snapshot.Resource{snapshot.AdminConsentRequestPolicy.Resource()},
	Risk:     "Requests lie unread until someone opens consent for everyone to get work done, which is what a malicious application waits for.",
	Fix: check.Fix{
		Portal:  consentSettings + " > Admin consent settings > Who can review admin consent requests, and Selected users will receive email notifications for requests: Yes",
		Request: `PUT /v1.0/policies/adminConsentRequestPolicy {"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"query":"/groups/{id}/transitiveMembers/microsoft.graph.user","queryType":"MicrosoftGraph"}]}`,
	},
	LessIsWorse: []string{"reviewers"},
	Texts:       []*text.Table{consentReviewersTexts, workflowTexts},
	Since:       "2026-11",
	Source:      "EIDSCA, CR02; Microsoft Graph documentation, adminConsentRequestPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p := snapshot.AdminConsentRequestPolicy.Of(s)
		if off := workflowOff(p); off != nil {
			return off
		}
		facts := finding.Facts{"reviewers": len(p.Reviewers)}
		if p.NotifyReviewers.Known() {
			facts["notifyReviewers"] = p.NotifyReviewers.V
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case p.Reviewers == nil:
			return check.One(finding.Unknown, "Graph did not return who reviews consent requests.", finding.Evidence{})
		case len(p.Reviewers) == 0:
			return check.One(finding.Fail, "Nobody reviews consent requests.", evidence)
		case !p.NotifyReviewers.Known():
			return check.One(finding.Unknown, "Graph did not return whether reviewers are told about requests.", finding.Evidence{})
		case !p.NotifyReviewers.V:
			return check.One(finding.Fail, "Reviewers are not told about consent requests.", evidence)
		}
		return check.One(finding.Pass, "Consent requests have reviewers who are told about them.", evidence)
	},
}

// workflowOff is the result of a check on the details of the workflow where it
// is off or unknown; nil where it is on.
func workflowOff(p snapshot.AdminConsentRequestPolicyData) []check.Result {
	switch {
	case !p.IsEnabled.Known():
		return check.One(finding.Unknown, "Graph did not return whether the admin consent workflow is enabled.", finding.Evidence{})
	case !p.IsEnabled.V:
		return check.One(finding.NotApplicable, "The admin consent workflow is not enabled.", finding.Evidence{})
	}
	return nil
}
