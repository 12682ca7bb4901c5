package check

import (
	"slices"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// The reasons for what is not known yet of resources whose parents take turns.
const (
	nothingSoFar = "Nothing amiss was found in what was read so far; the rest follows within a week."
	amissSoFar   = "Only a part was read so far; the rest follows within a week."
)

// partly completes a check's results where only a part was read of a resource that it
// needs and whose parents take turns: the tenant as a whole is unknown then, unless it
// fails, whatever was found under the parents that were read. told says which of the
// entities without a result were looked at; the results' resources are parents. It is
// nil where everything was read, or the check itself could not tell.
func partly(c *Check, s *snapshot.Snapshot, results []Result) (completed []Result, told func(resource string) bool) {
	var each []func(string) bool
	var read, total int
	for _, r := range c.Reads {
		key, known := snapshot.KeyOf(r)
		if !known || !snapshot.TakesTurns(key) {
			continue
		}
		coverage := s.Coverage(r)
		read, total = read+coverage.Read, total+coverage.Total
		if !coverage.Whole() {
			each = append(each, snapshot.Told(key, s))
		}
	}
	if len(each) == 0 {
		return results, nil
	}
	told = func(resource string) bool {
		return !slices.ContainsFunc(each, func(told func(string) bool) bool { return !told(resource) })
	}
	reason := nothingSoFar
	for _, r := range results {
		if r.Verdict == finding.Fail {
			reason = amissSoFar
		}
	}
	for i := range results {
		r := &results[i]
		if r.Resource != finding.TenantResource {
			continue
		}
		switch r.Verdict {
		case finding.Unknown:
			return results, nil
		case finding.Pass, finding.NotApplicable:
			r.Verdict, r.Reason = finding.Unknown, reason
			return results, told
		}
		if len(results) == 1 {
			return results, nil
		}
	}
	unknown := One(finding.Unknown, reason, finding.Evidence{Facts: finding.Facts{"read": read, "total": total}})
	return append(results, unknown...), told
}
