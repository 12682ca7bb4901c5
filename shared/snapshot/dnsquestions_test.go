package snapshot

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDomainQuestions(t *testing.T) {
	root := []DNSQuestion{
		{"contoso.com", "TXT"}, {"contoso.com", "MX"}, {"contoso.com", "NS"}, {"contoso.com", "SOA"}, {"contoso.com", "DS"},
		{"_dmarc.contoso.com", "TXT"},
		{"selector1._domainkey.contoso.com", "CNAME"}, {"selector1._domainkey.contoso.com", "TXT"},
		{"selector2._domainkey.contoso.com", "CNAME"}, {"selector2._domainkey.contoso.com", "TXT"},
		{"_mta-sts.contoso.com", "TXT"}, {"_smtp._tls.contoso.com", "TXT"},
	}
	above := []DNSQuestion{
		{"_dmarc.contoso.co.uk", "TXT"}, {"contoso.co.uk", "NS"}, {"contoso.co.uk", "SOA"}, {"contoso.co.uk", "DS"},
	}
	tests := []struct {
		domain string
		want   []DNSQuestion
	}{
		{"contoso.com", root},
		{"Contoso.COM.", root},
		{"contoso.onmicrosoft.com", []DNSQuestion{{"_dmarc.contoso.onmicrosoft.com", "TXT"}, {"_dmarc.onmicrosoft.com", "TXT"}}},
		{"contoso.mail.onmicrosoft.com", nil},
		{"", nil},
		{"localhost", nil},
		{"con toso.com", nil},
		{strings.Repeat("a", 64) + ".com", nil},
	}
	for _, tt := range tests {
		t.Run(tt.domain, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, DomainQuestions(tt.domain)); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a subdomain", func(t *testing.T) {
		got := DomainQuestions("mail.contoso.co.uk")
		if diff := cmp.Diff(above, got[len(got)-len(above):]); diff != "" {
			t.Errorf("last questions (-want +got):\n%s", diff)
		}
	})
}

func TestFollowUps(t *testing.T) {
	found := func(name, kind string, values ...string) DNSAnswer {
		return DNSAnswer{Name: name, Type: kind, Status: DNSFound, Values: values}
	}
	tests := []struct {
		name    string
		domain  string
		answers []DNSAnswer
		want    []DNSQuestion
	}{
		{name: "nothing known", domain: "contoso.com"},
		{
			name: "a mail policy", domain: "contoso.com",
			answers: []DNSAnswer{found("_mta-sts.contoso.com", "TXT", "v=STSv1; id=1")},
			want:    []DNSQuestion{{"mta-sts.contoso.com", "HTTPS"}},
		},
		{
			name: "mail hosts", domain: "contoso.com",
			answers: []DNSAnswer{found("contoso.com", "MX", "10 B.contoso.com.", "0 a.contoso.com.", "0 .", "nonsense", "0 a b")},
			want:    []DNSQuestion{{"_25._tcp.a.contoso.com", "TLSA"}, {"_25._tcp.b.contoso.com", "TLSA"}},
		},
		{
			name: "reports to others", domain: "contoso.com",
			answers: []DNSAnswer{found("_dmarc.contoso.com", "TXT", "other", "v=DMARC1; p=none; RUA = MAILTO:a@Reports.example!10m , mailto:b@mail.contoso.com,https://c.example/x")},
			want:    []DNSQuestion{{"contoso.com._report._dmarc.reports.example", "TXT"}},
		},
		{
			name: "reports of the domain above", domain: "mail.contoso.com",
			answers: []DNSAnswer{{Name: "_dmarc.mail.contoso.com", Type: "TXT", Status: DNSNone}, found("_dmarc.contoso.com", "TXT", "v=DMARC1;p=none;rua=mailto:a@reports.example")},
			want:    []DNSQuestion{{"contoso.com._report._dmarc.reports.example", "TXT"}},
		},
		{
			name: "the domain's own record goes before the one above", domain: "mail.contoso.com",
			answers: []DNSAnswer{found("_dmarc.mail.contoso.com", "TXT", "v=DMARC1; p=none"), found("_dmarc.contoso.com", "TXT", "v=DMARC1;p=none;rua=mailto:a@reports.example")},
		},
		{
			name: "what SPF refers to", domain: "contoso.com",
			answers: []DNSAnswer{found("contoso.com", "TXT", "MS=ms1", "v=spf1 a mx/24 ?include:One.example a:two.example/24//64 exists:%{i}.three.example ptr ip4:192.0.2.1 redirect=four.example -all")},
			want:    []DNSQuestion{{"contoso.com", "A"}, {"contoso.com", "MX"}, {"one.example", "TXT"}, {"two.example", "A"}, {"four.example", "TXT"}},
		},
		{
			name: "deeper", domain: "contoso.com",
			answers: []DNSAnswer{found("contoso.com", "TXT", "v=spf1 include:one.example -all"), found("one.example", "TXT", "v=spf1 include:two.example include:contoso.com -all")},
			want:    []DNSQuestion{{"two.example", "TXT"}},
		},
		{
			name: "asked already", domain: "contoso.com",
			answers: []DNSAnswer{found("contoso.com", "TXT", "v=spf1 include:one.example -all"), {Name: "one.example", Type: "TXT", Status: DNSFailed}},
		},
		{
			name: "no names", domain: "contoso.com",
			answers: []DNSAnswer{found("contoso.com", "TXT", "v=spf1 include: include:localhost include:-x.. include:ä.example a:%{d}.example exists: redirect= -all")},
		},
		{
			name: "Microsoft's own zone", domain: "contoso.onmicrosoft.com",
			answers: []DNSAnswer{found("_dmarc.contoso.onmicrosoft.com", "TXT", "v=DMARC1; p=none; rua=mailto:a@reports.example")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, FollowUps(tt.domain, tt.answers)); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFollowUpsEnd gives every name a record that refers to further names.
func TestFollowUpsEnd(t *testing.T) {
	answers := []DNSAnswer{{Name: "contoso.com", Type: "TXT", Status: DNSFound, Values: []string{"v=spf1 include:0.example include:1.example -all"}}}
	next := 2
	for round := range 100 {
		questions := FollowUps("contoso.com", answers)
		if len(questions) == 0 {
			if len(answers) > 2*maxSPFNames {
				t.Errorf("got %d answers after %d rounds", len(answers), round)
			}
			return
		}
		for _, q := range questions {
			record := fmt.Sprintf("v=spf1 include:%d.example include:%d.example -all", next, next+1)
			answers = append(answers, DNSAnswer{Name: q.Name, Type: q.Type, Status: DNSFound, Values: []string{record}})
			next += 2
		}
	}
	t.Error("it never ends")
}

func FuzzFollowUps(f *testing.F) {
	f.Add("contoso.com", "v=spf1 a mx include:a.example redirect=b.example ~all", "v=DMARC1; p=none; rua=mailto:a@b.example!1k", "10 mx.example.")
	f.Add("mail.contoso.com", "v=spf1 include:%{d2}._spf.example a/24//64", "v=DMARC1;rua=,,mailto:@,mailto:", "0 .")
	f.Fuzz(func(t *testing.T, domain, spf, dmarc, mx string) {
		answers := []DNSAnswer{
			{Name: strings.ToLower(domain), Type: "TXT", Status: DNSFound, Values: []string{spf}},
			{Name: strings.ToLower(domain), Type: "MX", Status: DNSFound, Values: []string{mx}},
			{Name: "_dmarc." + strings.ToLower(domain), Type: "TXT", Status: DNSFound, Values: []string{dmarc}},
		}
		questions := FollowUps(domain, answers)
		if len(questions) > maxMailHosts+maxReportHosts+maxSPFNames {
			t.Errorf("got %d questions", len(questions))
		}
		for i, q := range questions {
			if dnsName(q.Name) != q.Name {
				t.Errorf("%q cannot be asked for", q.Name)
			}
			if slices.Contains(questions[:i], q) {
				t.Errorf("%v is asked twice", q)
			}
		}
	})
}
