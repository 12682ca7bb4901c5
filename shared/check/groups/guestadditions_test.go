package groups

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGuestAdditions(t *testing.T) {
	declared := func(v string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{GuestsAddedToGroups: v}}
	}
	checktest.Verdicts(t, GuestAdditions, append(decided("AllowToAddGuests", declared),
		checktest.Test{Name: "no licence", Settings: declared("refused"), Files: groupSettings(withNothing, ``), Want: finding.NotApplicable}))
}
