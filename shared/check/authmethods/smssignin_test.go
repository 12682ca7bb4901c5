package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestSMSSignIn(t *testing.T) {
	testVerdicts(t, SMSSignIn, []verdictTest{
		{name: "second factor only", files: configured(`{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users","isUsableForSignIn":false}]}`), want: finding.Pass},
		{name: "one of two targets", files: configured(`{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users","isUsableForSignIn":false},{"id":"g","isUsableForSignIn":true}]}`), want: finding.Fail},
		{name: "target does not say", files: configured(`{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users"}]}`), want: finding.Unknown},
		{name: "disabled method", files: configured(`{"id":"Sms","state":"disabled","includeTargets":[{"id":"g","isUsableForSignIn":true}]}`), want: finding.NotApplicable},
		{name: "method absent", files: configured(``), want: finding.Unknown},
	})
}
