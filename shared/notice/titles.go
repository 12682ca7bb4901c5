package notice

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
)

// Titles returns what the given checks say should hold, in a language. A check that is
// not among them, such as a customer's own, has no title: its author may have named
// somebody in it.
func Titles(checks ...*check.Check) func(id, language string) string {
	byID := map[string]*check.Check{}
	for _, c := range checks {
		byID[c.ID] = c
	}
	return func(id, language string) string {
		c := byID[id]
		if c == nil {
			return ""
		}
		said, _ := check.Say(c, text.Language(language), c.Title)
		return said
	}
}
