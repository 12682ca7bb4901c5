// Package frameworks says which published controls the checks answer, and why
// the others are not answered.
package frameworks

import (
	"cmp"
	"fmt"
	"slices"

	"vahti.ai/vahti/shared/check"
)

// A Control is a published control.
type Control struct {
	ID string
	// Checks answer it, by ID; none where Reason says why.
	Checks []string
	Reason string
}

// A Framework is a set of published controls.
type Framework struct {
	Name     string
	Controls []Control // sorted by ID
	// Beyond counts further controls, not listed, that only a portal shows.
	Beyond int
}

// Answered counts the controls that some check answers.
func (f Framework) Answered() int {
	n := 0
	for _, c := range f.Controls {
		if len(c.Checks) > 0 {
			n++
		}
	}
	return n
}

// Total counts all controls, those that are not listed included.
func (f Framework) Total() int { return len(f.Controls) + f.Beyond }

// Of returns the frameworks, as the checks answer them.
func Of(checks []*check.Check) []Framework {
	return []Framework{
		build("CISA SCuBA", checks, unansweredSCuBA(), 0, func(c check.Controls) []string { return c.SCuBA }),
		build("CIS Microsoft 365 v7", checks, unansweredCIS(), cisBeyond, func(c check.Controls) []string { return c.CIS }),
		build("EIDSCA", checks, nil, 0, func(c check.Controls) []string { return c.EIDSCA }),
		build("ISO/IEC 27001:2022 Annex A (supported)", checks, annexA(), 0, func(c check.Controls) []string { return c.ISO27001 }),
		build("NIS2 Article 21(2) (supported)", checks, article21(), 0, func(c check.Controls) []string { return c.NIS2 }),
	}
}

// annexA is every control of ISO/IEC 27001:2022 Annex A.
func annexA() []group {
	g := group{reason: noEvidence}
	for theme, n := range map[int]int{5: 37, 6: 8, 7: 14, 8: 34} {
		for i := range n {
			g.ids = append(g.ids, fmt.Sprintf("A.%d.%d", theme, i+1))
		}
	}
	return []group{g}
}

// article21 is every measure of Article 21(2) of Directive (EU) 2022/2555.
func article21() []group {
	g := group{reason: noEvidence}
	for letter := 'a'; letter <= 'j'; letter++ {
		g.ids = append(g.ids, fmt.Sprintf("21(2)(%c)", letter))
	}
	return []group{g}
}

const noEvidence = "No check is evidence for it: it is kept by what people do rather than by a setting of Microsoft 365."

func build(name string, checks []*check.Check, unanswered []group, beyond int, of func(check.Controls) []string) Framework {
	by := map[string]*Control{}
	at := func(id string) *Control {
		if by[id] == nil {
			by[id] = &Control{ID: id}
		}
		return by[id]
	}
	for _, g := range unanswered {
		for _, id := range g.ids {
			at(id).Reason = g.reason
		}
	}
	for _, c := range checks {
		for _, id := range of(c.Controls) {
			control := at(id)
			control.Checks, control.Reason = append(control.Checks, c.ID), ""
		}
	}
	f := Framework{Name: name, Beyond: beyond}
	for _, c := range by {
		f.Controls = append(f.Controls, *c)
	}
	slices.SortFunc(f.Controls, func(a, b Control) int { return compareIDs(a.ID, b.ID) })
	return f
}

// compareIDs orders ids with the numbers in them as numbers.
func compareIDs(a, b string) int {
	for a != "" && b != "" {
		na, restA := number(a)
		nb, restB := number(b)
		if len(restA) < len(a) && len(restB) < len(b) {
			if c := cmp.Compare(na, nb); c != 0 {
				return c
			}
			a, b = restA, restB
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func number(s string) (n int, rest string) {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:]
}

// A Row is a row of the catalogue of controls: what the checks set out to answer.
type Row struct {
	ID     string
	Checks []string // that answer it
	Reason string   // why none does
}

// Rows returns the rows that the checks set out to answer, in the catalogue's order.
func Rows(checks []*check.Check) []Row {
	by := map[string][]string{}
	for _, c := range checks {
		for _, id := range c.Rows {
			by[id] = append(by[id], c.ID)
		}
	}
	var out []Row
	for _, id := range rows() {
		r := Row{ID: id, Checks: by[id]}
		if len(r.Checks) == 0 {
			r.Reason = left[id]
		}
		out = append(out, r)
	}
	return out
}

// left says why a row is not answered: each reason holds for whatever reads a
// tenant as an application with read permissions.
var left = map[string]string{
	"RK-019": eventsOnly,
	"RK-020": eventsOnly,
}

const eventsOnly = "It asks that an event is noticed, not that something is set: no resource holds an answer, and the audit log gives its records only to a query that must first be created in the tenant and takes minutes to hours."
