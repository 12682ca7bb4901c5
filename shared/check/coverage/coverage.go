// Package coverage decides whether a tenant's conditional-access policies,
// taken together, keep a requirement, and explains each of them.
//
// A policy is a box: it applies to a sign-in when every one of its conditions
// does. A requirement is a box too, such as "everyone, every application,
// legacy clients". The engine looks for one sign-in inside the requirement that
// no policy with a sufficient grant applies to. Where there is none the policies
// cover the requirement, however they share the work; where there is one it is
// the gap that the reason speaks of.
//
// What Vahti does not know (a state, a control, a condition) is judged twice:
// as if it did not help and as if it did. Where the two differ the verdict is
// unknown.
package coverage

import (
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A Requirement is what policies must do together.
type Requirement struct {
	// Does completes the sentence "A policy …", such as "blocks legacy
	// authentication". It becomes part of reasons and is translated as a text of
	// its own, so it holds no tenant's words.
	Does string
	// Grant is what a covered sign-in must meet.
	Grant Grant
	// Session, where it is set, is what a covered session must meet; Grant is
	// not looked at then.
	Session Session
	// OrBlock lets a block count as what is asked where the policy is about the
	// range, the applications or the guests that the requirement is about: what
	// nobody can do needs no further protection.
	OrBlock bool

	// Who must be covered: everyone, unless one of these is set.

	// Agents asks for agent identities instead of people.
	Agents bool
	// Roles asks for the holders of these directory roles.
	Roles []Role
	// Guests asks for guests of every kind.
	Guests bool
	// Somebody asks that each policy is for somebody at all.
	Somebody bool
	// Exempt are ids of directory roles whose holders need not be covered.
	Exempt []string

	// What must be covered: every application, unless one of these is set.

	// Applications are ids of applications, or Microsoft's names for many, each
	// of which must be covered.
	Applications []string
	// UserAction asks for this action, such as registering security information.
	UserAction string
	// Context asks for this authentication context, such as "c1".
	Context string

	// Untrusted asks for sign-ins from places that are not trusted instead of
	// from everywhere, by at least one policy that is about places.
	Untrusted bool
	// Unmanaged asks for devices that are neither compliant nor hybrid joined
	// instead of every device.
	Unmanaged bool

	// The ranges say for which values of a condition sign-ins must be covered.
	ClientApps Range
	Platforms  Range
	Flows      Range
	UserRisk   Range
	SignInRisk Range
	AgentRisk  Range
}

// session says whether the policy's controls give only the sessions asked for, or
// none (covers), and whether they ask for them (aims).
func (r *Requirement) session(p *snapshot.ConditionalAccessPolicy) (covers, aims truth) {
	if p.SessionControls.Known() {
		aims = r.Session.keeps(&p.SessionControls.V)
	}
	aims = max(aims, r.Session.refuses(p.GrantControls.V))
	if blocks(p) {
		return yes, aims
	}
	return aims, aims
}

// Blocks reports whether a policy refuses access; known is false where it asks
// for something Vahti does not know, which may be the same.
func Blocks(p *snapshot.ConditionalAccessPolicy) (block, known bool) {
	if !p.GrantControls.Known() {
		return false, true
	}
	_, t := Block.judge(p.GrantControls.V)
	return t == yes, t != maybe
}

func blocks(p *snapshot.ConditionalAccessPolicy) bool {
	return p.GrantControls.Known() && hasControl(p.GrantControls.V, "block")
}

// A Range is the values of one condition that must be covered, in Graph's
// words; none means all that people's sign-ins can have.
type Range struct {
	Values []string
	// Named asks that at least one covering policy sets the condition itself: a
	// policy that merely applies to everything was not made for the requirement.
	Named bool
}

// A Role is a directory role whose holders must be covered. The same role may
// be named by more than one id.
type Role struct {
	IDs []string
}

// A Coverage is what Judge found.
type Coverage struct {
	Verdict finding.Verdict // pass, fail or unknown
	Reason  string          // one sentence, free of personal data
	// Gap names what is left out when the verdict is fail although some policy
	// does what is asked: "guests", "roleHolders", "excluded-" or "other-" with
	// what is excluded or not included, or the name of a condition in Graph.
	Gap []string
	// Policies holds every policy of the tenant, those that help first.
	Policies []Policy
	Enabled  int // policies that are enforced
	Reports  int // policies in report-only mode
	// Satisfying counts the policies that keep the requirement alone.
	Satisfying int
	// Contributing counts the enforced policies that do what is asked for at
	// least someone, made for the purpose.
	Contributing int
}

// A Policy is one policy with the reason why it does not keep the requirement
// alone; an empty note means that it does.
type Policy struct {
	ID, Name string
	Note     string
	rank     int
}

// Judge decides whether the tenant's policies keep r. It must be called only
// when the policies were read. What is judged often is prepared once.
func Judge(s *snapshot.Snapshot, r Requirement) Coverage { return Prepare(r).Judge(s) }

// members reports of accounts that were read whether they are the company's own
// rather than a guest's; those of other organisations who count as members bear
// it in their names.
func members(s *snapshot.Snapshot) func(id string) bool {
	return func(id string) bool {
		u := snapshot.UserByID(s, id)
		return u != nil && strings.EqualFold(u.UserType, "Member") && u.UserPrincipalName != "" && !strings.Contains(strings.ToUpper(u.UserPrincipalName), "#EXT#")
	}
}

// Together judges several requirements that make one control: it passes, with
// the reason given, where each of them is kept. Otherwise it speaks of the first
// that is not, or that is not certain where none surely fails.
func Together(s *snapshot.Snapshot, pass string, rs ...Requirement) Coverage {
	var all []Coverage
	for _, r := range rs {
		all = append(all, Judge(s, r))
	}
	for _, v := range []finding.Verdict{finding.Fail, finding.Unknown} {
		for _, c := range all {
			if c.Verdict == v {
				return c
			}
		}
	}
	return merge(pass, all)
}

// merge joins requirements that are all kept.
func merge(pass string, all []Coverage) Coverage {
	out := Coverage{Verdict: finding.Pass, Reason: pass, Enabled: all[0].Enabled, Reports: all[0].Reports}
	at := map[string]int{}
	for n, c := range all {
		for _, p := range c.Policies {
			i, there := at[p.ID]
			if !there {
				at[p.ID] = len(out.Policies)
				out.Policies = append(out.Policies, p)
				continue
			}
			q := &out.Policies[i]
			switch {
			case n == 0 || p.rank == rankAlone && q.rank == rankAlone:
			case p.rank == rankAlone || q.rank == rankAlone:
				q.Note, q.rank = keepsPart, rankHelps
			case p.rank < q.rank:
				q.Note, q.rank = p.Note, p.rank
			}
		}
	}
	for i := range out.Policies {
		switch out.Policies[i].rank {
		case rankAlone:
			out.Satisfying++
			out.Contributing++
		case rankHelps:
			out.Contributing++
		}
	}
	sortPolicies(out.Policies)
	return out
}

// Evidence turns the coverage into evidence: on a pass the policies that help,
// otherwise every policy with its note.
func (c Coverage) Evidence() finding.Evidence {
	subjects := make([]finding.Subject, 0, len(c.Policies))
	for _, p := range c.Policies {
		if c.Verdict == finding.Pass && p.rank > rankHelps {
			break
		}
		note := p.Note
		if note == "" {
			note = keepsAlone
		}
		subjects = append(subjects, finding.Subject{ID: p.ID, Name: p.Name, Note: note})
	}
	var gap gaps
	for _, name := range c.Gap {
		gap |= gapOf(name)
	}
	e := finding.Evidence{Facts: facts(len(c.Policies), c.Enabled, c.Reports, c.Satisfying, c.Contributing, gap)}
	if len(subjects) > 0 {
		e.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
	}
	return e
}
