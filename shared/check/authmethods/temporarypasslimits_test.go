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
	testVerdicts(t, TemporaryPassLimits, []verdictTest{
		{name: "at the limits", files: pass(`,"maximumLifetimeInMinutes":480,"defaultLength":8`), want: finding.Pass},
		{name: "stricter", files: pass(`,"maximumLifetimeInMinutes":120,"defaultLength":16`), want: finding.Pass},
		{name: "a minute too long", files: pass(`,"maximumLifetimeInMinutes":481,"defaultLength":8`), want: finding.Fail},
		{name: "too short", files: pass(`,"maximumLifetimeInMinutes":480,"defaultLength":7`), want: finding.Fail},
		{name: "too long and length unknown", files: pass(`,"maximumLifetimeInMinutes":43200`), want: finding.Fail},
		{name: "length unknown", files: pass(`,"maximumLifetimeInMinutes":480`), want: finding.Unknown},
		{name: "disabled method", files: configured(`{"id":"TemporaryAccessPass","state":"disabled"}`), want: finding.NotApplicable},
	})
}
