package export

import (
	"context"
	"errors"
	"iter"
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/store/trail"
)

// reading reads a tenant's data as an export has it.
type reading struct {
	db     *store.DB
	t      *store.Tenant
	plan   export.Plan
	checks map[string]*check.Check
	said   map[string]string // reasons in the plan's language
}

// source is where the records of an export come from.
func (s *server) source(ctx context.Context, t *store.Tenant, plan export.Plan) (export.Source, error) {
	about, err := t.About(ctx)
	if err != nil {
		return export.Source{}, err
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return export.Source{}, err
	}
	checks, err := s.catalogue(ctx, t)
	if err != nil {
		return export.Source{}, err
	}
	r := &reading{db: s.gate.DB, t: t, plan: plan, checks: map[string]*check.Check{}, said: map[string]string{}}
	out := export.Source{
		Tenant: export.Tenant{ID: t.ID().String(), Name: profile.Name, EntraID: profile.EntraID, State: string(about.State), Language: about.Language, Onboarded: about.Onboarded.UTC(),
			Permissions: about.Consent.Permissions, Consented: about.Consent.Seen.UTC(), Lost: about.Consent.Lost},
		Findings: r.findings, Worst: r.worst, Scores: r.scores, Entries: r.entries, More: r.more(), Whole: func(ctx context.Context) error { return exportable(ctx, t) },
	}
	if about.People != nil {
		out.Tenant.People = int64(*about.People)
	}
	if about.Recorded != nil {
		out.Tenant.Recorded = about.Recorded.UTC()
	}
	if err := contracted(ctx, t, &out.Tenant); err != nil {
		return export.Source{}, err
	}
	for _, c := range checks {
		r.checks[c.ID] = c
		out.Checks = append(out.Checks, r.check(c, !slices.Contains(s.own, c)))
	}
	return out, nil
}

// errErased means that the tenant is being erased, or is: what was read of it may lack
// what is gone by now.
var errErased = errors.New("the tenant is being erased")

// exportable reads whether a tenant may be exported still. An erasure is written into its
// agreement before anything of it is deleted.
func exportable(ctx context.Context, t *store.Tenant) error {
	s, err := contract.Of(ctx, t)
	if errors.Is(err, store.ErrNotFound) || err == nil && !s.Exportable() {
		return errErased
	}
	return err
}

// contracted adds where the agreement stands and what is paid for.
func contracted(ctx context.Context, t *store.Tenant, out *export.Tenant) error {
	s, err := contract.Of(ctx, t)
	if err != nil {
		return err
	}
	accepted, err := contract.Accepted(ctx, t)
	if err != nil {
		return err
	}
	for _, a := range accepted {
		out.Agreements = append(out.Agreements, export.Agreement{Version: a.Version, Page: a.Page, At: a.At, Account: a.Account, Email: a.Email, Address: a.Address})
	}
	out.Paused, out.Terminated, out.Erase = s.Paused.UTC(), s.Terminated.UTC(), s.Erase.UTC()
	paid, err := subscription.Of(ctx, t)
	if err != nil || paid.Subscription == "" {
		return err
	}
	out.Subscription, out.Plan, out.Seats, out.Until = string(paid.Standing), string(paid.Plan), int64(paid.Seats), paid.Until.UTC()
	return nil
}

// catalogue returns the checks of a tenant: Vahti's, the operator's and its own. Those
// of its own are left out where its settings cannot be read as they are meant.
func (s *server) catalogue(ctx context.Context, t *store.Tenant) ([]*check.Check, error) {
	raw, err := t.Settings(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := snapshot.ParseSettings(raw)
	var theirs []*check.Check
	if err == nil {
		theirs, err = custom.Of(settings)
	}
	if err != nil { // the error may quote what the customer wrote
		s.log.WarnContext(ctx, "settings are not in the expected form", "tenant", t.ID().String())
	}
	return custom.Together(s.own, s.operators, theirs), nil
}

// maxSaid is how many translations are kept; when there are more, all are made anew.
const maxSaid = 10_000

// say returns a text of a check in the plan's language, or as it is.
func (r *reading) say(c *check.Check, english string) string {
	if c == nil || english == "" || r.plan.Language == text.English {
		return english
	}
	name := c.ID + "\x00" + english
	if said, ok := r.said[name]; ok {
		return said
	}
	if len(r.said) >= maxSaid {
		clear(r.said)
	}
	said, _ := check.Say(c, r.plan.Language, english)
	r.said[name] = said
	return said
}

func (r *reading) check(c *check.Check, custom bool) export.Check {
	return export.Check{
		ID: c.ID, Title: r.say(c, c.Title), Category: string(c.Category), Severity: string(c.Severity), Because: r.say(c, c.Because), Risk: r.say(c, c.Risk),
		Portal: r.say(c, c.Fix.Portal), Request: c.Fix.Request, SCuBA: c.Controls.SCuBA, CIS: c.Controls.CIS, EIDSCA: c.Controls.EIDSCA,
		ISO27001: c.Controls.ISO27001, NIS2: c.Controls.NIS2, Since: c.Since, Source: c.Source, Custom: custom,
	}
}

// finding makes a finding's record.
func (r *reading) finding(f finding.Finding) *export.Finding {
	c := r.checks[f.Check]
	out := &export.Finding{
		ID: string(f.ID), Check: f.Check, Title: f.Check, Severity: string(f.Severity), State: string(f.State), Reason: r.say(c, f.Reason), Resource: f.Resource,
		Facts: f.Evidence.Facts, Subjects: f.Evidence.Subjects, Since: f.Since, Opened: f.Opened, Slot: f.Slot, Version: f.Version,
	}
	if c != nil {
		out.Title, out.Category = r.say(c, c.Title), string(c.Category)
	}
	if f.Exception != nil {
		out.Exception, out.Accepted = f.Exception.ID, f.Exception.Reason
	}
	return out
}

// during reports whether a finding was there in the period: opened before its end, and
// open still or resolved behind its beginning.
func (r *reading) during(f finding.Finding) bool {
	return (r.plan.To.IsZero() || f.Opened.Before(r.plan.To)) && (f.State != finding.Resolved || !f.Since.Before(r.plan.From))
}

func (r *reading) findings(ctx context.Context) iter.Seq2[*export.Finding, error] {
	return func(yield func(*export.Finding, error) bool) {
		for f, err := range r.t.EachFinding(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if r.during(f) && !yield(r.finding(f), nil) {
				return
			}
		}
	}
}

// worst reads the findings that are not resolved, the worst first.
func (r *reading) worst(ctx context.Context) iter.Seq2[*export.Finding, error] {
	return func(yield func(*export.Finding, error) bool) {
		q := store.FindingQuery{Order: store.BySeverity, Stored: func(f finding.Finding) bool { return f.State != finding.Resolved && r.during(f) }}
		for {
			page, err := r.t.FindingsPage(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, f := range page.Findings {
				if !yield(r.finding(f), nil) {
					return
				}
			}
			if q.After = page.Next; q.After == (store.FindingMark{}) {
				return
			}
		}
	}
}

func (r *reading) scores(ctx context.Context) iter.Seq2[export.Score, error] {
	return each(r.t.EachScore(ctx, r.plan.From, r.plan.To), func(s store.Score) (export.Score, bool) { return export.Score(s), true })
}

// entries reads the audit trail up to the moment at which the export was asked for.
func (r *reading) entries(ctx context.Context) iter.Seq2[*export.Entry, error] {
	to := r.plan.To
	if to.IsZero() || to.After(r.plan.At) {
		to = r.plan.At
	}
	if !r.plan.From.Before(to) { // a period that has yet to begin
		return func(func(*export.Entry, error) bool) {}
	}
	return each(trail.Of(r.t).Proofs(ctx, r.plan.From, to), func(p trail.Proof) (*export.Entry, bool) {
		return &export.Entry{
			Name: p.Name, At: p.At, Arrived: p.Arrived, Action: string(p.Action), Target: p.Target, Kind: string(p.By), Actor: p.Actor, Account: p.Account, Address: p.Address,
			Grant: p.Grant, Purpose: p.Purpose, Reason: p.Reason, Before: p.Before, After: p.After, Damaged: p.Damaged, Tenant: p.Tenant, Sealed: p.Sealed, Digest: p.Digest,
		}, true
	})
}

// each makes records of what is read, but for what is left out.
func each[A, B any](of iter.Seq2[A, error], record func(A) (B, bool)) iter.Seq2[B, error] {
	return func(yield func(B, error) bool) {
		var none B
		for a, err := range of {
			if err != nil {
				yield(none, err)
				return
			}
			if b, ok := record(a); ok && !yield(b, nil) {
				return
			}
		}
	}
}
