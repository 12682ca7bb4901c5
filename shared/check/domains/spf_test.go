package domains

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

// spfOf is a domain at Exchange Online with this SPF record.
func spfOf(record string, more records) checktest.Files {
	return contoso(atExchange.with(records{"TXT contoso.com": {record}}).with(more))
}

func TestSPF(t *testing.T) {
	elsewhere := records{"MX contoso.com": {"10 mx.mail.example."}}
	checktest.Verdicts(t, SPF, []checktest.Test{
		{Name: "hard fail", Files: contoso(atExchange), Want: finding.Pass},
		{Name: "soft fail", Files: spfOf("v=spf1 include:spf.protection.outlook.com ~all", nil), Want: finding.Pass},
		{Name: "capitals", Files: spfOf("V=SPF1 INCLUDE:SPF.protection.outlook.com -ALL", nil), Want: finding.Pass},
		{Name: "no record", Files: contoso(atExchange.with(records{"TXT contoso.com": {"MS=ms1", "v=spf10 -all"}})), Want: finding.Fail},
		{Name: "two records", Files: contoso(atExchange.with(records{"TXT contoso.com": {"v=spf1 include:spf.protection.outlook.com -all", "v=spf1 -all"}})), Want: finding.Fail},
		{Name: "a misspelt mechanism", Files: spfOf("v=spf1 includes:spf.protection.outlook.com -all", nil), Want: finding.Fail},
		{Name: "everybody", Files: spfOf("v=spf1 include:spf.protection.outlook.com +all", nil), Want: finding.Fail},
		{Name: "everybody without saying plus", Files: spfOf("v=spf1 include:spf.protection.outlook.com all", nil), Want: finding.Fail},
		{Name: "everybody as a network", Files: spfOf("v=spf1 include:spf.protection.outlook.com ip4:0.0.0.0/0 -all", nil), Want: finding.Fail},
		{Name: "a network after the end", Files: spfOf("v=spf1 include:spf.protection.outlook.com -all ip4:0.0.0.0/0", nil), Want: finding.Pass},
		{Name: "neutral", Files: spfOf("v=spf1 include:spf.protection.outlook.com ?all", nil), Want: finding.Fail},
		{Name: "no ending", Files: spfOf("v=spf1 include:spf.protection.outlook.com", nil), Want: finding.Fail},
		{Name: "ending in another record", Files: spfOf("v=spf1 redirect=_spf.contoso.com", records{"TXT _spf.contoso.com": {"v=spf1 include:spf.protection.outlook.com -all"}}), Want: finding.Pass},
		{Name: "ending in another record that lets everybody send", Files: spfOf("v=spf1 redirect=_spf.contoso.com", records{"TXT _spf.contoso.com": {"v=spf1 +all"}}), Want: finding.Fail},
		{Name: "ending in another record that is gone", Files: spfOf("v=spf1 redirect=_spf.contoso.com", nil), Want: finding.Fail},
		{Name: "ending in another record without an answer", Files: spfOf("v=spf1 redirect=_spf.contoso.com", records{"TXT _spf.contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "ending in itself", Files: spfOf("v=spf1 redirect=contoso.com", nil), Want: finding.Fail},
		{Name: "Microsoft 365 missing", Files: spfOf("v=spf1 ip4:192.0.2.1 -all", nil), Want: finding.Fail},
		{Name: "Microsoft 365 refused", Files: spfOf("v=spf1 -include:spf.protection.outlook.com -all", nil), Want: finding.Fail},
		{Name: "Microsoft 365 by way of another record", Files: spfOf("v=spf1 include:_spf.contoso.com -all", records{"TXT _spf.contoso.com": {"v=spf1 include:spf.protection.outlook.com -all"}}), Want: finding.Pass},
		{Name: "Microsoft 365 refused by way of another record", Files: spfOf("v=spf1 -include:_spf.contoso.com -all", records{"TXT _spf.contoso.com": {"v=spf1 include:spf.protection.outlook.com -all"}}), Want: finding.Fail},
		{Name: "Microsoft 365 by its networks", Files: spfOf("v=spf1 include:_flat.contoso.com -all", records{"TXT _flat.contoso.com": {"v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/14 -all"}}), Want: finding.Pass},
		{Name: "a part of Microsoft 365's networks", Files: spfOf("v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/17 -all", nil), Want: finding.Fail},
		{Name: "Microsoft 365's networks refused", Files: spfOf("v=spf1 -ip4:40.92.0.0/15 -ip4:40.107.0.0/16 -all", nil), Want: finding.Fail},
		{Name: "macros decide who may send", Files: spfOf("v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.example.com ~all", nil), Want: finding.Unknown},
		{Name: "macros beside Microsoft 365", Files: spfOf("v=spf1 include:spf.protection.outlook.com exists:%{i}._spf.example.com -all", nil), Want: finding.Pass},
		{Name: "macros that only refuse", Files: spfOf("v=spf1 -exists:%{i}._block.example.com -all", nil), Want: finding.Fail},
		{Name: "ending in a record that macros choose", Files: spfOf("v=spf1 redirect=%{d}._spf.example.com", nil), Want: finding.Unknown},
		{Name: "another record without an answer", Files: spfOf("v=spf1 include:_spf.contoso.com -all", records{"TXT _spf.contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "mail elsewhere needs no Microsoft 365", Files: contoso(elsewhere.with(records{"TXT contoso.com": {"v=spf1 mx -all"}})), Want: finding.Pass},
		{Name: "mail hosts unknown", Files: spfOf("v=spf1 ip4:192.0.2.1 -all", records{"MX contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.Pass},
		{Name: "a domain without mail that says so by MX", Files: contoso(parked.with(records{"MX contoso.com": {"0 ."}})), Want: finding.Pass},
		{Name: "a domain without mail and without record", Files: contoso(nil), Want: finding.Fail},
		{Name: "no answer", Files: contoso(records{"TXT contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "Microsoft's own domain", Files: files(nil, "contoso.onmicrosoft.com"), Want: finding.NotApplicable},
	})
}

func TestParseSPF(t *testing.T) {
	tests := []struct {
		record string
		ok     bool
	}{
		{"v=spf1", true},
		{"v=spf1 -all", true},
		{"v=spf1  a  mx   -all ", true},
		{"v=spf1 a/24 mx//64 a:contoso.com/0//128 mx:contoso.com -all", true},
		{"v=spf1 ptr ptr:contoso.com ?all", true},
		{"v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.1 ip6:2001:db8::/32 ip6:::ffff:192.0.2.1 -all", true},
		{"v=spf1 include:%{i}._spf.%{d2r-} -all", true},
		{"v=spf1 exists:%{ir}.%{v}._spf.%{d} -all", true},
		{"v=spf1 redirect=_spf.contoso.com exp=why.%{d}", true},
		{"v=spf1 unknown=%{s}%%%_%- -all", true},
		{"v=spf1 include:contoso.com. -all", true},
		{"v=spf1 include:a.b-1 -all", true},
		{"v=spf1 include:a.1 -all", false},
		{"v=spf1 include:localhost -all", false},
		{"v=spf1 include: -all", false},
		{"v=spf1 include -all", false},
		{"v=spf1 include:%{x}.contoso.com -all", false},
		{"v=spf1 include:%contoso.com -all", false},
		{"v=spf1 exists -all", false},
		{"v=spf1 a: -all", false},
		{"v=spf1 a/33 -all", false},
		{"v=spf1 a//129 -all", false},
		{"v=spf1 a/024 -all", false},
		{"v=spf1 a/x -all", false},
		{"v=spf1 mx:contoso.com/24/24 -all", false},
		{"v=spf1 ip4 -all", false},
		{"v=spf1 ip4:192.0.2 -all", false},
		{"v=spf1 ip4:192.0.2.1/33 -all", false},
		{"v=spf1 ip4:192.0.2.1/08 -all", false},
		{"v=spf1 ip4:2001:db8:: -all", false},
		{"v=spf1 ip6:192.0.2.1 -all", false},
		{"v=spf1 ip6:fe80::1%eth0 -all", false},
		{"v=spf1 all:contoso.com", false},
		{"v=spf1 --all", false},
		{"v=spf1 -", false},
		{"v=spf1 ptr: -all", false},
		{"v=spf1 ptr/24 -all", false},
		{"v=spf1 redirect=a.contoso.com redirect=b.contoso.com", false},
		{"v=spf1 exp=a.contoso.com exp=b.contoso.com -all", false},
		{"v=spf1 redirect=", false},
		{"v=spf1 exp=x -all", false},
		{"v=spf1 a\tmx -all", false},
		{"v=spf1 unknown=%{ -all", false},
		{"v=spf1 include:ä.example -all", false},
		{"v=spf1,-all", false},
		{"v=spf2 -all", false},
		{"", false},
	}
	for _, tt := range tests {
		if _, ok := parseSPF(tt.record); ok != tt.ok {
			t.Errorf("%q: got %v, want %v", tt.record, ok, tt.ok)
		}
	}
}

func FuzzSPF(f *testing.F) {
	for _, seed := range []string{"v=spf1 a mx/24//64 include:a.example -all", "v=spf1 exists:%{ir}.a.example redirect=%{d}", "v=spf1 ip4:1.2.3.4/0 ip6:::/0", "v=spf1 -", "v=spf1 %"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		record, ok := parseSPF(text)
		if !ok {
			return
		}
		if !isSPF(text) || len(record.terms) > len(text) {
			t.Errorf("%q: got %d terms", text, len(record.terms))
		}
		for _, term := range record.terms {
			if strings.IndexByte("+-~?", term.qualifier) < 0 || strings.ContainsAny(term.domain, " \t\r\n") {
				t.Errorf("%q: got %+v", text, term)
			}
		}
		z := zone{name: "contoso.com", above: "contoso.com", answers: records{"TXT contoso.com": {text}}.answers("contoso.com")}
		w := spfWalk{z: z}
		w.walk(z.name, record)
		if w.lookups > maxLookups+1 {
			t.Errorf("%q: %d look-ups", text, w.lookups)
		}
		z.ending(record)
	})
}
