package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestVoice(t *testing.T) {
	testVerdicts(t, Voice, []verdictTest{
		{name: "disabled", files: configured(`{"id":"Voice","state":"disabled","includeTargets":[{"id":"all_users"}]}`), want: finding.Pass},
		{name: "enabled", files: configured(`{"id":"Voice","state":"enabled","includeTargets":[{"id":"all_users"}]}`), want: finding.Fail},
		{name: "enabled for one group is enabled", files: configured(`{"id":"Voice","state":"enabled","includeTargets":[{"id":"g"}]}`), want: finding.Fail},
		{name: "state unknown", files: configured(`{"id":"Voice","state":"paused"}`), want: finding.Unknown},
		{name: "method absent", files: configured(`{"id":"Other","state":"disabled"}`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
