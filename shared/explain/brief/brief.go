// Package brief says what is asked about a finding: whoever has it explained
// and whoever shows the explanation mean the same question, so that one made
// for other facts, or for another text of the check, is told by its hash.
package brief

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/explain"
	"vahti.ai/vahti/shared/finding"
)

// Of returns the question about a finding of a check, for a tenant that reads
// language. A language that explanations are not made in counts as English.
// Of the finding only the facts are used: what points at people has no way into
// a question.
func Of(language string, c *check.Check, f finding.Finding) explain.Question {
	if !slices.Contains(explain.Languages(), language) {
		language = explain.Languages()[0]
	}
	return explain.Question{
		Language: language, Check: c.ID, Title: c.Title, Risk: c.Risk, Fix: c.Fix.Portal, Facts: f.Evidence.Facts,
	}
}
