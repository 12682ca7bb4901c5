package all

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestZZEmpties(t *testing.T) {
	area := map[check.Category]bool{check.ConditionalAccess: true, check.Identity: true, check.AuthMethods: true, check.Groups: true, check.Guests: true}
	for _, c := range Checks() {
		if !area[c.Category] {
			continue
		}
		for _, r := range c.Reads {
			key, _ := snapshot.KeyOf(r)
			for _, text := range empties(key.Kind()) {
				files := wellKept()
				files[r] = text
				o := check.Run(c, tenant(t, files))
				if o.Verdict == finding.Pass {
					t.Logf("%s %s %s: %s", c.ID, r, text, o.Reason)
				}
			}
		}
	}
}
