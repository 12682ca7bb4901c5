package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestTemporaryPassOnce(t *testing.T) {
	testVerdicts(t, TemporaryPassOnce, []verdictTest{
		{name: "once", files: configured(`{"id":"TemporaryAccessPass","state":"enabled","isUsableOnce":true}`), want: finding.Pass},
		{name: "many times", files: configured(`{"id":"TemporaryAccessPass","state":"enabled","isUsableOnce":false}`), want: finding.Fail},
		{name: "absent", files: configured(`{"id":"TemporaryAccessPass","state":"enabled"}`), want: finding.Unknown},
		{name: "disabled method", files: configured(`{"id":"TemporaryAccessPass","state":"disabled","isUsableOnce":false}`), want: finding.NotApplicable},
	})
}
