package console

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
)

// findingView is the page of one finding.
type findingView struct {
	Item     findingItem
	State    label
	Open     bool           // whether it fails still, accepted or not
	Opened   moment         // when it was first opened, where that is not Since
	Accepted *acceptedView  // what covers it; nil where nothing does
	Form     *exceptionForm // to accept it; nil where that is not to be offered
	Refused  string         // why a decision was not made, where no form says it
	Because  words          // why it has its severity
	Gone     string         // set when the check is no longer made
	Risk     words
	Advice   *store.Advice // shown beside the check's own text; nil when there is none
	Coverage string        // how much was read, where not everything is at once
	Facts    []fact
	Subjects []subjectGroup
	Portal   words
	Request  command
	Controls []controlGroup
	Supports bool // whether some of the controls are only supported
	Steps    []step
	Source   words
	CheckID  string
}

// fact is one property with its value.
type fact struct{ Name, Value string }

// subjectGroup is the subjects of one kind.
type subjectGroup struct {
	Kind  words
	Total int
	Shown []subject
}

// subject is one of them.
type subject struct {
	ID, Name string
	Note     []words
}

// command is what changes a setting without a portal.
type command struct{ Heading, Text string }

// controlGroup is the controls of one publication.
type controlGroup struct {
	Name string
	IDs  []string
}

// findingID is the form of a finding's ID. Other texts are not worth a question
// to the store.
var findingID = regexp.MustCompile(`^[0-9A-Za-z-]{1,128}$`)

func (c *console) finding(r *http.Request, v visit) (page, error) {
	t, id, err := c.open(v)
	if err != nil {
		return page{}, err
	}
	out, _, err := c.findingPage(r, t, id, v.may(tenant.Decide), func() (bool, error) { return c.sees(r, v, grant.ExceptionsView) })
	return out, err
}

// exceptional reports whether a step tells of an exception.
func exceptional(s store.Step) bool { return s.Kind == finding.Accepted || s.Kind == finding.Returned }

// findingPage makes the page of the finding that the path names, for somebody who
// may decide for the tenant or may not. Where there is anything of exceptions to show,
// sees says whether they may see why and by whom findings are accepted.
func (c *console) findingPage(r *http.Request, t tenantReader, id tenant.ID, decides bool, sees func() (bool, error)) (page, findingView, error) {
	if !findingID.MatchString(r.PathValue("finding")) {
		return page{}, findingView{}, store.ErrNotFound
	}
	ctx := r.Context()
	about, name, err := header(ctx, t)
	if err != nil {
		return page{}, findingView{}, err
	}
	f, err := t.Finding(ctx, finding.ID(r.PathValue("finding")))
	if err != nil {
		return page{}, findingView{}, err
	}
	story, err := t.Story(ctx, f.ID)
	if err != nil {
		return page{}, findingView{}, err
	}
	shown := true
	if f.Exception != nil || slices.ContainsFunc(story, exceptional) {
		if shown, err = sees(); err != nil {
			return page{}, findingView{}, err
		}
	}
	l := tenantLocale(r, about.Language)
	k, _ := c.catalogue(ctx, t, id)
	v := l.findingView(k, id, f)
	if v.Steps, err = l.story(ctx, t, k.byID[f.Check], f, story, shown); err != nil {
		return page{}, v, err
	}
	if v.Open {
		v.Advice = c.advice(ctx, t, id, about.Language, k.byID[f.Check], f)
	}
	if f.Exception != nil && shown {
		v.Accepted = l.accepted(id, f, decides && about.State == tenant.Active)
	}
	if decides && about.State == tenant.Active && f.State == finding.Open {
		if v.Form, err = c.form(ctx, l, t, id, about, f); err != nil {
			return page{}, v, err
		}
	}
	trail := []crumb{l.home(), {l.named(name), l.href(tenantPath(id))}}
	return page{template: "finding", locale: l, Title: v.Item.Title, Trail: trail, View: v}, v, nil
}

// advice returns the explanation to show: one that was written about the check
// as it is and the facts as they are. Until there is one, where the model's
// answer was refused, and once it is stale, people read the check's own text. A
// finding is whole without an explanation, so that its page does not depend on
// the database of explanations.
func (c *console) advice(ctx context.Context, t tenantReader, id tenant.ID, language string, known *check.Check, f finding.Finding) *store.Advice {
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
			c.log.WarnContext(ctx, "explanation could not be shown", "tenant", id.String(), "finding", string(f.ID), "error", err)
		}
		return nil
	}
	if !a.Written || a.Facts != present {
		return nil
	}
	return &a
}

func (l locale) findingView(k *catalogue, id tenant.ID, f finding.Finding) findingView {
	known := k.byID[f.Check]
	v := findingView{
		Item: l.item(k, id, f), State: l.state(f.State), Open: f.State != finding.Resolved,
		Subjects: l.subjects(known, f.Evidence.Subjects), CheckID: f.Check,
	}
	v.Coverage, v.Facts = l.facts(f.Evidence.Facts)
	if !f.Opened.Equal(f.Since) {
		v.Opened = l.on(f.Opened)
	}
	if known == nil {
		v.Gone = l.say("Vahti no longer makes this check. What it saw is kept.")
		return v
	}
	v.Because, v.Risk, v.Portal, v.Source = l.of(known, known.Because), l.of(known, known.Risk), l.of(known, known.Fix.Portal), l.of(known, known.Source)
	v.Request = l.request(known.Fix.Request)
	v.Controls, v.Supports = l.controls(known.Controls)
	return v
}

// request tells the kinds of requests apart, as check.Fix says them.
func (l locale) request(raw string) command {
	if record, ok := strings.CutPrefix(raw, "DNS "); ok {
		return command{l.say("In DNS"), record}
	}
	if text, ok := strings.CutPrefix(raw, "PowerShell "); ok {
		return command{l.say("With PowerShell"), text}
	}
	return command{l.say("With Microsoft Graph"), raw}
}

// controls lists the controls a check answers, and reports whether some of them
// are requirements that its result is only evidence for.
func (l locale) controls(c check.Controls) (groups []controlGroup, supports bool) {
	for _, g := range []struct {
		controlGroup
		supports bool
	}{
		{controlGroup{"CISA SCuBA", c.SCuBA}, false},
		{controlGroup{"CIS Microsoft 365", c.CIS}, false},
		{controlGroup{"EIDSCA", c.EIDSCA}, false},
		{controlGroup{l.say("ISO/IEC 27001:2022, Annex A (supports)"), c.ISO27001}, true},
		{controlGroup{l.say("NIS2 Directive, Article (supports)"), c.NIS2}, true},
	} {
		if len(g.IDs) > 0 {
			groups = append(groups, g.controlGroup)
			supports = supports || g.supports
		}
	}
	return groups, supports
}

// The facts that say how much was read of what takes turns.
const (
	factRead  = "read"
	factTotal = "total"
)

// facts lists facts. What says how much was read becomes a sentence instead.
func (l locale) facts(f finding.Facts) (coverage string, out []fact) {
	read, okRead := whole(f[factRead])
	total, okTotal := whole(f[factTotal])
	counted := okRead && okTotal
	switch {
	case counted && read < total:
		coverage = l.say("{} of {} read so far.", strconv.FormatInt(read, 10), strconv.FormatInt(total, 10))
	case counted:
		coverage = l.say("All {} were read.", strconv.FormatInt(total, 10))
	}
	for _, name := range sortedKeys(f) {
		if !counted || name != factRead && name != factTotal {
			out = append(out, fact{name, l.fact(f[name])})
		}
	}
	return coverage, out
}

// whole returns a fact that is a whole number, whatever type a store gave it.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case float64:
		return int64(v), v == float64(int64(v))
	}
	return 0, false
}

func (l locale) subjects(known *check.Check, s finding.Subjects) []subjectGroup {
	var out []subjectGroup
	for _, kind := range sortedKeys(s) {
		list := s[kind]
		if list.Total == 0 {
			continue
		}
		g := subjectGroup{Kind: l.kind(kind), Total: list.Total}
		for _, one := range list.Shown {
			g.Shown = append(g.Shown, subject{one.ID, one.Name, l.note(known, one.Note)})
		}
		out = append(out, g)
	}
	return out
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
