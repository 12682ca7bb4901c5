// Package deliver sends what waits to be sent.
//
// In: a queue.Deliver, pushed from the topic deliver each minute and whenever something
// was written that need not wait for that.
//
// Out, in this order: news of scans that have ended since is told, see
// functions/notify; digests that are due are made; the people of tenants are told that
// letters to one of them come back, or that Microsoft lets Vahti read nothing any more;
// letters are handed to Postmark and, at the same time and apart from it, messages are
// posted to customers' webhooks: what hangs there delays no letter.
//
// A letter is claimed before it is handed over. What became of a claim that nobody has
// heard of again, Postmark is asked before the letter is handed over once more, so that
// it is sent once; a webhook's receiver knows a message by its name. What fails is tried
// again, later each time: letters for three days, webhooks for one, and letters that the
// agreement requires until they are sent; where one waits for more than an hour those on
// call are told. What Postmark refuses for good is noted and not tried again, and who does
// not belong to the tenant any more gets nothing about it. One message's failure stops no
// other; the function fails only when what waits cannot be listed.
package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

const name = "deliver"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	connect.Google
	Site         string        `env:"PUBLIC_ADDRESS"`                                   // where people reach Vahti, as https://HOST: letters lead there
	Checks       string        `env:"CUSTOM_CHECKS,optional"`                           // the operator's own checks for every tenant, as JSON
	Attempts     int           `env:"MAX_DELIVERY_ATTEMPTS,default=0"`                  // of the subscription, after which a message is a dead letter
	Postmark     string        `env:"POSTMARK_URL,default=https://api.postmarkapp.com"` // where Postmark's API is
	From         string        `env:"POSTMARK_FROM"`                                    // the sender of letters, as Vahti <vahti@vahti.example>
	Stream       string        `env:"POSTMARK_STREAM,default=outbound"`                 // Postmark's message stream
	Token        string        `env:"POSTMARK_TOKEN_NAME,default=postmark-token"`       // the name of the secret that holds the server's token
	Patience     time.Duration `env:"DELIVER_PATIENCE,default=20s"`                     // for one answer of Postmark's or of a webhook
	PrivateHooks bool          `env:"HOOKS_PRIVATE,default=false"`                      // lets webhooks be on this machine and without TLS; for the emulator
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := receive(ctx, c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.PeopleDatabase)
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	site, err := endpoint.Site(s.Site)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	if s.PrivateHooks && site.Scheme == "https" {
		return nil, errors.New("HOOKS_PRIVATE is for one's own machine alone")
	}
	if s.Patience <= 0 || s.Patience > tryTime {
		return nil, errors.New("DELIVER_PATIENCE is longer than a try may last, or no time at all")
	}
	operators, err := custom.Parse([]byte(s.Checks))
	if err != nil {
		return nil, fmt.Errorf("CUSTOM_CHECKS: %w", err)
	}
	postmark, err := notify.NewPostmark(notify.PostmarkConfig{Base: s.Postmark, From: s.From, Stream: s.Stream,
		Token: secret.New(c.Secrets, s.Project, s.Token, c.Now).First, Patience: s.Patience})
	if err != nil {
		return nil, err
	}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	d := &deliverer{
		db:       c.DB,
		desk:     &notice.Desk{DB: c.DB, Site: site.String(), Title: notice.Titles(append(all.Checks(), operators...)...), Now: c.Now},
		postmark: postmark, hooks: notify.NewHooks(notify.HooksConfig{Private: s.PrivateHooks, Patience: s.Patience, Now: c.Now}),
		pager: anomaly.NewLogPager(os.Stderr, name), now: c.Now, log: serve.Logger(name),
	}
	publisher := queue.NewPublisher(client, queue.DeadLetterTopic)
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, d.deliver), nil
}

type deliverer struct {
	db       *store.DB
	desk     *notice.Desk
	postmark *notify.Postmark
	hooks    *notify.Hooks
	pager    anomaly.Pager
	now      func() time.Time
	log      *slog.Logger

	// What is done by one at a time, by name: another that comes shares the result.
	under singleflight.Group
}

const (
	// batch is how much is listed at a time, rounds how often in one delivery; what is
	// left waits for the next.
	batch  = 200
	rounds = 20
	// parallel is how many letters, or pieces of news, are under way at the same time,
	// and callsAtOnce how many webhooks are called.
	parallel    = 8
	callsAtOnce = 32
	// callsOfTenant is how many messages one webhook gets in one delivery.
	callsOfTenant = 50
	// tryTime bounds one try. It ends long before the claim does.
	tryTime = time.Minute
)

// deliver does everything that is due. Messages that come while one is at work share
// its result: what it has missed comes with the next minute's. Letters go out each minute
// also while webhooks of the minute before are being waited for.
func (d *deliverer) deliver(ctx context.Context, _ queue.Deliver, _ serve.Push) error {
	alone := func(what string, do ...func(context.Context) error) error {
		_, err, _ := d.under.Do(what, func() (any, error) {
			var errs []error
			for _, one := range do {
				errs = append(errs, one(ctx))
			}
			return nil, errors.Join(errs...)
		})
		return err
	}
	err := alone("telling", d.news, d.digests, d.failing, d.lost)
	var called error
	var calls sync.WaitGroup
	calls.Go(func() { called = alone("calls", d.calls) })
	err = errors.Join(err, alone("letters", d.letters))
	calls.Wait()
	return errors.Join(err, called)
}
