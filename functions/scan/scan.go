// Package scan reads one tenant, judges it and records what changed.
//
// In: a queue.Scan, pushed from the topic scan, for a slot that was claimed.
//
// Out: findings and their history, one queue.FindingsChanged per twenty changed
// findings, and last the scan's own document with every check's verdict.
//
// A repeat of a finished slot does nothing. While another instance holds the
// tenant's lease the message is acknowledged, because that instance finishes or
// the claim comes back. A repeat after a crash reads the tenant again and
// records what the crash left out: nothing twice, because changes are the
// difference to what is stored.
package scan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/record"
)

const name = "scan"

// timeLimit ends a scan before Pub/Sub takes the message back after ten
// minutes; readLimit leaves time to judge and record what was read.
const (
	timeLimit = 9 * time.Minute
	readLimit = 8 * time.Minute
)

func init() {
	serve.Register(name, serve.Limits{Time: timeLimit, Body: 64 << 10}, setup)
}

type scanner struct {
	db       *store.DB
	publish  func(context.Context, queue.Message) error
	reader   *graph.Reader
	dns      *publicdns.Reader
	checks   []*check.Check
	patience time.Duration // for reading the tenant
	now      func() time.Time
	log      *slog.Logger
}

func (s *scanner) scan(ctx context.Context, m queue.Scan, _ serve.Push) error {
	log := s.log.With("tenant", m.Tenant.String(), "slot", m.Slot.String())
	t, err := s.db.Tenant(m.Tenant)
	if err != nil {
		return err
	}
	run, err := record.Begin(ctx, t, m.Slot, s.now)
	if errors.Is(err, record.ErrBusy) || errors.Is(err, record.ErrOver) {
		log.Info("scan not needed", "reason", err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	ctx, stop := run.Keep(ctx)
	defer stop()
	log.Info("scan begun")
	err = s.run(ctx, log, t, run, m)
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, record.ErrLost) {
		return cause
	}
	return err
}

func (s *scanner) run(ctx context.Context, log *slog.Logger, t *store.Tenant, run *record.Scan, m queue.Scan) error {
	memory, err := t.Memory(ctx)
	if err != nil {
		return err
	}
	in, err := s.read(ctx, log, t, m, memory)
	if reason, ok := lasting(err); ok {
		log.Warn("scan failed", "reason", reason)
		return run.Finish(ctx, record.Result{Error: reason, Requests: in.stats.Requests, Subrequests: in.stats.Subrequests, Floor: in.stats.Floor, Bytes: in.stats.Bytes})
	}
	if err != nil {
		return err
	}
	outcomes := make([]check.Outcome, len(in.checks))
	for i, c := range in.checks {
		outcomes[i] = check.Run(c, in.snap)
	}
	open, err := s.record(ctx, log, t, run, m, outcomes)
	if err != nil {
		return err
	}
	if err := s.remember(ctx, t, run, in, memory); err != nil {
		return err
	}
	if err := run.Finish(ctx, result(in.snap, in.stats, outcomes, open)); err != nil {
		return err
	}
	log.Info("scan finished", "requests", in.stats.Requests)
	return nil
}

// remember leaves for the next scan what it has to know of this one.
func (s *scanner) remember(ctx context.Context, t *store.Tenant, run *record.Scan, in reading, stored map[string][]byte) error {
	wanted, err := leave(in.snap, in.remembered)
	if err != nil {
		return err
	}
	set, drop := difference(stored, wanted)
	if len(set)+len(drop) == 0 {
		return nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return err
	}
	return run.Remember(ctx, key, set, drop)
}

// errSettings says that nothing can be judged until the customer's declarations
// are mended.
var errSettings = errors.New("the tenant's settings are not in the expected form")

// lasting tells a failure that ends the slot, and its sentence: Entra gave no
// token although the reader asked it again for a minute. The next slot tries anew.
func lasting(err error) (string, bool) {
	var t *graph.TokenError
	if errors.As(err, &t) {
		return t.Error(), true
	}
	if errors.Is(err, errSettings) {
		return errSettings.Error(), true
	}
	return "", false
}

// reading is what a scan has to judge and what it cost.
type reading struct {
	snap       *snapshot.Snapshot
	checks     []*check.Check // Vahti's, the operator's and the tenant's own
	stats      graph.Stats
	remembered map[snapshot.Resource]snapshot.Memory // by earlier scans
}

// read fills a snapshot with what the checks need, the tenant's own included. Its
// moment is the slot's, so that a repeat judges the same way.
func (s *scanner) read(ctx context.Context, log *slog.Logger, t *store.Tenant, m queue.Scan, memory map[string][]byte) (in reading, err error) {
	about, err := t.About(ctx)
	if err != nil {
		return in, err
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return in, err
	}
	raw, err := t.Settings(ctx)
	if err != nil {
		return in, err
	}
	settings, err := snapshot.ParseSettings(raw)
	if err != nil {
		return in, errSettings
	}
	own, err := custom.Of(settings)
	if err != nil {
		return in, errSettings
	}
	in.checks = custom.Together(s.checks, own)
	reader := s.reader.Watching(func(p graph.Progress) {
		log.Info("resource read", "resource", string(p.Resource), "entities", p.Entities, "done", p.Done)
	})
	in.snap = snapshot.New(m.Slot.At, settings)
	if in.remembered, err = resume(in.snap, memory); err != nil {
		log.Warn("turns begin anew", "reason", err.Error())
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	wanted := check.Resources(in.checks)
	fromGraph := slices.DeleteFunc(slices.Clone(wanted), snapshot.IsDNS)
	in.stats, err = reader.Read(ctx, profile.EntraID, in.snap, fromGraph)
	if err == nil && away(in.snap, fromGraph) {
		err = errAway
	}
	if err != nil {
		return in, fmt.Errorf("read tenant from Graph: %w", err)
	}
	s.dns.Read(ctx, in.snap, wanted)
	return in, recall(in.snap, in.remembered)
}

// errAway says that a scan would tell nothing about the tenant: it comes back.
var errAway = errors.New("nothing was answered within the time limit")

// away reports whether nothing was read and nothing refused for good: a tenant
// that gave no permission refuses, a Graph that is down does not.
func away(snap *snapshot.Snapshot, wanted []snapshot.Resource) bool {
	for _, r := range wanted {
		why, missing := snap.Missing(r)
		refused := why.Status >= 400 && why.Status < 500 && why.Status != http.StatusTooManyRequests
		if !missing || refused {
			return false
		}
	}
	return true
}

// record writes the differences to the findings kept so far and publishes them;
// it returns how many findings are open by severity.
func (s *scanner) record(ctx context.Context, log *slog.Logger, t *store.Tenant, run *record.Scan, m queue.Scan, outcomes []check.Outcome) (map[finding.Severity]int, error) {
	previous, err := t.Findings(ctx)
	if err != nil {
		return nil, err
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	judged := make([]finding.Judged, len(outcomes))
	for i, o := range outcomes {
		judged[i] = finding.Judged{Check: o.Check.ID, Severity: o.Check.Severity, Results: o.Results}
	}
	changes := finding.Reconcile(previous, judged, m.Slot.At, m.Slot.String(), func(check, resource string) finding.ID {
		return finding.ID(key.Hash("finding", check, resource))
	})
	open := countOpen(previous, changes)
	total := 0
	for _, n := range open {
		total += n
	}
	log.Info("tenant judged", "checks", len(outcomes), "open", total, "changes", len(changes))
	entries, err := run.Commit(ctx, key, changes)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := s.publish(ctx, e.Message); err != nil {
			return nil, err
		}
	}
	return open, run.Published(ctx, entries)
}

func countOpen(previous []finding.Finding, changes []finding.Change) map[finding.Severity]int {
	now := map[finding.ID]finding.Finding{}
	for _, f := range previous {
		now[f.ID] = f
	}
	for _, c := range changes {
		now[c.Finding.ID] = c.Finding
	}
	open := map[finding.Severity]int{}
	for _, f := range now {
		if f.State == finding.Open {
			open[f.Severity]++
		}
	}
	return open
}

func result(snap *snapshot.Snapshot, stats graph.Stats, outcomes []check.Outcome, open map[finding.Severity]int) record.Result {
	r := record.Result{Requests: stats.Requests, Subrequests: stats.Subrequests, Floor: stats.Floor, Bytes: stats.Bytes, Open: open}
	for resource, why := range snap.AllUnread() {
		r.Unread = append(r.Unread, store.Unread{Resource: string(resource), Reason: why.Reason})
	}
	slices.SortFunc(r.Unread, func(a, b store.Unread) int { return strings.Compare(a.Resource, b.Resource) })
	for _, o := range outcomes {
		r.Verdicts = append(r.Verdicts, store.Verdict{Check: o.Check.ID, Verdict: o.Verdict, Reason: o.Reason})
	}
	return r
}
