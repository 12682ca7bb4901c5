package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPasskeys(t *testing.T) {
	declared := snapshot.Settings{Declared: snapshot.Declared{PasskeyGroups: []string{"G1"}}}
	testVerdicts(t, Passkeys, []verdictTest{
		{name: "everyone", files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"all_users"}]}`), want: finding.Pass},
		{name: "a group nobody declared", files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"}]}`), want: finding.Fail},
		{name: "the declared group", settings: declared, files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"}]}`), want: finding.Pass},
		{name: "one group more than declared", settings: declared, files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"},{"id":"g2"}]}`), want: finding.Fail},
		{name: "nobody", files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[]}`), want: finding.Fail},
		{name: "disabled", files: configured(`{"id":"Fido2","state":"disabled","includeTargets":[{"id":"all_users"}]}`), want: finding.Fail},
		{name: "state unknown", files: configured(`{"id":"Fido2","state":"partly"}`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
