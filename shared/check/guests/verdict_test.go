package guests

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// verdictTest is a tenant as text and what a check should say about it.
type verdictTest struct {
	name     string
	settings snapshot.Settings
	files    checktest.Files
	want     finding.Verdict
}

func testVerdicts(t *testing.T, c *check.Check, tests []verdictTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := check.Run(c, checktest.Snapshot(t, tt.settings, tt.files))
			if out.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.want)
			}
		})
	}
}
