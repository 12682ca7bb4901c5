package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ConsentReminders asks that reviewers are reminded of consent requests that
// are about to lapse.
var ConsentReminders = &check.Check{
	ID:       "app-consent-reminders",
	Title:    "Reviewers are reminded of consent requests before they expire",
	Category: check.Applications,
	Severity: finding.Low,
	Because:  "A request that lapses unanswered is asked again, and after the second time people look for a way around the administrator.",
	Controls: check.Controls{EIDSCA: []string{"CR03"}, ISO27001: []string{"A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CN-006"},
	Reads:    []snapshot.Resource{snapshot.AdminConsentRequestPolicy.Resource()},
	Risk:     "Requests die unseen until someone approves in haste or opens consent for everyone, which lets a malicious application through.",
	Fix: check.Fix{
		Portal:  consentSettings + " > Admin consent settings > Selected users will receive request expiration reminders: Yes",
		Request: `PUT /v1.0/policies/adminConsentRequestPolicy {"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"query":"/groups/{id}/transitiveMembers/microsoft.graph.user","queryType":"MicrosoftGraph"}]}`,
	},
	Texts:  []*text.Table{consentRemindersTexts, workflowTexts},
	Since:  "2026-11",
	Source: "EIDSCA, CR03; Microsoft Graph documentation, adminConsentRequestPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p := snapshot.AdminConsentRequestPolicy.Of(s)
		if off := workflowOff(p); off != nil {
			return off
		}
		if !p.RemindersEnabled.Known() {
			return check.One(finding.Unknown, "Graph did not return whether reviewers are reminded of consent requests.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"remindersEnabled": p.RemindersEnabled.V}}
		if p.RemindersEnabled.V {
			return check.One(finding.Pass, "Reviewers are reminded of consent requests before they expire.", evidence)
		}
		return check.One(finding.Fail, "Reviewers are not reminded of consent requests before they expire.", evidence)
	},
}
