package groups

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GuestAccess asks that guests may read the content of groups exactly where the
// customer decided so, settings.declared.guestsAccessGroups.
var GuestAccess = &check.Check{
	ID:       "group-guest-access",
	Title:    "Guests' access to the content of groups is as decided",
	Category: check.Groups,
	Severity: finding.Low,
	Because:  "Either answer can be right, but one that nobody chose lets outsiders read on or shuts partners out without warning.",
	Controls: check.Controls{EIDSCA: []string{"ST09"}, ISO27001: []string{"A.5.15", "A.8.3"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"GR-007"},
	Reads:    readsGroupSettings(),
	Risk:     "Whoever took over a partner's account reads the files and conversations of every group the partner was once added to.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let guest group members access group content: as decided",
		Request: check.ChangeSettings(snapshot.SettingsGroups(), `{"name":"AllowGuestsToAccessGroups","value":"false"}`),
	},
	Texts: []*text.Table{guestAccessTexts, settingsTexts},
	Since: "2026-11",
	Source: "EIDSCA, ST09; Microsoft Entra documentation, Microsoft Entra cmdlets for configuring group settings, " +
		"by which AllowGuestsToAccessGroups is true unless set and needs no licence",
	Run: decision{
		name:      "AllowGuestsToAccessGroups",
		declared:  func(d snapshot.Declared) string { return d.GuestsAccessGroups },
		undecided: "It was not declared whether guests may read the content of groups.",
		silent:    "The settings of groups do not say whether guests may read their content.",
		pass:      "Guests' access to the content of groups is what was declared.",
		open:      "Guests can read the content of groups although that was refused.",
		closed:    "Guests cannot read the content of groups although that was allowed.",
	}.run,
}
