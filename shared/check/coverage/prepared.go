package coverage

import (
	"cmp"
	"slices"
	"sync"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A Prepared requirement has what does not depend on a tenant worked out, so that
// it can be judged on many.
type Prepared struct {
	r      Requirement
	key    any // of its readings
	want   packed
	named  []dim // the conditions that a policy has to set
	valued []dim // the conditions that a policy may be about, see Requirement.OrBlock

	// What it says.
	alone, together, none, unsure string
	lacks, instead                string
	offLacks, reportLacks         string // of policies that are disabled or in report-only mode
	offWeaker, reportWeaker       string

	mu    sync.RWMutex
	fails map[gaps]string // the reason for each gap there was
}

// Prepare makes a requirement ready.
func Prepare(r Requirement) *Prepared {
	p := &Prepared{
		r: r, key: r.scopeKey(), want: r.box().packed(),
		alone:    "An enabled conditional access policy " + r.Does + ".",
		together: "Conditional access " + r.Does + ", through several enabled policies together.",
		none:     "No enabled conditional access policy " + r.Does + ".",
		unsure:   "A policy that may count holds a value Vahti does not know, so it cannot be told whether conditional access " + r.Does + ".",
		lacks:    r.lacks(), instead: "blocks, but is not made for this",
		fails: map[gaps]string{},
	}
	if r.Session != nil || r.Grant != Block {
		p.instead = "blocks, but " + p.lacks
	}
	p.offLacks, p.reportLacks = disabled+"; "+p.lacks, reportOnly+"; "+p.lacks
	p.offWeaker, p.reportWeaker = disabled+"; "+weaker, reportOnly+"; "+weaker
	ranges := r.ranges()
	for d := range dimCount {
		if ranges[d].Named {
			p.named = append(p.named, d)
		}
		if d != clientApps && len(ranges[d].Values) > 0 {
			p.valued = append(p.valued, d)
		}
	}
	return p
}

// A call is what a requirement makes of one policy.
type call struct {
	covers, aims truth
	rank         uint8
}

// A judgement is what was found, its explanation not yet written.
type judgement struct {
	verdict                  finding.Verdict
	reason                   string
	gap                      gaps
	satisfying, contributing int
	rd                       *reading
	calls                    []call
	ranked                   [rankCount]int // how many policies have each rank
}

// usual is how many policies a tenant commonly has at most; more cost an allocation.
const usual = 32

func (p *Prepared) judge(s *snapshot.Snapshot, limit int, room []call) judgement {
	rd := p.read(s)
	j := judgement{rd: rd, calls: room}
	doubt := rd.doubt
	for i := range rd.lines {
		k := p.call(rd, i)
		j.ranked[k.rank]++
		doubt = doubt || k.covers == maybe || k.aims == maybe
		j.calls = append(j.calls, k)
	}
	j.satisfying, j.contributing = j.ranked[rankAlone], j.ranked[rankAlone]+j.ranked[rankHelps]
	if j.satisfying > 0 {
		j.verdict, j.reason = finding.Pass, p.alone
		return j
	}
	certain := p.cover(rd, j.calls, sure, limit)
	switch {
	case certain.covered():
		j.verdict, j.reason = finding.Pass, p.together
		return j
	case certain.exhausted:
		j.verdict, j.reason = finding.Unknown, "The policies exclude and include each other's users in more ways than Vahti can follow."
		return j
	case doubt:
		if hopeful := p.cover(rd, j.calls, hope, limit); hopeful.covered() || hopeful.exhausted {
			j.verdict, j.reason = finding.Unknown, p.unsure
			return j
		}
	}
	j.verdict, j.gap, j.reason = finding.Fail, certain.gap, p.fail(certain)
	return j
}

// call says what the policy does for the requirement.
func (p *Prepared) call(rd *reading, i int) call {
	l := &rd.lines[i]
	var k call
	if p.r.Session == nil {
		k.covers, k.aims = l.grants[p.r.Grant].covers, l.grants[p.r.Grant].aims
	} else {
		k.covers, k.aims = p.r.session(l.policy)
	}
	dims := rd.sure.regions[i].dims
	switch {
	case l.astray || !p.names(l):
		k.aims = no
	case l.blocks && p.r.OrBlock && p.fits(l, dims):
		k.aims = yes
	case l.blocks && len(p.r.Applications) > 0 && l.everything:
		k.aims = no // a block of everything was not made for the applications
	}
	nowhere := rd.sure.nowhere[i] || dims.and(p.want).lacks()
	switch {
	case l.state == yes && k.aims == yes && l.scope == "" && l.rest == "" && l.strange == 0 && p.want.without(dims).empty():
		k.rank = rankAlone
	case l.state == yes && k.aims == yes && !nowhere:
		k.rank = rankHelps
	case l.report && k.aims > no:
		k.rank = rankReportOnly
	case l.state == yes && k.covers == yes && !nowhere:
		k.rank = rankStricter
	case k.aims > no:
		k.rank = rankDisabled
	default:
		k.rank = rankOther
	}
	return k
}

// names reports whether the policy sets every condition that the requirement
// wants set.
func (p *Prepared) names(l *line) bool {
	for _, d := range p.named {
		m := l.words.at(d)
		if l.strange&(1<<d) == 0 && (m&p.want.at(d) == 0 || m == domains[d].full) {
			return false
		}
	}
	return true
}

// fits reports whether a policy is about something in particular that the
// requirement is about, rather than about everything.
func (p *Prepared) fits(l *line, dims packed) bool {
	if l.fits {
		return true
	}
	for _, d := range p.valued {
		if dims.at(d) != domains[d].full {
			return true
		}
	}
	return false
}

// fail is the reason why the control is not kept. There are few for one
// requirement, so they are kept.
func (p *Prepared) fail(a answer) string {
	if a.used == 0 {
		return p.none
	}
	if a.roles < len(p.r.Roles) {
		return failReason(&p.r, a)
	}
	p.mu.RLock()
	reason, ok := p.fails[a.gap]
	p.mu.RUnlock()
	if !ok {
		reason = failReason(&p.r, a)
		p.mu.Lock()
		p.fails[a.gap] = reason
		p.mu.Unlock()
	}
	return reason
}

// Judge decides whether the tenant's policies keep the requirement, and explains
// every policy. It must be called only when the policies were read.
func (p *Prepared) Judge(s *snapshot.Snapshot) Coverage { return p.coverage(s, maxSteps) }

func (p *Prepared) coverage(s *snapshot.Snapshot, limit int) Coverage {
	var room [usual]call
	j := p.judge(s, limit, room[:0])
	out := Coverage{
		Verdict: j.verdict, Reason: j.reason, Gap: j.gap.names(), Enabled: j.rd.enabled, Reports: j.rd.reports,
		Satisfying: j.satisfying, Contributing: j.contributing,
	}
	for rank := range uint8(rankCount) {
		for _, i := range j.rd.byID {
			if j.calls[i].rank == rank {
				l := &j.rd.lines[i]
				out.Policies = append(out.Policies, Policy{ID: l.policy.ID, Name: l.policy.DisplayName, Note: p.note(j.rd, i, j.calls[i]), rank: int(rank)})
			}
		}
	}
	return out
}

// Verdict decides alone.
func (p *Prepared) Verdict(s *snapshot.Snapshot) finding.Verdict {
	var room [usual]call
	j := p.judge(s, maxSteps, room[:0])
	return j.verdict
}

// Results are Judge's verdict and reason as the one result of a check, with
// Coverage's evidence to be written where it is wanted.
func (p *Prepared) Results(s *snapshot.Snapshot) []finding.Result {
	var room [usual]call
	j := p.judge(s, maxSteps, room[:0])
	return []finding.Result{{Resource: finding.TenantResource, Verdict: j.verdict, Reason: j.reason, Explain: p.explain(j)}}
}

// explain keeps what was found until its evidence is wanted.
func (p *Prepared) explain(j judgement) func() finding.Evidence {
	j.calls = slices.Clone(j.calls)
	return func() finding.Evidence { return p.evidence(&j) }
}

func (p *Prepared) evidence(j *judgement) finding.Evidence {
	e := finding.Evidence{Facts: facts(len(j.calls), j.rd.enabled, j.rd.reports, j.satisfying, j.contributing, j.gap)}
	total, ranks := len(j.calls), uint8(rankCount)
	if j.verdict == finding.Pass {
		total, ranks = j.contributing, rankHelps+1
	}
	if total == 0 {
		return e
	}
	var policies finding.Tally
	for rank := range ranks {
		if j.ranked[rank] == 0 {
			continue
		}
		for _, i := range j.rd.byID {
			if j.calls[i].rank != rank {
				continue
			}
			l := &j.rd.lines[i]
			one := finding.Subject{ID: l.policy.ID, Name: l.policy.DisplayName}
			if !policies.Full() {
				one.Note = cmp.Or(p.note(j.rd, i, j.calls[i]), keepsAlone)
			}
			policies.Add(one)
		}
	}
	e.Subjects = finding.Subjects{"policies": policies.List()}
	return e
}

func facts(considered, enabled, reports, satisfying, contributing int, gap gaps) finding.Facts {
	f := finding.Facts{
		"policiesConsidered": considered, "policiesEnabled": enabled, "policiesReportOnly": reports,
		"policiesSatisfying": satisfying, "policiesContributing": contributing,
	}
	if gap != 0 {
		f["gap"] = gap.names()
	}
	return f
}
