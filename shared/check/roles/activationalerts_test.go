package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestActivationAlerts(t *testing.T) {
	nobody := `{"id":"` + activationRule + `","isDefaultRecipientsEnabled":false,"notificationRecipients":[]}`
	silent := `{"id":"` + activationRule + `","notificationRecipients":[]}`
	checktest.Verdicts(t, ActivationAlerts, []checktest.Test{
		{Name: "a named recipient", Files: ruled(rules(GlobalAdministrator, notification(activationRule, someone))), Want: finding.Pass},
		{Name: "Microsoft's default recipients", Files: ruled(rules(GlobalAdministrator, notification(activationRule, ``))), Want: finding.Pass},
		{Name: "nobody", Files: ruled(rules(GlobalAdministrator, nobody)), Want: finding.Fail},
		{Name: "default recipients not recorded", Files: ruled(rules(GlobalAdministrator, silent)), Want: finding.Fail},
		{Name: "recipients not returned", Files: ruled(rules(GlobalAdministrator, `{"id":"`+activationRule+`","isDefaultRecipientsEnabled":false}`)), Want: finding.Unknown},
		{Name: "another role does not matter", Files: ruled(rules(GlobalAdministrator, notification(activationRule, someone)), rules(exchange, nobody)), Want: finding.Pass},
		{Name: "rule absent", Files: ruled(rules(GlobalAdministrator)), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
