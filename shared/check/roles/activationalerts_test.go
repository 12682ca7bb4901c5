package roles

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestActivationAlerts(t *testing.T) {
	nobody := `{"id":"` + activationRule + `","isDefaultRecipientsEnabled":false,"notificationRecipients":[]}`
	silent := `{"id":"` + activationRule + `","notificationRecipients":[]}`
	testVerdicts(t, ActivationAlerts, []verdictTest{
		{name: "a named recipient", files: ruled(rules(GlobalAdministrator, notification(activationRule, someone))), want: finding.Pass},
		{name: "Microsoft's default recipients", files: ruled(rules(GlobalAdministrator, notification(activationRule, ``))), want: finding.Pass},
		{name: "nobody", files: ruled(rules(GlobalAdministrator, nobody)), want: finding.Fail},
		{name: "default recipients not recorded", files: ruled(rules(GlobalAdministrator, silent)), want: finding.Fail},
		{name: "another role does not matter", files: ruled(rules(GlobalAdministrator, notification(activationRule, someone)), rules(exchange, nobody)), want: finding.Pass},
		{name: "rule absent", files: ruled(rules(GlobalAdministrator)), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
