package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestSoftwareTokens(t *testing.T) {
	declared := func(v string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{SoftwareTokens: v}}
	}
	tokens := func(state string) checktest.Files {
		return configured(`{"id":"SoftwareOath","state":"` + state + `","includeTargets":[{"id":"all_users"}]}`)
	}
	checktest.Verdicts(t, SoftwareTokens, []checktest.Test{
		{Name: "disabled", Files: tokens("disabled"), Want: finding.Pass},
		{Name: "disabled, as decided", Settings: declared("refused"), Files: tokens("disabled"), Want: finding.Pass},
		{Name: "disabled is stricter than allowed", Settings: declared("allowed"), Files: tokens("disabled"), Want: finding.Pass},
		{Name: "enabled, as decided", Settings: declared("allowed"), Files: tokens("enabled"), Want: finding.Pass},
		{Name: "enabled against the decision", Settings: declared("refused"), Files: tokens("enabled"), Want: finding.Fail},
		{Name: "enabled, undecided is no permission", Files: tokens("enabled"), Want: finding.Fail},
		{Name: "hardware tokens are another method", Files: configured(`{"id":"HardwareOath","state":"disabled"}`), Want: finding.Unknown},
		{Name: "state unknown", Settings: declared("allowed"), Files: tokens("sometimes"), Want: finding.Unknown},
		{Name: "unread", Settings: declared("allowed"), Want: finding.Unknown},
	})
}
