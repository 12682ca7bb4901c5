package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ConsentRequestDuration asks that old consent requests lapse.
var ConsentRequestDuration = &check.Check{
	ID:       "app-consent-request-duration",
	Title:    "Consent requests expire within 30 days",
	Category: check.Applications,
	Severity: finding.Low,
	Because:  "A request that stays open for long is approved one day by someone who no longer knows why it was made.",
	Controls: check.Controls{EIDSCA: []string{"CR04"}, ISO27001: []string{"A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CN-007"},
	Reads:    []snapshot.Resource{snapshot.AdminConsentRequestPolicy.Resource()},
	Risk:     "An attacker's request waits among many old ones until it is approved together with them.",
	Fix: check.Fix{
		Portal:  consentSettings + " > Admin consent settings > Consent request expires after (days): 30 or fewer",
		Request: `PUT /v1.0/policies/adminConsentRequestPolicy {"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"query":"/groups/{id}/transitiveMembers/microsoft.graph.user","queryType":"MicrosoftGraph"}]}`,
	},
	Texts:  []*text.Table{consentRequestDurationTexts, workflowTexts},
	Since:  "2026-11",
	Source: "EIDSCA, CR04; Microsoft Graph documentation, adminConsentRequestPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p := snapshot.AdminConsentRequestPolicy.Of(s)
		if off := workflowOff(p); off != nil {
			return off
		}
		days := p.RequestDurationInDays
		if !days.Known() || days.V < 1 {
			return check.One(finding.Unknown, "Graph did not return how long consent requests stay open.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"requestDurationInDays": days.V}}
		if days.V <= 30 {
			return check.One(finding.Pass, "Consent requests expire within 30 days.", evidence)
		}
		return check.One(finding.Fail, "Consent requests stay open for more than 30 days.", evidence)
	},
}
