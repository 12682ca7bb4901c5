package groups

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SensitivityLabels asks that sensitivity labels can be given to groups, teams
// and sites. Microsoft's default is that they cannot.
var SensitivityLabels = &check.Check{
	ID:       "group-sensitivity-labels",
	Title:    "Sensitivity labels can be given to groups and sites",
	Category: check.Groups,
	Severity: finding.Low,
	Because:  "A label on the whole team sets its privacy, guests and devices at once; without it each team is set up by hand, and most are not.",
	Controls: check.Controls{EIDSCA: []string{"ST02"}, ISO27001: []string{"A.5.12", "A.5.13"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GR-011"},
	Reads:    readsGroupSettings(),
	Licence:  check.InformationProt,
	Risk:     "Confidential material lies in teams that guests and unmanaged devices may enter, because nothing marks these teams as confidential.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: check.ChangeSettings(snapshot.SettingsGroups(), `{"name":"EnableMIPLabels","value":"true"}`),
	},
	Texts:  []*text.Table{sensitivityLabelsTexts},
	Since:  "2026-11",
	Source: "EIDSCA, ST02; Microsoft Entra documentation, Assign sensitivity labels to Microsoft 365 groups, and Microsoft Entra cmdlets for configuring group settings, by which EnableMIPLabels is false unless set",
	Run: func(s *snapshot.Snapshot) []check.Result {
		settings, ok := unified(s)
		if !ok {
			return check.One(finding.Fail, "The tenant keeps Microsoft's default, by which groups cannot be labelled.", finding.Evidence{})
		}
		enabled := settings.Bool("EnableMIPLabels")
		if !enabled.Known() {
			return check.One(finding.Unknown, "The settings of groups do not say whether they can be labelled.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"EnableMIPLabels": enabled.V}}
		if enabled.V {
			return check.One(finding.Pass, "Sensitivity labels can be given to groups.", evidence)
		}
		return check.One(finding.Fail, "Sensitivity labels cannot be given to groups.", evidence)
	},
}
