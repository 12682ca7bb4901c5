package groups

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Naming asks that the names of groups follow a rule: a pattern or a list of
// words that are refused. Neither enters the evidence.
var Naming = &check.Check{
	ID:       "group-naming",
	Title:    "A naming policy for groups is set",
	Category: check.Groups,
	Severity: finding.Info,
	Because:  "It protects nothing by itself, but groups whose names say what they are get reviewed, and misleading names are harder to use.",
	Controls: check.Controls{EIDSCA: []string{"ST03", "ST07"}, ISO27001: []string{"A.5.9", "A.8.9"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GR-012"},
	Reads:    readsGroupSettings(),
	Licence:  check.EntraP1,
	Risk:     "An intruder names a group after the management or the help desk and writes to people from its address.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Groups > Naming policy > Group naming policy or Blocked words: set at least one",
		Request: check.ChangeSettings(snapshot.SettingsGroups(), `{"name":"PrefixSuffixNamingRequirement","value":"GRP_[GroupName]"},{"name":"CustomBlockedWordsList","value":"CEO,Payroll,IT"}`),
	},
	Texts:  []*text.Table{namingTexts},
	Since:  "2026-11",
	Source: "EIDSCA, ST03 and ST07; Microsoft Entra documentation, Enforce a naming policy on Microsoft 365 groups, which is empty unless set",
	Run: func(s *snapshot.Snapshot) []check.Result {
		settings, ok := unified(s)
		if !ok {
			return check.One(finding.Fail, "The tenant never set a naming policy for groups.", finding.Evidence{})
		}
		pattern, words := settings.Text("PrefixSuffixNamingRequirement"), settings.Text("CustomBlockedWordsList")
		evidence := finding.Evidence{Facts: finding.Facts{
			"namePattern": strings.TrimSpace(pattern.V) != "", "blockedWords": strings.TrimSpace(words.V) != "",
		}}
		switch {
		case strings.TrimSpace(pattern.V) != "" || strings.TrimSpace(words.V) != "":
			return check.One(finding.Pass, "A naming policy for groups is set.", evidence)
		case !pattern.Known() || !words.Known():
			return check.One(finding.Unknown, "The settings of groups do not say whether a naming policy is set.", finding.Evidence{})
		}
		return check.One(finding.Fail, "No naming policy for groups is set.", evidence)
	},
}
