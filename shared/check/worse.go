package check

import (
	"slices"

	"vahti.ai/vahti/shared/finding"
)

// Scale says how the check's facts tell better from worse: those it names, and
// those that mean the same wherever they appear.
func (c *Check) Scale() finding.Scale {
	return finding.Scale{
		// Policies that keep a control together, or set something on devices.
		LessIsWorse: slices.Concat([]string{"policies", "policiesContributing", "policiesEnabled", "policiesSatisfying"}, c.LessIsWorse),
		// What was looked at, and how much of the whole that was.
		Neutral: slices.Concat([]string{"policiesConsidered", "policiesReportOnly", "read", "rolesJudged", "total"}, c.Neutral),
	}
}

// Judged is the outcome as findings are made of it.
func (o Outcome) Judged() finding.Judged {
	return finding.Judged{Check: o.Check.ID, Severity: o.Check.Severity, Scale: o.Check.Scale(), Results: o.Results, Told: o.told}
}
