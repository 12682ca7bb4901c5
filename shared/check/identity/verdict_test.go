package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// verdictTest is a tenant as text and what a check should say about it.
type verdictTest struct {
	name     string
	settings snapshot.Settings
	files    checktest.Files
	want     finding.Verdict
}

func testVerdicts(t *testing.T, c *check.Check, tests []verdictTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := check.Run(c, checktest.Snapshot(t, tt.settings, tt.files))
			if out.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.want)
			}
		})
	}
}

// authorization is a tenant of which only the authorization policy was read.
func authorization(policy string) checktest.Files {
	return checktest.Files{snapshot.AuthorizationPolicy.Resource(): policy}
}

const (
	withP1    = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
	withoutP1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

// passwordSettings is a licensed tenant with these password rules.
func passwordSettings(values string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource(): withP1,
		snapshot.GroupSettings.Resource():  `[{"templateId":"5CF42378-D67D-4F36-BA46-E8B86229381D","values":[` + values + `]}]`,
	}
}
