package coverage

import (
	"regexp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// keepsUnmanaged reports whether a device filter surely leaves every device in
// the policy that is neither compliant nor hybrid joined.
func keepsUnmanaged(f snapshot.FilterRule) bool {
	r := ruleReader{words: ruleWords.FindAllString(f.Rule, -1)}
	m := r.any()
	if len(r.words) > 0 || r.lost {
		return false
	}
	switch strings.ToLower(f.Mode) {
	case "exclude":
		return m.in
	case "include":
		return m.out
	}
	return false
}

// sides says of a rule over devices whether all that match it are managed,
// and whether all that do not are.
type sides struct{ in, out bool }

var ruleWords = regexp.MustCompile(`[()]|"[^"]*"|'[^']*'|\[[^\]]*\]|[^\s()]+`)

// A ruleReader reads a rule word by word; lost means that it is not of the form
// known here.
type ruleReader struct {
	words []string
	depth int
	lost  bool
}

func (r *ruleReader) next(word string) bool {
	if len(r.words) == 0 || !strings.EqualFold(r.words[0], word) {
		return false
	}
	r.words = r.words[1:]
	return true
}

// any reads terms joined by -or, each of which binds tighter.
func (r *ruleReader) any() sides {
	m := r.every()
	for r.next("-or") {
		o := r.every()
		m = sides{in: m.in && o.in, out: m.out || o.out}
	}
	return m
}

func (r *ruleReader) every() sides {
	m := r.term()
	for r.next("-and") {
		o := r.term()
		m = sides{in: m.in || o.in, out: m.out && o.out}
	}
	return m
}

func (r *ruleReader) term() sides {
	const deepest = 20
	switch {
	case r.depth > deepest || len(r.words) == 0:
		r.lost = true
		return sides{}
	case r.next("-not"):
		r.depth++
		m := r.term()
		r.depth--
		return sides{in: m.out, out: m.in}
	case r.next("("):
		r.depth++
		m := r.any()
		r.depth--
		if !r.next(")") {
			r.lost = true
		}
		return m
	case len(r.words) < 3:
		r.lost = true
		return sides{}
	}
	property, operator, value := strings.ToLower(r.words[0]), strings.ToLower(r.words[1]), strings.ToLower(strings.Trim(r.words[2], `"'`))
	r.words = r.words[3:]
	if property == "device.iscompliant" && value == "true" || property == "device.trusttype" && value == "serverad" {
		return sides{in: operator == "-eq", out: operator == "-ne"}
	}
	return sides{}
}

// unmanagedStays removes from the older conditions on devices what excludes
// managed ones.
func unmanagedStays(excluded []string) []string {
	return slices.DeleteFunc(slices.Clone(excluded), func(v string) bool {
		return strings.EqualFold(v, "compliant") || strings.EqualFold(v, "domainJoined")
	})
}
