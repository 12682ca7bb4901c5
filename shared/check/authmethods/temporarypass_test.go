package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestTemporaryPass(t *testing.T) {
	testVerdicts(t, TemporaryPass, []verdictTest{
		{name: "enabled", files: configured(`{"id":"TemporaryAccessPass","state":"enabled"}`), want: finding.Pass},
		{name: "disabled", files: configured(`{"id":"TemporaryAccessPass","state":"disabled"}`), want: finding.Fail},
		{name: "state unknown", files: configured(`{"id":"TemporaryAccessPass","state":"soon"}`), want: finding.Unknown},
		{name: "no licence", files: unlicensed(configured(`{"id":"TemporaryAccessPass","state":"disabled"}`)), want: finding.NotApplicable},
	})
}
