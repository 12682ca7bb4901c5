package groups

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestSensitivityLabels(t *testing.T) {
	labels := func(licences, text string) checktest.Files {
		return groupSettings(licences, value("EnableMIPLabels", text))
	}
	checktest.Verdicts(t, SensitivityLabels, []checktest.Test{
		{Name: "on, True in capitals", Files: labels(withLabels, `"True"`), Want: finding.Pass},
		{Name: "on, lower case", Files: labels(withLabels, `"true"`), Want: finding.Pass},
		{Name: "off", Files: labels(withLabels, `"False"`), Want: finding.Fail},
		{Name: "default is off", Files: groupSettings(withLabels, ``), Want: finding.Fail},
		{Name: "null", Files: labels(withLabels, `null`), Want: finding.Unknown},
		{Name: "empty", Files: labels(withLabels, `""`), Want: finding.Unknown},
		{Name: "value absent", Files: groupSettings(withLabels, value("EnableGroupCreation", `"True"`)), Want: finding.Unknown},
		{Name: "no plan for labels", Files: labels(withP1, `"False"`), Want: finding.NotApplicable},
		{Name: "unread", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withLabels}, Want: finding.Unknown},
	})
}
