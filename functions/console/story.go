package console

import (
	"context"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
)

// step is one chapter of a finding's story.
type step struct {
	Text, Class string
	Reason      words
	At          moment
	Slot        string
	By          *by
	Because     string // why an accepted finding returned
	Changes     []change
	// Same is set when a change touched no fact: what the facts point at changed.
	Same bool
	// Terms are what was accepted, of the chapter that tells of it.
	Terms *terms
}

// change is one fact before and after.
type change struct{ Name, From, To string }

// by is who made a change; nothing is set where nobody could be named.
type by struct {
	Named        bool
	Hidden       bool // who it was is not for the visitor to see
	Itself       bool // Vahti did it
	Actor, App   string
	Address      string
	Activity     string // in Microsoft's words
	At           moment
	ActorUnknown bool // what was done is known, and not who did it
}

// terms are what a person accepted.
type terms struct {
	Reason, Owner string
	Until         moment
}

// hide takes out who a person is.
func (b *by) hide() *by {
	if b.Itself {
		return b
	}
	return &by{Hidden: true}
}

// story tells a finding's steps; why and by whom it was accepted only where that is to be
// shown.
func (l locale) story(ctx context.Context, t tenantReader, known *check.Check, f finding.Finding, steps []store.Step, shown bool) ([]step, error) {
	accepted := map[string]finding.Exception{}
	for _, s := range steps {
		if s.Kind != finding.Accepted || !shown {
			continue
		}
		all, err := t.Exceptions(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			if e.Finding == f.ID {
				accepted[e.ID] = e
			}
		}
		break
	}
	var out []step
	for _, s := range steps {
		told := l.stepOf(known, s)
		if exceptional(s) && !shown {
			told.By = told.By.hide()
		}
		if e, ok := accepted[s.Exception]; ok && s.Kind == finding.Accepted {
			told.Terms = &terms{e.Reason, e.Owner, l.on(e.Expires)}
		}
		out = append(out, told)
	}
	return out, nil
}

func (l locale) stepOf(known *check.Check, s store.Step) step {
	out := step{Text: l.step(s.Kind), Class: stepClass(s.Kind), At: l.on(s.At), By: l.by(s.By, s.Because)}
	if s.Kind == finding.Accepted {
		return out
	}
	if s.Kind == finding.Returned {
		out.Because = l.because(s.Because)
		return out
	}
	out.Reason, out.Slot = l.of(known, s.Reason), s.Slot
	if s.Kind == finding.Opened {
		return out
	}
	out.Changes = l.changes(s.From, s.To)
	out.Same = (s.Kind == finding.Changed || s.Kind == finding.Worsened) && len(out.Changes) == 0
	return out
}

// changes lists the facts that differ.
func (l locale) changes(before, after finding.Facts) (out []change) {
	for _, name := range sortedKeys(before, after) {
		from, to := l.fact(before[name]), l.fact(after[name])
		if from != to {
			out = append(out, change{name, from, to})
		}
	}
	return out
}

// by tells who made a change. An exception that ended by itself was ended by
// Vahti.
func (l locale) by(a finding.Attribution, because finding.EndReason) *by {
	if because == finding.Expired || because == finding.GotWorse {
		return &by{Itself: true}
	}
	if !a.Attributed {
		return &by{}
	}
	who := a.Actor
	if who == "" {
		who = a.ActorID
	}
	return &by{Named: true, Actor: who, ActorUnknown: who == "", App: a.App, Address: a.IP, Activity: a.Activity, At: l.on(a.At)}
}

// because says why an accepted finding returned.
func (l locale) because(why finding.EndReason) string {
	switch why {
	case finding.Expired:
		return l.say("The time for which it was accepted has passed.")
	case finding.GotWorse:
		return l.say("It became worse than what was accepted.")
	}
	return l.say("The acceptance was taken back.")
}

// stepClass is the style of a step: what it left the finding as.
func stepClass(k finding.Kind) string {
	switch k {
	case finding.Closed:
		return stateClass(finding.Resolved)
	case finding.Accepted:
		return stateClass(finding.Excepted)
	}
	return stateClass(finding.Open)
}
