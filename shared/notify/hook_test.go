package notify_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/notify/notifytest"
)

const secret = "vahti_secret-of-the-webhook"

// hookSide is a customer's receiver, by TLS, which verifies with code of its own.
type hookSide struct {
	server *httptest.Server
	mu     sync.Mutex
	answer notifytest.Answer
	got    map[string]bool
}

func newHookSide(t *testing.T) notifytest.Side {
	t.Helper()
	s := &hookSide{got: map[string]bool{}}
	s.server = httptest.NewTLSServer(s)
	t.Cleanup(s.server.Close)
	return s
}

// ServeHTTP implements http.Handler.
func (s *hookSide) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	var at, signature string
	for part := range strings.SplitSeq(r.Header.Get("Vahti-Signature"), ",") {
		if value, ok := strings.CutPrefix(part, "t="); ok {
			at = value
		}
		if value, ok := strings.CutPrefix(part, "v1="); ok {
			signature = value
		}
	}
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "%s.%s", at, body)
	if want := hex.EncodeToString(mac.Sum(nil)); signature != want {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	switch answer {
	case notifytest.Refuse:
		w.WriteHeader(http.StatusGone)
		return
	case notifytest.Later:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case notifytest.Turn:
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		s.mu.Lock()
		s.answer = notifytest.Take // whoever follows it would be counted
		s.mu.Unlock()
		return
	case notifytest.Slow:
		time.Sleep(time.Second)
	}
	s.mu.Lock()
	s.got[r.Header.Get("Vahti-Delivery")] = true
	s.mu.Unlock()
	if answer == notifytest.Lose {
		panic(http.ErrAbortHandler)
	}
}

func (s *hookSide) Channel(*testing.T) notify.Channel {
	roots := x509.NewCertPool()
	roots.AddCert(s.server.Certificate())
	hooks := notify.NewHooks(notify.HooksConfig{Private: true, Patience: 5 * time.Second, Now: time.Now, TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}})
	return hooks.Hook(s.server.URL+"/hook?key=in-the-address", secret)
}

func (s *hookSide) Behave(_ *testing.T, a notifytest.Answer) {
	s.mu.Lock()
	s.answer = a
	s.mu.Unlock()
	if a == notifytest.Absent {
		s.server.Close()
	}
}

func (s *hookSide) Got() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.got)
}

func (s *hookSide) Tells() []string { return []string{"in-the-address", secret, "127.0.0.1"} }

func TestHook(t *testing.T) { notifytest.Channel(t, newHookSide) }

// TestSign makes the signature as the documentation says.
func TestSign(t *testing.T) {
	got := notify.Sign(time.Unix(1790000000, 0), []byte(`{"a":1}`), "one", "two")
	mac := func(key string) string {
		h := hmac.New(sha256.New, []byte(key))
		_, _ = io.WriteString(h, `1790000000.{"a":1}`)
		return hex.EncodeToString(h.Sum(nil))
	}
	if want := "t=1790000000,v1=" + mac("one") + ",v1=" + mac("two"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCheckAddress(t *testing.T) {
	for _, good := range []string{"https://hooks.example/vahti", "https://hooks.example:8443/a?b=c", "https://93.184.215.14/", "https://[2606:4700::1111]/x"} {
		if err := notify.CheckAddress(good); err != nil {
			t.Errorf("%s: got %v", good, err)
		}
	}
	for _, bad := range []string{"", "http://hooks.example/", "https://", "https://user:pass@hooks.example/", "https://hooks.example/#x", "https://localhost/", "https://a.localhost/",
		"https://metadata.google.internal/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/", "https://LOCALHOST./",
		"https://printer.local", "ftp://hooks.example/", "https://a b/", "https://hooks.example/" + strings.Repeat("x", 3000)} {
		if err := notify.CheckAddress(bad); !errors.Is(err, notify.ErrAddress) {
			t.Errorf("%.60s: got %v, want %v", bad, err, notify.ErrAddress)
		}
	}
}

// names is a DNS server that says of every name what answer does.
func names(t *testing.T, answer func() [4]byte) *net.Resolver {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	go func() {
		b := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0}, Body: &dnsmessage.AResource{A: answer()}}}
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = c.WriteTo(packed, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", c.LocalAddr().String())
	}}
}

// TestPrivateAddresses: nothing that only the service itself can reach is called,
// whatever the name says that leads there. A receiver listens where the names lead.
func TestPrivateAddresses(t *testing.T) {
	var reached atomic.Int64
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(inside.Close)
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(inside.Certificate())
	open := func(private bool, resolver *net.Resolver) *notify.Hooks {
		return notify.NewHooks(notify.HooksConfig{Private: private, Patience: 2 * time.Second, Now: time.Now, Resolver: resolver,
			TLS: &tls.Config{RootCAs: roots, ServerName: "example.com", MinVersion: tls.VersionTLS12}})
	}
	var asked atomic.Int64
	rebind := names(t, func() [4]byte { // public when it is looked up first, private afterwards
		if asked.Add(1) == 1 {
			return [4]byte{203, 0, 113, 7}
		}
		return [4]byte{127, 0, 0, 1}
	})
	if addrs, err := rebind.LookupHost(t.Context(), "hooks.example."); err != nil || len(addrs) != 1 || addrs[0] != "203.0.113.7" {
		t.Fatalf("the name leads to %v at first: %v", addrs, err)
	}
	at := func(a [4]byte) *net.Resolver { return names(t, func() [4]byte { return a }) }
	tests := []struct {
		name, host string
		resolver   *net.Resolver
	}{
		{"10.0.0.0/8", "10.1.2.3", nil},
		{"172.16.0.0/12", "172.31.0.1", nil},
		{"192.168.0.0/16", "192.168.1.1", nil},
		{"this machine", "127.0.0.1", nil},
		{"this machine, IPv6", "[::1]", nil},
		{"this machine, mapped", "[::ffff:127.0.0.1]", nil},
		{"any address", "0.0.0.0", nil},
		{"any address, IPv6", "[::]", nil},
		{"metadata of the cloud", "169.254.169.254", nil},
		{"link-local, IPv6", "[fe80::1]", nil},
		{"unique local, IPv6", "[fd00:ec2::254]", nil},
		{"carriers' shared addresses", "100.64.0.1", nil},
		{"translated", "[64:ff9b::7f00:1]", nil},
		{"6to4", "[2002:7f00:1::]", nil},
		{"one number", "2130706433", at([4]byte{127, 0, 0, 1})},
		{"a name that leads to this machine", "hooks.example", at([4]byte{127, 0, 0, 1})},
		{"a name that leads to a private network", "hooks.example", at([4]byte{10, 0, 0, 1})},
		{"a name that leads to the metadata", "hooks.example", at([4]byte{169, 254, 169, 254})},
		{"a name that leads elsewhere the second time", "hooks.example", rebind},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := open(false, tt.resolver).Hook("https://"+tt.host+":"+port+"/", secret).Send(t.Context(), notify.Message{Name: "one", Event: []byte("{}")})
			why := notify.Reason(err)
			if err == nil || why != "address" && why != "private address" && (why != "unreachable" || tt.name != "one number") { // a resolver may know no such name
				t.Errorf("got %v", err)
			}
		})
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("the inside was reached %d times", n)
	}
	// The same name is called where that is allowed: the guard alone kept it out.
	if _, err := open(true, at([4]byte{127, 0, 0, 1})).Hook("https://hooks.example:"+port+"/", secret).Send(t.Context(), notify.Message{Name: "one", Event: []byte("{}")}); err != nil || reached.Load() != 1 {
		t.Errorf("without the guard: got %v, reached %d times", err, reached.Load())
	}
	// Plain HTTP is not.
	if _, err := open(false, nil).Hook("http://hooks.example/", secret).Send(t.Context(), notify.Message{Name: "one"}); !errors.Is(err, notify.ErrRefused) {
		t.Errorf("without TLS: got %v", err)
	}
}
