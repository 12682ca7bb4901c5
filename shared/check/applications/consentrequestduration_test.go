package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestConsentRequestDuration(t *testing.T) {
	checktest.Verdicts(t, ConsentRequestDuration, []checktest.Test{
		{Name: "thirty days", Files: workflow(`{"isEnabled":true,"requestDurationInDays":30}`), Want: finding.Pass},
		{Name: "stricter", Files: workflow(`{"isEnabled":true,"requestDurationInDays":7}`), Want: finding.Pass},
		{Name: "longer", Files: workflow(`{"isEnabled":true,"requestDurationInDays":31}`), Want: finding.Fail},
		{Name: "absent", Files: workflow(`{"isEnabled":true}`), Want: finding.Unknown},
		{Name: "zero is no duration", Files: workflow(`{"isEnabled":true,"requestDurationInDays":0}`), Want: finding.Unknown},
		{Name: "workflow off", Files: workflow(`{"isEnabled":false,"requestDurationInDays":60}`), Want: finding.NotApplicable},
	})
}
