package export

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/retention"
)

// holds says of each row of the retention table that is about a tenant by which kinds an
// export holds it, or as what it is left out.
var holds = map[string][]string{
	"tenant":               {string(TheTenant)},
	"subscription":         {string(TheTenant)},
	"settings":             {string(Settings), string(Checks)},
	"instructions":         {string(Instructions)},
	"resolved findings":    {string(Findings)},
	"history of findings":  {string(History)},
	"changes":              {string(Changes), string(Scores)},
	"scans":                {string(Scans)},
	"ended exceptions":     {string(Exceptions)},
	"members":              {string(Members)},
	"removed members":      {string(Members)},
	"invitations":          {string(Invitations)},
	"reviews":              {string(Reviews)},
	"support grants":       {string(Grants)},
	"ended keys":           {string(Keys)},
	"messages to webhooks": {string(Messages)},
	"explanations":         {string(Explanations)},
	"audit trail":          {string(Trail)},
	"audit chain":          {string(Chain)},
	"preferences":          {string(Preferences)},

	"readings":               {"readings"},
	"journals":               {"readings"},
	"memory":                 {"memory"},
	"digests":                {"tellings"},
	"news":                   {"tellings"},
	"channels":               {"secrets"},
	"data key":               {"secrets"},
	"requests":               {"work"},
	"outbox":                 {"work"},
	"trail on its way":       {"work"},
	"clean-ups":              {"work"},
	"anchors":                {"work"},
	"wishes":                 {"work"},
	"customers":              {"work"},
	"changes of preferences": {"work"},
	"suppressions":           {"work"},
}

// TestNothingIsForgotten: whatever is kept of a tenant is in an export, or the export says
// that it is not.
func TestNothingIsForgotten(t *testing.T) {
	var names []string
	for _, l := range LeftOut(text.English) {
		names = append(names, l.Name)
	}
	said := map[string]bool{}
	var rows []string
	for _, r := range retention.Table() {
		if r.Owner != retention.Tenant && r.Field != "tenant" {
			continue
		}
		rows = append(rows, r.Kind)
		if len(holds[r.Kind]) == 0 {
			t.Errorf("%s: say by what an export holds it, or that it is left out and why", r.Kind)
		}
		for _, by := range holds[r.Kind] {
			said[by] = true
			if by != string(Chain) && !slices.Contains(Kinds(), Kind(by)) && !slices.Contains(names, by) {
				t.Errorf("%s: there is no %s", r.Kind, by)
			}
		}
	}
	for kind := range maps.Keys(holds) {
		if !slices.Contains(rows, kind) {
			t.Errorf("nothing is kept that is called %s", kind)
		}
	}
	for _, name := range names {
		if !said[name] {
			t.Errorf("%s is left out, and nothing is kept of it", name)
		}
	}
}

// TestLeftOutIsTold: the manifest says in the export's language what is not there.
func TestLeftOutIsTold(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range text.Languages() {
		p := testPlan()
		p.Language = l
		_, raw := export(t, p, testSource(1))
		var m Manifest
		if err := json.Unmarshal([]byte(opened(t, raw)[ManifestName]), &m); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(LeftOut(l), m.LeftOut); diff != "" {
			t.Errorf("%s (-want +got):\n%s", l, diff)
		}
		for _, one := range m.LeftOut {
			for _, s := range []string{one.What, one.Why} {
				if s == "" || seen[s] {
					t.Errorf("%s: %q is not in a language of its own", l, s)
				}
				seen[s] = true
			}
		}
	}
	for english, in := range leftTexts.Texts() {
		if !seen[english] || in.FI == "" || in.SV == "" || strings.Contains(in.FI+in.SV, text.Place) {
			t.Errorf("%q is translated and not said, or not translated whole", english)
		}
	}
}
