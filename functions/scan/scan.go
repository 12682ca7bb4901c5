// Package scan reads one tenant, judges it and records what changed.
//
// In: a queue.Scan, pushed from the topic scan: for a slot that was claimed, or
// for a light pass, which reads Microsoft's audit log and what it touched, and looks
// for a new Secure Score.
//
// Out: findings and their history, what differs from the scan before with who did
// it, one queue.FindingsChanged per twenty changed findings, and last the scan's
// own document with every check's verdict. What was read is kept, sealed, for the
// next scan, which asks Graph for what differs.
//
// A scan that nears its time limit keeps what it has read, gives its lease back
// and publishes its own message again; whoever takes it goes on there. Where only
// parents are left that take turns it soon ends instead: they have theirs in the next
// scan. Where all that is left to read waits because Microsoft asked for it, the claim
// waits as long, and dispatch publishes the message. Which requests Microsoft asked to
// hold back is kept with the tenant, so that no other instance makes them.
//
// A scan that fails gives its lease back, so that the message's next try takes it. The
// last try records the slot as failed and leaves the message as a dead letter, which
// opens the slot again when it is replayed, unless a newer one has begun.
//
// A repeat of a finished slot does nothing. While another instance holds the
// tenant's lease the message is acknowledged, because that instance finishes or
// the claim comes back. A repeat after a crash goes on where the reading was kept
// last and records what the crash left out: nothing twice, because changes are
// the difference to what is stored. A light pass that is repeated finds nothing
// new in the log.
package scan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/record"
)

const name = "scan"

const (
	// timeLimit ends a message's work before Pub/Sub takes the message back after
	// ten minutes.
	timeLimit = 9 * time.Minute
	// partLimit is how long one message reads. It is short enough for a light pass
	// between two parts to come every five minutes.
	partLimit = 4*time.Minute + 30*time.Second
	// slotLimit is how long the parts of a slot may take together. What was not
	// read by then is unknown.
	slotLimit = 3 * time.Hour
	// turnsLimit is for how long they may be, and turnsShare for what part of the time
	// since the scan before, where what is left takes turns and has one with the next scan.
	turnsLimit = 4 * time.Minute
	turnsShare = 16
	// lightWait is how long a scan waits for a light pass to end.
	lightWait = 20 * time.Second
	// leastWait is from when on a scan that Microsoft asked to wait does so without an
	// instance: dispatch looks once a minute.
	leastWait = time.Minute
)

func init() {
	serve.Register(name, serve.Limits{Time: timeLimit, Body: 64 << 10}, setup)
}

type scanner struct {
	db       *store.DB
	bucket   *archive.Bucket
	publish  func(context.Context, queue.Message) error
	reader   *graph.Reader
	dns      *publicdns.Reader
	checks   []*check.Check
	attempts int           // of a message before it is a dead letter; zero where that is not told
	part     time.Duration // for reading in one message
	delay    time.Duration // before what was read is kept on the way
	now      func() time.Time
	log      *slog.Logger
}

func (s *scanner) scan(ctx context.Context, m queue.Scan, p serve.Push) error {
	t, err := s.db.Tenant(m.Tenant)
	if err != nil {
		return err
	}
	w := &work{scanner: s, t: t, objects: s.bucket.Tenant(t), m: m, attempt: p.Attempt, log: s.log.With("tenant", m.Tenant.String(), "slot", m.Slot.String())}
	if m.Light {
		if _, err := t.About(ctx); errors.Is(err, store.ErrNotFound) {
			return nil // erased since
		}
		return w.light(ctx)
	}
	if p.Replayed {
		if err := w.reopen(ctx); err != nil {
			return err
		}
	}
	run, err := w.begin(ctx)
	if errors.Is(err, record.ErrBusy) || errors.Is(err, record.ErrOver) {
		w.log.InfoContext(ctx, "scan not needed", "reason", err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	w.run = run
	on, err := w.holding(ctx, w.full)
	if err != nil || !on {
		return err
	}
	return w.goOn(ctx)
}

// begin takes the lease, and waits a little for a light pass to give it back.
func (w *work) begin(ctx context.Context) (*record.Scan, error) {
	for end := w.now().Add(lightWait); ; {
		run, err := record.Begin(ctx, w.t, w.m.Slot, w.now)
		if !errors.Is(err, record.ErrLight) || w.now().After(end) {
			return run, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// work is what is being done for one message.
type work struct {
	*scanner
	log     *slog.Logger
	t       *store.Tenant
	objects *archive.Tenant
	run     *record.Scan
	m       queue.Scan
	attempt int       // how often the message was delivered
	wait    time.Time // when the scan's next part may begin; zero for at once
}

// full is a scan of the whole tenant, or its next part; on says that more parts
// follow.
func (w *work) full(ctx context.Context) (on bool, err error) {
	w.log.InfoContext(ctx, "scan begun")
	last, err := w.last(ctx)
	if err != nil {
		return false, err
	}
	in, err := w.read(ctx, last)
	if reason, ok := lasting(err); ok {
		w.log.WarnContext(ctx, "scan failed", "reason", reason)
		return false, w.run.Finish(ctx, record.Result{Error: reason, Consent: w.lost(in, err), ConsentWas: in.consent, Requests: in.stats.Requests, Subrequests: in.stats.Subrequests, Floor: in.stats.Floor, Bytes: in.stats.Bytes})
	}
	if err != nil {
		return false, err
	}
	if in.goesOn {
		w.wait = in.wait
		return true, w.run.Suspend(ctx, w.wait)
	}
	outcomes := make([]check.Outcome, len(in.checks))
	for i, c := range in.checks {
		outcomes[i] = check.Run(c, in.snap)
	}
	out, err := w.record(ctx, in, outcomes, last)
	if err != nil {
		return false, err
	}
	in.watched.skipped = nil // all is judged
	in.scored()
	if in.resumed {
		from := w.run.Claimed
		if at := w.m.Slot.At; at.Before(from) {
			from = at // of a recording
		}
		in.watched.reopen(from.Add(-graph.AuditOverlap), in.snap.Now)
	}
	// Entries of the log count as handled once what they touched is kept.
	if err := w.keep(ctx, in); err != nil {
		w.log.WarnContext(ctx, "reading not kept", "error", err)
		in.watched.behind = in.watched.behind || in.news > 0
	} else {
		in.watched.behind = false
	}
	parts, err := leave(in.snap, in.remembered)
	if err != nil {
		return false, err
	}
	if err := w.remember(ctx, in, parts); err != nil {
		return false, err
	}
	r := result(in, outcomes, out.open)
	if r.Drift, err = w.verdictDrift(ctx, r, out, last); err != nil {
		return false, err
	}
	r.Baseline, r.Consent, r.ConsentWas = last.Slot.IsZero(), w.seen(in), in.consent
	if err := w.run.Finish(ctx, r); err != nil {
		return false, err
	}
	if r.Consent != nil {
		w.move(ctx)
	}
	if in.journaled {
		if err := clearJournal(ctx, w.objects); err != nil {
			w.log.WarnContext(ctx, "journal not cleared", "error", err)
		}
	}
	w.log.InfoContext(ctx, "scan finished", "requests", in.stats.Requests)
	return false, nil
}

// last is the newest scan with verdicts; zero before the first.
func (w *work) last(ctx context.Context) (store.Scan, error) {
	last, err := w.t.LastJudged(ctx)
	if err != nil || last == nil {
		return store.Scan{}, err
	}
	return *last, nil
}

// goOn gives the tenant a light pass, which a long scan keeps others from making,
// and asks for the scan's next part. Where that has to wait, dispatch asks for it.
func (w *work) goOn(ctx context.Context) error {
	w.log.InfoContext(ctx, "scan goes on in a further message")
	light := *w
	light.m.Light = true
	if slot, err := w.lightSlot(ctx); err == nil {
		light.m.Slot = slot
		if err := light.light(ctx); err != nil {
			w.log.WarnContext(ctx, "light pass failed", "error", err)
		}
	}
	if !w.wait.IsZero() {
		w.log.InfoContext(ctx, "scan waits until Microsoft may be asked again", "until", w.wait)
		return nil
	}
	return w.publish(ctx, w.m)
}

// lasting tells a failure that ends the slot, and its sentence: Entra refused a token
// for good, or the settings make no sense. The next slot tries anew. While Entra is
// away the message does, as while Graph is.
func lasting(err error) (string, bool) {
	if t, ok := errors.AsType[*graph.TokenError](err); ok && t.Lasting() {
		return t.Error(), true
	}
	if errors.Is(err, errSettings) {
		return errSettings.Error(), true
	}
	return "", false
}

// remember leaves for the next scan what it has to know of this one: these parts,
// and what was handled of the log.
func (w *work) remember(ctx context.Context, in reading, parts map[string][]byte) error {
	return w.leaving(ctx, in, parts, func(key *seal.Key, set map[string][]byte, drop []string) error {
		return w.run.Remember(ctx, key, set, drop)
	})
}

// leaving hands over what has to be written so that these parts are remembered.
func (w *work) leaving(ctx context.Context, in reading, parts map[string][]byte, write func(*seal.Key, map[string][]byte, []string) error) error {
	wanted, err := in.watched.leave(parts)
	if err != nil {
		return err
	}
	set, drop := difference(in.memory, wanted)
	if len(set)+len(drop) == 0 {
		return nil
	}
	key, err := w.t.Key(ctx)
	if err != nil {
		return err
	}
	return write(key, set, drop)
}

// keep keeps what was read for the next scan.
func (w *work) keep(ctx context.Context, in reading) error {
	in.fence = w.run.Fence()
	return keep(ctx, w.objects, in, w.m.Slot.String(), fmt.Sprintf("%s-%d", w.m.Slot.Key(), in.fence))
}

func result(in reading, outcomes []check.Outcome, open map[finding.Severity]int) record.Result {
	r := record.Result{Requests: in.stats.Requests, Subrequests: in.stats.Subrequests, Floor: in.stats.Floor, Bytes: in.stats.Bytes, Open: open}
	for resource, why := range in.snap.AllUnread() {
		r.Unread = append(r.Unread, store.Unread{Resource: string(resource), Reason: why.Reason})
	}
	slices.SortFunc(r.Unread, func(a, b store.Unread) int { return strings.Compare(a.Resource, b.Resource) })
	verdicts := map[string]finding.Verdict{}
	for _, o := range outcomes {
		verdicts[o.Check.ID] = o.Verdict
		r.Verdicts = append(r.Verdicts, store.Verdict{Check: o.Check.ID, Verdict: o.Verdict, Reason: o.Reason})
	}
	if n, known := snapshot.People(in.snap); known {
		r.People = &n
	}
	r.Score = check.ScoreOf(in.checks, verdicts).Overall
	return r
}

var errSettings = errors.New("the tenant's settings are not in the expected form")

// errAway says that a scan would tell nothing about the tenant: it comes back.
var errAway = fmt.Errorf("read tenant from Graph: %w", errors.New("nothing was answered within the time limit"))
