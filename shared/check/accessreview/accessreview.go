// Package accessreview judges what reviews of access have in common, whoever's
// access they are about.
package accessreview

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Underway judges by the status of a review whether it is in progress.
func Underway(status string) finding.Verdict {
	switch strings.ToLower(status) {
	case "inprogress":
		return finding.Pass
	case "initializing", "notstarted", "starting", "completing", "completed", "autoreviewing", "autoreviewed", "applying", "applied":
		return finding.Fail
	}
	return finding.Unknown
}

// HasReviewers reports whether somebody else reviews, in every stage where there
// are several. Without reviewers people review themselves.
func HasReviewers(a *snapshot.AccessReview) bool {
	if len(a.Stages) == 0 {
		return len(a.Reviewers) > 0
	}
	return !slices.ContainsFunc(a.Stages, func(s snapshot.ReviewStage) bool { return len(s.Reviewers) == 0 })
}

// Monthly judges whether something comes back at least every month, for ever.
// What happens once has no recurrence.
func Monthly(r snapshot.Value[snapshot.Recurrence]) finding.Verdict {
	pattern, limits := r.V.Pattern, r.V.Range
	if r.Null || pattern.Null || limits.Null {
		return finding.Fail
	}
	var most int64
	switch strings.ToLower(pattern.V.Type) {
	case "daily":
		most = 31
	case "weekly":
		most = 4
	case "absolutemonthly", "relativemonthly":
		most = 1
	case "absoluteyearly", "relativeyearly":
		return finding.Fail
	default:
		return finding.Unknown
	}
	endless, every := endless(limits.V), pattern.V.Interval
	switch {
	case endless == finding.Fail, every.V > most:
		return finding.Fail
	case endless == finding.Unknown, every.V < 1:
		return finding.Unknown
	}
	return finding.Pass
}

// endless judges whether something goes on for ever. The last day that Graph
// knows stands for no end; that it comes back no times is what Microsoft's
// documentation shows and does not explain.
func endless(r snapshot.RecurrenceRange) finding.Verdict {
	switch strings.ToLower(r.Type) {
	case "noend":
		return finding.Pass
	case "enddate":
		if r.EndDate == "9999-12-31" {
			return finding.Pass
		}
		return finding.Fail
	case "numbered":
		if r.NumberOfOccurrences.Known() && r.NumberOfOccurrences.V == 0 {
			return finding.Unknown
		}
		return finding.Fail
	}
	return finding.Unknown
}
