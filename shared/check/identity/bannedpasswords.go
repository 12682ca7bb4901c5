package identity

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// BannedPasswords asks that the company's own words are refused in passwords.
// The list itself never enters the evidence.
var BannedPasswords = &check.Check{
	ID:       "id-banned-passwords",
	Title:    "A custom list of banned passwords is enforced",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "Microsoft's own list knows common passwords but not the names of your company, products and towns, which people use first.",
	Controls: check.Controls{CIS: []string{"5.2.3.2"}, EIDSCA: []string{"PR03", "PR04"}, ISO27001: []string{"A.5.17"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"ID-015"},
	Reads:    readsGroupSettings(),
	Licence:  check.EntraP1,
	Risk:     "An attacker tries the company's name with a year against every account and finds the few that fit.",
	Fix: check.Fix{
		Portal:  passwordProtection + " > Enforce custom list: Yes, and enter the words",
		Request: changePasswordRules(`{"name":"EnableBannedPasswordCheck","value":"true"},{"name":"BannedPasswordList","value":"word1\tword2"}`),
	},
	LessIsWorse: []string{"bannedPasswords"},
	Texts:       []*text.Table{bannedPasswordsTexts},
	Since:       "2026-11",
	Source:      "CIS Microsoft 365 Foundations Benchmark, 5.2.3.2; Microsoft Entra documentation, Configure custom banned passwords for password protection",
	Run: func(s *snapshot.Snapshot) []check.Result {
		rules, ok := passwordRules(s)
		if !ok {
			return check.One(finding.Fail, "The tenant never set up a list of banned passwords.", finding.Evidence{})
		}
		enforced, list := rules.Bool("EnableBannedPasswordCheck"), rules.Text("BannedPasswordList")
		words := len(strings.Fields(list.V))
		facts := finding.Facts{"bannedPasswords": words}
		if enforced.Known() {
			facts["EnableBannedPasswordCheck"] = enforced.V
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case enforced.Known() && !enforced.V:
			return check.One(finding.Fail, "The custom list of banned passwords is not enforced.", evidence)
		case !list.Set || !enforced.Known():
			return check.One(finding.Unknown, "The password rules do not say whether the custom list is enforced and what it holds.", finding.Evidence{})
		case words == 0:
			return check.One(finding.Fail, "The custom list of banned passwords is empty.", evidence)
		}
		return check.One(finding.Pass, "A custom list of banned passwords is enforced.", evidence)
	},
}
