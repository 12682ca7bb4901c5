package devices

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	withIntune = `[{"skuId":"s","capabilityStatus":"Enabled","prepaidUnits":{"enabled":10},"servicePlans":[{"servicePlanName":"INTUNE_A","provisioningStatus":"Success"}]}]`
	noIntune   = `[{"skuId":"s","capabilityStatus":"Enabled","prepaidUnits":{"enabled":10},"servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

// in is a tenant with Intune and one more answer.
func in(r snapshot.Resource, json string) checktest.Files {
	return checktest.Files{snapshot.SubscribedSkus.Resource(): withIntune, r: json}
}

// and adds answers to a tenant.
func and(files checktest.Files, r snapshot.Resource, json string) checktest.Files {
	files = maps.Clone(files)
	files[r] = json
	return files
}

// unlicensed is a tenant without Intune, where a control does not apply
// whatever Graph answers.
func unlicensed(files checktest.Files) checktest.Test {
	return checktest.Test{Name: "no Intune", Files: and(files, snapshot.SubscribedSkus.Resource(), noIntune), Want: finding.NotApplicable}
}

// outcome judges one tenant.
func outcome(t *testing.T, c *check.Check, files checktest.Files) check.Outcome {
	t.Helper()
	o := check.Run(c, checktest.Snapshot(t, snapshot.Settings{}, files))
	checktest.Said(t, o)
	return o
}

func TestTexts(t *testing.T) {
	for _, c := range All() {
		texts := []string{c.Title, c.Because, c.Risk, c.Fix.Portal, c.Absent}
		for _, l := range text.Languages()[1:] {
			for _, english := range texts {
				if said, ok := check.Say(c, l, english); !ok || english != "" && said == english {
					t.Errorf("%s: %q is not translated into %s", c.ID, english, l)
				}
			}
		}
		if len(c.Controls.ISO27001) == 0 || len(c.Controls.NIS2) == 0 {
			t.Errorf("%s is evidence for no requirement", c.ID)
		}
		if strings.HasPrefix(c.Rows[0], "IN-") != (c.Licence == check.Intune) {
			t.Errorf("%s has the licence %q", c.ID, c.Licence)
		}
	}
}

// TestManyDevices keeps the checks that look at every device cheap: they name
// few and count all.
func TestManyDevices(t *testing.T) {
	const n = 100_000
	devices := make([]snapshot.ManagedDevice, n)
	for i := range devices {
		devices[i] = snapshot.ManagedDevice{
			ID: fmt.Sprint(i), OperatingSystem: []string{"Windows", "iOS"}[i%2], OSVersion: "10.0.19045.1", JailBroken: snapshot.Some("True"), IsEncrypted: snapshot.Some(false),
		}
	}
	s := snapshot.New(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), snapshot.Settings{})
	snapshot.ManagedDevices.Set(s, devices)
	for _, c := range []*check.Check{Encryption, SupportedVersions, Jailbroken} {
		results := c.Run(s)
		if len(results) != 1 || results[0].Verdict != finding.Fail {
			t.Fatalf("%s: got %d results", c.ID, len(results))
		}
		for kind, list := range results[0].Evidence.Subjects {
			if len(list.Shown) != finding.MaxSubjects || list.Total < n/2 {
				t.Errorf("%s: %s shows %d of %d", c.ID, kind, len(list.Shown), list.Total)
			}
		}
		if got := testing.AllocsPerRun(3, func() { c.Run(s) }); got > 500 {
			t.Errorf("%s: %v allocations for %d devices", c.ID, got, n)
		}
	}
}

func facts(t *testing.T, o check.Outcome) finding.Facts {
	t.Helper()
	if len(o.Results) != 1 {
		t.Fatalf("%s: got %d results, want one", o.Check.ID, len(o.Results))
	}
	return o.Results[0].Evidence.Facts
}

// byResource returns the verdicts by entity.
func byResource(o check.Outcome) map[string]finding.Verdict {
	got := map[string]finding.Verdict{}
	for _, r := range o.Results {
		got[r.Resource] = r.Verdict
	}
	return got
}

func notesOf(o check.Outcome, kind string) []string {
	var out []string
	for _, r := range o.Results {
		for _, s := range r.Evidence.Subjects[kind].Shown {
			out = append(out, s.Name+"|"+s.Note)
		}
	}
	slices.Sort(out)
	return out
}
