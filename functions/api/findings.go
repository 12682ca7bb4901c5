package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
)

// Finding is one thing that is unsafe, or was.
type Finding struct {
	ID        string         `json:"id" doc:"The finding's ID, the same from scan to scan."`
	Check     string         `json:"check" doc:"The ID of the check that found it."`
	Title     string         `json:"title" doc:"What should hold."`
	Category  string         `json:"category,omitempty" doc:"What the check is about. Missing where the check is no longer made."`
	Severity  string         `json:"severity" enum:"critical,high,medium,low,info" doc:"How much it endangers the tenant."`
	State     string         `json:"state" enum:"open,resolved,excepted" doc:"Where it stands. An excepted one is open and accepted until a date."`
	Reason    string         `json:"reason" doc:"Why the check failed, or passed where it is resolved."`
	Resource  Resource       `json:"resource" doc:"What it is about."`
	Facts     map[string]any `json:"facts" doc:"Setting values, counts and times, by name, without people."`
	Since     time.Time      `json:"since" doc:"When the present state began."`
	Opened    time.Time      `json:"opened" doc:"When it was first opened."`
	Version   int            `json:"version" doc:"How many changes it has had."`
	Exception string         `json:"exception,omitempty" doc:"The ID of the exception that covers it."`
}

// Resource is what a finding is about.
type Resource struct {
	Kind string `json:"kind" doc:"What it is: tenant, or a kind of subject such as users or applications."`
	ID   string `json:"id" doc:"Its ID; tenant for the tenant as a whole."`
	Name string `json:"name,omitempty" doc:"Its name, where it has one."`
}

// FindingDetail is a finding with all that is known of it.
type FindingDetail struct {
	Finding
	Because  string                 `json:"because,omitempty" doc:"Why it has that severity."`
	Risk     string                 `json:"risk,omitempty" doc:"What an attacker gains."`
	Portal   string                 `json:"portal,omitempty" doc:"How to mend it in the admin centre."`
	Request  string                 `json:"request,omitempty" doc:"What changes it without a portal."`
	Source   string                 `json:"source,omitempty" doc:"Where the condition comes from."`
	Controls Controls               `json:"controls" doc:"The published controls that the check answers."`
	Subjects map[string]SubjectList `json:"subjects" doc:"The people and things that it points at, by kind."`
	Advice   *Advice                `json:"advice,omitempty" doc:"An explanation that a model wrote about the finding as it is. Missing where there is none."`
	Accepted *Exception             `json:"accepted,omitempty" doc:"The exception that covers it. Missing for an operator whose support access does not cover exceptions."`
}

// SubjectList is the first subjects of a kind.
type SubjectList struct {
	Total int       `json:"total" doc:"How many there are."`
	Shown []Subject `json:"shown" nullable:"false" doc:"The first of them."`
}

// Subject is a person or a thing that a finding points at.
type Subject struct {
	ID   string `json:"id,omitempty" doc:"Its ID in Microsoft Entra."`
	Name string `json:"name,omitempty" doc:"Its name."`
	Note string `json:"note,omitempty" doc:"Why it is here."`
}

// Advice is an explanation that a model wrote.
type Advice struct {
	Language string   `json:"language" enum:"en,fi,sv" doc:"The language it is in."`
	Summary  string   `json:"summary" doc:"What is the matter."`
	Why      string   `json:"why" doc:"Why it matters."`
	Steps    []string `json:"steps" nullable:"false" doc:"What to do, in order."`
}

// finding shows a finding.
func (k *catalogue) finding(f finding.Finding) Finding {
	out := Finding{
		ID: string(f.ID), Check: f.Check, Title: k.title(f.Check), Severity: string(f.Severity), State: string(f.State), Reason: k.say(f.Check, f.Reason),
		Resource: resourceOf(f), Facts: map[string]any{}, Since: f.Since.UTC(), Opened: f.Opened.UTC(), Version: f.Version,
	}
	for name, value := range f.Evidence.Facts {
		out.Facts[name] = value
	}
	if c := k.byID[f.Check]; c != nil {
		out.Category = string(c.Category)
	}
	if f.Exception != nil {
		out.Exception = f.Exception.ID
	}
	return out
}

// resourceOf finds among a finding's subjects what it is about.
func resourceOf(f finding.Finding) Resource {
	if f.Resource == finding.TenantResource {
		return Resource{Kind: finding.TenantResource, ID: finding.TenantResource}
	}
	var kinds []string
	for kind := range f.Evidence.Subjects {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		for _, s := range f.Evidence.Subjects[kind].Shown {
			if s.ID == f.Resource {
				return Resource{kind, f.Resource, s.Name}
			}
		}
	}
	return Resource{Kind: "other", ID: f.Resource}
}

// FindingsIn asks for findings.
type FindingsIn struct {
	InTenant
	Paged
	Spoken
	State    string    `query:"state" enum:"open,resolved,excepted" doc:"Only findings in this state."`
	Severity string    `query:"severity" enum:"critical,high,medium,low,info" doc:"Only findings of this severity."`
	Check    string    `query:"check" maxLength:"200" doc:"Only findings of this check."`
	Category string    `query:"category" enum:"conditional-access,identity,authentication-methods,applications,roles,guests,groups,devices,sharepoint,teams,exchange,domains,sign-ins,monitoring" doc:"Only findings of checks of this category."`
	Resource string    `query:"resourceKind" maxLength:"100" doc:"Only findings about resources of this kind, such as users or applications; tenant for those about the tenant as a whole."`
	Since    time.Time `query:"since" doc:"Only findings whose present state began then or later."`
	Text     string    `query:"q" maxLength:"200" doc:"Only findings with this text in the title or the published controls of their check, in the language asked for, or in their facts."`
	Sort     string    `query:"sort" enum:"severity,check,state" doc:"The order: the worst first, by check, or open before resolved; within that by ID. Without it, by the first of check and state that is filtered, and else the worst first."`
}

func (in *FindingsIn) order() store.FindingOrder {
	switch {
	case in.Sort != "":
		return store.FindingOrder(in.Sort)
	case in.Check != "":
		return store.ByCheck
	case in.State != "" && in.Severity == "":
		return store.ByState
	}
	return store.BySeverity
}

func (s *server) findings(ctx context.Context, c *call, in *FindingsIn) (*answer[Page[Finding]], error) {
	k, err := s.catalogue(ctx, c.tenant(), in.Language)
	if err != nil {
		return nil, err
	}
	q := store.FindingQuery{Order: in.order(), Check: in.Check, Severity: finding.Severity(in.Severity), State: finding.State(in.State), Limit: in.Limit}
	sc, err := c.scope(ctx, "findings", []any{q.Order, in.Check, in.Severity, in.State, in.Category, in.Resource, in.Since.UnixNano(), in.Text, in.Language})
	if err != nil {
		return nil, err
	}
	if q.After, err = sc.readMark(in.Cursor); err != nil {
		return nil, err
	}
	if in.Category != "" || !in.Since.IsZero() || in.Text != "" {
		q.Stored = in.fits(k)
	}
	if in.Resource != "" {
		q.Keep = func(f finding.Finding) bool { return resourceOf(f).Kind == in.Resource }
	}
	p, err := c.tenant().FindingsPage(ctx, q)
	if err != nil {
		return nil, err
	}
	next, err := sc.writeMark(p.Next)
	if err != nil {
		return nil, err
	}
	return pageOf(p.Findings, next, k.finding), nil
}

// fits is what is asked about a finding before what is sealed in it is opened.
func (in *FindingsIn) fits(k *catalogue) func(finding.Finding) bool {
	text := strings.ToLower(strings.TrimSpace(in.Text))
	return func(f finding.Finding) bool {
		switch known := k.byID[f.Check]; {
		case in.Category != "" && (known == nil || string(known.Category) != in.Category):
			return false
		case !in.Since.IsZero() && f.Since.Before(in.Since):
			return false
		}
		return text == "" || k.says(f.Check, text) || factsSay(f.Evidence.Facts, text)
	}
}

// readMark and writeMark are read and write for a place in a listing of findings.
func (s scope) readMark(cursor string) (m store.FindingMark, err error) {
	place, err := s.read(cursor)
	if err != nil || place == "" {
		return m, err
	}
	if json.Unmarshal([]byte(place), &m) != nil {
		return m, errCursor()
	}
	return m, nil
}

func (s scope) writeMark(m store.FindingMark) (string, error) {
	if m == (store.FindingMark{}) {
		return "", nil
	}
	place, err := json.Marshal(m)
	return s.write(string(place)), err
}

// factsSay reports whether a text stands in a name or a value of facts.
func factsSay(facts finding.Facts, lower string) bool {
	for name, value := range facts {
		if strings.Contains(strings.ToLower(name), lower) || strings.Contains(strings.ToLower(fmt.Sprint(value)), lower) {
			return true
		}
	}
	return false
}

// FindingIn asks for a finding.
type FindingIn struct {
	InTenant
	Spoken
	Finding string `path:"finding" doc:"The finding's ID."`
}

func (s *server) oneFinding(ctx context.Context, c *call, in *FindingIn) (*single[FindingDetail], error) {
	t := c.tenant()
	f, err := s.findingNamed(ctx, c, in.Finding)
	if err != nil {
		return nil, err
	}
	k, err := s.catalogue(ctx, t, in.Language)
	if err != nil {
		return nil, err
	}
	out := FindingDetail{Finding: k.finding(f), Controls: Controls{}, Subjects: map[string]SubjectList{}}
	out.Controls = Controls{[]string{}, []string{}, []string{}, []string{}, []string{}}
	if known := k.byID[f.Check]; known != nil {
		said := k.show(known)
		out.Because, out.Risk, out.Portal, out.Request, out.Source, out.Controls = said.Because, said.Risk, said.Portal, said.Request, said.Source, said.Controls
	}
	for kind, subjects := range f.Evidence.Subjects {
		shown := SubjectList{Total: subjects.Total, Shown: []Subject{}}
		for _, one := range subjects.Shown {
			shown.Shown = append(shown.Shown, Subject{one.ID, one.Name, k.say(f.Check, one.Note)})
		}
		out.Subjects[kind] = shown
	}
	if f.Exception != nil {
		shown, err := s.sees(ctx, c, grant.ExceptionsView)
		if err != nil {
			return nil, err
		}
		if accepted := exceptionOf(*f.Exception); shown {
			out.Accepted = &accepted
		}
	}
	if out.Advice, err = s.advice(ctx, t, k, f); err != nil {
		return nil, err
	}
	return one(out), nil
}

// findingNamed reads the finding of an ID with the exception that covers it.
func (s *server) findingNamed(ctx context.Context, c *call, id string) (finding.Finding, error) {
	list, err := c.tenant().FindingsNamed(ctx, []finding.ID{finding.ID(id)})
	if err != nil {
		return finding.Finding{}, err
	}
	if len(list) == 0 {
		return finding.Finding{}, errNoFinding
	}
	return list[0], nil
}

var errNoFinding = errors.New("there is no such finding")

// advice is the explanation of a finding that still stands, where one was written
// about the check and the facts as they are.
func (s *server) advice(ctx context.Context, t *store.Tenant, k *catalogue, f finding.Finding) (*Advice, error) {
	known := k.byID[f.Check]
	if known == nil || f.State == finding.Resolved {
		return nil, nil
	}
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	a, err := t.Advice(ctx, f.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	present, err := brief.Of(about.Language, known, f).Hash()
	if err != nil || !a.Written || a.Facts != present {
		return nil, err
	}
	return &Advice{a.Language, a.Summary, a.Why, list(a.Steps)}, nil
}
