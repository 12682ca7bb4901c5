package applications

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RiskyAppConsent asks that consent to risky applications goes to an
// administrator. Both switches are Microsoft's defaults.
var RiskyAppConsent = &check.Check{
	ID:       "app-risky-app-consent",
	Title:    "Users cannot consent to applications that Microsoft finds risky",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Microsoft recognises many malicious applications at the moment of consent; with the block off that knowledge is ignored.",
	Controls: check.Controls{EIDSCA: []string{"AP09", "CP03"}, ISO27001: []string{"A.5.15", "A.5.23"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"CN-003"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource(), snapshot.GroupSettings.Resource()},
	Risk:     "A newly registered application of an unverified publisher gets a user's consent although Microsoft already marked the request as risky.",
	Fix: check.Fix{
		Portal:  "There is no switch for it in the admin centre; send the request below with Graph Explorer or PowerShell",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"allowUserConsentForRiskyApps":false}, and PATCH /v1.0/groupSettings/{id of Consent Policy Settings} {"values":[{"name":"BlockUserConsentForRiskyApps","value":"true"}]} (with every other value of the setting as it is, for the list is replaced as a whole)`,
	},
	Texts:  []*text.Table{riskyAppConsentTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AP09 and CP03; Microsoft Entra documentation, Configure risk-based step-up consent",
	Run: func(s *snapshot.Snapshot) []check.Result {
		allow := snapshot.AuthorizationPolicy.Of(s).AllowUserConsentForRiskyApps
		block := snapshot.Some(true)
		facts := finding.Facts{}
		consent, named := snapshot.SettingsConsent().In(snapshot.GroupSettings.Of(s))
		if consent.Text("BlockUserConsentForRiskyApps").Set {
			block = consent.Bool("BlockUserConsentForRiskyApps")
		}
		// A setting of which Graph said nothing may be the one.
		hidden := !named && slices.ContainsFunc(snapshot.GroupSettings.Of(s), func(g snapshot.GroupSetting) bool {
			return g.TemplateID == "" && g.DisplayName == "" && len(g.Values) == 0
		})
		if allow.Known() {
			facts["allowUserConsentForRiskyApps"] = allow.V
		}
		if block.Known() {
			facts["BlockUserConsentForRiskyApps"] = block.V
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case allow.Known() && allow.V:
			return check.One(finding.Fail, "The authorization policy lets users consent to risky applications.", evidence)
		case block.Known() && !block.V:
			return check.One(finding.Fail, "The consent settings do not block users' consent to risky applications.", evidence)
		case !allow.Set, hidden:
			return check.One(finding.Unknown, "Graph did not return whether users may consent to risky applications.", finding.Evidence{})
		case !block.Known():
			return check.One(finding.Unknown, "The consent settings hold a value Vahti does not know.", finding.Evidence{})
		}
		return check.One(finding.Pass, "Consent to risky applications goes to an administrator.", evidence)
	},
}
