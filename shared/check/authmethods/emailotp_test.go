package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestEmailOTP(t *testing.T) {
	refused := snapshot.Settings{Declared: snapshot.Declared{EmailOneTimePasscodeForGuests: "refused"}}
	allowed := snapshot.Settings{Declared: snapshot.Declared{EmailOneTimePasscodeForGuests: "allowed"}}
	checktest.Verdicts(t, EmailOTP, []checktest.Test{
		{Name: "disabled", Files: configured(`{"id":"Email","state":"disabled"}`), Want: finding.Pass},
		{Name: "enabled", Files: configured(`{"id":"Email","state":"enabled"}`), Want: finding.Fail},
		{Name: "guests undecided", Files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"enabled"}`), Want: finding.Pass},
		{Name: "guests allowed", Settings: allowed, Files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"enabled"}`), Want: finding.Pass},
		{Name: "guests refused but default", Settings: refused, Files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"default"}`), Want: finding.Fail},
		{Name: "guests refused", Settings: refused, Files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"disabled"}`), Want: finding.Pass},
		{Name: "guests refused, value absent", Settings: refused, Files: configured(`{"id":"Email","state":"disabled"}`), Want: finding.Unknown},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
	})
}
