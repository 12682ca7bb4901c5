package groups

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGuestOwners(t *testing.T) {
	owners := func(text string) checktest.Files {
		return groupSettings(withP1, value("AllowGuestsToBeGroupOwner", text))
	}
	named := func(settings string) checktest.Files {
		return checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): settings}
	}
	checktest.Verdicts(t, GuestOwners, []checktest.Test{
		{Name: "False in capitals", Files: owners(`"False"`), Want: finding.Pass},
		{Name: "allowed, True in capitals", Files: owners(`"True"`), Want: finding.Fail},
		{Name: "allowed, lower case", Files: owners(`"true"`), Want: finding.Fail},
		{Name: "default", Files: groupSettings(withP1, ``), Want: finding.Pass},
		{Name: "other settings only", Files: named(`[{"displayName":"Consent Policy Settings","values":[]}]`), Want: finding.Pass},
		{Name: "settings of no stated kind", Files: named(`[{}]`), Want: finding.Unknown},
		{Name: "value absent", Files: named(`[{"displayName":"Group.Unified","values":[]}]`), Want: finding.Unknown},
		{Name: "null", Files: owners(`null`), Want: finding.Unknown},
		{Name: "no licence", Files: groupSettings(withNothing, value("AllowGuestsToBeGroupOwner", `"True"`)), Want: finding.NotApplicable},
	})
}
