package graph

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	khttp "github.com/microsoft/kiota-http-go"
	graphcore "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go-core/authentication"
)

// meter counts what one scan asks of Graph.
type meter struct {
	requests, subrequests, bytes atomic.Int64
}

// weighed travels in a request's context: whom to count it for, and as how many.
type weighed struct {
	meter   *meter
	items   int
	written func() // called when the request is on the wire
}

type weighedKey struct{}

// outlet is the last step before the network. It lets nothing out but to
// Graph, and counts what was written there.
type outlet struct {
	base *url.URL
	next http.RoundTripper
	// unpackers are spare *gzip.Reader.
	unpackers *sync.Pool
}

var errForeign = errors.New("the request is not for Graph")

// RoundTrip implements http.RoundTripper.
func (o outlet) RoundTrip(req *http.Request) (*http.Response, error) {
	if !sameHost(o.base, req.URL) {
		return nil, errForeign
	}
	if w, ok := req.Context().Value(weighedKey{}).(weighed); ok {
		req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
			WroteRequest: func(info httptrace.WroteRequestInfo) {
				if info.Err == nil {
					w.meter.requests.Add(1)
					w.meter.subrequests.Add(int64(w.items))
					w.written()
				}
			},
		}))
	}
	req = req.WithContext(req.Context()) // a copy, for its headers are changed
	req.Header = req.Header.Clone()
	req.Header.Set("Accept-Encoding", "gzip") // the transport then leaves unpacking alone
	res, err := o.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(res.Header.Get("Content-Encoding"), "gzip") {
		res.Header.Del("Content-Encoding")
		res.Header.Del("Content-Length")
		res.ContentLength, res.Uncompressed = -1, true
		res.Body = &unpacked{packed: res.Body, spares: o.unpackers}
	}
	// The adapter would repeat a 401 by itself on the word of this header.
	res.Header.Del("WWW-Authenticate")
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		// A redirect that is followed leaves its body open.
		res.Body.Close()
		res.Body = http.NoBody
	}
	return res, nil
}

// sameHost reports whether u is on the scheme, host and port of base.
func sameHost(base, u *url.URL) bool {
	return strings.EqualFold(u.Scheme, base.Scheme) && strings.EqualFold(u.Hostname(), base.Hostname()) &&
		port(u) == port(base) && u.User == nil
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if strings.EqualFold(u.Scheme, "http") {
		return "80"
	}
	return "443"
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// newClient returns the HTTP client of the adapter with its steps named one by
// one: the default ones come in random order, compress requests, lose bodies on
// repeating and stop every wait at 100 seconds.
func newClient(base *url.URL, transport http.RoundTripper) *http.Client {
	redirect := khttp.NewRedirectHandlerWithOptions(khttp.RedirectHandlerOptions{
		MaxRedirects: 3,
		ShouldRedirect: func(req *http.Request, res *http.Response) bool {
			to, err := req.URL.Parse(res.Header.Get("Location"))
			return err == nil && req.Method == http.MethodGet && sameHost(base, to)
		},
	})
	return &http.Client{
		Transport: khttp.NewCustomTransportWithParentTransport(outlet{base, transport, new(sync.Pool)},
			redirect,
			khttp.NewParametersNameDecodingHandler(),
			khttp.NewUserAgentHandlerWithOptions(&khttp.UserAgentHandlerOptions{
				Enabled: true, ProductName: "vahti", ProductVersion: "1",
			})),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// connection is a tenant's way to Graph, with one credential.
type connection struct {
	adapter    *graphcore.GraphRequestAdapterBase
	source     azcore.TokenCredential
	generation int // counts the credentials of one scan
}

func (r *Reader) connect(source azcore.TokenCredential, generation int) (*connection, error) {
	auth, err := authentication.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(
		source, []string{r.scope}, []string{r.base.Hostname()})
	if err != nil {
		return nil, err
	}
	adapter, err := graphcore.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		auth, graphcore.GraphClientOptions{}, nil, nil, r.client)
	if err != nil {
		return nil, err
	}
	adapter.SetBaseUrl(r.base.String())
	return &connection{adapter, source, generation}, nil
}

// call is one thing to ask of Graph.
type call struct {
	url   *url.URL
	body  []byte        // sent by POST; nil for GET
	items int           // how many requests it counts as
	price price         // what a $batch takes of Microsoft's budgets; nil for a GET, whose URL tells
	into  *bytes.Buffer // what holds the answer's body
	tries int           // failures other than throttling after which to stop; 0 for none
}

// answer is what one attempt brought.
type answer struct {
	err        error // why there is no status
	status     int
	cut        bool // the body ended too early
	oversized  bool
	retryAfter time.Duration
	asked      bool    // retryAfter is Microsoft's
	used       float64 // the part of Microsoft's limit that is used; 0 where it does not say
	body       []byte
	generation int // of the credential that was used
}

// maxBody is the largest answer that is read, in bytes. Pages of 999 entities
// are below two million.
const maxBody = 64 << 20

// attempt asks once, for a request that may leave. The body is valid until the
// call's buffer is used again.
func (x *session) attempt(ctx context.Context, c call, w *waiter) *answer {
	ctx, cancel := context.WithTimeout(ctx, x.r.cfg.AttemptTimeout)
	defer cancel()
	ctx = context.WithValue(ctx, weighedKey{}, weighed{&x.meter, c.items, func() { x.r.pacer.written(w) }})
	conn := x.connection()
	a := &answer{generation: conn.generation}

	info := abstractions.NewRequestInformation()
	info.Method = abstractions.GET
	info.SetUri(*c.url)
	info.Headers.Add("Accept", "application/json")
	info.Headers.Add("Prefer", preferred)
	if c.body != nil {
		info.Method = abstractions.POST
		info.SetStreamContentAndContentType(c.body, "application/json")
		info.Headers.Add("Content-Length", strconv.Itoa(len(c.body)))
	}
	option := abstractions.NewRequestHandlerOption()
	option.SetResponseHandler(func(response any, _ abstractions.ErrorMappings) (any, error) {
		res, ok := response.(*http.Response)
		if !ok {
			return nil, errors.New("no response")
		}
		x.receive(res, c, a)
		return nil, nil
	})
	info.AddRequestOptions([]abstractions.RequestOption{option})
	if err := conn.adapter.SendNoContent(ctx, info, nil); err != nil {
		a.err = err
	}
	return a
}

// receive takes an answer over from the wire.
func (x *session) receive(res *http.Response, c call, a *answer) {
	defer res.Body.Close()
	a.status = res.StatusCode
	sent, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		sent = time.Time{}
	}
	a.retryAfter, a.asked = parseRetryAfter(res.Header.Get("Retry-After"), sent, x.r.cfg.Now())
	a.used = parseUsed(res.Header.Get(usedHeader))
	most := int64(maxBody)
	if a.status != http.StatusOK {
		most = maxError
	}
	c.into.Reset()
	n, err := io.Copy(c.into, io.LimitReader(res.Body, most+1))
	x.meter.bytes.Add(n)
	a.cut = err != nil
	a.oversized = n > most
	a.body = c.into.Bytes()
}

// preferred asks Graph for the values of enumerations as they are. Without it
// newer ones arrive as "unknownFutureValue", on which no verdict may rest.
const preferred = "include-unknown-enum-members"
