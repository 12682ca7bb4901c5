package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// LockoutDuration asks that a locked account stays locked for a while.
var LockoutDuration = &check.Check{
	ID:       "id-lockout-duration",
	Title:    "Smart lockout lasts at least one minute",
	Category: check.Identity,
	Severity: finding.Low,
	Because:  "The lockout only works while it costs the attacker time; the default is one minute and grows with repeated lockouts.",
	Controls: check.Controls{CIS: []string{"5.2.3.9"}, EIDSCA: []string{"PR05"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"ID-018"},
	Reads:    readsGroupSettings(),
	Licence:  check.EntraP1,
	Risk:     "An attacker continues guessing almost at once after each lockout.",
	Fix: check.Fix{
		Portal:  passwordProtection + " > Lockout duration in seconds: 60 or more",
		Request: changePasswordRules(`{"name":"LockoutDurationInSeconds","value":"60"}`),
	},
	LessIsWorse: []string{"LockoutDurationInSeconds"},
	Texts:       []*text.Table{lockoutDurationTexts, passwordRulesTexts},
	Since:       "2026-11",
	Source:      "CIS Microsoft 365 Foundations Benchmark, 5.2.3.9; Microsoft Entra documentation, Protect user accounts from attacks with smart lockout",
	Run: passwordNumber{
		name:      "LockoutDurationInSeconds",
		good:      func(n int) bool { return n >= 60 },
		pass:      "A locked account stays locked for at least one minute.",
		fail:      "A locked account is released in less than one minute.",
		byDefault: "The tenant keeps Microsoft's default of one minute.",
	}.run,
}
