package api

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
)

// A catalogue is the checks that a tenant is judged by, in a language. It is made
// for one request.
type catalogue struct {
	language text.Language
	checks   []*check.Check // sorted by ID
	byID     map[string]*check.Check
	own      map[string]bool // by ID: those that are Vahti's
}

// catalogue returns the checks of a tenant: Vahti's, the operator's and its own.
// Those of its own are left out where its settings cannot be read as they are meant.
func (s *server) catalogue(ctx context.Context, t *store.Tenant, language string) (*catalogue, error) {
	raw, err := t.Settings(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := snapshot.ParseSettings(raw)
	var theirs []*check.Check
	if err == nil {
		theirs, err = custom.Of(settings)
	}
	if err != nil {
		// The error may quote what the customer wrote.
		s.log.WarnContext(ctx, "settings are not in the expected form", "tenant", t.ID().String())
	}
	k := &catalogue{language: text.Language(language), checks: custom.Together(s.own, s.operators, theirs), byID: map[string]*check.Check{}, own: map[string]bool{}}
	for _, c := range k.checks {
		k.byID[c.ID] = c
	}
	for _, c := range s.own {
		k.own[c.ID] = true
	}
	return k, nil
}

// say returns a text of a check in the catalogue's language, or as it is.
func (k *catalogue) say(checkID, english string) string {
	c := k.byID[checkID]
	if c == nil || english == "" {
		return english
	}
	said, _ := check.Say(c, k.language, english)
	return said
}

// Check is a check.
type Check struct {
	ID         string   `json:"id" doc:"The check's ID. It is never used for another."`
	Title      string   `json:"title" doc:"What holds when the check passes."`
	Category   string   `json:"category" doc:"What the check is about." enum:"conditional-access,identity,authentication-methods,applications,roles,guests,groups,devices,sharepoint,teams,exchange,domains,sign-ins,monitoring"`
	Severity   string   `json:"severity" enum:"critical,high,medium,low,info" doc:"How much a failing check endangers the tenant."`
	Because    string   `json:"because" doc:"Why it has that severity."`
	Risk       string   `json:"risk" doc:"What an attacker gains while the check fails."`
	Portal     string   `json:"portal" doc:"How to mend it in the admin centre."`
	Request    string   `json:"request" doc:"What changes it without a portal: a request to Microsoft Graph, a DNS record or a command."`
	Controls   Controls `json:"controls" doc:"The published controls that the check answers."`
	Resources  []string `json:"resources" nullable:"false" doc:"What it reads of the tenant."`
	Licence    string   `json:"licence,omitempty" doc:"What the tenant must have bought for it to apply."`
	Since      string   `json:"since" doc:"The month since which the check exists." example:"2026-11"`
	Source     string   `json:"source" doc:"Where the condition comes from."`
	Custom     bool     `json:"custom" doc:"Whether it is not one of Vahti's own."`
	Verdict    string   `json:"verdict,omitempty" enum:"pass,fail,unknown,notApplicable" doc:"What it said last; missing where it has not been made yet. Unknown is never a pass."`
	VerdictWhy string   `json:"reason,omitempty" doc:"Why it said so."`
}

// Controls are the published controls that a check answers, by publication.
type Controls struct {
	SCuBA    []string `json:"scuba" nullable:"false" doc:"CISA SCuBA."`
	CIS      []string `json:"cis" nullable:"false" doc:"CIS Microsoft 365 Benchmark."`
	EIDSCA   []string `json:"eidsca" nullable:"false" doc:"EIDSCA."`
	ISO27001 []string `json:"iso27001" nullable:"false" doc:"ISO/IEC 27001:2022 Annex A; the result is evidence for it."`
	NIS2     []string `json:"nis2" nullable:"false" doc:"Directive (EU) 2022/2555; the result is evidence for it."`
}

// list is a list that is there even where it holds nothing.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func controlsOf(c check.Controls) Controls {
	return Controls{list(c.SCuBA), list(c.CIS), list(c.EIDSCA), list(c.ISO27001), list(c.NIS2)}
}

// show returns a check in the catalogue's language.
func (k *catalogue) show(c *check.Check) Check {
	out := Check{
		ID: c.ID, Title: k.say(c.ID, c.Title), Category: string(c.Category), Severity: string(c.Severity), Because: k.say(c.ID, c.Because),
		Risk: k.say(c.ID, c.Risk), Portal: k.say(c.ID, c.Fix.Portal), Request: c.Fix.Request, Controls: controlsOf(c.Controls),
		Resources: []string{}, Licence: string(c.Licence), Since: c.Since, Source: c.Source, Custom: !k.own[c.ID],
	}
	for _, r := range c.Reads {
		out.Resources = append(out.Resources, string(r))
	}
	return out
}

// ChecksIn asks for checks.
type ChecksIn struct {
	InTenant
	Paged
	Spoken
	Category string `query:"category" enum:"conditional-access,identity,authentication-methods,applications,roles,guests,groups,devices,sharepoint,teams,exchange,domains,sign-ins,monitoring" doc:"Only checks of this category."`
	Verdict  string `query:"verdict" enum:"pass,fail,unknown,notApplicable" doc:"Only checks that said this last."`
}

func (s *server) checks(ctx context.Context, c *call, in *ChecksIn) (*answer[Page[Check]], error) {
	k, said, err := s.judged(ctx, c, in.Language)
	if err != nil {
		return nil, err
	}
	sc, err := c.scope(ctx, "checks", []string{in.Category, in.Verdict})
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	var out []Check
	next := ""
	for _, known := range k.checks {
		one := k.show(known)
		one.Verdict, one.VerdictWhy = string(said[known.ID].Verdict), k.say(known.ID, said[known.ID].Reason)
		if known.ID <= after || in.Category != "" && one.Category != in.Category || in.Verdict != "" && one.Verdict != in.Verdict {
			continue
		}
		if len(out) == in.Limit {
			next = out[len(out)-1].ID
			break
		}
		out = append(out, one)
	}
	return pageOf(out, sc.write(next), func(c Check) Check { return c }), nil
}

// judged returns the tenant's checks and what they said last, by check.
func (s *server) judged(ctx context.Context, c *call, language string) (*catalogue, map[string]store.Verdict, error) {
	k, err := s.catalogue(ctx, c.tenant(), language)
	if err != nil {
		return nil, nil, err
	}
	verdicts, err := c.tenant().LastVerdicts(ctx)
	if err != nil {
		return nil, nil, err
	}
	said := make(map[string]store.Verdict, len(verdicts))
	for _, v := range verdicts {
		said[v.Check] = v
	}
	return k, said, nil
}

// CheckIn asks for a check.
type CheckIn struct {
	InTenant
	Spoken
	Check string `path:"check" doc:"The check's ID."`
}

func (s *server) oneCheck(ctx context.Context, c *call, in *CheckIn) (*single[Check], error) {
	k, said, err := s.judged(ctx, c, in.Language)
	if err != nil {
		return nil, err
	}
	known := k.byID[in.Check]
	if known == nil {
		return nil, errNoCheck
	}
	out := k.show(known)
	out.Verdict, out.VerdictWhy = string(said[known.ID].Verdict), k.say(known.ID, said[known.ID].Reason)
	return one(out), nil
}

var errNoCheck = errors.New("there is no such check")

// score is the tenant's score by what its checks said last; nil where nothing was
// asked.
func (k *catalogue) score(verdicts []store.Verdict) *float64 {
	said := make(map[string]finding.Verdict, len(verdicts))
	for _, v := range verdicts {
		said[v.Check] = v.Verdict
	}
	if overall := check.ScoreOf(k.checks, said).Overall; overall >= 0 {
		return &overall
	}
	return nil
}

// says reports whether a text stands in a check's title or controls, whatever its
// case.
func (k *catalogue) says(checkID, lower string) bool {
	if strings.Contains(checkID, lower) || strings.Contains(strings.ToLower(k.title(checkID)), lower) {
		return true
	}
	c := k.byID[checkID]
	return c != nil && slices.ContainsFunc(slices.Concat(c.Controls.SCuBA, c.Controls.CIS, c.Controls.EIDSCA, c.Controls.ISO27001, c.Controls.NIS2),
		func(id string) bool { return strings.Contains(strings.ToLower(id), lower) })
}

// title is what a check says should hold; the ID of one that is no longer made.
func (k *catalogue) title(checkID string) string {
	if c := k.byID[checkID]; c != nil {
		return k.say(checkID, c.Title)
	}
	return checkID
}

// moment is a time that may be missing.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
