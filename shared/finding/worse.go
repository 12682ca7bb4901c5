package finding

import "slices"

// Scale says how a check's facts tell better from worse.
type Scale struct {
	// LessIsWorse names the facts of which a smaller number, a text that sorts
	// earlier, such as a date, and a list that lost a member are worse.
	LessIsWorse []string
	Neutral     []string // facts that are never better or worse
}

// Worse reports whether a finding that was from is worse as to. It is worse when
// its severity rose, when a number among its facts rose, when a list gained a
// member, when a switch or a text is another one, because nobody can tell which of
// two is the better, and when more subjects of a kind are concerned or somebody
// new is among them; for facts on the scale see there. A number that is not
// there counts as zero and a list as empty. The order of lists means nothing.
//
// Of a list that shows only the first of its subjects, nobody tells who is new from
// who moved up in the place of one that left. There somebody new is told where as
// many subjects are concerned as before and the lists' sums differ. One who came
// while more left is not told.
func Worse(from, to Finding, scale Scale) bool {
	rank := func(s Severity) int { return slices.Index(Severities(), s) }
	return rank(to.Severity) < rank(from.Severity) ||
		worseFacts(from.Evidence.Facts, to.Evidence.Facts, scale) ||
		worseSubjects(from.Evidence.Subjects, to.Evidence.Subjects)
}

func worseFacts(from, to Facts, scale Scale) bool {
	worse := func(name string) bool {
		if slices.Contains(scale.Neutral, name) {
			return false
		}
		if slices.Contains(scale.LessIsWorse, name) {
			return worseFact(to[name], from[name], true)
		}
		return worseFact(from[name], to[name], false)
	}
	for name := range to {
		if worse(name) {
			return true
		}
	}
	for name := range from {
		if _, still := to[name]; !still && worse(name) {
			return true
		}
	}
	return false
}

// worseFact reports whether one value of a fact is more than another, nil being
// one that is not there. Texts are compared only where they are known to have an
// order.
func worseFact(from, to any, ordered bool) bool {
	if a, b, ok := numbers(from, to); ok {
		return b > a
	}
	if a, b, ok := lists(from, to); ok {
		return slices.ContainsFunc(b, func(s string) bool { return !slices.Contains(a, s) })
	}
	if a, b, ok := texts(from, to); ok && ordered {
		return b > a
	}
	switch from.(type) {
	case bool, string, nil:
		switch to.(type) {
		case bool, string, nil:
			return from != to
		}
	}
	return true // of another kind than before
}

// numbers reads two values of which at least one is a number and none anything
// else. Whole numbers beyond 2^53 may be taken for equal to their neighbours.
func numbers(from, to any) (a, b float64, ok bool) {
	a, okA := number(from)
	b, okB := number(to)
	return a, b, okA && okB && (from != nil || to != nil)
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case nil:
		return 0, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// lists is numbers for lists of texts.
func lists(from, to any) (a, b []string, ok bool) {
	a, okA := from.([]string)
	b, okB := to.([]string)
	return a, b, (okA || from == nil) && (okB || to == nil) && (okA || okB)
}

// texts is numbers for texts.
func texts(from, to any) (a, b string, ok bool) {
	a, okA := from.(string)
	b, okB := to.(string)
	return a, b, (okA || from == nil) && (okB || to == nil) && (okA || okB)
}

func worseSubjects(from, to Subjects) bool {
	for kind, now := range to {
		before := from[kind]
		if now.Total > before.Total {
			return true
		}
		if before.cut() {
			if now.Total == before.Total && now.Sum != before.Sum && now.Sum != 0 && before.Sum != 0 {
				return true
			}
			continue
		}
		known := make(map[Subject]bool, len(before.Shown))
		for _, s := range before.Shown {
			known[who(s)] = true
		}
		for _, s := range now.Shown {
			if !known[who(s)] {
				return true
			}
		}
	}
	return false
}

// who is a subject as one is told from another: by id, or by name without one.
func who(s Subject) Subject {
	if s.ID != "" {
		return Subject{ID: s.ID}
	}
	return Subject{Name: s.Name}
}
