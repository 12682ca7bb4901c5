package check

import (
	"vahti.ai/vahti/shared/finding"
)

// A Score is the share of what was asked of a tenant that it keeps, by weight:
//
//	score = 100 × weight of the checks that pass ÷ weight of those that pass, fail or are unknown
//
// A check weighs 10 when it is critical, 5 when high, 3 when medium, 1 when low
// and nothing when it only informs. What could not be told does not count as
// kept; what does not apply to the tenant is not asked of it.
type Score struct {
	// Overall is from 0 to 100, and -1 where nothing was asked.
	Overall float64
	// Categories holds the same for each category in which something was asked.
	Categories map[Category]float64
}

// Weight is how much a check of this severity counts in a score.
func Weight(s finding.Severity) float64 {
	switch s {
	case finding.Critical:
		return 10
	case finding.High:
		return 5
	case finding.Medium:
		return 3
	case finding.Low:
		return 1
	}
	return 0
}

// ScoreOf computes a score of verdicts by check. Checks without a verdict were
// not asked.
func ScoreOf(checks []*Check, verdicts map[string]finding.Verdict) Score {
	kept, asked := map[Category]float64{}, map[Category]float64{}
	var keptAll, askedAll float64
	for _, c := range checks {
		w := Weight(c.Severity)
		switch verdicts[c.ID] {
		case finding.Pass:
			kept[c.Category] += w
			keptAll += w
		case finding.Fail, finding.Unknown:
		default:
			continue
		}
		asked[c.Category] += w
		askedAll += w
	}
	s := Score{Overall: -1, Categories: map[Category]float64{}}
	if askedAll > 0 {
		s.Overall = percent(keptAll, askedAll)
	}
	for category, w := range asked {
		if w > 0 {
			s.Categories[category] = percent(kept[category], w)
		}
	}
	return s
}

// percent rounds to one decimal, so that a score reads the same everywhere.
func percent(part, whole float64) float64 {
	return float64(int(part/whole*1000+0.5)) / 10
}
