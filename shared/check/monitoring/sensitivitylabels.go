package monitoring

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SensitivityLabels asks that there is at least one sensitivity label to mark
// documents and mail with, and reports how many of the labels encrypt.
var SensitivityLabels = &check.Check{
	ID:       "log-sensitivity-labels",
	Title:    "There are sensitivity labels for documents and mail",
	Category: check.Monitoring,
	Severity: finding.Medium,
	Because:  "What nobody marks as confidential neither people nor rules against data loss can treat as such.",
	Controls: check.Controls{CIS: []string{"3.3.1"}, ISO27001: []string{"A.5.12", "A.5.13"}, NIS2: []string{"21(2)(h)", "21(2)(i)"}},
	Rows:     []string{"PV-001"},
	Reads:    []snapshot.Resource{snapshot.SensitivityLabels.Resource()},
	Licence:  check.InformationProt,
	Risk:     "Contracts, payrolls and customer data leave the company in mail and shared folders like anything else.",
	Fix: check.Fix{
		Portal:  "Microsoft Purview portal > Solutions > Information Protection > Sensitivity labels > Create a label, then Publishing policies > Publish labels",
		Request: `PowerShell New-Label -Name "Confidential" -DisplayName "Confidential" -Tooltip "For the company alone"; New-LabelPolicy -Name "Labels" -Labels "Confidential" -ExchangeLocation All`,
	},
	LessIsWorse: []string{"labels", "labelsThatEncrypt"},
	Texts:       []*text.Table{sensitivityLabelsTexts},
	Since:       "2026-11",
	Source:      "CIS Microsoft 365 Foundations Benchmark, 3.3.1, which asks besides that the labels are published; Graph shows an application the tenant's labels, not whom they are published to; Microsoft Graph documentation, List sensitivityLabels (tenantDataSecurityAndGovernance)",
	Run: func(s *snapshot.Snapshot) []check.Result {
		labels := snapshot.SensitivityLabels.Of(s)
		usable, encrypting, untold := 0, 0, 0
		for i := range labels {
			l := &labels[i]
			switch {
			case l.ID == "", l.IsEnabled.Null:
				untold++
			case l.IsEnabled.Known() && !l.IsEnabled.V:
			default:
				usable++
				if l.HasProtection.Known() && l.HasProtection.V {
					encrypting++
				}
			}
		}
		evidence := finding.Evidence{Facts: finding.Facts{"labels": usable, "labelsThatEncrypt": encrypting}}
		switch {
		case usable > 0:
			return check.One(finding.Pass, "There are sensitivity labels.", evidence)
		case untold > 0:
			return check.One(finding.Unknown, "Graph did not return whether the sensitivity labels are enabled.", finding.Evidence{Facts: finding.Facts{"labels": untold}})
		case len(labels) > 0:
			return check.One(finding.Fail, "Every sensitivity label is disabled.", evidence)
		}
		return check.One(finding.Fail, "There is no sensitivity label.", evidence)
	},
}
