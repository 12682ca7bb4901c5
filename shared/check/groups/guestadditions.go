package groups

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GuestAdditions asks that owners may add guests to their groups exactly where
// the customer decided so, settings.declared.guestsAddedToGroups.
var GuestAdditions = &check.Check{
	ID:       "group-guest-additions",
	Title:    "Adding guests to groups is as decided",
	Category: check.Groups,
	Severity: finding.Low,
	Because:  "Either answer can be right, but one that nobody chose leaves it to every owner whom the company lets in.",
	Controls: check.Controls{EIDSCA: []string{"ST13"}, ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"GR-008"},
	Reads:    readsGroupSettings(),
	Licence:  check.EntraP1,
	Risk:     "An attacker who deceives one owner is added to a team as a guest and reads along from then on.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Microsoft 365 Groups > Let group owners add people outside your organization to Microsoft 365 Groups as guests: as decided",
		Request: check.ChangeSettings(snapshot.SettingsGroups(), `{"name":"AllowToAddGuests","value":"false"}`),
	},
	Texts:  []*text.Table{guestAdditionsTexts, settingsTexts},
	Since:  "2026-11",
	Source: "EIDSCA, ST13; Microsoft Entra documentation, Microsoft Entra cmdlets for configuring group settings, by which AllowToAddGuests is true unless set",
	Run: decision{
		name:      "AllowToAddGuests",
		declared:  func(d snapshot.Declared) string { return d.GuestsAddedToGroups },
		undecided: "It was not declared whether owners may add guests to groups.",
		silent:    "The settings of groups do not say whether guests may be added.",
		pass:      "Whether owners may add guests to groups is what was declared.",
		open:      "Owners can add guests to groups although that was refused.",
		closed:    "Owners cannot add guests to groups although that was allowed.",
	}.run,
}
