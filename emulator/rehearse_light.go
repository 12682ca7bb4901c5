package main

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
)

const (
	// takesPart is how often a tenant takes part in an interlude.
	takesPart = 0.7
	// mostCycles is how many light passes of a tenant may fail before what the log tells
	// of counts as not found: a killed one leaves its lease behind, for instance.
	mostCycles = 4
	// soonDue is how long before its scan is due by itself a tenant takes no part.
	soonDue = (mostCycles + 2) * fleet.LightEvery
)

// interlude is what happens between two full scans: some minutes pass, things are
// done to tenants, and dispatch sends light passes minute by minute, which must find
// what the log tells of, and that alone.
func (r *rehearsal) interlude(ctx context.Context) error {
	taking, err := r.taking(ctx)
	if err != nil {
		return err
	}
	g, judging := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for _, a := range taking {
		g.Go(func() error { return r.live(judging, a) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, a := range taking {
		if err := r.serve(ctx, a); err != nil {
			return err
		}
	}
	defer r.arm(true)()
	for cycle := 1; ; cycle++ {
		if err := r.passes(ctx); err != nil {
			return err
		}
		var late []*actor
		for _, a := range taking {
			found, err := r.found(ctx, a)
			if err != nil {
				return err
			}
			if !found {
				late = append(late, a)
			}
		}
		r.result.Injected["light passes made again"] += int64(len(late))
		if len(late) == 0 || cycle == mostCycles {
			break
		}
	}
	for _, a := range taking {
		if err := r.comparePass(ctx, a); err != nil {
			return err
		}
	}
	return r.scheduled(ctx)
}

// taking draws who takes part: nobody whose full scan may come meanwhile.
func (r *rehearsal) taking(ctx context.Context) ([]*actor, error) {
	soon := map[string]bool{}
	then := fleet.New(r.service.db, func() time.Time { return r.service.standins.clock().Add(soonDue) })
	for due, err := range then.Due(ctx, time.Time{}) {
		if err != nil {
			return nil, err
		}
		soon[due.ID.String()] = true
	}
	var out []*actor
	for _, a := range r.actors {
		if (r.rng.Float64() < takesPart || r.opts.shot != "") && !soon[a.served.id.String()] {
			out = append(out, a)
		}
	}
	return out, nil
}

// live has minutes of a tenant's life pass and says what a light pass must make of it.
func (r *rehearsal) live(ctx context.Context, a *actor) error {
	since := a.At()
	told, rest, err := a.Interlude()
	if err != nil {
		return err
	}
	a.did(r.rounds, "in between", told)
	outcomes, err := r.judge.Pass(ctx, a.Tenant, since, told)
	if err != nil {
		return err
	}
	a.earlier = 0
	if a.passed = len(outcomes) > 0; a.passed {
		a.earlier = a.ledger.Add(a.At(), outcomes, a.deeds...)
		a.deeds = nil
	}
	hidden, err := rest()
	if err != nil {
		return err
	}
	a.did(r.rounds, "in between", hidden)
	return nil
}

// passes has dispatch send every tenant a light pass.
func (r *rehearsal) passes(ctx context.Context) error {
	for range int(fleet.LightEvery / time.Minute) {
		if err := r.service.time.forward(time.Minute); err != nil {
			return err
		}
		if err := r.service.tickUntilQuiet(ctx, queue.Tick{}, r.service.idle); err != nil {
			return err
		}
	}
	return nil
}

// found reports whether a light pass has found what the log tells of.
func (r *rehearsal) found(ctx context.Context, a *actor) (bool, error) {
	if !a.passed {
		return true, nil
	}
	h, err := r.service.db.Tenant(a.served.id)
	if err != nil {
		return false, err
	}
	scan, err := lightPass(ctx, h, a.At())
	return scan != nil, err
}

// lightPass returns the newest record of a light pass at a moment; nil where none was made.
func lightPass(ctx context.Context, h *store.Tenant, at time.Time) (*store.Scan, error) {
	scans, err := h.Scans(ctx, 2*mostCycles)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(scans, func(s store.Scan) bool { return s.Light && s.Slot.At.Equal(at) })
	if i < 0 {
		return nil, nil
	}
	return &scans[i], nil
}

// comparePass holds findings and verdicts to what they must be after the light pass.
func (r *rehearsal) comparePass(ctx context.Context, a *actor) error {
	h, err := r.service.db.Tenant(a.served.id)
	if err != nil {
		return err
	}
	scan, err := lightPass(ctx, h, a.At())
	if err != nil {
		return err
	}
	switch {
	case a.passed && scan == nil:
		r.differs(lost, a, "no light pass found by %v what the log tells of", a.At())
		return nil
	case !a.passed && scan != nil && !a.Retold():
		r.differs(wrong, a, "a light pass at %v judged anew, and the log tells of nothing", a.At())
		return nil
	case a.passed:
		r.result.Passes++
		r.result.Earlier += a.earlier
	}
	if scan != nil {
		r.compareVerdicts(a, *scan)
	}
	findings, err := h.Findings(ctx)
	if err != nil {
		return err
	}
	r.compareFindings(a, findings)
	return nil
}

// scheduled counts the full scans that came by tenants' own schedules meanwhile. Of
// tenants that took no part they tell nothing new.
func (r *rehearsal) scheduled(ctx context.Context) error {
	for _, a := range r.actors {
		h, err := r.service.db.Tenant(a.served.id)
		if err != nil {
			return err
		}
		about, err := h.About(ctx)
		if err != nil {
			return err
		}
		last := a.slots[len(a.slots)-1]
		for next := last; next.At.Equal(about.Slot.At) && next.N < about.Slot.N; {
			next.N++
			a.slots = append(a.slots, next)
			r.result.Scans++
		}
	}
	return nil
}
