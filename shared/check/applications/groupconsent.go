package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GroupConsent asks that group owners cannot open their group to applications.
// Newer tenants keep this in another policy, so an absent setting is unknown.
var GroupConsent = &check.Check{
	ID:       "app-group-consent",
	Title:    "Group owners cannot give applications access to their group's data",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "A group's files and conversations belong to all its members, but one owner's click would open them to an application.",
	Controls: check.Controls{EIDSCA: []string{"CP01", "CP02"}, ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CN-008"},
	Reads:    []snapshot.Resource{snapshot.GroupSettings.Resource()},
	Risk:     "An attacker tricks the owner of one busy team into accepting an application that then reads everything in the team.",
	Fix: check.Fix{
		Portal:  consentSettings + " > User consent settings > Group owner consent for apps accessing data: Do not allow group owner consent",
		Request: `PATCH /v1.0/groupSettings/{id of Consent Policy Settings} {"values":[{"name":"EnableGroupSpecificConsent","value":"False"}]} (with every other value of the setting as it is, for the list is replaced as a whole)`,
	},
	Texts:  []*text.Table{groupConsentTexts},
	Since:  "2026-11",
	Source: "EIDSCA, CP01; Microsoft Entra documentation, Configure group owner consent to applications",
	Run: func(s *snapshot.Snapshot) []check.Result {
		consent, _ := snapshot.SettingsConsent().In(snapshot.GroupSettings.Of(s))
		enabled := consent.Bool("EnableGroupSpecificConsent")
		if !enabled.Known() {
			return check.One(finding.Unknown, "The tenant's settings do not say whether group owners may consent.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"EnableGroupSpecificConsent": enabled.V}}
		if enabled.V {
			return check.One(finding.Fail, "Group owners can give applications access to their group's data.", evidence)
		}
		return check.One(finding.Pass, "Group owners cannot give applications access to their group's data.", evidence)
	},
}
