package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestTemporaryPassOnce(t *testing.T) {
	checktest.Verdicts(t, TemporaryPassOnce, []checktest.Test{
		{Name: "once", Files: configured(`{"id":"TemporaryAccessPass","state":"enabled","isUsableOnce":true}`), Want: finding.Pass},
		{Name: "many times", Files: configured(`{"id":"TemporaryAccessPass","state":"enabled","isUsableOnce":false}`), Want: finding.Fail},
		{Name: "absent", Files: configured(`{"id":"TemporaryAccessPass","state":"enabled"}`), Want: finding.Unknown},
		{Name: "disabled method", Files: configured(`{"id":"TemporaryAccessPass","state":"disabled","isUsableOnce":false}`), Want: finding.NotApplicable},
	})
}
