package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Postmark is the account by which letters are sent.
type Postmark struct {
	base, from, stream string
	token              func(context.Context) (string, error)
	client             *http.Client
}

// PostmarkConfig says how Postmark is reached.
type PostmarkConfig struct {
	Base   string // https://api.postmarkapp.com, or a stand-in's
	From   string // the sender, such as "Vahti <vahti@vahti.example>"
	Stream string // the message stream, such as "outbound"
	// Token returns the server's token, which is asked for before each request so that
	// it can be exchanged.
	Token func(context.Context) (string, error)
	// Patience is how long a request may take.
	Patience time.Duration
}

// NewPostmark returns the account. Plain HTTP is refused but for this machine.
func NewPostmark(c PostmarkConfig) (*Postmark, error) {
	u, err := url.Parse(c.Base)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errors.New("the address of Postmark is not https")
	}
	if c.From == "" || c.Token == nil || c.Patience <= 0 {
		return nil, errors.New("Postmark takes a sender, a token and patience")
	}
	return &Postmark{strings.TrimSuffix(c.Base, "/"), c.From, c.Stream, c.Token, &http.Client{
		Timeout: c.Patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Mail is the channel to one address. reference is what Postmark knows the message
// by, 80 characters at most.
func (p *Postmark) Mail(to, reference string) Channel { return mail{p, to, reference} }

type mail struct {
	*Postmark
	to, reference string
}

// referenceKey is the name of the metadata that holds the reference. Postmark's webhooks
// bring it back to the function postmark, which knows it by the same name.
const referenceKey = "letter"

type header struct{ Name, Value string }

// outgoing is a message as Postmark's API takes it.
type outgoing struct {
	From, To, Subject, TextBody, HtmlBody, MessageStream, Tag, TrackLinks string //nolint:revive // Postmark's names
	TrackOpens                                                            bool
	Headers                                                               []header `json:",omitempty"`
	Metadata                                                              map[string]string
}

// The error codes of Postmark's that are about one message; all others are about the
// account, and pass.
const (
	codeInvalid  = 300 // the address or the message is not one
	codeInactive = 406 // the recipient bounced or complained before
)

// Inactive is the reason of a message that Postmark refuses because it sends nothing
// to the recipient any more.
const Inactive = "inactive"

// Send implements Channel.
func (m mail) Send(ctx context.Context, msg Message) (Receipt, error) {
	out := outgoing{From: m.from, To: m.to, Subject: msg.Subject, TextBody: msg.Text, HtmlBody: msg.HTML, MessageStream: m.stream, Tag: msg.Kind,
		TrackLinks: "None", Metadata: map[string]string{referenceKey: m.reference}}
	if msg.Unsubscribe != "" {
		out.Headers = []header{{"List-Unsubscribe", "<" + msg.Unsubscribe + ">"}, {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}}
	}
	body, err := json.Marshal(out)
	if err != nil {
		return Receipt{}, &Failure{ErrRefused, "unwritable", 0}
	}
	status, raw, err := m.call(ctx, http.MethodPost, "/email", body)
	if err != nil {
		return Receipt{}, err
	}
	var a struct {
		MessageID string
		ErrorCode *int
	}
	known := json.Unmarshal(raw, &a) == nil && a.ErrorCode != nil
	switch {
	case status == http.StatusOK && known && *a.ErrorCode == 0:
		return Receipt{a.MessageID}, nil
	case status == http.StatusUnprocessableEntity && known && *a.ErrorCode == codeInactive:
		return Receipt{}, &Failure{ErrRefused, Inactive, status}
	case status == http.StatusUnprocessableEntity && known && *a.ErrorCode == codeInvalid:
		return Receipt{}, &Failure{ErrRefused, "invalid", status}
	case status >= http.StatusBadRequest && status < http.StatusInternalServerError:
		return Receipt{}, &Failure{nil, "account", status} // the token, the sender, the quota
	}
	return Receipt{}, &Failure{ErrDoubt, "answer", status}
}

// Taken implements Channel: Postmark's search knows a message by its metadata some
// time after it was taken. It looks into one stream alone, "outbound" unless it is told.
func (m mail) Taken(ctx context.Context, _ Message) (Receipt, bool, error) {
	query := url.Values{"count": {"1"}, "offset": {"0"}, "metadata_" + referenceKey: {m.reference}}
	if m.stream != "" {
		query.Set("messagestream", m.stream)
	}
	status, raw, err := m.call(ctx, http.MethodGet, "/messages/outbound?"+query.Encode(), nil)
	if err != nil {
		return Receipt{}, false, err
	}
	var a struct {
		TotalCount *int
		Messages   []struct{ MessageID string }
	}
	if status != http.StatusOK || json.Unmarshal(raw, &a) != nil || a.TotalCount == nil {
		return Receipt{}, false, &Failure{nil, "search", status}
	}
	if *a.TotalCount == 0 || len(a.Messages) == 0 {
		return Receipt{}, false, nil
	}
	return Receipt{a.Messages[0].MessageID}, true, nil
}

// largest is how much of an answer is read.
const largest = 1 << 20

// call makes one request. Where it fails it says whether the other side may have seen
// it: not before a connection stood.
func (p *Postmark) call(ctx context.Context, method, path string, body []byte) (int, []byte, error) {
	token, err := p.token(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("hand letter over: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, method, p.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, &Failure{nil, "request", 0}
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("X-Postmark-Server-Token", token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return 0, nil, unanswered(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, largest))
	if err != nil {
		return 0, nil, &Failure{ErrDoubt, "answer", answer.StatusCode}
	}
	return answer.StatusCode, raw, nil
}

// unanswered is the failure of a request without an answer: of one that never left it
// is known that it was not taken.
func unanswered(err error) *Failure {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return &Failure{nil, "unreachable", 0}
	}
	return &Failure{ErrDoubt, "no answer", 0}
}
