package console

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// findingView is the page of one finding.
type findingView struct {
	Item     findingItem
	State    label
	Open     bool
	Opened   moment // when it was first opened, where that is not Since
	Because  string // why it has its severity
	Gone     string // set when the check is no longer made
	Risk     string
	Advice   *store.Advice // shown beside the check's own text; nil when there is none
	Facts    []fact
	Subjects []subjectGroup
	Portal   string
	Request  string
	Controls []controlGroup
	Steps    []step
	Source   string
	CheckID  string
}

// fact is one property with its value.
type fact struct{ Name, Value string }

// subjectGroup is the subjects of one kind.
type subjectGroup struct {
	Kind  string
	Total int
	Shown []finding.Subject
}

// controlGroup is the controls of one publication.
type controlGroup struct {
	Name string
	IDs  []string
}

// step is one chapter of a finding's history.
type step struct {
	Text, Class, Reason string
	At                  moment
	Slot                string
	Changes             []change
	// Same is set when a change touched no fact: what the facts point at changed.
	Same bool
}

// change is one fact before and after.
type change struct{ Name, From, To string }

// findingID is the form of a finding's ID. Other texts are not worth a question
// to the store.
var findingID = regexp.MustCompile(`^[0-9A-Za-z-]{1,128}$`)

func (c *console) finding(r *http.Request, p auth.Principal) (page, error) {
	t, id, err := c.open(r, p)
	if err != nil {
		return page{}, err
	}
	if !findingID.MatchString(r.PathValue("finding")) {
		return page{}, store.ErrNotFound
	}
	ctx := r.Context()
	about, name, err := header(ctx, t)
	if err != nil {
		return page{}, err
	}
	f, err := t.Finding(ctx, finding.ID(r.PathValue("finding")))
	if err != nil {
		return page{}, err
	}
	history, err := t.History(ctx, f.ID)
	if err != nil {
		return page{}, err
	}
	v := c.findingView(id, f, history)
	if v.Open {
		v.Advice = c.advice(ctx, t, id, about.Language, f)
	}
	return page{template: "finding", Title: v.Item.Title, Trail: []crumb{home, {name, tenantPath(id)}}, View: v}, nil
}

// advice returns the explanation to show: one that was written about the check
// as it is and the facts as they are. Until there is one, where the model's
// answer was refused, and once it is stale, people read the check's own text. A
// finding is whole without an explanation, so that its page does not depend on
// the database of explanations.
func (c *console) advice(ctx context.Context, t tenantReader, id tenant.ID, language string, f finding.Finding) *store.Advice {
	known := c.checks[f.Check]
	if known == nil {
		return nil
	}
	a, err := t.Advice(ctx, f.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	var present string
	if err == nil {
		present, err = brief.Of(language, known, f).Hash()
	}
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			c.log.Warn("explanation could not be shown", "tenant", id.String(), "finding", string(f.ID), "error", err)
		}
		return nil
	}
	if !a.Written || a.Facts != present {
		return nil
	}
	return &a
}

func (c *console) findingView(id tenant.ID, f finding.Finding, history []store.Step) findingView {
	v := findingView{
		Item: c.itemOf(id, f), State: stateLabel(f.State), Open: f.State == finding.Open,
		Facts: facts(f.Evidence.Facts), Subjects: subjects(f.Evidence.Subjects), CheckID: f.Check, Gone: checkGone,
	}
	if !f.Opened.Equal(f.Since) {
		v.Opened = on(f.Opened)
	}
	for _, s := range history {
		v.Steps = append(v.Steps, stepOf(s))
	}
	known := c.checks[f.Check]
	if known == nil {
		return v
	}
	v.Gone, v.Because, v.Risk, v.Source = "", known.Because, known.Risk, known.Source
	v.Portal, v.Request = known.Fix.Portal, known.Fix.Request
	for _, g := range []controlGroup{
		{"CISA SCuBA", known.Controls.SCuBA}, {"CIS Microsoft 365", known.Controls.CIS}, {"EIDSCA", known.Controls.EIDSCA},
	} {
		if len(g.IDs) > 0 {
			v.Controls = append(v.Controls, g)
		}
	}
	return v
}

func facts(f finding.Facts) []fact {
	var out []fact
	for _, name := range sortedKeys(f) {
		out = append(out, fact{name, factText(f[name])})
	}
	return out
}

func subjects(s finding.Subjects) []subjectGroup {
	var out []subjectGroup
	for _, kind := range sortedKeys(s) {
		list := s[kind]
		if list.Total > 0 {
			out = append(out, subjectGroup{kindText(kind), list.Total, list.Shown})
		}
	}
	return out
}

func stepOf(s store.Step) step {
	out := step{Text: stepText(s.Kind), Class: stepClass(s.Kind), Reason: s.Reason, At: on(s.At), Slot: s.Slot}
	if s.Kind == finding.Opened {
		return out
	}
	for _, name := range sortedKeys(s.From, s.To) {
		from, to := factText(s.From[name]), factText(s.To[name])
		if from != to {
			out.Changes = append(out.Changes, change{name, from, to})
		}
	}
	out.Same = s.Kind == finding.Changed && len(out.Changes) == 0
	return out
}

// stepClass is the style of a step: what it left the finding as.
func stepClass(k finding.Kind) string {
	if k == finding.Closed {
		return stateLabel(finding.Resolved).Class
	}
	return stateLabel(finding.Open).Class
}

// sortedKeys returns the keys of the maps together, each once.
func sortedKeys[M ~map[string]V, V any](all ...M) []string {
	var keys []string
	for _, m := range all {
		keys = slices.AppendSeq(keys, maps.Keys(m))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
