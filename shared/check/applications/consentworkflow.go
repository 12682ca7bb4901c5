package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ConsentWorkflow asks that users can ask an administrator for an application.
// The policy decides; the older directory setting, which can lag behind it, is
// taken only where the policy could not be read.
var ConsentWorkflow = &check.Check{
	ID:       "app-consent-workflow",
	Title:    "Users can ask an administrator to approve an application",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "Where consent is closed and nobody can be asked, people turn to private accounts and tools, or an administrator opens consent for everyone.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.3v1"}, CIS: []string{"5.1.5.2"}, EIDSCA: []string{"CR01", "CP04"}, ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"CN-004"},
	Uses:     []snapshot.Resource{snapshot.AdminConsentRequestPolicy.Resource(), snapshot.GroupSettings.Resource()},
	Risk:     "Requests for applications are decided by mail and in a hurry, where a malicious one is not noticed and no record is kept.",
	Fix: check.Fix{
		Portal:  consentSettings + " > Admin consent settings > Users can request admin consent to apps they are unable to consent to: Yes, and choose reviewers",
		Request: `PUT /v1.0/policies/adminConsentRequestPolicy {"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"query":"/groups/{id}/transitiveMembers/microsoft.graph.user","queryType":"MicrosoftGraph"}]}`,
	},
	Texts:  []*text.Table{consentWorkflowTexts, workflowTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.3; Microsoft Entra documentation, Configure the admin consent workflow",
	Run: func(s *snapshot.Snapshot) []check.Result {
		policy, settings := snapshot.AdminConsentRequestPolicy.Resource(), snapshot.GroupSettings.Resource()
		var enabled snapshot.Value[bool]
		switch {
		case s.Has(policy):
			enabled = snapshot.AdminConsentRequestPolicy.Of(s).IsEnabled
		case s.Has(settings):
			enabled = workflowSetting(snapshot.GroupSettings.Of(s))
		default:
			return unread(s, policy)
		}
		switch {
		case !enabled.Known():
			return check.One(finding.Unknown, "Graph did not return whether the admin consent workflow is enabled.", finding.Evidence{})
		case enabled.V:
			return check.One(finding.Pass, "The admin consent workflow is enabled.", finding.Evidence{Facts: finding.Facts{"isEnabled": true}})
		}
		return check.One(finding.Fail, "The admin consent workflow is not enabled.", finding.Evidence{Facts: finding.Facts{"isEnabled": false}})
	},
}

// workflowSetting is the older form of the switch; it is off by default. Some
// answers carry neither the template nor its name, so a setting of this name
// counts wherever it stands.
func workflowSetting(settings []snapshot.GroupSetting) snapshot.Value[bool] {
	const name = "EnableAdminConsentRequests"
	if consent, ok := snapshot.SettingsConsent().In(settings); ok && consent.Text(name).Set {
		return consent.Bool(name)
	}
	for _, g := range settings {
		if g.TemplateID == "" && g.Text(name).Set {
			return g.Bool(name)
		}
	}
	return snapshot.Some(false)
}
