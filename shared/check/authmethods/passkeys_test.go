package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPasskeys(t *testing.T) {
	declared := snapshot.Settings{Declared: snapshot.Declared{PasskeyGroups: []string{"G1"}}}
	checktest.Verdicts(t, Passkeys, []checktest.Test{
		{Name: "everyone", Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"all_users"}]}`), Want: finding.Pass},
		{Name: "everyone but a group", Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"all_users"}],"excludeTargets":[{"id":"g1","targetType":"group"}]}`), Want: finding.Fail},
		{Name: "everyone, an empty list of those left out", Files: configured(`{"id":"fido2","state":"Enabled","includeTargets":[{"id":"all_users"}],"excludeTargets":[]}`), Want: finding.Pass},
		{Name: "the declared group without another", Settings: declared, Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"}],"excludeTargets":[{"id":"g2"}]}`), Want: finding.Fail},
		{Name: "targets null", Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":null}`), Want: finding.Unknown},
		{Name: "a group nobody declared", Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"}]}`), Want: finding.Fail},
		{Name: "the declared group", Settings: declared, Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"}]}`), Want: finding.Pass},
		{Name: "one group more than declared", Settings: declared, Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[{"id":"g1"},{"id":"g2"}]}`), Want: finding.Fail},
		{Name: "nobody", Files: configured(`{"id":"Fido2","state":"enabled","includeTargets":[]}`), Want: finding.Fail},
		{Name: "disabled", Files: configured(`{"id":"Fido2","state":"disabled","includeTargets":[{"id":"all_users"}]}`), Want: finding.Fail},
		{Name: "state unknown", Files: configured(`{"id":"Fido2","state":"partly"}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
