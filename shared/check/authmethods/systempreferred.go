package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SystemPreferred asks that people are offered their best method first.
var SystemPreferred = &check.Check{
	ID:       "auth-system-preferred",
	Title:    "People are asked for the strongest method they have",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "People who own a passkey but are first asked for a code keep using the code.",
	Controls: check.Controls{CIS: []string{"5.2.3.6"}, EIDSCA: []string{"AG05", "AG06", "AG07"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-018"},
	Reads:    reads(),
	Risk:     "An attacker picks the weakest of the methods a person has registered.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Authentication methods > Settings > System-preferred multifactor authentication > State: Enabled or Microsoft managed, Target: All users, no exclusions",
		Request: `PATCH /beta/policies/authenticationMethodsPolicy {"systemCredentialPreferences":{"state":"enabled","includeTargets":[{"targetType":"group","id":"all_users"}],"excludeTargets":[]}}`,
	},
	Texts:  []*text.Table{systemPreferredTexts, methodTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.2.3.6; Microsoft Entra documentation, System-preferred multifactor authentication",
	Run: func(s *snapshot.Snapshot) []check.Result {
		return feature{
			byDefault: true,
			pass:      "People are asked for the strongest method they have.",
			fail:      "People are not asked for the strongest method they have.",
		}.judge(snapshot.AuthenticationMethodsPolicy.Of(s).SystemCredentialPreferences)
	},
}
