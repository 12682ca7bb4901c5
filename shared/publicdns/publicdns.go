// Package publicdns fills snapshots with what public DNS says about a tenant's
// domains, and with the mail policies that domains serve over the web. It asks
// one resolver and sends it nothing but names.
//
// An answer is kept with how it came about: found, none, or failed. A resolver
// that cannot be reached makes answers fail, never records disappear.
package publicdns

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/miekg/dns"

	"vahti.ai/vahti/shared/snapshot"
)

// Config says whom to ask.
type Config struct {
	// Server is the recursive resolver, HOST:PORT.
	Server string
	// Web is where mail policies are fetched: "{address}" stands for host and path
	// without "https://". Plain http is accepted on this machine's own addresses
	// only. Empty means https://{address}.
	Web string
	// Timeout is how long one try of a question may take; 0 means 3 seconds.
	Timeout time.Duration
	// Limit is how long one Read may take; 0 means 90 seconds. Where its context
	// ends earlier, Read leaves a third of what is left.
	Limit time.Duration
}

// Reader asks a resolver. Its methods may be called at the same time.
type Reader struct {
	cfg Config
	udp *dns.Client
	tcp *dns.Client
	web *http.Client
}

const (
	defaultTimeout = 3 * time.Second
	defaultLimit   = 90 * time.Second
	// tries is how often a question is asked before its answer counts as failed.
	tries = 3
	// patience is how many tries in a row may be lost before the resolver itself is
	// asked whether it is there.
	patience = 9
	// inFlight is how many domains are asked about at the same time.
	inFlight = 16
	// maxDomains is how many domains and how many hosts of a tenant are asked about.
	maxDomains = 500
	// maxPolicy is how much of a mail policy is read, in bytes.
	maxPolicy = 64 << 10
)

// New returns a reader. It opens no connection; its errors are wrong configuration.
func New(cfg Config) (*Reader, error) {
	if _, port, err := net.SplitHostPort(cfg.Server); err != nil || port == "" {
		return nil, errors.New("public DNS: the resolver is no HOST:PORT")
	}
	if cfg.Web == "" {
		cfg.Web = "https://{address}"
	}
	local, err := webIsLocal(cfg.Web)
	if err != nil {
		return nil, err
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.Limit <= 0 {
		cfg.Limit = defaultLimit
	}
	dialer := &net.Dialer{Timeout: cfg.Timeout, Control: onlyPublic}
	if local {
		dialer.Control = nil
	}
	return &Reader{
		cfg: cfg,
		udp: &dns.Client{Timeout: cfg.Timeout, UDPSize: 1232},
		tcp: &dns.Client{Net: "tcp", Timeout: cfg.Timeout},
		web: &http.Client{
			Timeout:   2 * cfg.Timeout,
			Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: cfg.Timeout, DisableKeepAlives: true, ResponseHeaderTimeout: cfg.Timeout},
			// RFC 8461, section 3.3: redirects are not followed.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

func webIsLocal(web string) (bool, error) {
	u, err := url.Parse(strings.Replace(web, "{address}", "x", 1))
	if err != nil || !strings.Contains(web, "{address}") {
		return false, errors.New("public DNS: the address of mail policies has no {address}")
	}
	ip := net.ParseIP(u.Hostname())
	local := ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return false, errors.New("public DNS: mail policies must be fetched over https")
	}
	return local, nil
}

// onlyPublic refuses to connect to addresses that are not on the internet: whose
// domain it is decides where its name leads.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errors.New("not an address")
	}
	ip := at.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return errors.New("not an address on the internet")
	}
	return nil
}

// special are further addresses that are not on the internet, and those by which
// IPv6 leads to any address of IPv4 (RFC 6890).
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by providers
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // for measuring
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"),        // IPv4-compatible
	netip.MustParsePrefix("64:ff9b::/96"), // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2001::/23"), // Teredo among others
	netip.MustParsePrefix("2002::/16"), // 6to4
	netip.MustParsePrefix("fec0::/10"), // site-local
}

// Read fills s with those of the wanted resources that come from public DNS. Call
// it after Graph was read: it asks about the domains and addresses found there.
// Each resource is afterwards in s or recorded as unread with its reason. What
// could not be asked for lack of time counts as failed.
func (r *Reader) Read(ctx context.Context, s *snapshot.Snapshot, want []snapshot.Resource) {
	limit := r.cfg.Limit
	if ends, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(ends)*2/3)
	}
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	x := r.begin()
	if slices.Contains(want, snapshot.DomainRecords.Resource()) {
		var domains []string
		for _, d := range snapshot.Domains.Of(s) {
			if d.IsVerified {
				domains = append(domains, strings.ToLower(strings.TrimSuffix(d.ID, ".")))
			}
		}
		x.each(ctx, s, snapshot.DomainRecords, snapshot.Domains.Resource(), domains, x.domain)
	}
	if slices.Contains(want, snapshot.HostRecords.Resource()) {
		x.each(ctx, s, snapshot.HostRecords, snapshot.Applications.Resource(), snapshot.RedirectHosts(s), x.host)
	}
}

// A reading is one Read: what was asked is not asked again, and a resolver that
// is not there is left alone.
type reading struct {
	*Reader
	mu    sync.Mutex
	asked map[snapshot.DNSQuestion]*answer
	lost  int // tries in a row without a reply of the resolver
	dead  bool
}

// answer is what came of a question, once it was asked.
type answer struct {
	once   sync.Once
	status string
	values []string
}

func (r *Reader) begin() *reading {
	return &reading{Reader: r, asked: map[snapshot.DNSQuestion]*answer{}}
}

func (x *reading) each(ctx context.Context, s *snapshot.Snapshot, key snapshot.Each[snapshot.DNSAnswer], by snapshot.Resource, names []string,
	ask func(context.Context, string) []snapshot.DNSAnswer) {
	if _, missing := s.Missing(by); missing {
		s.SetUnread(key.Resource(), snapshot.Unread{Reason: fmt.Sprintf("it is read by way of %s, which could not be read", by)})
		return
	}
	if len(names) > maxDomains {
		names = names[:maxDomains]
	}
	answers := make([][]snapshot.DNSAnswer, len(names))
	var wg sync.WaitGroup
	turns := make(chan struct{}, inFlight)
	for i, name := range names {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() { <-turns }()
			answers[i] = ask(ctx, name)
		})
	}
	wg.Wait()
	if len(names) > 0 && !slices.ContainsFunc(answers, anyAnswered) {
		s.SetUnread(key.Resource(), snapshot.Unread{Reason: "public DNS gave no answer"})
		return
	}
	if err := key.Decode(s, "", []byte("[]")); err != nil {
		s.SetUnread(key.Resource(), snapshot.Unread{Reason: "public DNS gave no answer"})
		return
	}
	for i, name := range names {
		key.Set(s, name, answers[i])
	}
}

func anyAnswered(answers []snapshot.DNSAnswer) bool {
	return slices.ContainsFunc(answers, func(a snapshot.DNSAnswer) bool { return a.Status != snapshot.DNSFailed })
}

// maxRounds is how often what was answered is followed up: SPF records include
// others, at most ten deep.
const maxRounds = 12

// firstQuestions is how many questions show whether the servers of a domain
// answer at all.
const firstQuestions = 3

// domain asks everything about one domain. Where its servers answer none of the
// first questions, which takes long each time, they are asked nothing more.
func (x *reading) domain(ctx context.Context, domain string) []snapshot.DNSAnswer {
	questions := snapshot.DomainQuestions(domain)
	n := min(firstQuestions, len(questions))
	answers := x.ask(ctx, questions[:n])
	for _, q := range questions[n:] {
		if !anyAnswered(answers[:n]) && strings.HasSuffix("."+q.Name, "."+domain) {
			answers = append(answers, snapshot.DNSAnswer{Name: q.Name, Type: q.Type, Status: snapshot.DNSFailed})
			continue
		}
		answers = append(answers, x.ask(ctx, []snapshot.DNSQuestion{q})...)
	}
	for range maxRounds {
		more := snapshot.FollowUps(domain, answers)
		if len(more) == 0 {
			break
		}
		answers = append(answers, x.ask(ctx, more)...)
	}
	return answers
}

func (x *reading) host(ctx context.Context, host string) []snapshot.DNSAnswer {
	return x.ask(ctx, []snapshot.DNSQuestion{{Name: host, Type: "CNAME"}, {Name: host, Type: "A"}, {Name: host, Type: "AAAA"}})
}

func (x *reading) ask(ctx context.Context, questions []snapshot.DNSQuestion) []snapshot.DNSAnswer {
	answers := make([]snapshot.DNSAnswer, len(questions))
	for i, q := range questions {
		a := snapshot.DNSAnswer{Name: strings.ToLower(strings.TrimSuffix(q.Name, ".")), Type: q.Type}
		if q.Type == "HTTPS" {
			a.Status, a.Values = x.policy(ctx, a.Name)
		} else {
			a.Status, a.Values = x.query(ctx, a.Name, q.Type)
		}
		answers[i] = a
	}
	return answers
}

// query asks a question, unless it was asked before in this reading.
func (x *reading) query(ctx context.Context, name, kind string) (status string, values []string) {
	q := snapshot.DNSQuestion{Name: name, Type: kind}
	x.mu.Lock()
	a := x.asked[q]
	if a == nil {
		a = &answer{}
		x.asked[q] = a
	}
	x.mu.Unlock()
	a.once.Do(func() { a.status, a.values = x.resolve(ctx, name, kind) })
	return a.status, a.values
}

// resolve asks one question until a server answers it.
func (x *reading) resolve(ctx context.Context, name, kind string) (status string, values []string) {
	code, known := dns.StringToType[kind]
	if _, ok := dns.IsDomainName(name); !ok || !known {
		return snapshot.DNSFailed, nil
	}
	m := new(dns.Msg)
	m.SetQuestion(dns.Fqdn(name), code)
	m.RecursionDesired = true
	m.SetEdns0(1232, false)
	for range tries {
		if ctx.Err() != nil || x.gone() {
			break
		}
		in, _, err := x.udp.ExchangeContext(ctx, m, x.cfg.Server)
		if err == nil && in.Truncated {
			in, _, err = x.tcp.ExchangeContext(ctx, m, x.cfg.Server)
		}
		x.heard(ctx, err == nil)
		switch {
		case err != nil:
			continue
		case in.Rcode == dns.RcodeNameError:
			return snapshot.DNSNone, nil
		case in.Rcode == dns.RcodeRefused:
			return snapshot.DNSFailed, nil
		case in.Rcode != dns.RcodeSuccess:
			continue
		}
		for _, rr := range in.Answer {
			if rr.Header().Rrtype == code {
				values = append(values, present(rr))
			}
		}
		if len(values) == 0 {
			return snapshot.DNSNone, nil
		}
		slices.Sort(values)
		return snapshot.DNSFound, values
	}
	return snapshot.DNSFailed, nil
}

func (x *reading) gone() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.dead
}

// heard takes note of whether a try was replied to. A resolver that falls silent
// may only wait for the servers of one domain: it is asked about the root, whose
// servers it knows, before it is given up.
func (x *reading) heard(ctx context.Context, reply bool) {
	x.mu.Lock()
	if reply {
		x.lost = 0
	} else {
		x.lost++
	}
	doubtful := x.lost == patience
	x.mu.Unlock()
	if !doubtful {
		return
	}
	m := new(dns.Msg)
	m.SetQuestion(".", dns.TypeNS)
	m.RecursionDesired = true
	_, _, err := x.udp.ExchangeContext(ctx, m, x.cfg.Server)
	x.mu.Lock()
	x.lost, x.dead = 0, err != nil
	x.mu.Unlock()
}

// present returns a record's data in presentation form, a TXT's strings joined.
func present(rr dns.RR) string {
	if txt, ok := rr.(*dns.TXT); ok {
		return unescape(strings.Join(txt.Txt, ""))
	}
	return strings.TrimPrefix(rr.String(), rr.Header().String())
}

// unescape turns the library's form of a string, in which a quote, a backslash
// and bytes outside printable ASCII are escaped, into the bytes of the record.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 >= len(text) {
			b.WriteByte(text[i])
			continue
		}
		if i+3 < len(text) && digits(text[i+1:i+4]) {
			n := int(text[i+1]-'0')*100 + int(text[i+2]-'0')*10 + int(text[i+3]-'0')
			b.WriteByte(byte(n)) //nolint:gosec // three digits stand for one byte
			i += 3
			continue
		}
		i++
		b.WriteByte(text[i])
	}
	return b.String()
}

func digits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// exists reports whether a host has an address.
func (x *reading) exists(ctx context.Context, host string) (status string) {
	a, _ := x.query(ctx, host, "A")
	if a == snapshot.DNSFound {
		return a
	}
	aaaa, _ := x.query(ctx, host, "AAAA")
	if a == snapshot.DNSFailed && aaaa == snapshot.DNSNone {
		return a
	}
	return aaaa
}

// policyPath is where a domain serves its mail policy (RFC 8461, section 3.2).
const policyPath = "/.well-known/mta-sts.txt"

// policy fetches the mail policy that a host serves. A host that does not exist,
// or serves something else, has none.
func (x *reading) policy(ctx context.Context, host string) (status string, values []string) {
	if status = x.exists(ctx, host); status != snapshot.DNSFound {
		return status, nil
	}
	address := strings.Replace(x.cfg.Web, "{address}", host+policyPath, 1)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return snapshot.DNSFailed, nil
	}
	resp, err := x.web.Do(req)
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted): // senders do not follow such a policy
		return snapshot.DNSNone, nil
	case err != nil:
		return snapshot.DNSFailed, nil
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode >= http.StatusInternalServerError || resp.StatusCode == http.StatusTooManyRequests:
		return snapshot.DNSFailed, nil
	case resp.StatusCode != http.StatusOK:
		return snapshot.DNSNone, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPolicy))
	if err != nil {
		return snapshot.DNSFailed, nil
	}
	return snapshot.DNSFound, []string{string(body)}
}
