package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The headers of a call of a customer's webhook.
const (
	SignatureHeader = "Vahti-Signature" // t=UNIX SECONDS,v1=HEX[,v1=HEX]
	DeliveryHeader  = "Vahti-Delivery"  // the message's name, the same in every try
)

// Hooks calls customers' webhooks.
type Hooks struct {
	client  *http.Client
	private bool
	now     func() time.Time
}

// HooksConfig says how webhooks are called.
type HooksConfig struct {
	// Private lets webhooks be on this machine and in private networks, and without
	// TLS. It is for the emulator alone: in the cloud a customer's address could lead
	// to what only the service itself can reach.
	Private  bool
	Patience time.Duration // for one call
	Now      func() time.Time
	// Resolver and TLS replace the system's in tests.
	Resolver *net.Resolver
	TLS      *tls.Config
}

// NewHooks returns what calls webhooks. It takes no proxy from the environment, keeps
// no connections and follows no redirects.
func NewHooks(c HooksConfig) *Hooks {
	dial := &net.Dialer{Timeout: c.Patience, Resolver: c.Resolver}
	if !c.Private {
		dial.Control = guard
	}
	return &Hooks{private: c.Private, now: c.Now, client: &http.Client{
		Timeout:       c.Patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dial.DialContext, DisableKeepAlives: true, TLSClientConfig: c.TLS, TLSHandshakeTimeout: c.Patience,
			ResponseHeaderTimeout: c.Patience, MaxResponseHeaderBytes: 64 << 10,
		},
	}}
}

// ErrAddress is for people who name an address that cannot be a webhook's.
var ErrAddress = errors.New("a webhook's address begins with https:// and names a public host, without a user or a fragment")

// longestAddress is how many bytes an address may have.
const longestAddress = 2000

// CheckAddress refuses an address that cannot be a webhook's. Where its name leads to
// is only known when it is called.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || len(address) > longestAddress || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || strings.ContainsAny(address, " \r\n\t") {
		return ErrAddress
	}
	if ip, err := literal(u.Hostname()); err == nil && !public(ip) {
		return ErrAddress
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".internal") || strings.HasSuffix(host, ".local") {
		return ErrAddress
	}
	return nil
}

// Hook is the channel to one customer's webhook. Each secret signs, so that one can be
// exchanged for another.
func (h *Hooks) Hook(address string, secrets ...string) Channel { return hook{h, address, secrets} }

type hook struct {
	*Hooks
	address string
	secrets []string
}

// Send implements Channel.
func (h hook) Send(ctx context.Context, m Message) (Receipt, error) {
	if !h.private && CheckAddress(h.address) != nil || len(h.secrets) == 0 {
		return Receipt{}, &Failure{ErrRefused, "address", 0}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address, bytes.NewReader(m.Event))
	if err != nil {
		return Receipt{}, &Failure{ErrRefused, "address", 0}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Vahti")
	r.Header.Set(DeliveryHeader, m.Name)
	r.Header.Set(SignatureHeader, Sign(h.now(), m.Event, h.secrets...))
	answer, err := h.client.Do(r)
	if err != nil {
		if errors.Is(err, errPrivate) {
			return Receipt{}, &Failure{nil, "private address", 0} // its name may lead elsewhere later
		}
		return Receipt{}, unanswered(err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // what it says is of no interest
	switch {
	case answer.StatusCode >= 200 && answer.StatusCode < 300:
		return Receipt{}, nil
	case answer.StatusCode == http.StatusGone:
		return Receipt{}, &Failure{ErrRefused, "gone", answer.StatusCode}
	}
	return Receipt{}, &Failure{nil, "status", answer.StatusCode}
}

// Taken implements Channel: nobody can be asked, and a receiver knows a message that
// comes again by its name.
func (h hook) Taken(context.Context, Message) (Receipt, bool, error) { return Receipt{}, false, nil }

// Sign returns the value of the signature's header: the time, and for each secret the
// HMAC-SHA256, with the secret's own text as the key, of the time, a full stop and the
// body.
func Sign(at time.Time, body []byte, secrets ...string) string {
	t := strconv.FormatInt(at.Unix(), 10)
	out := "t=" + t
	for _, s := range secrets {
		mac := hmac.New(sha256.New, []byte(s))
		mac.Write([]byte(t + "."))
		mac.Write(body)
		out += ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	return out
}
