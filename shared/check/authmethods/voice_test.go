package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestVoice(t *testing.T) {
	checktest.Verdicts(t, Voice, []checktest.Test{
		{Name: "disabled", Files: configured(`{"id":"Voice","state":"disabled","includeTargets":[{"id":"all_users"}]}`), Want: finding.Pass},
		{Name: "enabled", Files: configured(`{"id":"Voice","state":"enabled","includeTargets":[{"id":"all_users"}]}`), Want: finding.Fail},
		{Name: "enabled for one group is enabled", Files: configured(`{"id":"Voice","state":"enabled","includeTargets":[{"id":"g"}]}`), Want: finding.Fail},
		{Name: "state unknown", Files: configured(`{"id":"Voice","state":"paused"}`), Want: finding.Unknown},
		{Name: "method absent", Files: configured(`{"id":"Other","state":"disabled"}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
