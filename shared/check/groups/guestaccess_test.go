package groups

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// decided is every answer to a decision whose setting has this name.
func decided(name string, declared func(string) snapshot.Settings) []checktest.Test {
	return []checktest.Test{
		{Name: "not decided", Files: groupSettings(withP1, value(name, `"True"`)), Want: finding.NotApplicable},
		{Name: "allowed and open", Settings: declared("allowed"), Files: groupSettings(withP1, value(name, `"True"`)), Want: finding.Pass},
		{Name: "allowed by default", Settings: declared("allowed"), Files: groupSettings(withP1, ``), Want: finding.Pass},
		{Name: "allowed and closed", Settings: declared("allowed"), Files: groupSettings(withP1, value(name, `"false"`)), Want: finding.Fail},
		{Name: "refused and closed, False in capitals", Settings: declared("refused"), Files: groupSettings(withP1, value(name, `"False"`)), Want: finding.Pass},
		{Name: "refused and open, lower case", Settings: declared("refused"), Files: groupSettings(withP1, value(name, `"true"`)), Want: finding.Fail},
		{Name: "refused and open by default", Settings: declared("refused"), Files: groupSettings(withP1, ``), Want: finding.Fail},
		{Name: "null", Settings: declared("allowed"), Files: groupSettings(withP1, value(name, `null`)), Want: finding.Unknown},
		{Name: "another value", Settings: declared("allowed"), Files: groupSettings(withP1, value(name, `"perhaps"`)), Want: finding.Unknown},
		{Name: "value absent", Settings: declared("allowed"), Files: groupSettings(withP1, value("EnableMIPLabels", `"True"`)), Want: finding.Unknown},
		{Name: "unread", Settings: declared("allowed"), Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1}, Want: finding.Unknown},
	}
}

func TestGuestAccess(t *testing.T) {
	declared := func(v string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{GuestsAccessGroups: v}}
	}
	checktest.Verdicts(t, GuestAccess, append(decided("AllowGuestsToAccessGroups", declared),
		checktest.Test{Name: "needs no licence", Settings: declared("refused"), Files: groupSettings(withNothing, ``), Want: finding.Fail}))
}

func TestGuestAccessSaysThatItIsTheDefault(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{Declared: snapshot.Declared{GuestsAccessGroups: "allowed"}}, groupSettings(withP1, ``))
	if byDefault, _ := check.Run(GuestAccess, s).Results[0].Evidence.Facts["byDefault"].(bool); !byDefault {
		t.Error("the evidence does not say that the value is Microsoft's default")
	}
}
