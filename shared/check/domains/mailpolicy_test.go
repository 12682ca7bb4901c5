package domains

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestMTASTS(t *testing.T) {
	const policy = "version: STSv1\r\nmode: enforce\r\nmx: *.mail.protection.outlook.com\r\nmax_age: 604800\r\n"
	of := func(record, policy string) checktest.Files {
		r := records{}
		if record != "" {
			r["TXT _mta-sts.contoso.com"] = []string{record}
		}
		if policy != "" {
			r["HTTPS mta-sts.contoso.com"] = []string{policy}
		}
		return contoso(atExchange.with(r))
	}
	const record = "v=STSv1; id=20261101T000000;"
	checktest.Verdicts(t, MTASTS, []checktest.Test{
		{Name: "enforced", Files: of(record, policy), Want: finding.Pass},
		{Name: "the host by name", Files: of(record, strings.Replace(policy, "*.mail", "Contoso-com.mail", 1)), Want: finding.Pass},
		{Name: "testing", Files: of(record, strings.Replace(policy, "enforce", "testing", 1)), Want: finding.Fail},
		{Name: "off", Files: of(record, "version: STSv1\nmode: none\nmax_age: 86400"), Want: finding.Fail},
		{Name: "a mode unknown", Files: of(record, strings.Replace(policy, "enforce", "strict", 1)), Want: finding.Fail},
		{Name: "another host", Files: of(record, strings.Replace(policy, "*.mail.protection.outlook.com", "mx.contoso.com", 1)), Want: finding.Fail},
		{Name: "a pattern stands for one label", Files: of(record, strings.Replace(policy, "*.mail.protection", "*.protection", 1)), Want: finding.Fail},
		{Name: "no host", Files: of(record, "version: STSv1\nmode: enforce\nmax_age: 86400"), Want: finding.Fail},
		{Name: "no age", Files: of(record, "version: STSv1\nmode: enforce\nmx: *.mail.protection.outlook.com"), Want: finding.Fail},
		{Name: "an age too long", Files: of(record, strings.Replace(policy, "604800", "31557601", 1)), Want: finding.Fail},
		{Name: "the first of two fields counts", Files: of(record, policy+"mode: testing\n"), Want: finding.Pass},
		{Name: "a web page", Files: of(record, "<!doctype html>\n<p>Not found</p>"), Want: finding.Fail},
		{Name: "no policy", Files: of(record, ""), Want: finding.Fail},
		{Name: "policy without an answer", Files: of(record, "?"), Want: finding.Unknown},
		{Name: "not announced", Files: of("", policy), Want: finding.Fail},
		{Name: "announced without id", Files: of("v=STSv1;", policy), Want: finding.Fail},
		{Name: "announced twice", Files: contoso(atExchange.with(records{"TXT _mta-sts.contoso.com": {record, record}, "HTTPS mta-sts.contoso.com": {policy}})), Want: finding.Fail},
		{Name: "no answer", Files: contoso(atExchange.with(records{"TXT _mta-sts.contoso.com": {"?"}})), Want: finding.Unknown},
		{Name: "no answer about mail", Files: contoso(records{"MX contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.NotApplicable},
		{Name: "a domain that only sends", Files: contoso(atExchange.with(records{"MX contoso.com": {"0 ."}})), Want: finding.NotApplicable},
	})
}

func FuzzMTASTS(f *testing.F) {
	f.Add("version: STSv1\nmode: enforce\nmx: *.contoso.com\nmax_age: 1\n", "a.contoso.com")
	f.Add(":\n:", "")
	f.Fuzz(func(t *testing.T, text, host string) {
		p, ok := parseMTASTS(text)
		p.names(host)
		if ok && p.mode != "enforce" && p.mode != "testing" && p.mode != "none" {
			t.Errorf("%q: got the mode %q", text, p.mode)
		}
	})
}

func TestTLSReports(t *testing.T) {
	of := func(values ...string) checktest.Files {
		return contoso(atExchange.with(records{"TXT _smtp._tls.contoso.com": values}))
	}
	checktest.Verdicts(t, TLSReports, []checktest.Test{
		{Name: "by mail", Files: of("v=TLSRPTv1; rua=mailto:tlsrpt@contoso.com"), Want: finding.Pass},
		{Name: "over the web", Files: of("v=TLSRPTv1;rua=https://reports.example/tls"), Want: finding.Pass},
		{Name: "another text beside it", Files: of("hello", "v=TLSRPTv1;rua=mailto:a@contoso.com"), Want: finding.Pass},
		{Name: "none", Files: of(), Want: finding.Fail},
		{Name: "nobody", Files: of("v=TLSRPTv1;"), Want: finding.Fail},
		{Name: "nobody by mail", Files: of("v=TLSRPTv1; rua=mailto:"), Want: finding.Fail},
		{Name: "two", Files: of("v=TLSRPTv1;rua=mailto:a@contoso.com", "v=TLSRPTv1;rua=mailto:a@contoso.com"), Want: finding.Fail},
		{Name: "another version", Files: of("v=TLSRPTv2;rua=mailto:a@contoso.com"), Want: finding.Fail},
		{Name: "no answer", Files: of("?"), Want: finding.Unknown},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.NotApplicable},
		{Name: "no answer about mail", Files: contoso(records{"MX contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestDNSSEC(t *testing.T) {
	const tlsa = "TLSA _25._tcp.contoso-com.o-v1.mx.microsoft"
	signed := records{
		"MX contoso.com": {"0 contoso-com.o-v1.mx.microsoft."}, "DS contoso.com": {"48121 13 2 26"}, tlsa: {"3 1 1 26"},
	}
	checktest.Verdicts(t, DNSSEC, []checktest.Test{
		{Name: "signed with keys", Files: contoso(signed), Want: finding.Pass},
		{Name: "not signed", Files: contoso(signed.with(records{"DS contoso.com": nil})), Want: finding.Fail},
		{Name: "signed without keys", Files: contoso(signed.with(records{tlsa: nil})), Want: finding.Fail},
		{Name: "one host of two", Files: contoso(signed.with(records{"MX contoso.com": {"0 contoso-com.o-v1.mx.microsoft.", "10 mx.contoso.com."}})), Want: finding.Fail},
		{Name: "keys without an answer", Files: contoso(signed.with(records{tlsa: {"?"}})), Want: finding.Unknown},
		{Name: "signature without an answer", Files: contoso(signed.with(records{"DS contoso.com": {"?"}})), Want: finding.Unknown},
		{Name: "a subdomain of a signed domain", Files: files(records{
			"MX mail.contoso.com": {"0 mx.contoso.com."}, "DS contoso.com": {"48121 13 2 26"}, "TLSA _25._tcp.mx.contoso.com": {"3 1 1 26"},
		}, "mail.contoso.com"), Want: finding.Pass},
		{Name: "an unsigned zone below a signed domain", Files: files(records{
			"MX mail.contoso.com": {"0 mx.contoso.com."}, "DS contoso.com": {"48121 13 2 26"}, "TLSA _25._tcp.mx.contoso.com": {"3 1 1 26"},
			"NS mail.contoso.com": {"ns1.dns.example."},
		}, "mail.contoso.com"), Want: finding.Fail},
		{Name: "a signed zone below an unsigned domain", Files: files(records{
			"MX mail.contoso.com": {"0 mx.contoso.com."}, "DS mail.contoso.com": {"48121 13 2 26"}, "TLSA _25._tcp.mx.contoso.com": {"3 1 1 26"},
		}, "mail.contoso.com"), Want: finding.Fail},
		{Name: "a zone of its own below a signed domain without an answer", Files: files(records{
			"MX mail.contoso.com": {"0 mx.contoso.com."}, "DS contoso.com": {"48121 13 2 26"}, "TLSA _25._tcp.mx.contoso.com": {"3 1 1 26"},
			"NS mail.contoso.com": {"?"},
		}, "mail.contoso.com"), Want: finding.Unknown},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.NotApplicable},
		{Name: "no answer about mail", Files: contoso(records{"MX contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestResolves(t *testing.T) {
	there := records{"NS contoso.com": {"ns1.dns.example."}, "SOA contoso.com": {"ns1.dns.example. hostmaster.dns.example. 1 2 3 4 5"}}
	checktest.Verdicts(t, Resolves, []checktest.Test{
		{Name: "there", Files: contoso(there), Want: finding.Pass},
		{Name: "gone", Files: contoso(nil), Want: finding.Fail},
		{Name: "name servers alone", Files: contoso(there.with(records{"SOA contoso.com": nil})), Want: finding.Pass},
		{Name: "no answer about the name servers", Files: contoso(there.with(records{"NS contoso.com": {"?"}})), Want: finding.Pass},
		{Name: "no answer", Files: contoso(records{"NS contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "a domain of which another record is known", Files: contoso(parked), Want: finding.Pass},
		{Name: "a domain of which a record below is known", Files: contoso(records{"TXT _dmarc.contoso.com": {"v=DMARC1; p=reject"}}), Want: finding.Pass},
		{Name: "records of others do not count", Files: contoso(records{"TXT _dmarc.notcontoso.com": {"v=DMARC1; p=reject"}}), Want: finding.Fail},
		{Name: "a subdomain is part of the zone above", Files: files(there, "mail.contoso.com"), Want: finding.Pass},
		{Name: "a subdomain of a domain that is gone", Files: files(nil, "mail.contoso.com"), Want: finding.Fail},
		{Name: "Microsoft's own domain", Files: files(nil, "contoso.onmicrosoft.com"), Want: finding.NotApplicable},
	})
}
