package dns

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// folder holds dns.json with this text.
func folder(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "dns.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

const first = `{"zones":[{"name":"A.example","records":[
	{"name":"@","type":"TXT","ttl":60,"values":["one"]},
	{"name":"www","type":"CNAME","ttl":60,"values":["host.b.example."]},
	{"name":"out","type":"CNAME","ttl":60,"values":["host.elsewhere.example."]},
	{"name":"deep.below","type":"A","ttl":60,"values":["192.0.2.1"]},
	{"name":"long","type":"TXT","ttl":60,"values":["LONG"]}]},
	{"name":"b.example","records":[{"name":"host","type":"A","ttl":60,"values":["192.0.2.2","192.0.2.3"]},
		{"name":"mta-sts","type":"A","ttl":60,"values":["192.0.2.3"]}]},
	{"name":"sub.a.example","records":[{"name":"@","type":"TXT","ttl":60,"values":["delegated"]}]}],
	"https":{"https://mta-sts.A.example/.well-known/mta-sts.txt":"version: STSv1\n","https://mta-sts.b.example/x":"","https://mta-sts.elsewhere.example/x":""}}`

func serve(t *testing.T, refuse func(string) bool, dirs ...string) (address, web string) {
	t.Helper()
	s := New(refuse)
	for _, dir := range dirs {
		if _, err := s.Add(dir); err != nil {
			t.Fatal(err)
		}
	}
	address, web, err := s.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return address, web
}

func TestAnswers(t *testing.T) {
	address, _ := serve(t, func(name string) bool { return name == "refused.a.example" }, folder(t, strings.Replace(first, "LONG", strings.Repeat("x", 3000), 1)))
	tests := []struct {
		name  string
		kind  uint16
		rcode int
		want  []string
	}{
		{"a.example.", dns.TypeTXT, dns.RcodeSuccess, []string{"one"}},
		{"A.EXAMPLE.", dns.TypeTXT, dns.RcodeSuccess, []string{"one"}},
		{"a.example.", dns.TypeMX, dns.RcodeSuccess, nil},
		{"nothing.a.example.", dns.TypeTXT, dns.RcodeNameError, nil},
		{"below.a.example.", dns.TypeTXT, dns.RcodeSuccess, nil},
		{"www.a.example.", dns.TypeA, dns.RcodeSuccess, []string{"host.b.example.", "192.0.2.2", "192.0.2.3"}},
		{"www.a.example.", dns.TypeCNAME, dns.RcodeSuccess, []string{"host.b.example."}},
		{"out.a.example.", dns.TypeA, dns.RcodeServerFailure, []string{"host.elsewhere.example."}},
		{"sub.a.example.", dns.TypeTXT, dns.RcodeSuccess, []string{"delegated"}},
		{"mta-sts.a.example.", dns.TypeA, dns.RcodeSuccess, []string{"192.0.2.1"}}, // serves a recorded address
		{"mta-sts.a.example.", dns.TypeAAAA, dns.RcodeSuccess, nil},
		{"mta-sts.b.example.", dns.TypeA, dns.RcodeSuccess, []string{"192.0.2.3"}},
		{"mta-sts.elsewhere.example.", dns.TypeA, dns.RcodeSuccess, []string{"192.0.2.1"}},
		{"elsewhere.example.", dns.TypeTXT, dns.RcodeServerFailure, nil},
		{"refused.a.example.", dns.TypeTXT, dns.RcodeRefused, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name+dns.TypeToString[tt.kind], func(t *testing.T) {
			m := new(dns.Msg)
			m.SetQuestion(tt.name, tt.kind)
			in, _, err := new(dns.Client).ExchangeContext(t.Context(), m, address)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, rr := range in.Answer {
				switch rr := rr.(type) {
				case *dns.TXT:
					got = append(got, strings.Join(rr.Txt, ""))
				case *dns.A:
					got = append(got, rr.A.String())
				case *dns.CNAME:
					got = append(got, rr.Target)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || in.Rcode != tt.rcode {
				t.Errorf("got %s, want %s; answers (-want +got):\n%s", dns.RcodeToString[in.Rcode], dns.RcodeToString[tt.rcode], diff)
			}
		})
	}
	t.Run("too long for UDP", func(t *testing.T) {
		m := new(dns.Msg)
		m.SetQuestion("long.a.example.", dns.TypeTXT)
		in, _, err := new(dns.Client).ExchangeContext(t.Context(), m, address)
		if err != nil || !in.Truncated {
			t.Fatalf("got truncated %v, %v", in != nil && in.Truncated, err)
		}
		in, _, err = (&dns.Client{Net: "tcp"}).ExchangeContext(t.Context(), m, address)
		if err != nil || len(in.Answer) != 1 || len(strings.Join(in.Answer[0].(*dns.TXT).Txt, "")) != 3000 {
			t.Errorf("over TCP: %v", err)
		}
	})
}

func TestWeb(t *testing.T) {
	_, web := serve(t, nil, folder(t, first))
	for address, want := range map[string]int{"mta-sts.a.example/.well-known/mta-sts.txt": http.StatusOK, "mta-sts.b.example/.well-known/mta-sts.txt": http.StatusNotFound} {
		resp, err := http.Get(strings.Replace(web, "{address}", address, 1))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: got %d, want %d", address, resp.StatusCode, want)
		}
	}
}

func TestAdd(t *testing.T) {
	s := New(nil)
	if already, err := s.Add(folder(t, first)); err != nil || len(already) != 0 {
		t.Errorf("got %v, %v", already, err)
	}
	if already, err := s.Add(folder(t, first)); err != nil || len(already) != 0 {
		t.Errorf("the same zones twice: got %v, %v", already, err)
	}
	if already, err := s.Add(folder(t, `{"zones":[{"name":"b.example","records":[]}]}`)); err != nil || len(already) != 1 || already[0] != "b.example" {
		t.Errorf("a zone twice: got %v, %v", already, err)
	}
	if _, err := s.Add(t.TempDir()); err != nil {
		t.Errorf("no dns.json: %v", err)
	}
	for _, text := range []string{`[]`, `{`, `{"zones":[{"name":""}]}`, `{"zones":[{"name":"x.example","records":[{"name":"@","type":"MX","values":["no number"]}]}]}`} {
		if _, err := s.Add(folder(t, text)); err == nil || strings.Contains(err.Error(), "example") {
			t.Errorf("%s: got %v, want an error that quotes nothing", text, err)
		}
	}
}
