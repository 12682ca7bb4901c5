// Package exchange holds the checks on mailboxes and who may read them.
package exchange

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// judged is a verdict on one mailbox; of a pass nothing but that is looked at.
type judged struct {
	verdict    finding.Verdict
	reason     string
	facts      finding.Facts
	recipients []finding.Subject
}

var passed = judged{verdict: finding.Pass}

// perMailbox judges mailbox by mailbox what is read in turns.
type perMailbox[T any] struct {
	key   snapshot.Each[T]
	judge func(s *snapshot.Snapshot, owner string, of []T) judged
	pass  string
}

func (p perMailbox[T]) run(s *snapshot.Snapshot) []check.Result {
	var results []check.Result
	owners := p.key.Parents(s)
	for _, owner := range owners {
		of, _ := p.key.Of(s, owner)
		j := p.judge(s, owner, of)
		if j.verdict == finding.Pass {
			continue
		}
		subjects := finding.Subjects{"people": finding.List(person(s, owner))}
		if len(j.recipients) > 0 {
			subjects["recipients"] = finding.List(j.recipients...)
		}
		results = append(results, check.Result{Resource: owner, Verdict: j.verdict, Reason: j.reason, Evidence: finding.Evidence{Facts: j.facts, Subjects: subjects}})
	}
	coverage := s.Coverage(p.key.Resource())
	facts := finding.Facts{}
	if coverage.Total > 0 {
		facts["read"], facts["total"] = coverage.Read, coverage.Total
	}
	evidence := finding.Evidence{Facts: facts}
	switch {
	case len(results) > 0:
		return results
	case len(owners) == 0:
		return check.One(finding.NotApplicable, "The tenant has no mailboxes.", evidence)
	}
	return check.One(finding.Pass, p.pass, evidence)
}

func person(s *snapshot.Snapshot, id string) finding.Subject {
	who := finding.Subject{ID: id}
	if u := snapshot.UserByID(s, id); u != nil {
		who.Name = u.DisplayName
	}
	return who
}
