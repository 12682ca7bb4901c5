package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticatorEnabled(t *testing.T) {
	both := func(app, keys string) checktest.Files {
		return configured(`{"id":"MicrosoftAuthenticator",` + app + `},{"id":"Fido2",` + keys + `}`)
	}
	const (
		off      = `"state":"disabled","includeTargets":[{"id":"all_users"}]`
		everyone = `"state":"enabled","includeTargets":[{"id":"all_users"}],"excludeTargets":[]`
	)
	checktest.Verdicts(t, AuthenticatorEnabled, []checktest.Test{
		{Name: "the app for everyone", Files: both(everyone, off), Want: finding.Pass},
		{Name: "the app for a group", Files: both(`"state":"enabled","includeTargets":[{"id":"g"}]`, off), Want: finding.Pass},
		{Name: "passkeys for everyone", Files: both(off, everyone), Want: finding.Pass},
		{Name: "neither", Files: both(off, off), Want: finding.Fail},
		{Name: "passkeys for a group", Files: both(off, `"state":"enabled","includeTargets":[{"id":"g"}]`), Want: finding.Fail},
		{Name: "passkeys for everyone but a group", Files: both(off, `"state":"enabled","includeTargets":[{"id":"all_users"}],"excludeTargets":[{"id":"g"}]`), Want: finding.Fail},
		{Name: "the app for nobody", Files: both(`"state":"enabled","includeTargets":[]`, off), Want: finding.Fail},
		{Name: "the app has a state of the future", Files: both(`"state":"unknownFutureValue"`, off), Want: finding.Unknown},
		{Name: "the app has a state of the future, passkeys for everyone", Files: both(`"state":"unknownFutureValue"`, everyone), Want: finding.Pass},
		{Name: "nothing said of passkeys", Files: app("disabled", `"includeTargets":[]`), Want: finding.Unknown},
		{Name: "nothing said", Files: policy(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
