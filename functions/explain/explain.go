// Package explain has the model put findings into words.
//
// In: a queue.FindingsChanged, pushed from the topic findings-changed.
//
// Out: one explanation in the advice database for each finding that is open,
// or a note that the model's answer may not be shown, in which case people
// read the check's own text.
//
// A repeat finds the explanation of the same facts and asks the model nothing,
// even where the answer was refused. A model that fails or is too busy fails the message,
// which comes back later; findings explained meanwhile are not asked about
// again. Findings that are resolved or gone, tenants that are gone or whose
// agreement has ended, and checks that are no longer made are passed over. The
// function sees facts alone: its identity cannot unseal, and cannot write
// findings.
package explain

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/clock"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/explain"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/explain/vertex"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
)

const name = "explain"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 1 << 20}, setup)
}

type settings struct {
	Project   string        `env:"GOOGLE_CLOUD_PROJECT"`                  // the Google Cloud project
	Attempts  int           `env:"MAX_DELIVERY_ATTEMPTS,default=0"`       // of the subscription, after which a message is a dead letter
	Region    string        `env:"VERTEX_REGION,default=europe-west1"`    // where prompts are processed; in the EU
	Endpoint  string        `env:"VERTEX_ENDPOINT,optional"`              // instead of the region's own
	Model     string        `env:"VERTEX_MODEL,default=gemini-2.5-flash"` // the model's name
	Patience  time.Duration `env:"VERTEX_PATIENCE,default=30s"`           // for one answer
	ClockFile string        `env:"CLOCK_FILE,optional"`                   // see package clock; none in the cloud
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	now := clock.Of(s.ClockFile)
	if s.Patience <= 0 {
		return nil, errors.New("VERTEX_PATIENCE leaves no time for an answer")
	}
	ctx = context.WithoutCancel(ctx) // the clients outlive the request that happens to make them
	db, err := store.Open(ctx, s.Project, nil, store.VahtiDatabase, store.AdviceDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	db = db.WithClock(now)
	opts, err := endpoint.Options(s.Endpoint)
	if err != nil {
		return nil, err
	}
	model, err := vertex.New(ctx, s.Project, s.Region, s.Model, opts...)
	if err != nil {
		return nil, err
	}
	e := &explainer{
		db: db, ask: model.Ask, model: model.Name(), patience: s.Patience,
		checks: map[string]*check.Check{}, now: now, log: serve.Logger(name),
	}
	for _, c := range all.Checks() {
		e.checks[c.ID] = c
	}
	client, err := pubsub.NewClient(ctx, s.Project)
	if err != nil {
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	publisher := queue.NewPublisher(client, queue.DeadLetterTopic)
	return restore.Gate(db, now, serve.Logger(name), serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, e.changed), store.VahtiDatabase, store.AdviceDatabase), nil
}

type explainer struct {
	db       *store.DB
	ask      explain.Ask
	model    string
	patience time.Duration
	checks   map[string]*check.Check
	now      func() time.Time
	log      *slog.Logger
}

// parallel is how many findings of a message are explained at the same time.
const parallel = 4

func (e *explainer) changed(ctx context.Context, m queue.FindingsChanged, _ serve.Push) error {
	t, err := e.db.Tenant(m.Tenant)
	if err != nil {
		return err
	}
	about, err := t.About(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil // erased since
	}
	if err != nil {
		return err
	}
	if !about.State.Watched() {
		return nil // the agreement has ended, and with it the reason to process anything
	}
	// Without a shared context: what one finding meets does not end the others,
	// so that each try gets as far as it can.
	var g errgroup.Group
	g.SetLimit(parallel)
	for _, id := range m.Findings {
		g.Go(func() error {
			if err := e.explain(ctx, t, about.Language, id); err != nil {
				return fmt.Errorf("explain finding %s of tenant %s: %w", id, m.Tenant, err)
			}
			return nil
		})
	}
	return g.Wait()
}

// rounds is how often a finding may change while it is being explained.
const rounds = 3

// explain brings a finding's explanation up to date. What was written is read
// again with the finding: an answer that came in late, after the facts had
// changed and their own message was done with, is replaced and not left behind.
func (e *explainer) explain(ctx context.Context, t *store.Tenant, language string, id finding.ID) error {
	for range rounds {
		done, err := e.round(ctx, t, language, id)
		if done || err != nil {
			return err
		}
	}
	return errors.New("the facts keep changing")
}

// round explains a finding unless there is nothing to explain or the
// explanation is that of the present facts, which it reports as done.
func (e *explainer) round(ctx context.Context, t *store.Tenant, language string, id finding.ID) (done bool, err error) {
	f, err := t.FindingFacts(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil // erased since
	}
	if err != nil {
		return false, err
	}
	c, known := e.checks[f.Check]
	if f.State != finding.Open || !known {
		return true, nil
	}
	q := brief.Of(language, c, f)
	hash, err := q.Hash()
	if err != nil {
		return false, err
	}
	have, err := t.Advice(ctx, id)
	if err == nil && have.Facts == hash {
		return true, nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	answer, err := e.answer(ctx, q)
	out := advice.Explanation{Check: c.ID, Facts: hash, Language: q.Language, Model: e.model, At: e.now(),
		Summary: answer.Summary, Why: answer.Why, Steps: answer.Steps}
	if errors.Is(err, explain.ErrRefused) {
		out.Refused = explain.Rule(err)
		e.log.WarnContext(ctx, "explanation refused", "tenant", t.ID().String(), "check", c.ID, "reason", out.Refused)
	} else if err != nil {
		return false, err
	}
	return false, advice.Put(ctx, t, id, out)
}

func (e *explainer) answer(ctx context.Context, q explain.Question) (explain.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, e.patience)
	defer cancel()
	return explain.Explain(ctx, e.ask, q)
}
