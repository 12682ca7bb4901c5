package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestConsentRequestDuration(t *testing.T) {
	testVerdicts(t, ConsentRequestDuration, []verdictTest{
		{name: "thirty days", files: workflow(`{"isEnabled":true,"requestDurationInDays":30}`), want: finding.Pass},
		{name: "stricter", files: workflow(`{"isEnabled":true,"requestDurationInDays":7}`), want: finding.Pass},
		{name: "longer", files: workflow(`{"isEnabled":true,"requestDurationInDays":31}`), want: finding.Fail},
		{name: "absent", files: workflow(`{"isEnabled":true}`), want: finding.Unknown},
		{name: "zero is no duration", files: workflow(`{"isEnabled":true,"requestDurationInDays":0}`), want: finding.Unknown},
		{name: "workflow off", files: workflow(`{"isEnabled":false,"requestDurationInDays":60}`), want: finding.NotApplicable},
	})
}
