package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestEmailOTP(t *testing.T) {
	refused := snapshot.Settings{Declared: snapshot.Declared{EmailOneTimePasscodeForGuests: "refused"}}
	allowed := snapshot.Settings{Declared: snapshot.Declared{EmailOneTimePasscodeForGuests: "allowed"}}
	testVerdicts(t, EmailOTP, []verdictTest{
		{name: "disabled", files: configured(`{"id":"Email","state":"disabled"}`), want: finding.Pass},
		{name: "enabled", files: configured(`{"id":"Email","state":"enabled"}`), want: finding.Fail},
		{name: "guests undecided", files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"enabled"}`), want: finding.Pass},
		{name: "guests allowed", settings: allowed, files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"enabled"}`), want: finding.Pass},
		{name: "guests refused but default", settings: refused, files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"default"}`), want: finding.Fail},
		{name: "guests refused", settings: refused, files: configured(`{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"disabled"}`), want: finding.Pass},
		{name: "guests refused, value absent", settings: refused, files: configured(`{"id":"Email","state":"disabled"}`), want: finding.Unknown},
		{name: "method absent", files: configured(``), want: finding.Unknown},
	})
}
