package console

import (
	"context"
	"errors"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// A catalogue is the checks that a tenant is judged by. It is made once and never
// changes.
type catalogue struct {
	checks []*check.Check // sorted by ID
	byID   map[string]*check.Check
	custom map[string]bool // by ID: those that are not Vahti's own
}

// newCatalogue joins Vahti's own checks with the operator's and the tenant's as
// a scan does.
func newCatalogue(own []*check.Check, customs ...[]*check.Check) *catalogue {
	k := &catalogue{checks: custom.Together(own, customs...), byID: map[string]*check.Check{}, custom: map[string]bool{}}
	for _, c := range k.checks {
		k.byID[c.ID], k.custom[c.ID] = c, true
	}
	for _, c := range own {
		delete(k.custom, c.ID)
	}
	return k
}

// catalogue returns the checks of a tenant. Where its settings cannot be read,
// whole is false and the catalogue lacks the tenant's own checks: a page does not
// depend on them.
func (c *console) catalogue(ctx context.Context, t tenantReader, id tenant.ID) (k *catalogue, whole bool) {
	raw, err := t.Settings(ctx)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			c.log.WarnContext(ctx, "settings could not be read", "tenant", id.String(), "error", err)
		}
		return c.common, false
	}
	settings, err := snapshot.ParseSettings(raw)
	var theirs []*check.Check
	if err == nil {
		theirs, err = custom.Of(settings)
	}
	if err != nil {
		// The error may quote what the customer wrote.
		c.log.WarnContext(ctx, "settings are not in the expected form", "tenant", id.String())
		return c.common, false
	}
	if len(theirs) == 0 {
		return c.common, true
	}
	return newCatalogue(c.own, c.operators, theirs), true
}

// title is what a check says should hold.
func (k *catalogue) title(l locale, checkID string) words {
	if known := k.byID[checkID]; known != nil {
		return l.of(known, known.Title)
	}
	return words{Text: checkID}
}

// score is the score of what a scan said of the checks.
func (k *catalogue) score(s *store.Scan) check.Score {
	verdicts := make(map[string]finding.Verdict, len(s.Verdicts))
	for _, v := range s.Verdicts {
		verdicts[v.Check] = v.Verdict
	}
	return check.ScoreOf(k.checks, verdicts)
}
