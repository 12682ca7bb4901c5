package devices

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// registration is a tenant's rules for joining; no licence is needed.
func registration(json string) checktest.Files {
	return checktest.Files{snapshot.DeviceRegistrationPolicy.Resource(): json}
}

// memberships tests a check on to whom a rule applies.
func memberships(t *testing.T, c *check.Check, with func(membership string) string) {
	t.Helper()
	kind := func(name string) checktest.Files { return registration(with(`{"@odata.type":"` + name + `"}`)) }
	checktest.Verdicts(t, c, []checktest.Test{
		{Name: "selected", Files: registration(with(`{"@odata.type":"#microsoft.graph.enumeratedDeviceRegistrationMembership","users":[],"groups":["g"]}`)), Want: finding.Pass},
		{Name: "selected and nobody in it", Files: registration(with(`{"@odata.type":"#microsoft.graph.enumeratedDeviceRegistrationMembership","users":[],"groups":[]}`)), Want: finding.Pass},
		{Name: "nobody, which is stricter", Files: kind("#microsoft.graph.noDeviceRegistrationMembership"), Want: finding.Pass},
		{Name: "everyone", Files: kind("#microsoft.graph.allDeviceRegistrationMembership"), Want: finding.Fail},
		{Name: "everyone, written otherwise", Files: kind("microsoft.graph.AllDeviceRegistrationMembership"), Want: finding.Fail},
		{Name: "a kind that came later", Files: kind("#microsoft.graph.someDeviceRegistrationMembership"), Want: finding.Unknown},
		{Name: "no kind", Files: registration(with(`{}`)), Want: finding.Unknown},
		{Name: "null", Files: registration(with(`null`)), Want: finding.Unknown},
		{Name: "no rules", Files: registration(`{"azureADJoin":null}`), Want: finding.Unknown},
		{Name: "empty", Files: registration(`{}`), Want: finding.Unknown},
	})
}

func TestEntraJoin(t *testing.T) {
	memberships(t, EntraJoin, func(m string) string { return `{"azureADJoin":{"allowedToJoin":` + m + `}}` })
}

func TestRegisteringUser(t *testing.T) {
	memberships(t, RegisteringUser, func(m string) string {
		return `{"azureADJoin":{"allowedToJoin":{"@odata.type":"#microsoft.graph.noDeviceRegistrationMembership"},"localAdmins":{"registeringUsers":` + m + `}}}`
	})
}

// flags tests a check on one boolean.
func flags(t *testing.T, c *check.Check, good, bad string, with func(value string) string) {
	t.Helper()
	checktest.Verdicts(t, c, []checktest.Test{
		{Name: "as it should be", Files: registration(with(good)), Want: finding.Pass},
		{Name: "as it should not be", Files: registration(with(bad)), Want: finding.Fail},
		{Name: "null", Files: registration(with(`null`)), Want: finding.Unknown},
		{Name: "empty", Files: registration(`{}`), Want: finding.Unknown},
		{Name: "no object", Files: registration(`null`), Want: finding.Unknown},
	})
}

func TestGlobalAdmins(t *testing.T) {
	flags(t, GlobalAdmins, `false`, `true`, func(v string) string { return `{"azureADJoin":{"localAdmins":{"enableGlobalAdmins":` + v + `}}}` })
}

func TestLocalPasswords(t *testing.T) {
	flags(t, LocalPasswords, `true`, `false`, func(v string) string { return `{"localAdminPassword":{"isEnabled":` + v + `}}` })
}

func TestQuota(t *testing.T) {
	tests := []struct {
		name, value string
		want        finding.Verdict
		level       any
	}{
		{"as recommended", "10", finding.Pass, "recommended"},
		{"fewer", "5", finding.Pass, "recommended"},
		{"none at all", "0", finding.Pass, "recommended"},
		{"one more, which CIS accepts", "11", finding.Pass, "CIS"},
		{"at the limit of CIS", "20", finding.Pass, "CIS"},
		{"beyond it", "21", finding.Fail, nil},
		{"the default", "50", finding.Fail, nil},
		{"no limit", "2147483647", finding.Fail, nil},
		{"no number of devices", "-1", finding.Unknown, nil},
	}
	var verdicts []checktest.Test
	for _, tt := range tests {
		files := registration(`{"userDeviceQuota":` + tt.value + `}`)
		verdicts = append(verdicts, checktest.Test{Name: tt.name, Files: files, Want: tt.want})
		if got := facts(t, outcome(t, Quota, files))["level"]; got != tt.level {
			t.Errorf("%s: the level is %v, want %v", tt.name, got, tt.level)
		}
	}
	checktest.Verdicts(t, Quota, append(verdicts,
		checktest.Test{Name: "null", Files: registration(`{"userDeviceQuota":null}`), Want: finding.Unknown},
		checktest.Test{Name: "absent", Files: registration(`{}`), Want: finding.Unknown},
	))
}
