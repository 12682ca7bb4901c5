package applications

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

// consentPolicies is a tenant in which these policies are assigned to users.
func consentPolicies(list string) checktest.Files {
	return checktest.Files{snapshot.AuthorizationPolicy.Resource(): `{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":` + list + `}}`}
}

func merge(files ...checktest.Files) checktest.Files {
	all := checktest.Files{}
	for _, f := range files {
		for r, text := range f {
			all[r] = text
		}
	}
	return all
}

// workflow is a tenant with this admin consent request policy.
func workflow(policy string) checktest.Files {
	return checktest.Files{snapshot.AdminConsentRequestPolicy.Resource(): policy}
}

// consentSettingsOf is a tenant with these consent policy settings.
func consentSettingsOf(values string) checktest.Files {
	return checktest.Files{snapshot.GroupSettings.Resource(): `[{"templateId":"DFFD5D46-495D-40A9-8E21-954FF55E198A","values":[` + values + `]}]`}
}
