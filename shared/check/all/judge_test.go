package all

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// TestJudge wants the verdict and reason alone to be those of Run.
func TestJudge(t *testing.T) {
	tenants := []*snapshot.Snapshot{tenant(t, nil), tenant(t, wellKept()), checktest.Load(t, small)}
	for _, s := range tenants {
		for _, c := range Checks() {
			judged, run := check.Judge(c, s), check.Run(c, s)
			if judged.Verdict != run.Verdict || judged.Reason != run.Reason {
				t.Errorf("%s: judged %v (%s), run %v (%s)", c.ID, judged.Verdict, judged.Reason, run.Verdict, run.Reason)
			}
			for _, r := range run.Results {
				if r.Explain != nil {
					t.Errorf("%s: Run left evidence to be written", c.ID)
				}
			}
		}
	}
}
