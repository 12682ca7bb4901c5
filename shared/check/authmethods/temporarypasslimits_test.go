package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestTemporaryPassLimits(t *testing.T) {
	pass := func(limits string) checktest.Files {
		return configured(`{"id":"TemporaryAccessPass","state":"enabled"` + limits + `}`)
	}
	checktest.Verdicts(t, TemporaryPassLimits, []checktest.Test{
		{Name: "at the limits", Files: pass(`,"maximumLifetimeInMinutes":480,"defaultLength":8`), Want: finding.Pass},
		{Name: "stricter", Files: pass(`,"maximumLifetimeInMinutes":120,"defaultLength":16`), Want: finding.Pass},
		{Name: "a minute too long", Files: pass(`,"maximumLifetimeInMinutes":481,"defaultLength":8`), Want: finding.Fail},
		{Name: "too short", Files: pass(`,"maximumLifetimeInMinutes":480,"defaultLength":7`), Want: finding.Fail},
		{Name: "too long and length unknown", Files: pass(`,"maximumLifetimeInMinutes":43200`), Want: finding.Fail},
		{Name: "length unknown", Files: pass(`,"maximumLifetimeInMinutes":480`), Want: finding.Unknown},
		{Name: "disabled method", Files: configured(`{"id":"TemporaryAccessPass","state":"disabled"}`), Want: finding.NotApplicable},
	})
}
