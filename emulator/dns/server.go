package dns

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// Server answers from recorded zones. Its methods may be called at the same time.
type Server struct {
	refuse func(name string) bool

	mu    sync.RWMutex
	zones map[string]*zone
	https map[string]string
	hosts map[string]bool // of the web addresses in https, fully qualified

	udp, tcp *dns.Server
	web      *http.Server
}

// New makes a server that does not listen yet. refuse tells which names are
// answered with "refused"; nil for none.
func New(refuse func(name string) bool) *Server {
	if refuse == nil {
		refuse = func(string) bool { return false }
	}
	return &Server{refuse: refuse, zones: map[string]*zone{}, https: map[string]string{}, hosts: map[string]bool{}}
}

// Add serves the zones in dir/dns.json besides those there are. A zone that
// another folder recorded already stays as that one recorded it, and is returned
// where the two differ.
func (s *Server) Add(dir string) (already []string, err error) {
	zones, https, err := read(dir)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, z := range zones {
		if other := s.zones[name]; other != nil {
			if !other.same(z) {
				already = append(already, strings.TrimSuffix(name, "."))
			}
			continue
		}
		s.zones[name] = z
	}
	for address, text := range https {
		if _, ok := s.https[strings.ToLower(address)]; !ok {
			s.https[strings.ToLower(address)] = text
		}
		if u, err := url.Parse(strings.ToLower(address)); err == nil && u.Hostname() != "" {
			s.hosts[dns.CanonicalName(u.Hostname())] = true
		}
	}
	return already, nil
}

// Serve listens on free ports of the loopback address. It returns the address of
// the DNS server, and a pattern to fetch recorded addresses by: what "https://"
// stands before goes where "{address}" is.
func (s *Server) Serve() (address, pattern string, err error) {
	udp, tcp, err := onePort()
	if err != nil {
		return "", "", err
	}
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		_, _ = udp.Close(), tcp.Close()
		return "", "", errors.New("no port to serve mail policies at")
	}
	s.udp = &dns.Server{PacketConn: udp, Handler: dns.HandlerFunc(s.answer)}
	s.tcp = &dns.Server{Listener: tcp, Handler: dns.HandlerFunc(s.answer)}
	s.web = &http.Server{Handler: http.HandlerFunc(s.fetch), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.udp.ActivateAndServe() }()
	go func() { _ = s.tcp.ActivateAndServe() }()
	go func() { _ = s.web.Serve(web) }()
	return udp.LocalAddr().String(), "http://" + web.Addr().String() + "/{address}", nil
}

// onePort listens on a port that is free for both protocols.
func onePort() (net.PacketConn, net.Listener, error) {
	for range 50 {
		udp, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			break
		}
		if tcp, err := net.Listen("tcp", udp.LocalAddr().String()); err == nil {
			return udp, tcp, nil
		}
		_ = udp.Close()
	}
	return nil, nil, errors.New("no port to serve DNS at")
}

// Close ends the service.
func (s *Server) Close() error {
	if s.udp == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return errors.Join(s.udp.ShutdownContext(ctx), s.tcp.ShutdownContext(ctx), s.web.Close())
}

// maxAliases is how many aliases are followed.
const maxAliases = 8

func (s *Server) answer(w dns.ResponseWriter, r *dns.Msg) {
	m := new(dns.Msg)
	m.SetReply(r)
	m.RecursionAvailable = true
	if len(r.Question) != 1 || r.Question[0].Qclass != dns.ClassINET {
		m.Rcode = dns.RcodeFormatError
	} else {
		s.lookup(m, dns.CanonicalName(r.Question[0].Name), r.Question[0].Qtype)
	}
	size := dns.MinMsgSize
	if opt := r.IsEdns0(); opt != nil {
		size = max(size, int(opt.UDPSize()))
	}
	if _, tcp := w.RemoteAddr().(*net.TCPAddr); tcp {
		size = dns.MaxMsgSize
	}
	m.Truncate(size)
	_ = w.WriteMsg(m)
}

// lookup fills an answer as a resolver does: aliases are followed, a name that a
// recorded zone lacks does not exist, and of other zones nothing is known. A host
// that serves a recorded web address has an address of its own where none was
// recorded.
func (s *Server) lookup(m *dns.Msg, name string, kind uint16) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.refuse(strings.TrimSuffix(name, ".")) {
		m.Rcode = dns.RcodeRefused
		return
	}
	if s.hosts[name] && !s.resolves(name) {
		m.Answer = address(name, kind)
		return
	}
	for range maxAliases {
		z := s.zoneOf(name)
		if z == nil {
			m.Rcode = dns.RcodeServerFailure
			return
		}
		if found := z.records[question{name, kind}]; len(found) > 0 {
			m.Answer = append(m.Answer, found...)
			return
		}
		alias := z.records[question{name, dns.TypeCNAME}]
		if len(alias) == 0 {
			if !z.has(name) {
				m.Rcode = dns.RcodeNameError
			}
			return
		}
		m.Answer = append(m.Answer, alias[0])
		name = dns.CanonicalName(alias[0].(*dns.CNAME).Target)
	}
	m.Rcode = dns.RcodeServerFailure
}

// resolves reports whether a name leads to an address by what was recorded.
func (s *Server) resolves(name string) bool {
	for range maxAliases {
		z := s.zoneOf(name)
		if z == nil {
			return false
		}
		if len(z.records[question{name, dns.TypeA}])+len(z.records[question{name, dns.TypeAAAA}]) > 0 {
			return true
		}
		alias := z.records[question{name, dns.TypeCNAME}]
		if len(alias) == 0 {
			return false
		}
		name = dns.CanonicalName(alias[0].(*dns.CNAME).Target)
	}
	return false
}

// address is an address from the network for documentation, where that is asked for.
func address(name string, kind uint16) []dns.RR {
	if kind != dns.TypeA {
		return nil
	}
	return []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: name, Rrtype: kind, Class: dns.ClassINET, Ttl: 60}, A: net.IPv4(192, 0, 2, 1)}}
}

// has reports whether a name exists: it has records, or lies above one that has.
func (z *zone) has(name string) bool {
	if z.names[name] {
		return true
	}
	for other := range z.names {
		if strings.HasSuffix(other, "."+name) {
			return true
		}
	}
	return false
}

// same reports whether two zones hold the same records.
func (z *zone) same(other *zone) bool {
	return maps.EqualFunc(z.records, other.records, func(a, b []dns.RR) bool {
		return slices.EqualFunc(a, b, dns.IsDuplicate)
	})
}

// zoneOf returns the closest recorded zone that a name lies in.
func (s *Server) zoneOf(name string) *zone {
	for offset, end := 0, false; !end; offset, end = dns.NextLabel(name, offset) {
		if z := s.zones[name[offset:]]; z != nil {
			return z
		}
	}
	return nil
}

// fetch serves the recorded web addresses.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	text, ok := s.https["https://"+strings.ToLower(strings.TrimPrefix(r.URL.Path, "/"))]
	s.mu.RUnlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, text)
}
