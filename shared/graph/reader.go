package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// Config says how to reach Graph. Only BaseURL is needed.
type Config struct {
	// BaseURL is https://graph.microsoft.com or a stand-in's address, without an
	// API version. Plain http is accepted on this machine's own addresses only.
	BaseURL string
	// Concurrency is how many requests one Read has in flight at most; 0 means 24.
	// It begins with six and takes more while answers are slow.
	Concurrency int
	// Share is the part of what Microsoft allows the application in all tenants
	// together that this reader may ask for, such as one divided by the number of
	// instances; 0 means all of it.
	Share float64
	// Unpaced sends requests as fast as answers come, for a Graph that enforces
	// none of Microsoft's limits. A refusal is obeyed all the same.
	Unpaced bool
	// Gather is how long a request waits for others to share a $batch with, unless
	// nothing else of the Read is under way before; 0 means a fourth of a second or,
	// with a clock of one's own, as long as that takes, which is what a negative one
	// always means.
	Gather time.Duration
	// AttemptTimeout is how long one request may take, its body included; 0
	// means a minute. Waiting that Microsoft asked for does not count.
	AttemptTimeout time.Duration
	// Transport is the way to Graph; nil for one of the reader's own, shared by
	// all its tenants.
	Transport *http.Transport
	// Now is the clock, and Sleep waits on it until ctx ends; nil for the wall
	// clock. A clock of one's own needs both.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
	// Progress is told how far a Read is, from several goroutines; nil for nobody.
	Progress func(Progress)
}

// Progress is how far the reading of one resource is.
type Progress struct {
	Resource snapshot.Resource
	// Entities were read so far.
	Entities int
	// Done is set once, last: the resource is read, or recorded as unread.
	Done bool
}

// Stats is what one Read cost.
type Stats struct {
	// Requests are the HTTP requests written to Graph, repeated ones included;
	// those to Entra are not.
	Requests int
	// Subrequests are the same with the items of a batch counted instead of it.
	Subrequests int
	// Floor is the least number of requests that what was asked for can be had
	// with: for what can be asked together, whatever resource and parent it is for,
	// one for every twenty of a version, and one for each of the classes that take
	// no two in a batch. What names its parents comes before what hangs under them.
	// Besides, one for every full further page; for the large collections one for
	// every full page and at least one. It is never more than Requests.
	Floor int
	// Bytes are those of the answers' bodies, inflated.
	Bytes int64
	// Unread are the resources that were asked for and are not in the snapshot.
	Unread map[snapshot.Resource]snapshot.Unread
}

// Reader reads tenants. Its methods may be called at the same time.
type Reader struct {
	cfg    Config
	base   *url.URL
	scope  string
	client *http.Client
	creds  Credentials
	kept   *kept
	pacer  *pacer
	rows   map[snapshot.Resource]Row
}

const (
	defaultConcurrency    = 24
	defaultAttemptTimeout = time.Minute
	// publicScope asks for all permissions consented to. A stand-in on this
	// machine is asked on behalf of the public cloud.
	publicScope = "https://graph.microsoft.com/.default"
)

// New returns a reader. It opens no connection; its errors are wrong configuration.
func New(cfg Config, creds Credentials) (*Reader, error) {
	base, err := url.Parse(strings.TrimRight(cfg.BaseURL, "/"))
	switch {
	case err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("graph reader: the base URL is not an address of Graph")
	case base.Scheme != "https" && (base.Scheme != "http" || !isLoopback(base.Hostname())):
		return nil, errors.New("graph reader: the base URL must be https")
	case (cfg.Now == nil) != (cfg.Sleep == nil):
		return nil, errors.New("graph reader: Now and Sleep go together")
	}
	if creds, err = creds.prepared(); err != nil {
		return nil, fmt.Errorf("graph reader: %w", err)
	}
	if cfg.Concurrency <= 0 {
		cfg.Concurrency = defaultConcurrency
	}
	if cfg.AttemptTimeout <= 0 {
		cfg.AttemptTimeout = defaultAttemptTimeout
	}
	if cfg.Now == nil {
		cfg.Now, cfg.Sleep = time.Now, sleep
	} else if cfg.Gather == 0 {
		cfg.Gather = -1
	}
	if cfg.Transport == nil {
		cfg.Transport = newTransport()
	}
	r := &Reader{
		cfg: cfg, base: base, scope: publicScope, client: newClient(base, cfg.Transport),
		creds: creds, kept: newKept(maxKept), pacer: newPacer(cfg.Now, cfg.Share, cfg.Unpaced), rows: map[snapshot.Resource]Row{},
	}
	if !isLoopback(base.Hostname()) {
		r.scope = base.Scheme + "://" + base.Host + "/.default"
	}
	for _, row := range Table() {
		r.rows[row.Resource] = row
	}
	return r, nil
}

// Read fills s with what o orders, from the tenant with this Entra id. Each
// resource is afterwards either whole in s or recorded as unread with its reason.
//
// ctx is the time limit and should have a deadline: what is not read by then is
// unread, and without one a Graph that keeps failing is asked for ever. The error is nil as
// soon as anything could be asked; else it is a *TokenError, where Entra gives
// no token, or the context's, where it ended before anything was read or was
// cancelled: a cancelled Read is no scan. A Read that waits for nothing because
// the wait would outlast the limit ends a little before it, so a Graph that
// failed throughout can also show as nil with every resource unread.
func (r *Reader) Read(ctx context.Context, entraTenant string, s *snapshot.Snapshot, o Order) (Report, error) {
	x := &session{
		r: r, tenant: strings.ToLower(entraTenant), s: s, order: o, flight: newFlight(r.cfg.Concurrency), floor: newFloor(),
	}
	r.pacer.close(x.tenant, o.Closed)
	x.plan()
	err := x.begin()
	if err == nil {
		err = x.authenticate(ctx)
	}
	if err != nil {
		x.giveUp(err)
		return x.report(), err
	}
	x.run(ctx)
	report := x.report()
	if err := ctx.Err(); err != nil && (errors.Is(err, context.Canceled) || len(report.Unread) == len(x.asked)) {
		return report, fmt.Errorf("read tenant: %w", err)
	}
	return report, nil
}
