package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/emulator/history"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/tenant"
)

// rehearsal is one service and the tenants with a known history that it serves.
type rehearsal struct {
	opts    rehearsalOptions
	service *service
	judge   *history.Judge
	actors  []*actor
	rng     *rand.Rand
	stderr  io.Writer

	rounds int
	pasts  int // lines of what is shown that tell a tenant's past
	spent  bool
	result rehearsalResult
}

// actor is a tenant with what must be known of it.
type actor struct {
	*history.Tenant
	ledger  *history.Ledger
	slots   []tenant.Slot // of its scans, in order
	served  *served
	deeds   []history.Deed // that no look was told to the ledger with
	passed  bool           // in the interlude under way a light pass has something to judge
	earlier int            // changes of findings that it must find
	past    []string       // what was done to it, for whoever looks into a failure
}

// rehearseOne runs one service until it has scanned as often as asked for.
func rehearseOne(ctx context.Context, o rehearsalOptions, stderr io.Writer) (_ rehearsalResult, err error) {
	r := &rehearsal{opts: o, rng: rand.New(rand.NewPCG(o.seed, 0x72656865617273)), stderr: stderr}
	r.result = rehearsalResult{Seed: o.seed, Tenants: o.tenants, Injected: map[string]int64{}}
	dir, err := os.MkdirTemp("", "vahti-rehearsal-")
	if err != nil {
		return r.result, errors.New("no temporary folder can be made")
	}
	defer func() {
		if o.keep != "" && (err != nil || !r.result.good()) {
			if kept := keepFolder(dir, o.keep); kept != nil { // the result counts all the same
				fmt.Fprintf(stderr, "seed %d: %v\n", o.seed, kept)
			}
		}
		_ = os.RemoveAll(dir)
	}()
	if err := r.raise(ctx, dir); err != nil {
		return r.result, errors.Join(err, r.end())
	}
	err = r.run(ctx)
	if err == nil {
		err = r.compare(ctx)
	}
	return r.result, errors.Join(err, r.end())
}

// keepFolder copies state and recordings to where they are kept.
func keepFolder(dir, keep string) error {
	if err := os.MkdirAll(filepath.Dir(keep), 0o700); err != nil {
		return fmt.Errorf("folder %s cannot be made", keep)
	}
	if _, err := os.Stat(keep); err == nil {
		return fmt.Errorf("%s is there already, from another run", keep)
	}
	if err := os.CopyFS(keep, os.DirFS(dir)); err != nil {
		return fmt.Errorf("state could not be kept in %s", keep)
	}
	return nil
}

// raise makes the tenants and starts judge and service.
func (r *rehearsal) raise(ctx context.Context, dir string) error {
	faults, err := parseFaults(r.opts.spec)
	if err != nil {
		return err
	}
	so := options{once: true, seed: r.opts.seed, addr: "127.0.0.1:0", addrSet: true, data: filepath.Join(dir, "data"), faults: faults}
	so.every = tenant.MaxInterval // so that few are due by themselves
	if r.opts.idle != "" {
		so.idle = strings.Split(r.opts.idle, ",")
	}
	for i := range r.opts.tenants {
		name := fmt.Sprintf("Rehearsed %04d", i+1)
		t, err := history.New(filepath.Join(dir, "tenants", fmt.Sprintf("%04d", i+1)), 5+r.rng.IntN(26), r.rng.Uint64(), name)
		if err != nil {
			return err
		}
		r.actors = append(r.actors, &actor{Tenant: t, ledger: history.NewLedger()})
		so.tenants = append(so.tenants, t.Dir)
	}
	if r.judge, err = history.NewJudge(); err != nil {
		return err
	}
	shown := io.Discard
	if r.opts.verbose {
		shown = r.stderr
	}
	r.service = &service{opts: so, names: &names{}, processes: map[string]*process{}}
	r.service.show = newDisplay(shown, r.service.names, false)
	if err := r.service.start(ctx); err != nil {
		return err
	}
	byID := map[string]*served{}
	for _, s := range r.service.tenants {
		byID[s.entraID] = s
	}
	for _, a := range r.actors {
		if a.served = byID[a.ID]; a.served == nil || a.served.failure != "" {
			return errors.New("a generated tenant cannot be served")
		}
	}
	return nil
}

// progressEvery is how often a rehearsal says how far it is.
const progressEvery = time.Minute

// run goes through the rounds; in each every tenant is scanned once.
func (r *rehearsal) run(ctx context.Context) error {
	began := time.Now()
	told := began
	for {
		if err := r.round(ctx); err != nil {
			return err
		}
		r.rounds++
		r.result.Scans += len(r.actors)
		if now := time.Now(); now.Sub(told) >= progressEvery {
			told = now
			fmt.Fprintf(r.stderr, "seed %d: %d of %d scans as they must be, after %s\n",
				r.opts.seed, r.result.Scans, r.opts.scans, now.Sub(began).Round(time.Second))
		}
		over := r.result.Scans >= r.opts.scans
		if r.opts.lasts > 0 {
			over = time.Since(began) >= r.opts.lasts
		}
		if over || !r.result.good() {
			return nil
		}
	}
}

// round moves every tenant on, lets the service scan all of them, and judges them
// meanwhile.
func (r *rehearsal) round(ctx context.Context) error {
	if r.rounds > 0 {
		if err := r.interlude(ctx); err != nil {
			return err
		}
		for _, a := range r.actors {
			did, err := a.Step()
			if err != nil {
				return err
			}
			a.did(r.rounds, "then", did)
		}
		if err := r.announce(ctx); err != nil {
			return err
		}
	}
	for _, a := range r.actors {
		a.slots = append(a.slots, a.next())
	}
	disarm := r.arm(false)
	g, judging := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for _, a := range r.actors {
		g.Go(func() error {
			outcomes, err := r.judge.Judge(judging, a.Tenant)
			if err == nil {
				a.ledger.Add(a.At(), outcomes, a.deeds...)
				a.deeds = nil
			}
			return err
		})
	}
	err := r.service.untilQuiet(ctx)
	disarm()
	if err := errors.Join(err, g.Wait()); err != nil {
		return err
	}
	for _, a := range r.actors {
		if err := r.compareRound(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// arm has a function killed at the write asked for, of light passes or of full scans.
// What it returns ends that.
func (r *rehearsal) arm(passes bool) (disarm func()) {
	function, write, applied, _ := parseShot(r.opts.shot)
	if function == "" || passes != (function == lightShot) {
		return func() {}
	}
	if passes {
		function = "scan"
	}
	killer := r.service.standins.killer
	armed := killer.arm(function, write, applied)
	return func() { r.spent = killer.disarm(armed) || r.spent }
}

// did notes what was done to the tenant since the last look.
func (a *actor) did(round int, when string, deeds []history.Deed) {
	var names []string
	for _, d := range deeds {
		names = append(names, d.String())
	}
	a.deeds = append(a.deeds, deeds...)
	a.past = append(a.past, fmt.Sprintf("round %d, %s, %s: %s", round, when, a.At().Format(time.RFC3339), strings.Join(names, ", ")))
}

// next is the slot of the tenant's next scan.
func (a *actor) next() tenant.Slot {
	if n := len(a.slots); n > 0 && a.slots[n-1].At.Equal(a.At()) {
		return tenant.NewSlot(a.At(), a.slots[n-1].N+1)
	}
	return tenant.NewSlot(a.At(), 1)
}

// announce makes the service's stand-ins serve what the tenants are now, and tells
// Vahti. Now and then it brings an older recording first, which must be refused.
func (r *rehearsal) announce(ctx context.Context) error {
	for _, a := range r.actors {
		if r.rng.IntN(20) == 0 {
			if err := r.bringOlder(ctx, a); err != nil {
				return err
			}
		}
		if err := r.serve(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// serve makes the service's stand-ins serve what a tenant is now, and tells Vahti.
func (r *rehearsal) serve(ctx context.Context, a *actor) error {
	rec, err := a.Recording()
	if err != nil {
		return err
	}
	if err := r.service.standins.graph.Add(rec); err != nil {
		return err
	}
	at := a.At()
	a.served.recorded = &at
	if err := registerOne(ctx, r.service.fleet, a.served); err != nil {
		return err
	}
	if a.served.failure != "" {
		r.differs(wrong, a, "a newer recording was refused: %s", a.served.failure)
		a.served.failure = ""
	}
	return nil
}

func (r *rehearsal) bringOlder(ctx context.Context, a *actor) error {
	older := a.slots[len(a.slots)-1].At.Add(-time.Hour)
	_, err := r.service.fleet.Put(ctx, fleet.NewTenant{
		Profile:  tenant.Profile{Name: a.served.name, EntraID: a.served.entraID},
		Settings: a.served.settings, Language: "en", Interval: a.served.every, Recorded: &older,
	})
	r.result.Injected["older recordings"]++
	if errors.Is(err, fleet.ErrOlder) {
		return nil
	}
	if err == nil {
		r.differs(wrong, a, "a recording older than the last scan was accepted")
	}
	return err
}

// end stops what runs and notes what was injected.
func (r *rehearsal) end() error {
	var errs []error
	if r.service != nil {
		r.tally()
		errs = append(errs, r.service.close())
	}
	if r.judge != nil {
		errs = append(errs, r.judge.Close())
	}
	r.result.Spent = r.spent
	return errors.Join(errs...)
}

func (r *rehearsal) tally() {
	s := r.service.standins
	if s == nil || s.pubsub == nil {
		return
	}
	m := s.pubsub.Stats()
	r.result.Injected["messages"] = m.Published
	r.result.Injected["messages pushed again"] = m.Redelivered
	r.result.Injected["acknowledgements lost"] = s.carrier.lost.Load()
	r.result.Injected["processes killed at pushes"] = s.carrier.kills.Load()
	r.result.Injected["processes killed at writes"] = s.killer.kills.Load()
	for kind, n := range s.drawn.counts() {
		r.result.Injected[kind] += n
	}
	for _, a := range r.actors {
		r.result.Injected["requests to Graph"] += s.graph.Stats(a.ID).Requests
	}
}
