package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestSecurityDefaults(t *testing.T) {
	const (
		everyone = `"includeUsers":["All"]`
		askMFA   = `"operator":"OR","builtInControls":["mfa"]`
	)
	policy := func(state, users, apps, grant string) string {
		return `{"id":"` + state + `","state":"` + state + `","conditions":{"users":{` + users + `},"applications":{"includeApplications":["` + apps + `"]},"clientAppTypes":["all"]},"grantControls":{` + grant + `}}`
	}
	tenant := func(licences, defaults, policies string) checktest.Files {
		files := checktest.Files{snapshot.SubscribedSkus.Resource(): licences, snapshot.SecurityDefaults.Resource(): defaults}
		if policies != "" {
			files[snapshot.ConditionalAccessPolicies.Resource()] = `[` + policies + `]`
		}
		return files
	}
	const on, off = `{"isEnabled":true}`, `{"isEnabled":false}`
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"break-glass"}}}
	excluding := everyone + `,"excludeUsers":["break-glass"]`
	checktest.Verdicts(t, SecurityDefaults, []checktest.Test{
		{Name: "on", Files: tenant(withoutP1, on, ``), Want: finding.Pass},
		{Name: "off, no licence, policies refused", Files: tenant(withoutP1, off, ``), Want: finding.Fail},
		{Name: "off, no policies", Files: tenant(withP1, off, ` `), Want: finding.Fail},
		{Name: "off, a policy for everyone", Files: tenant(withP1, off, policy("enabled", everyone, "All", askMFA)), Want: finding.Pass},
		{Name: "a phishing-resistant strength is stricter", Files: tenant(withP1, off, policy("enabled", everyone, "All", `"operator":"OR","authenticationStrength":{"id":"s","allowedCombinations":["fido2"]}`)), Want: finding.Pass},
		{Name: "break-glass account excluded", Settings: emergency, Files: tenant(withP1, off, policy("enabled", excluding, "All", askMFA)), Want: finding.Pass},
		{Name: "somebody excluded who was not declared", Files: tenant(withP1, off, policy("enabled", excluding, "All", askMFA)), Want: finding.Fail},
		{Name: "report-only", Files: tenant(withP1, off, policy("enabledForReportingButNotEnforced", everyone, "All", askMFA)), Want: finding.Fail},
		{Name: "disabled", Files: tenant(withP1, off, policy("disabled", everyone, "All", askMFA)), Want: finding.Fail},
		{Name: "administrators only", Files: tenant(withP1, off, policy("enabled", `"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]`, "All", askMFA)), Want: finding.Fail},
		{Name: "one application only", Files: tenant(withP1, off, policy("enabled", everyone, "Office365", askMFA)), Want: finding.Fail},
		{Name: "a control not known", Files: tenant(withP1, off, policy("enabled", everyone, "All", `"operator":"OR","builtInControls":["palmReading"]`)), Want: finding.Unknown},
		{Name: "off, policies refused", Files: tenant(withP1, off, ``), Want: finding.Unknown},
		{Name: "null, no policies", Files: tenant(withP1, `{"isEnabled":null}`, ` `), Want: finding.Unknown},
		{Name: "absent, a policy for everyone", Files: tenant(withP1, `{}`, policy("enabled", everyone, "All", askMFA)), Want: finding.Pass},
		{Name: "absent", Files: tenant(withP1, `{}`, ``), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
