package groups

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGuestOwners(t *testing.T) {
	const (
		withP1    = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
		withoutP1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
	)
	setting := func(value string) string {
		return `[{"templateId":"62375AB9-6B52-47ED-826B-58E47E0E304B","values":[{"name":"AllowGuestsToBeGroupOwner","value":` + value + `}]}]`
	}
	tests := []struct {
		name     string
		skus     string
		settings string
		want     finding.Verdict
	}{
		{"False in capitals", withP1, setting(`"False"`), finding.Pass},
		{"allowed, True in capitals", withP1, setting(`"True"`), finding.Fail},
		{"allowed, lower case", withP1, setting(`"true"`), finding.Fail},
		{"default", withP1, `[]`, finding.Pass},
		{"other settings only", withP1, `[{"displayName":"Consent Policy Settings","values":[]}]`, finding.Pass},
		{"value absent", withP1, `[{"displayName":"Group.Unified","values":[]}]`, finding.Unknown},
		{"null", withP1, setting(`null`), finding.Unknown},
		{"no licence", withoutP1, setting(`"True"`), finding.NotApplicable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{
				snapshot.SubscribedSkus.Resource(): tt.skus,
				snapshot.GroupSettings.Resource():  tt.settings,
			})
			if got := check.Run(GuestOwners, s); got.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", got.Verdict, got.Reason, tt.want)
			}
		})
	}
}
