package authmethods

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

const (
	withP1    = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
	withoutP1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

// policy is a licensed tenant with this authentication methods policy.
func policy(text string) checktest.Files {
	return checktest.Files{snapshot.AuthenticationMethodsPolicy.Resource(): text, snapshot.SubscribedSkus.Resource(): withP1}
}

// configured is a tenant whose policy holds this one method.
func configured(text string) checktest.Files {
	return policy(`{"authenticationMethodConfigurations":[` + text + `]}`)
}

// unlicensed is the tenant without the licence.
func unlicensed(files checktest.Files) checktest.Files {
	files[snapshot.SubscribedSkus.Resource()] = withoutP1
	return files
}
