package roles

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestOtherActivationAlerts(t *testing.T) {
	told, untold := notification(activationRule, someone), notification(activationRule, ``)
	testVerdicts(t, OtherActivationAlerts, []verdictTest{
		{name: "a named recipient", files: ruled(rules(exchange, told)), want: finding.Pass},
		{name: "default recipients are not enough", files: ruled(rules(exchange, untold)), want: finding.Fail},
		{name: "Global Administrator does not matter", files: ruled(rules(GlobalAdministrator, untold), rules(exchange, told)), want: finding.Pass},
		{name: "rule absent", files: ruled(rules(exchange)), want: finding.Unknown},
		{name: "only Global Administrator was read", files: ruled(rules(GlobalAdministrator, told)), want: finding.Unknown},
	})
}
