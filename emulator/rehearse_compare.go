package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/emulator/history"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
)

// difference is in what way the service's record is not the truth.
type difference int

const (
	lost difference = iota
	doubled
	wrong
)

// mostShown is how many differences are shown; all are counted.
const mostShown = 20

// differs notes one difference. What it shows is about generated tenants alone.
func (r *rehearsal) differs(d difference, a *actor, format string, args ...any) {
	what := ""
	switch d {
	case lost:
		r.result.Lost++
		what = "lost"
	case doubled:
		r.result.Doubled++
		what = "doubled"
	case wrong:
		r.result.Wrong++
		what = "wrong"
	}
	if len(r.result.Shown) < mostShown+r.pasts {
		r.result.Shown = append(r.result.Shown, fmt.Sprintf("%s: %s, round %d: %s", what, a.Name, r.rounds, fmt.Sprintf(format, args...)))
	}
	if len(r.result.Shown) == 1 {
		r.result.Shown, r.pasts = append(r.result.Shown, a.past...), len(a.past)
	}
}

// compareRound holds a tenant's findings and its last scan to the truth.
func (r *rehearsal) compareRound(ctx context.Context, a *actor) error {
	h, err := r.service.db.Tenant(a.served.id)
	if err != nil {
		return err
	}
	expected, err := a.Expected()
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(expected)) {
		if got := a.ledger.Verdicts()[id]; got != expected[id] {
			r.differs(wrong, a, "%s is judged %s, and must be %s", id, got, expected[id])
		}
	}
	if err := r.compareLast(ctx, a, h); err != nil {
		return err
	}
	findings, err := h.Findings(ctx)
	if err != nil {
		return err
	}
	r.compareFindings(a, findings)
	return nil
}

// fullScans reads the latest scans without the light passes between them.
func fullScans(ctx context.Context, h *store.Tenant, limit int) ([]store.Scan, error) {
	scans, err := h.Scans(ctx, limit)
	return slices.DeleteFunc(scans, func(s store.Scan) bool { return s.Light }), err
}

// compareLast holds the verdicts of the last scan to the truth.
func (r *rehearsal) compareLast(ctx context.Context, a *actor, h *store.Tenant) error {
	scans, err := fullScans(ctx, h, 20)
	if err != nil {
		return err
	}
	want := a.slots[len(a.slots)-1]
	if len(scans) == 0 || scans[0].Slot != want || !scans[0].Finished() || scans[0].Failed() {
		state := "none"
		if len(scans) > 0 {
			state = scans[0].Slot.String() + " " + scans[0].State + " " + scans[0].Error
		}
		r.differs(lost, a, "the last scan is %s, and must be %s", state, want)
		return nil
	}
	r.compareVerdicts(a, scans[0])
	return nil
}

// compareVerdicts holds the verdicts that a scan or a light pass recorded to the truth.
func (r *rehearsal) compareVerdicts(a *actor, scan store.Scan) {
	got := map[string]finding.Verdict{}
	for _, v := range scan.Verdicts {
		got[v.Check] = v.Verdict
	}
	truth := a.ledger.Verdicts()
	for _, id := range slices.Sorted(maps.Keys(truth)) {
		if got[id] != truth[id] {
			r.differs(wrong, a, "the scan says that %s is %q, and it is %q; unread: %v", id, got[id], truth[id], scan.Unread)
		}
	}
}

func (r *rehearsal) compareFindings(a *actor, findings []finding.Finding) {
	got := map[finding.ID]finding.Finding{}
	for _, f := range findings {
		id := history.IDOf(f.Check, f.Resource)
		if _, twice := got[id]; twice {
			r.differs(doubled, a, "the finding of %s is there twice", f.Check)
		}
		got[id] = f
	}
	for _, want := range a.ledger.Findings() {
		f, there := got[want.ID]
		delete(got, want.ID)
		if !there {
			r.differs(lost, a, "the finding of %s is not there", want.Check)
			continue
		}
		if text := unlike(want, f); text != "" {
			r.differs(wrong, a, "the finding of %s: %s", want.Check, text)
		}
	}
	for _, f := range got {
		r.differs(wrong, a, "a finding of %s that never was", f.Check)
	}
}

// unlike says in what a stored finding is not as it must be; empty where it is.
func unlike(want, got finding.Finding) string {
	switch {
	case got.State != want.State:
		return fmt.Sprintf("it is %s, and must be %s", got.State, want.State)
	case got.Version != want.Version:
		return fmt.Sprintf("it has had %d changes, and must have had %d", got.Version, want.Version)
	case got.Severity != want.Severity:
		return fmt.Sprintf("it is %s, and must be %s", got.Severity, want.Severity)
	case got.Reason != want.Reason:
		return fmt.Sprintf("its reason is %q, and must be %q", got.Reason, want.Reason)
	case !got.Evidence.Facts.Equal(want.Evidence.Facts):
		return fmt.Sprintf("its facts are %v, and must be %v", got.Evidence.Facts, want.Evidence.Facts)
	case !got.Evidence.Subjects.Equal(want.Evidence.Subjects):
		return "its subjects are others"
	case !got.Since.Equal(want.Since):
		return fmt.Sprintf("it stands since %v, and must since %v", got.Since, want.Since)
	case !got.Opened.Equal(want.Opened):
		return fmt.Sprintf("it was opened at %v, and must have been at %v", got.Opened, want.Opened)
	}
	return ""
}

// compare holds all that is stored to the truth, once everything is over.
func (r *rehearsal) compare(ctx context.Context) error {
	checks := map[string]*check.Check{}
	for _, c := range all.Checks() {
		checks[c.ID] = c
	}
	for _, a := range r.actors {
		h, err := r.service.db.Tenant(a.served.id)
		if err != nil {
			return err
		}
		findings, err := h.Findings(ctx)
		if err != nil {
			return err
		}
		err = errors.Join(r.compareScans(ctx, a, h), r.compareHistory(ctx, a, h, findings), r.compareDrift(ctx, a, h), r.compareAdvice(ctx, a, h, findings, checks))
		if err != nil {
			return err
		}
		r.result.Drifts += a.ledger.Drifts()
	}
	if n := r.service.standins.pubsub.Stats().DeadLettered; n > 0 {
		r.differs(lost, r.actors[0], "%d messages among all tenants' became dead letters", n)
	}
	work, err := r.service.fleet.Work(ctx)
	if err != nil {
		return err
	}
	if work.Claims+work.Outbox > 0 {
		r.differs(lost, r.actors[0], "%d claims and %d outbox entries among all tenants' are left", work.Claims, work.Outbox)
	}
	return nil
}

// compareScans wants every slot to have been scanned, once.
func (r *rehearsal) compareScans(ctx context.Context, a *actor, h *store.Tenant) error {
	scans, err := fullScans(ctx, h, 20*len(a.slots)+20)
	if err != nil {
		return err
	}
	seen := map[string]int{}
	for _, s := range scans {
		if s.Finished() && !s.Failed() {
			seen[s.Slot.String()]++
		} else {
			r.differs(lost, a, "the scan of %s ended as %s: %s", s.Slot, s.State, s.Error)
		}
	}
	for _, slot := range a.slots {
		switch n := seen[slot.String()]; {
		case n == 0:
			r.differs(lost, a, "the scan of %s is not there", slot)
		case n > 1:
			r.differs(doubled, a, "the scan of %s is there %d times", slot, n)
		}
		delete(seen, slot.String())
	}
	for slot := range seen {
		r.differs(doubled, a, "a scan of %s that nobody asked for", slot)
	}
	return nil
}

// compareHistory wants each change of each finding in its history, once, in order.
func (r *rehearsal) compareHistory(ctx context.Context, a *actor, h *store.Tenant, findings []finding.Finding) error {
	for _, f := range findings {
		got, err := h.History(ctx, f.ID)
		if err != nil {
			return err
		}
		want := a.ledger.Steps(history.IDOf(f.Check, f.Resource))
		r.result.Changes += len(want)
		switch {
		case len(got) < len(want):
			r.differs(lost, a, "%s has %d steps in its history, and had %d: %s", f.Check, len(got), len(want), told(got))
			continue
		case len(got) > len(want):
			r.differs(doubled, a, "%s has %d steps in its history, and had %d: %s", f.Check, len(got), len(want), told(got))
			continue
		}
		for i, step := range got {
			w := want[i]
			if step.Kind != w.Kind || !step.At.Equal(w.At) || step.Version != i+1 || step.Reason != w.Finding.Reason ||
				!step.To.Equal(w.Finding.Evidence.Facts) || !step.From.Equal(w.From) {
				r.differs(wrong, a, "step %d of %s is %s at %v in version %d, and was %s at %v", i+1, f.Check, step.Kind, step.At, step.Version, w.Kind, w.At)
				continue
			}
			r.compareAuthor(a, fmt.Sprintf("step %d of %s, %s at %v", i+1, f.Check, step.Kind, step.At), step.By, a.ledger.StepAuthors(w.Finding.ID)[i])
		}
	}
	return nil
}

// told shows a history to whoever looks into a failure.
func told(steps []store.Step) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, fmt.Sprintf("%s in %s with %v", s.Kind, s.Slot, s.To))
	}
	return strings.Join(parts, ", ")
}

// compareDrift wants each difference between two scans to be recorded once.
func (r *rehearsal) compareDrift(ctx context.Context, a *actor, h *store.Tenant) error {
	events, err := h.ChangesSince(ctx, time.Time{})
	if err != nil {
		return err
	}
	got := map[string]int{}
	for _, e := range events {
		key := history.KeyOf(e.Drift)
		got[key]++
		if a.ledger.Drift()[key] > 0 {
			r.compareAuthor(a, key, e.By, a.ledger.DriftAuthors(key))
		}
	}
	want := a.ledger.Drift()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		switch {
		case got[key] < want[key]:
			r.differs(lost, a, "no record of drift: %s", key)
		case got[key] > want[key]:
			r.differs(doubled, a, "%d records of drift: %s", got[key], key)
		}
		delete(got, key)
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		r.differs(wrong, a, "a record of drift that never was: %s", key)
	}
	return nil
}

// compareAuthor holds who is named for a change to who may be.
func (r *rehearsal) compareAuthor(a *actor, what string, by finding.Attribution, who history.Authors) {
	if problem := who.Permit(by, a.ledger.Told()); problem != "" {
		r.differs(wrong, a, "%s: %s", what, problem)
	}
	if who.Certain {
		r.result.Certain++
	}
	if by.Attributed {
		r.result.Attributed++
	} else {
		r.result.Unattributed++
	}
}

// compareAdvice wants every open finding to be explained as it is now, unless
// explanations are left out.
func (r *rehearsal) compareAdvice(ctx context.Context, a *actor, h *store.Tenant, findings []finding.Finding, checks map[string]*check.Check) error {
	if slices.Contains(r.service.opts.idle, "explain") {
		return nil
	}
	about, err := h.About(ctx)
	if err != nil {
		return err
	}
	written, err := h.AllAdvice(ctx)
	if err != nil {
		return err
	}
	for _, f := range findings {
		have, explained := written[f.ID]
		delete(written, f.ID)
		c := checks[f.Check]
		if f.State != finding.Open || c == nil {
			continue
		}
		hash, err := brief.Of(about.Language, c, f).Hash()
		if err != nil {
			return err
		}
		switch {
		case !explained:
			r.differs(lost, a, "the finding of %s is not explained", f.Check)
		case have.Facts != hash:
			r.differs(wrong, a, "the explanation of %s is about other facts", f.Check)
		}
	}
	for range written {
		r.differs(wrong, a, "an explanation of a finding that is not there")
	}
	return nil
}
