package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestTemporaryPass(t *testing.T) {
	checktest.Verdicts(t, TemporaryPass, []checktest.Test{
		{Name: "enabled", Files: configured(`{"id":"TemporaryAccessPass","state":"enabled"}`), Want: finding.Pass},
		{Name: "disabled", Files: configured(`{"id":"TemporaryAccessPass","state":"disabled"}`), Want: finding.Fail},
		{Name: "state unknown", Files: configured(`{"id":"TemporaryAccessPass","state":"soon"}`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(configured(`{"id":"TemporaryAccessPass","state":"disabled"}`)), Want: finding.NotApplicable},
	})
}
