package console

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
)

// timelineView is the page of what changed in one tenant.
type timelineView struct {
	Name   string
	Kinds  []kindChoice
	Events []eventItem
	Newest string // where the first page is; empty on it
	Older  string // where older events are; empty where there are none
	Chosen bool   // whether only one kind is shown
}

// kindChoice is a kind of event to show alone, or all.
type kindChoice struct {
	Name, Href string
	Chosen     bool
}

// eventItem is one event in words.
type eventItem struct {
	Kind     string
	Title    words
	Custom   bool
	Href     string // of the finding, where it is about one
	Resource string // the entity it is about, where that is not the tenant
	At       moment
	From, To label // of a verdict or a state; From is empty for what was not there
	Changes  []change
	Subjects []subjectChange
	Because  string
	By       *by
}

// subjectChange is who came and who left among the subjects of a kind.
type subjectChange struct {
	Kind       words
	From, To   int // how many there were and are
	Left, Came []string
}

// Limits of one page of the timeline. Where one kind is asked for, a page may have
// to look through several before it is full.
const (
	eventsOnPage = 50
	looks        = 8
)

func (c *console) timeline(r *http.Request, in visit) (page, error) {
	t, id, err := c.open(in)
	if err != nil {
		return page{}, err
	}
	ctx := r.Context()
	about, name, err := header(ctx, t)
	if err != nil {
		return page{}, err
	}
	var before time.Time
	if asked := r.URL.Query().Get("before"); asked != "" {
		if before, err = time.Parse(time.RFC3339Nano, asked); err != nil {
			return page{}, store.ErrNotFound
		}
	}
	kind := finding.DriftKind(r.URL.Query().Get("kind"))
	if kind != "" && !slices.Contains(driftKinds(), kind) {
		return page{}, store.ErrNotFound
	}
	events, next, err := eventsOf(ctx, t, kind, before)
	if err != nil {
		return page{}, err
	}
	l := tenantLocale(r, about.Language)
	k, _ := c.catalogue(ctx, t, id)
	v := timelineView{Name: l.named(name), Chosen: kind != ""}
	for _, choice := range append([]finding.DriftKind{""}, driftKinds()...) {
		v.Kinds = append(v.Kinds, kindChoice{l.driftKind(choice), l.href(timelinePath(id, choice, time.Time{})), choice == kind})
	}
	shown := true
	if slices.ContainsFunc(events, func(e store.Event) bool { return e.Kind == finding.DriftException }) {
		if shown, err = c.sees(r, in, grant.ExceptionsView); err != nil {
			return page{}, err
		}
	}
	for _, e := range events {
		item := l.event(k, id, e)
		if e.Kind == finding.DriftException && !shown {
			item.By = item.By.hide()
		}
		v.Events = append(v.Events, item)
	}
	if !before.IsZero() {
		v.Newest = l.href(timelinePath(id, kind, time.Time{}))
	}
	if !next.IsZero() {
		v.Older = l.href(timelinePath(id, kind, next))
	}
	trail := []crumb{l.home(), {v.Name, l.href(tenantPath(id))}}
	return page{template: "timeline", locale: l, Title: words{Text: l.say("What changed")}, Trail: trail, View: v}, nil
}

// driftKinds are the kinds of event, as the page offers them.
func driftKinds() []finding.DriftKind {
	return []finding.DriftKind{finding.DriftVerdict, finding.DriftFinding, finding.DriftFacts, finding.DriftSubjects, finding.DriftException}
}

// eventsOf reads a page of events of a kind, or of all, and before what the next
// page begins; zero where there is none.
func eventsOf(ctx context.Context, t tenantReader, kind finding.DriftKind, before time.Time) (out []store.Event, next time.Time, err error) {
	for range looks {
		events, err := t.Timeline(ctx, eventsOnPage, before)
		if err != nil {
			return nil, next, err
		}
		for _, e := range events {
			if kind == "" || e.Kind == kind {
				out = append(out, e)
			}
		}
		if len(events) < eventsOnPage {
			return out, time.Time{}, nil
		}
		before = events[len(events)-1].Written
		if len(out) >= eventsOnPage {
			break
		}
	}
	return out, before, nil
}

// timelinePath is the address of a page of the timeline.
func timelinePath(id tenant.ID, kind finding.DriftKind, before time.Time) string {
	q := url.Values{}
	if kind != "" {
		q.Set("kind", string(kind))
	}
	if !before.IsZero() {
		q.Set("before", before.UTC().Format(time.RFC3339Nano))
	}
	path := tenantPath(id) + "/timeline"
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

// event tells one event.
func (l locale) event(k *catalogue, id tenant.ID, e store.Event) eventItem {
	v := eventItem{Kind: l.driftKind(e.Kind), Title: k.title(l, e.Check), Custom: k.custom[e.Check], At: l.on(e.At), By: l.by(e.By, e.Because)}
	if e.Finding != "" {
		v.Href = l.href(findingPath(id, e.Finding))
	}
	if e.Resource != finding.TenantResource {
		v.Resource = e.Resource
	}
	switch e.Kind {
	case finding.DriftVerdict:
		v.From, v.To = l.verdict(finding.Verdict(textOf(e.From))), l.verdict(finding.Verdict(textOf(e.To)))
	case finding.DriftFacts:
		v.Changes = l.changes(factsOf(e.From), factsOf(e.To))
	case finding.DriftSubjects:
		v.Subjects = l.subjectChanges(e.From, e.To)
	default:
		if from := textOf(e.From); from != "" {
			v.From = l.state(finding.State(from))
		}
		v.To = l.state(finding.State(textOf(e.To)))
	}
	if e.Because != "" {
		v.Because = l.because(e.Because)
	}
	return v
}

// textOf is a text of an event; empty where it is none.
func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// factsOf are facts of an event; none where it holds none.
func factsOf(raw json.RawMessage) finding.Facts {
	var facts finding.Facts
	if json.Unmarshal(raw, &facts) != nil {
		return nil
	}
	for name, v := range facts {
		list, ok := v.([]any)
		if !ok {
			continue
		}
		texts := make([]string, 0, len(list))
		for _, one := range list {
			if s, ok := one.(string); ok {
				texts = append(texts, s)
			}
		}
		facts[name] = texts
	}
	return facts
}

// subjectChanges tells who left and who came.
func (l locale) subjectChanges(left, came json.RawMessage) (out []subjectChange) {
	var from, to finding.Subjects
	if json.Unmarshal(left, &from) != nil || json.Unmarshal(came, &to) != nil {
		return nil
	}
	names := func(list finding.SubjectList) (out []string) {
		for _, s := range list.Shown {
			if s.Name == "" {
				s.Name = s.ID
			}
			out = append(out, s.Name)
		}
		return out
	}
	for _, kind := range sortedKeys(from, to) {
		c := subjectChange{l.kind(kind), from[kind].Total, to[kind].Total, names(from[kind]), names(to[kind])}
		if c.From != c.To || len(c.Left)+len(c.Came) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// driftKind names a kind of event; all kinds for the empty one.
func (l locale) driftKind(k finding.DriftKind) string {
	switch k {
	case "":
		return l.say("Everything")
	case finding.DriftVerdict:
		return l.say("Verdicts")
	case finding.DriftFacts:
		return l.say("Settings")
	case finding.DriftSubjects:
		return l.say("Whom it concerns")
	case finding.DriftException:
		return l.say("Acceptances")
	}
	return l.say("Single findings")
}
