package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SuspiciousActivity asks that people can report a request they did not start.
// "default" leaves it to Microsoft, which may keep it off.
var SuspiciousActivity = &check.Check{
	ID:       "auth-report-suspicious-activity",
	Title:    "Everyone can report a sign-in request as suspicious",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "The person who sees a strange request is the first to know of a stolen password, and a report marks the account as at risk at once.",
	Controls: check.Controls{EIDSCA: []string{"AG02", "AG03"}, ISO27001: []string{"A.6.8", "A.8.5"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"AU-017"},
	Reads:    reads(),
	Licence:  check.EntraP1,
	Risk:     "A person denies the strange request and forgets it, while the attacker keeps the password and tries again.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Authentication methods > Settings > Report suspicious activity > State: Enabled, Target: All users",
		Request: `PATCH /beta/policies/authenticationMethodsPolicy {"reportSuspiciousActivitySettings":{"state":"enabled","includeTarget":{"targetType":"group","id":"all_users"}}}`,
	},
	Texts:  []*text.Table{suspiciousActivityTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AG02 and AG03; Microsoft Entra documentation, Configure Microsoft Entra multifactor authentication settings, Report suspicious activity",
	Run: func(s *snapshot.Snapshot) []check.Result {
		return feature{
			pass: "Everyone can report a request as suspicious.",
			fail: "Reporting of suspicious requests is not switched on by the tenant.",
		}.judge(snapshot.AuthenticationMethodsPolicy.Of(s).ReportSuspiciousActivitySettings)
	},
}
