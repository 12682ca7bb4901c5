package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSMSSignIn(t *testing.T) {
	checktest.Verdicts(t, SMSSignIn, []checktest.Test{
		{Name: "second factor only", Files: configured(`{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users","isUsableForSignIn":false}]}`), Want: finding.Pass},
		{Name: "one of two targets", Files: configured(`{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users","isUsableForSignIn":false},{"id":"g","isUsableForSignIn":true}]}`), Want: finding.Fail},
		{Name: "target does not say", Files: configured(`{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users"}]}`), Want: finding.Unknown},
		{Name: "targets absent", Files: configured(`{"id":"Sms","state":"enabled"}`), Want: finding.Unknown},
		{Name: "targets null", Files: configured(`{"id":"Sms","state":"enabled","includeTargets":null}`), Want: finding.Unknown},
		{Name: "enabled for nobody", Files: configured(`{"id":"Sms","state":"enabled","includeTargets":[]}`), Want: finding.Pass},
		{Name: "disabled method", Files: configured(`{"id":"Sms","state":"disabled","includeTargets":[{"id":"g","isUsableForSignIn":true}]}`), Want: finding.NotApplicable},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
	})
}
