package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAdminSessions(t *testing.T) {
	admins := includeRoles(privilegedIDs()...)
	run(t, AdminSessions, []verdictTest{
		{name: "both in one policy", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", every(4, "hours")+","+never)}, want: finding.Pass},
		{name: "in two policies, browsers by themselves", want: finding.Pass, policies: []string{
			sessionPolicy("enabled", admins, allApps, "", "", every(1, "hours")), sessionPolicy("enabled", admins, allApps, `,"clientAppTypes":["browser"]`, "", never)}},
		{name: "every time is stricter", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", everyTime+","+never)}, want: finding.Pass},
		{name: "for everyone is stricter", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", everyTime+","+never)}, want: finding.Pass},
		{name: "five hours", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", every(5, "hours")+","+never)}, want: finding.Fail, reason: "four hours"},
		{name: "four days are not four hours", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", every(4, "days")+","+never)}, want: finding.Fail},
		{name: "persistent", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", every(4, "hours")+`,"persistentBrowser":{"isEnabled":true,"mode":"always"}`)}, want: finding.Fail, reason: "browser"},
		{name: "persistence switched off as a control", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", every(4, "hours")+`,"persistentBrowser":{"isEnabled":false,"mode":"never"}`)}, want: finding.Fail},
		{name: "no persistence control", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", every(4, "hours")+`,"persistentBrowser":null`)}, want: finding.Fail},
		{name: "empty controls", policies: []string{sessionPolicy("enabled", admins, allApps, "", "", `"signInFrequency":{},"persistentBrowser":{}`)}, want: finding.Unknown},
		{name: "a role missing", policies: []string{sessionPolicy("enabled", includeRoles(privilegedIDs()[1:]...), allApps, "", "", everyTime+","+never)}, want: finding.Fail, reason: "1 of 8 roles"},
		{name: "one application", policies: []string{sessionPolicy("enabled", admins, include(adminPortals), "", "", everyTime+","+never)}, want: finding.Fail},
		{name: "report-only", policies: []string{sessionPolicy(reportOnly, admins, allApps, "", "", everyTime+","+never)}, want: finding.Fail},
		{name: "unlicensed", licences: free, defaults: `{"isEnabled":true}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
