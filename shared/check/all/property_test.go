package all

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// astray is the reason package check gives when a check panicked.
const astray = "The check met data it does not understand."

// sound looks at what holds for every outcome.
func sound(t *testing.T, o check.Outcome) {
	t.Helper()
	if len(o.Results) == 0 {
		t.Errorf("%s has no result", o.Check.ID)
	}
	if o.Reason == astray {
		t.Errorf("%s panicked", o.Check.ID)
	}
	for _, r := range o.Results {
		if err := r.Verdict.Validate(); err != nil {
			t.Errorf("%s: %v", o.Check.ID, err)
		}
		if err := r.Evidence.Facts.Validate(); err != nil {
			t.Errorf("%s: %v", o.Check.ID, err)
		}
		if !strings.HasSuffix(r.Reason, ".") {
			t.Errorf("%s: the reason %q is no sentence", o.Check.ID, r.Reason)
		}
		if r.Resource == "" {
			t.Errorf("%s: a result is about nothing", o.Check.ID)
		}
	}
}

func TestNothingRead(t *testing.T) {
	for _, c := range Checks() {
		o := check.Run(c, tenant(t, nil))
		sound(t, o)
		if o.Verdict != finding.Unknown {
			t.Errorf("%s: got %v (%s), want unknown", c.ID, o.Verdict, o.Reason)
		}
		named := len(c.Reads) == 0 || slices.ContainsFunc(c.Reads, func(r snapshot.Resource) bool { return strings.Contains(o.Reason, string(r)) })
		if has, known := check.Licensed(c.Licence, tenant(t, nil)); !named && (has || !known) && c.Unlicensed == nil {
			t.Errorf("%s: the reason %q does not say what could not be read", c.ID, o.Reason)
		}
	}
}

func TestWellKept(t *testing.T) {
	counts := map[finding.Verdict]int{}
	for _, c := range Checks() {
		o := check.Run(c, tenant(t, wellKept()))
		sound(t, o)
		counts[o.Verdict]++
		if o.Verdict != finding.Pass {
			t.Logf("%s: %v: %s", c.ID, o.Verdict, o.Reason)
		}
	}
	if all := len(Checks()); counts[finding.Pass] < all*2/3 {
		t.Errorf("got %v of %d checks, want two thirds to pass: the tests on top of this tenant say little", counts, all)
	}
}

// TestOneResourceMissing takes each resource away in turn: a check that needs
// it is unknown, one that takes it where it can be had gets no better, and one
// that names it nowhere says the same as before.
func TestOneResourceMissing(t *testing.T) {
	whole := tenant(t, wellKept())
	before := map[string]check.Outcome{}
	for _, c := range Checks() {
		before[c.ID] = check.Run(c, whole)
	}
	for _, key := range snapshot.Keys() {
		r := key.Resource()
		files := wellKept()
		if _, ok := files[r]; !ok {
			t.Errorf("the tenant lacks %s", r)
		}
		delete(files, r)
		s := tenant(t, files)
		s.SetUnread(r, snapshot.Unread{Status: 403, Reason: "permission denied"})
		for _, c := range Checks() {
			o := check.Run(c, s)
			sound(t, o)
			switch {
			case slices.Contains(c.Reads, r):
				if o.Verdict != finding.Unknown {
					t.Errorf("%s without %s: got %v (%s), want unknown", c.ID, r, o.Verdict, o.Reason)
				}
			case slices.Contains(c.Uses, r):
				if o.Verdict == finding.Pass && before[c.ID].Verdict != finding.Pass {
					t.Errorf("%s without %s: got pass, which was %v", c.ID, r, before[c.ID].Verdict)
				}
			case r == snapshot.SubscribedSkus.Resource():
			default:
				if diff := cmp.Diff(before[c.ID].Results, o.Results, opaque); diff != "" {
					t.Errorf("%s looks at %s without saying so (-with +without):\n%s", c.ID, r, diff)
				}
			}
		}
	}
}

// opaque compares subjects as the values they are.
var opaque = cmp.Comparer(func(a, b finding.Subject) bool { return a == b })

// TestEmptyObjects gives each check answers that hold nothing they should:
// what Graph did not say is never a pass.
func TestEmptyObjects(t *testing.T) {
	for _, key := range snapshot.Keys() {
		for _, text := range empties(key.Kind()) {
			files := wellKept()
			files[key.Resource()] = text
			s := tenant(t, files)
			for _, c := range Checks() {
				o := check.Run(c, s)
				sound(t, o)
				single := key.Kind() == snapshot.Singleton && len(c.Reads) == 1 && c.Reads[0] == key.Resource() && len(c.Uses) == 0
				if single && o.Verdict == finding.Pass {
					t.Errorf("%s on %s as %s: got pass (%s)", c.ID, key.Resource(), text, o.Reason)
				}
			}
		}
	}
}

func empties(k snapshot.Kind) []string {
	switch k {
	case snapshot.Singleton:
		return []string{`{}`, `null`}
	case snapshot.Collection:
		return []string{`[]`, `null`, `[{}]`, `[null]`, `[{},{}]`}
	}
	return []string{`{}`, `{"graph":null}`, `{"graph":[]}`, `{"":[{}]}`, `{"graph":[null,{}]}`}
}

// TestUnlicensed looks at a tenant that bought nothing.
func TestUnlicensed(t *testing.T) {
	files := wellKept()
	files[snapshot.SubscribedSkus.Resource()] = `[]`
	s := tenant(t, files)
	for _, c := range Checks() {
		o := check.Run(c, s)
		sound(t, o)
		if c.Licence != check.NoLicence && c.Unlicensed == nil && o.Verdict != finding.NotApplicable {
			t.Errorf("%s: got %v, want not applicable", c.ID, o.Verdict)
		}
	}
}

// TestSameTwice shows that no check depends on anything but the snapshot, nor
// changes it.
func TestSameTwice(t *testing.T) {
	s := tenant(t, wellKept())
	for _, c := range Checks() {
		first, second := check.Run(c, s), check.Run(c, s)
		if diff := cmp.Diff(first.Results, second.Results, opaque); diff != "" {
			t.Errorf("%s (-first +second):\n%s", c.ID, diff)
		}
	}
}

// FuzzRun replaces one resource's answer by whatever JSON: no check panics,
// says what it may not, or passes once another resource it needs is gone.
func FuzzRun(f *testing.F) {
	keys := snapshot.Keys()
	for i, key := range keys {
		f.Add(byte(i), byte(i+1), wellKept()[key.Resource()])
		for j, text := range empties(key.Kind()) {
			f.Add(byte(i), byte(i+j), text)
		}
	}
	checks := Checks()
	f.Fuzz(func(t *testing.T, n, m byte, text string) {
		key, gone := keys[int(n)%len(keys)], keys[int(m)%len(keys)].Resource()
		s := tenant(t, without(wellKept(), key.Resource()))
		parent := ""
		if key.Kind() == snapshot.PerParent {
			parent = "graph"
		}
		if key.Decode(s, parent, []byte(text)) != nil {
			return
		}
		for _, c := range checks {
			sound(t, check.Run(c, s))
		}
		s.SetUnread(gone, snapshot.Unread{Status: 403, Reason: "permission denied"})
		for _, c := range checks {
			if !slices.Contains(c.Reads, gone) {
				continue
			}
			o := check.Run(c, s)
			sound(t, o)
			// Without the licence something else may keep the control.
			if has, known := check.Licensed(c.Licence, s); o.Verdict == finding.Pass && (has || !known || c.Unlicensed == nil) {
				t.Errorf("%s without %s: got pass (%s)", c.ID, gone, o.Reason)
			}
		}
	})
}

func without(files checktest.Files, resources ...snapshot.Resource) checktest.Files {
	files = maps.Clone(files)
	for _, r := range resources {
		delete(files, r)
	}
	return files
}
