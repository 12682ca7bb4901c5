// Package groups holds the checks on groups and who runs them.
package groups

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GuestOwners asks that no guest can be made owner of a group. Microsoft's
// default refuses it, so settings that were never made pass.
var GuestOwners = &check.Check{
	ID:       "group-guest-owners",
	Title:    "Guests cannot own Microsoft 365 groups",
	Category: check.Groups,
	Severity: finding.Medium,
	Because:  "An owner adds members and opens the group's files, which should be in the hands of someone the company employs.",
	Controls: check.Controls{EIDSCA: []string{"ST08"}, ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"GR-006"},
	Reads:    readsGroupSettings(),
	Licence:  check.EntraP1,
	Risk:     "Someone outside the company, or whoever took over their account, lets others into the team and its files.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: check.ChangeSettings(snapshot.SettingsGroups(), `{"name":"AllowGuestsToBeGroupOwner","value":"false"}`),
	},
	Texts:  []*text.Table{guestOwnersTexts, settingsTexts},
	Since:  "2026-11",
	Source: "EIDSCA, ST08; Microsoft Entra documentation, Microsoft Entra cmdlets for configuring group settings",
	Run: func(s *snapshot.Snapshot) []check.Result {
		settings, ok := unified(s)
		switch {
		case ok:
		case unnamed(s):
			return check.One(finding.Unknown, unnamedSettings, finding.Evidence{})
		default:
			return check.One(finding.Pass, "The tenant keeps Microsoft's default, by which guests cannot own groups.", finding.Evidence{})
		}
		allowed := settings.Bool("AllowGuestsToBeGroupOwner")
		if !allowed.Known() {
			return check.One(finding.Unknown, "The settings of groups do not say whether guests may own them.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"AllowGuestsToBeGroupOwner": allowed.V}}
		if allowed.V {
			return check.One(finding.Fail, "Guests can be made owners of groups.", evidence)
		}
		return check.One(finding.Pass, "Guests cannot own groups.", evidence)
	},
}
