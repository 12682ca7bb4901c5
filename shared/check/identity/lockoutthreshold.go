package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// LockoutThreshold asks that few wrong passwords lock an account.
var LockoutThreshold = &check.Check{
	ID:       "id-lockout-threshold",
	Title:    "Smart lockout starts after at most ten wrong passwords",
	Category: check.Identity,
	Severity: finding.Low,
	Because:  "The default of ten already stops guessing; a higher number only helps whoever guesses.",
	Controls: check.Controls{CIS: []string{"5.2.3.8"}, EIDSCA: []string{"PR06"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"ID-017"},
	Reads:    readsGroupSettings(),
	Licence:  check.EntraP1,
	Risk:     "An attacker gets more guesses at each account before the lockout slows the attack down.",
	Fix: check.Fix{
		Portal:  passwordProtection + " > Lockout threshold: 10 or lower",
		Request: changePasswordRules(`{"name":"LockoutThreshold","value":"10"}`),
	},
	Texts:  []*text.Table{lockoutThresholdTexts, passwordRulesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.2.3.8; Microsoft Entra documentation, Protect user accounts from attacks with smart lockout",
	Run: passwordNumber{
		name:      "LockoutThreshold",
		good:      func(n int) bool { return n <= 10 },
		pass:      "An account is locked after ten wrong passwords or fewer.",
		fail:      "An account is locked only after more than ten wrong passwords.",
		byDefault: "The tenant keeps Microsoft's default of ten wrong passwords.",
	}.run,
}
