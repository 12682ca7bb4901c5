package billing

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/form"
)

// What names things at Stripe.
const (
	// metaTenant is the metadata of customers and subscriptions that holds a tenant's ID.
	metaTenant = "tenant"
	// metaPlan is the metadata of a price that says which plan it is of. It stays with
	// the price, also when another is sold in its place.
	metaPlan = "plan"
	// lookup begins the lookup key of the price that is sold now: "vahti_standard".
	lookup = "vahti_"
)

// Errors of the client.
var (
	// ErrNone means that Stripe has nothing of the name asked for.
	ErrNone = errors.New("there is no such thing at Stripe")
	// ErrUnsafe means that Stripe's answer leads to a page that is not one of Stripe's.
	ErrUnsafe = errors.New("Stripe's answer leads elsewhere than to Stripe")
	// ErrPlan means that a plan is not sold.
	ErrPlan = errors.New("choose one of the plans that are offered")
	// ErrSeats means that nobody, or too many, would be watched.
	ErrSeats = errors.New("choose for how many people, from 1 to 1000000")
	errAway  = errors.New("ask Stripe: it cannot be reached, or answers in another form")
)

// Failure is an answer of Stripe's that refuses. Stripe's own text is left out: it may
// repeat what was sent.
type Failure struct {
	Status int    // HTTP's
	Kind   string // what Stripe calls it, such as "card_error"
	Code   string // more closely, such as "resource_missing"; may be empty
}

// Error implements error.
func (f *Failure) Error() string {
	return strings.TrimSpace("Stripe refused: " + strconv.Itoa(f.Status) + " " + f.Kind + " " + f.Code)
}

// Config is how Stripe is reached.
type Config struct {
	// Key returns the API key. It is asked for each request, so that one that is
	// replaced is taken up.
	Key func(context.Context) (string, error)
	// Endpoint, when set, is where Stripe's API is reached instead of Stripe's own
	// address: https, or plain on this machine.
	Endpoint string
	// Pages are the origins of the pages to which browsers are sent, such as
	// https://checkout.stripe.com; those of Stripe's own where it is empty.
	Pages []string
	// HTTP is the transport; nil for the usual.
	HTTP *http.Client
	Now  func() time.Time
}

// Client talks to Stripe. It may be used concurrently.
type Client struct {
	key     func(context.Context) (string, error)
	backend stripe.Backend
	pages   []string
	now     func() time.Time

	mu     sync.Mutex
	prices []Price // as they were read last
	read   time.Time
}

// StripesPages are the origins of Stripe's own pages.
func StripesPages() []string {
	return []string{"https://checkout.stripe.com", "https://billing.stripe.com"}
}

// requestTime bounds one request to Stripe.
const requestTime = 10 * time.Second

// NewClient returns a client. It refuses an endpoint or a page to which a key or a
// customer would go in plain over a network.
func NewClient(c Config) (*Client, error) {
	if len(c.Pages) == 0 {
		c.Pages = StripesPages()
	}
	for _, address := range append(slices.Clone(c.Pages), c.Endpoint) {
		if address != "" && !safe(address) {
			return nil, errors.New("an address of Stripe's is no origin such as https://api.stripe.com")
		}
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: requestTime}
	}
	straight := *c.HTTP // no answer takes the key elsewhere
	straight.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	config := &stripe.BackendConfig{
		HTTPClient: &straight, EnableTelemetry: stripe.Bool(false), MaxNetworkRetries: stripe.Int64(2),
		// Its lines may hold what Stripe answered.
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if c.Endpoint != "" {
		config.URL = stripe.String(c.Endpoint)
	}
	return &Client{key: c.Key, backend: stripe.GetBackendWithConfig(stripe.APIBackend, config), pages: c.Pages, now: c.Now}, nil
}

// safe reports whether an address is an origin that is reached by TLS, or one on this
// machine.
func safe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && local(u.Hostname())
}

// local reports whether a host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Pages are the origins of the pages to which browsers are sent, for what may be said
// about them in a header.
func (c *Client) Pages() []string { return slices.Clone(c.pages) }

// within returns the address of a page of Stripe's as Stripe gave it, or ErrUnsafe.
func (c *Client) within(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !local(u.Hostname())) ||
		!slices.Contains(c.pages, u.Scheme+"://"+u.Host) {
		return "", ErrUnsafe
	}
	return u.String(), nil
}

// call makes one request. params is one of stripe-go's.
func (c *Client) call(ctx context.Context, method, path string, params stripe.ParamsContainer, into stripe.LastResponseSetter) error {
	key, err := c.key(ctx)
	if err != nil {
		return err
	}
	if list, ok := params.(stripe.ListParamsContainer); ok {
		asked := &form.Values{}
		form.AppendTo(asked, params)
		common := list.GetListParams().ToParams()
		common.Context = ctx
		err = c.backend.CallRaw(method, path, key, asked, common, into)
	} else {
		params.GetParams().Context = ctx
		err = c.backend.Call(method, path, key, params, into)
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("ask Stripe: %w", ctx.Err())
	}
	var refused *stripe.Error
	if !errors.As(err, &refused) {
		return errAway // its text may hold what was sent, as an address
	}
	if refused.HTTPStatusCode == http.StatusNotFound || refused.Code == stripe.ErrorCodeResourceMissing {
		return ErrNone
	}
	return fmt.Errorf("ask Stripe: %w", &Failure{refused.HTTPStatusCode, string(refused.Type), string(refused.Code)})
}
