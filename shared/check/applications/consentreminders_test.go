package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestConsentReminders(t *testing.T) {
	checktest.Verdicts(t, ConsentReminders, []checktest.Test{
		{Name: "reminded", Files: workflow(`{"isEnabled":true,"remindersEnabled":true}`), Want: finding.Pass},
		{Name: "not reminded", Files: workflow(`{"isEnabled":true,"remindersEnabled":false}`), Want: finding.Fail},
		{Name: "absent", Files: workflow(`{"isEnabled":true}`), Want: finding.Unknown},
		{Name: "null", Files: workflow(`{"isEnabled":true,"remindersEnabled":null}`), Want: finding.Unknown},
		{Name: "workflow off", Files: workflow(`{"isEnabled":false,"remindersEnabled":false}`), Want: finding.NotApplicable},
		{Name: "workflow unknown", Files: workflow(`{"remindersEnabled":true}`), Want: finding.Unknown},
		{Name: "empty", Files: workflow(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
