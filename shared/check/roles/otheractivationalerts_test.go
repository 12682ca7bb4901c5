package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestOtherActivationAlerts(t *testing.T) {
	told, untold := notification(activationRule, someone), notification(activationRule, ``)
	checktest.Verdicts(t, OtherActivationAlerts, []checktest.Test{
		{Name: "a named recipient", Files: ruled(rules(exchange, told)), Want: finding.Pass},
		{Name: "default recipients are not enough", Files: ruled(rules(exchange, untold)), Want: finding.Fail},
		{Name: "Global Administrator does not matter", Files: ruled(rules(GlobalAdministrator, untold), rules(exchange, told)), Want: finding.Pass},
		{Name: "rule absent", Files: ruled(rules(exchange)), Want: finding.Unknown},
		{Name: "only Global Administrator was read", Files: ruled(rules(GlobalAdministrator, told)), Want: finding.Unknown},
	})
}
