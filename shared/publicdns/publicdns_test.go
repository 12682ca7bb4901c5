package publicdns

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	standin "vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/shared/snapshot"
)

const zones = `{"zones":[
	{"name":"contoso.example","records":[
		{"name":"@","type":"TXT","ttl":60,"values":["v=spf1 include:spf.protection.outlook.com -all","say \"hej\" åäö"]},
		{"name":"@","type":"MX","ttl":60,"values":["0 contoso-example.mail.protection.outlook.com."]},
		{"name":"_dmarc","type":"TXT","ttl":60,"values":["v=DMARC1; p=reject; rua=mailto:dmarc@reports.example"]},
		{"name":"selector1._domainkey","type":"CNAME","ttl":60,"values":["selector1.contoso.onmicrosoft.example."]},
		{"name":"loop","type":"CNAME","ttl":60,"values":["loop.contoso.example."]},
		{"name":"mta-sts","type":"A","ttl":60,"values":["192.0.2.1"]}]},
	{"name":"contoso.onmicrosoft.example","records":[{"name":"selector1","type":"TXT","ttl":60,"values":["LONG"]}]}],
	"https":{"https://mta-sts.contoso.example/.well-known/mta-sts.txt":"version: STSv1\nmode: enforce\n"}}`

// serve starts the stand-in and returns a reader that asks it.
func serve(t *testing.T, refuse func(string) bool) *Reader {
	t.Helper()
	dir := t.TempDir()
	key := "v=DKIM1; k=rsa; p=" + strings.Repeat("A", 400) // longer than one string of a TXT
	if err := os.WriteFile(filepath.Join(dir, "dns.json"), []byte(strings.Replace(zones, "LONG", key, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	server := standin.New(refuse)
	if _, err := server.Add(dir); err != nil {
		t.Fatal(err)
	}
	address, web, err := server.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	r, err := New(Config{Server: address, Web: web, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestQuery(t *testing.T) {
	r := serve(t, nil).begin()
	tests := []struct {
		name, kind, status string
		values             []string
	}{
		{"contoso.example", "TXT", snapshot.DNSFound, []string{`say "hej" åäö`, "v=spf1 include:spf.protection.outlook.com -all"}},
		{"contoso.example", "MX", snapshot.DNSFound, []string{"0 contoso-example.mail.protection.outlook.com."}},
		{"selector1._domainkey.contoso.example", "TXT", snapshot.DNSFound, []string{"v=DKIM1; k=rsa; p=" + strings.Repeat("A", 400)}},
		{"selector1._domainkey.contoso.example", "CNAME", snapshot.DNSFound, []string{"selector1.contoso.onmicrosoft.example."}},
		{"contoso.example", "DS", snapshot.DNSNone, nil},
		{"selector2._domainkey.contoso.example", "TXT", snapshot.DNSNone, nil},
		{"_domainkey.contoso.example", "TXT", snapshot.DNSNone, nil}, // lies above a name
		{"fabrikam.example", "TXT", snapshot.DNSFailed, nil},         // of other zones nothing is known
		{"loop.contoso.example", "A", snapshot.DNSFailed, nil},
		{"a..b", "A", snapshot.DNSFailed, nil},
		{"contoso.example", "NONSENSE", snapshot.DNSFailed, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.kind, func(t *testing.T) {
			status, values := r.query(t.Context(), tt.name, tt.kind)
			if status != tt.status {
				t.Errorf("got %s, want %s", status, tt.status)
			}
			if diff := cmp.Diff(tt.values, values); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPolicy(t *testing.T) {
	r := serve(t, nil).begin()
	if status, values := r.policy(t.Context(), "mta-sts.contoso.example"); status != snapshot.DNSFound || !strings.Contains(values[0], "mode: enforce") {
		t.Errorf("got %s %v", status, values)
	}
	if status, _ := r.policy(t.Context(), "www.contoso.example"); status != snapshot.DNSNone {
		t.Errorf("a host that does not exist: got %s", status)
	}
}

func TestRead(t *testing.T) {
	want := []snapshot.Resource{snapshot.DomainRecords.Resource(), snapshot.HostRecords.Resource()}
	fill := func() *snapshot.Snapshot {
		s := snapshot.New(time.Now(), snapshot.Settings{})
		snapshot.Domains.Set(s, []snapshot.Domain{{ID: "Contoso.example", IsVerified: true}, {ID: "unverified.example"}})
		snapshot.Applications.Set(s, []snapshot.Application{
			{Web: snapshot.Some(snapshot.WebApp{RedirectURIs: []string{"https://app.contoso.example/back"}})}})
		return s
	}
	t.Run("read", func(t *testing.T) {
		s := fill()
		serve(t, nil).Read(t.Context(), s, want)
		if got := snapshot.DomainRecords.Parents(s); len(got) != 1 || got[0] != "contoso.example" {
			t.Errorf("got domains %v", got)
		}
		answers, _ := snapshot.DomainRecords.Of(s, "contoso.example")
		if values, known := snapshot.DNS(answers, "_dmarc.contoso.example", "TXT"); !known || len(values) != 1 {
			t.Errorf("got %v, known %v", values, known)
		}
		host, read := snapshot.HostRecords.Of(s, "app.contoso.example")
		if !read || len(host) != 3 || host[0].Status != snapshot.DNSNone {
			t.Errorf("got %v, read %v", host, read)
		}
	})
	t.Run("nobody answers", func(t *testing.T) {
		s := fill()
		serve(t, func(string) bool { return true }).Read(t.Context(), s, want)
		for _, r := range want {
			if why, missing := s.Missing(r); !missing || why.Reason != "public DNS gave no answer" {
				t.Errorf("%s: missing %v, %q", r, missing, why.Reason)
			}
		}
	})
	t.Run("domains unread", func(t *testing.T) {
		s := snapshot.New(time.Now(), snapshot.Settings{})
		serve(t, nil).Read(t.Context(), s, want)
		if why, missing := s.Missing(want[0]); !missing || !strings.Contains(why.Reason, "v1.0/domains") {
			t.Errorf("missing %v, %q", missing, why.Reason)
		}
	})
}

// TestOnlyPublic keeps a customer's domain from leading into a network of ours.
func TestOnlyPublic(t *testing.T) {
	for _, address := range []string{"127.0.0.1:443", "10.1.2.3:443", "169.254.169.254:80", "[::1]:443", "[fe80::1]:443", "[::ffff:10.0.0.1]:443", "100.64.1.1:443", "0.0.0.0:443", "x",
		"0.1.2.3:443", "198.18.0.1:443", "240.0.0.1:443", "224.0.0.1:443", "[64:ff9b::a9fe:a9fe]:443", "[2002:a00:1::]:443", "[::10.0.0.1]:443", "[fd00::1]:443"} {
		if onlyPublic("tcp", address, nil) == nil {
			t.Errorf("%s is let through", address)
		}
	}
	for _, address := range []string{"93.184.216.34:443", "[2606:2800:220:1::1]:443"} {
		if err := onlyPublic("tcp", address, nil); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	r := serve(t, nil).begin()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "http://127.0.0.1:1/", http.StatusFound)
	}))
	defer server.Close()
	r.cfg.Web = server.URL + "/{address}"
	if status, _ := r.policy(t.Context(), "mta-sts.contoso.example"); status != snapshot.DNSNone {
		t.Errorf("got %s", status)
	}
}

// TestBrokenWeb has a web server that is out of order for the moment: whether the
// domain has a policy it does not say.
func TestBrokenWeb(t *testing.T) {
	for code, want := range map[int]string{
		http.StatusServiceUnavailable: snapshot.DNSFailed, http.StatusTooManyRequests: snapshot.DNSFailed,
		http.StatusNotFound: snapshot.DNSNone, http.StatusForbidden: snapshot.DNSNone,
	} {
		r := serve(t, nil).begin()
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }))
		r.cfg.Web = server.URL + "/{address}"
		if status, _ := r.policy(t.Context(), "mta-sts.contoso.example"); status != want {
			t.Errorf("%d: got %s, want %s", code, status, want)
		}
		server.Close()
	}
}

func TestNewRefuses(t *testing.T) {
	for name, cfg := range map[string]Config{
		"no resolver":     {},
		"no port":         {Server: "192.0.2.1"},
		"plain http":      {Server: "192.0.2.1:53", Web: "http://example.com/{address}"},
		"nowhere to put":  {Server: "192.0.2.1:53", Web: "https://example.com/"},
		"no web protocol": {Server: "192.0.2.1:53", Web: "ftp://127.0.0.1/{address}"},
	} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// resolver answers every question by a function, whose nil says nothing, and
// counts what was asked.
func resolver(t *testing.T, answer func(name string) *dns.Msg) (address string, asked func(in string) int) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var names []string
	server := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, r *dns.Msg) {
		name := r.Question[0].Name
		mu.Lock()
		names = append(names, name)
		mu.Unlock()
		if m := answer(name); m != nil {
			m.SetReply(r)
			_ = w.WriteMsg(m)
		}
	})}
	go func() { _ = server.ActivateAndServe() }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return conn.LocalAddr().String(), func(in string) (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, name := range names {
			if strings.HasSuffix(name, in) {
				n++
			}
		}
		return n
	}
}

// many is a tenant with n verified domains.
func many(n int) *snapshot.Snapshot {
	s := snapshot.New(time.Now(), snapshot.Settings{})
	var domains []snapshot.Domain
	for i := range n {
		domains = append(domains, snapshot.Domain{ID: fmt.Sprintf("d%d.example", i), IsVerified: true})
	}
	snapshot.Domains.Set(s, domains)
	snapshot.Applications.Set(s, []snapshot.Application{
		{Web: snapshot.Some(snapshot.WebApp{RedirectURIs: []string{"https://app.d1.example/back"}})}})
	return s
}

var both = []snapshot.Resource{snapshot.DomainRecords.Resource(), snapshot.HostRecords.Resource()}

// TestDeadResolver has a resolver that never answers: it is given up after a few
// questions, however many domains there are.
func TestDeadResolver(t *testing.T) {
	address, asked := resolver(t, func(string) *dns.Msg { return nil })
	r, err := New(Config{Server: address, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	s, begun := many(500), time.Now()
	r.Read(t.Context(), s, both)
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	if n := asked(""); n > 3*inFlight {
		t.Errorf("asked %d times", n)
	}
	for _, resource := range both {
		if why, missing := s.Missing(resource); !missing || why.Reason != "public DNS gave no answer" {
			t.Errorf("%s: missing %v, %q", resource, missing, why.Reason)
		}
	}
}

// TestDeadDomain has a domain whose servers never answer: the resolver is not
// given up, and the domain is asked about no more after the first questions.
func TestDeadDomain(t *testing.T) {
	address, asked := resolver(t, func(name string) *dns.Msg {
		if strings.HasSuffix(name, "d0.example.") {
			return nil
		}
		return &dns.Msg{}
	})
	r, err := New(Config{Server: address, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	s := many(3)
	r.Read(t.Context(), s, both)
	if n := asked("d0.example."); n == 0 || n > firstQuestions*tries {
		t.Errorf("asked %d times", n)
	}
	for domain, want := range map[string]bool{"d0.example": false, "d2.example": true} {
		answers, read := snapshot.DomainRecords.Of(s, domain)
		if _, known := snapshot.DNS(answers, "_dmarc."+domain, "TXT"); !read || known != want {
			t.Errorf("%s: read %v, known %v", domain, read, known)
		}
	}
	if _, read := snapshot.HostRecords.Of(s, "app.d1.example"); !read {
		t.Error("the hosts were not asked about")
	}
}

// TestTooMuch has more to ask than there is time for.
func TestTooMuch(t *testing.T) {
	address, _ := resolver(t, func(string) *dns.Msg {
		time.Sleep(10 * time.Millisecond)
		return &dns.Msg{}
	})
	r, err := New(Config{Server: address, Limit: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	s, begun := many(500), time.Now()
	r.Read(t.Context(), s, both[:1])
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	first, _ := snapshot.DomainRecords.Of(s, "d0.example")
	last, read := snapshot.DomainRecords.Of(s, "d499.example")
	if !anyAnswered(first) || !read || anyAnswered(last) {
		t.Errorf("got %v first and %v last, read %v", first, last, read)
	}
}

// TestContext has a caller who does not wait any more.
func TestContext(t *testing.T) {
	address, asked := resolver(t, func(string) *dns.Msg { return &dns.Msg{} })
	r, err := New(Config{Server: address})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := many(500)
	r.Read(ctx, s, both)
	if _, missing := s.Missing(both[0]); !missing || asked("") > 0 {
		t.Errorf("missing %v, asked %d times", missing, asked(""))
	}
}

// TestAskedOnce has domains that refer to the same name.
func TestAskedOnce(t *testing.T) {
	address, asked := resolver(t, func(name string) *dns.Msg {
		m := &dns.Msg{}
		if strings.Count(name, ".") == 2 {
			m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeTXT, Class: dns.ClassINET}, Txt: []string{"v=spf1 include:spf.shared.test -all"}}}
		}
		return m
	})
	r, err := New(Config{Server: address})
	if err != nil {
		t.Fatal(err)
	}
	s := many(20)
	r.Read(t.Context(), s, both[:1])
	if n := asked("spf.shared.test."); n != 1 {
		t.Errorf("asked %d times", n)
	}
	answers, _ := snapshot.DomainRecords.Of(s, "d7.example")
	if _, known := snapshot.DNS(answers, "spf.shared.test", "TXT"); !known {
		t.Error("not known")
	}
}

func FuzzUnescape(f *testing.F) {
	for _, s := range []string{`a\"b`, `\195\165`, `\`, `\1`, `\12`, `\999`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(unescape(s)) > len(s) {
			t.Error("grew")
		}
		_ = present(&dns.TXT{Txt: []string{s}})
	})
}
