package domains

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// dmarcOf is a domain at Exchange Online with this DMARC record.
func dmarcOf(record string) checktest.Files {
	return contoso(atExchange.with(records{"TXT _dmarc.contoso.com": {record}}))
}

func TestDMARC(t *testing.T) {
	below := func(r records) checktest.Files { return files(r, "mail.contoso.com") }
	checktest.Verdicts(t, DMARC, []checktest.Test{
		{Name: "a record", Files: dmarcOf("v=DMARC1; p=none"), Want: finding.Pass},
		{Name: "none", Files: contoso(atExchange), Want: finding.Fail},
		{Name: "two records", Files: contoso(records{"TXT _dmarc.contoso.com": {"v=DMARC1; p=reject", "v=DMARC1; p=none"}}), Want: finding.Fail},
		{Name: "another text beside it", Files: contoso(records{"TXT _dmarc.contoso.com": {"hello", "v=DMARC1; p=reject"}}), Want: finding.Pass},
		{Name: "another version", Files: dmarcOf("v=DMARC2; p=reject"), Want: finding.Fail},
		{Name: "no policy", Files: dmarcOf("v=DMARC1; rua="), Want: finding.Fail},
		{Name: "no policy, but somewhere to report to", Files: dmarcOf("v=DMARC1; rua=mailto:a@contoso.com"), Want: finding.Pass},
		{Name: "a domain without mail needs it too", Files: contoso(parked), Want: finding.Fail},
		{Name: "a subdomain is covered", Files: below(records{"TXT _dmarc.contoso.com": {"v=DMARC1; p=reject"}}), Want: finding.Pass},
		{Name: "a subdomain is not covered", Files: below(nil), Want: finding.Fail},
		{Name: "two records at a subdomain are not covered", Files: below(records{"TXT _dmarc.mail.contoso.com": {"v=DMARC1; p=reject", "v=DMARC1; p=reject"}, "TXT _dmarc.contoso.com": {"v=DMARC1; p=reject"}}), Want: finding.Fail},
		{Name: "a subdomain without an answer", Files: below(records{"TXT _dmarc.mail.contoso.com": {"?"}, "TXT _dmarc.contoso.com": {"v=DMARC1; p=reject"}}), Want: finding.Unknown},
		{Name: "the tenant's first domain", Files: files(records{"TXT _dmarc.contoso.onmicrosoft.com": {"v=DMARC1; p=reject"}}, "contoso.onmicrosoft.com"), Want: finding.Pass},
		{Name: "the tenant's first domain without", Files: files(nil, "contoso.onmicrosoft.com"), Want: finding.Fail},
		{Name: "the tenant's first domain, Microsoft's record above unknown", Files: files(records{"TXT _dmarc.onmicrosoft.com": {"?"}}, "contoso.onmicrosoft.com"), Want: finding.Unknown},
		{Name: "no answer", Files: contoso(records{"TXT _dmarc.contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestDMARCReject(t *testing.T) {
	below := func(own, above string) checktest.Files {
		r := records{"TXT _dmarc.contoso.com": {above}}
		if own != "" {
			r["TXT _dmarc.mail.contoso.com"] = []string{own}
		}
		return files(r, "mail.contoso.com")
	}
	checktest.Verdicts(t, DMARCReject, []checktest.Test{
		{Name: "reject", Files: dmarcOf("v=DMARC1; p=reject"), Want: finding.Pass},
		{Name: "capitals", Files: dmarcOf("v=DMARC1;p=Reject;pct=100;sp=REJECT"), Want: finding.Pass},
		{Name: "a value that is none is passed over", Files: dmarcOf("v=DMARC1; p=reject; pct=many; adkim=x"), Want: finding.Pass},
		{Name: "quarantine", Files: dmarcOf("v=DMARC1; p=quarantine"), Want: finding.Fail},
		{Name: "none", Files: dmarcOf("v=DMARC1; p=none; sp=reject"), Want: finding.Fail},
		{Name: "a part of the mail", Files: dmarcOf("v=DMARC1; p=reject; pct=50"), Want: finding.Fail},
		{Name: "none of the mail", Files: dmarcOf("v=DMARC1; p=reject; pct=0"), Want: finding.Fail},
		{Name: "weaker below", Files: dmarcOf("v=DMARC1; p=reject; sp=none"), Want: finding.Fail},
		{Name: "weaker for names that do not exist", Files: dmarcOf("v=DMARC1; p=reject; np=quarantine"), Want: finding.Fail},
		{Name: "marked as a test", Files: dmarcOf("v=DMARC1; p=reject; t=y"), Want: finding.Fail},
		{Name: "a policy that is none, with reports", Files: dmarcOf("v=DMARC1; p=deny; rua=mailto:a@contoso.com"), Want: finding.Fail},
		{Name: "no record", Files: contoso(atExchange), Want: finding.Fail},
		{Name: "a domain without mail", Files: contoso(parked.with(records{"TXT _dmarc.contoso.com": {"v=DMARC1; p=reject"}})), Want: finding.Pass},
		{Name: "a domain without mail that rejects nothing", Files: contoso(parked.with(records{"TXT _dmarc.contoso.com": {"v=DMARC1; p=none"}})), Want: finding.Fail},
		{Name: "a subdomain follows the policy for subdomains", Files: below("", "v=DMARC1; p=none; sp=reject"), Want: finding.Pass},
		{Name: "a subdomain of which the policy is weaker", Files: below("", "v=DMARC1; p=reject; sp=none"), Want: finding.Fail},
		{Name: "a subdomain with a weaker record of its own", Files: below("v=DMARC1; p=none", "v=DMARC1; p=reject"), Want: finding.Fail},
		{Name: "a subdomain whose own record speaks of names below it, which nobody heeds", Files: below("v=DMARC1; p=reject; sp=none; np=none", "v=DMARC1; p=none"), Want: finding.Pass},
		{Name: "a subdomain with a stricter record of its own", Files: below("v=DMARC1; p=reject", "v=DMARC1; p=none"), Want: finding.Pass},
		{Name: "the tenant's first domain", Files: files(records{"TXT _dmarc.contoso.onmicrosoft.com": {"v=DMARC1; p=reject"}}, "contoso.onmicrosoft.com"), Want: finding.Pass},
		{Name: "no answer", Files: contoso(records{"TXT _dmarc.contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestDMARCReports(t *testing.T) {
	outside := atExchange.with(records{"TXT _dmarc.contoso.com": {"v=DMARC1; p=none; rua=mailto:contoso@reports.example!10m,mailto:dmarc@mail.contoso.com"}})
	const permission = "TXT contoso.com._report._dmarc.reports.example"
	checktest.Verdicts(t, DMARCReports, []checktest.Test{
		{Name: "inside", Files: dmarcOf("v=DMARC1; p=none; rua=mailto:dmarc@contoso.com"), Want: finding.Pass},
		{Name: "outside and taken", Files: contoso(outside.with(records{permission: {"v=DMARC1"}})), Want: finding.Pass},
		{Name: "outside and not taken", Files: contoso(outside), Want: finding.Fail},
		{Name: "outside and another text", Files: contoso(outside.with(records{permission: {"v=spf1 -all"}})), Want: finding.Fail},
		{Name: "outside without an answer", Files: contoso(outside.with(records{permission: {"?"}})), Want: finding.Unknown},
		{Name: "nobody", Files: dmarcOf("v=DMARC1; p=reject"), Want: finding.Fail},
		{Name: "no mail address", Files: dmarcOf("v=DMARC1; p=reject; rua=https://contoso.com/,mailto:,mailto:@contoso.com,mailto:a@contoso.com!x"), Want: finding.Fail},
		{Name: "no record", Files: contoso(atExchange), Want: finding.Fail},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.NotApplicable},
		{Name: "a subdomain asks in the name of the domain above", Files: files(records{
			"MX mail.contoso.com":    {"0 mail.contoso.com."},
			"TXT _dmarc.contoso.com": {"v=DMARC1; p=none; rua=mailto:a@reports.example"}, permission: {"v=DMARC1"},
		}, "mail.contoso.com"), Want: finding.Pass},
		{Name: "Microsoft's own domain", Files: files(nil, "contoso.onmicrosoft.com"), Want: finding.NotApplicable},
		{Name: "no answer", Files: contoso(records{"TXT _dmarc.contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestDMARCContact(t *testing.T) {
	const both = "v=DMARC1; p=reject; rua=mailto:Reports@Contoso.com; ruf=mailto:security@contoso.com"
	declared := snapshot.Settings{Declared: snapshot.Declared{DMARCContacts: []string{"reports@contoso.com", "Security@contoso.com"}}}
	checktest.Verdicts(t, DMARCContact, []checktest.Test{
		{Name: "declared", Settings: declared, Files: dmarcOf(both), Want: finding.Pass},
		{Name: "nothing declared is no permission", Files: dmarcOf(both), Want: finding.Unknown},
		{Name: "another daily contact", Settings: declared, Files: dmarcOf("v=DMARC1; p=reject; rua=mailto:a@contoso.com; ruf=mailto:security@contoso.com"), Want: finding.Fail},
		{Name: "another contact for failures", Settings: declared, Files: dmarcOf("v=DMARC1; p=reject; rua=mailto:reports@contoso.com; ruf=mailto:a@contoso.com"), Want: finding.Fail},
		{Name: "one among several", Settings: declared, Files: dmarcOf("v=DMARC1; p=reject; rua=mailto:a@b.example,mailto:reports@contoso.com; ruf=mailto:security@contoso.com"), Want: finding.Pass},
		{Name: "no contact for failures", Settings: declared, Files: dmarcOf("v=DMARC1; p=reject; rua=mailto:reports@contoso.com"), Want: finding.Fail},
		{Name: "no contact, nothing declared", Files: dmarcOf("v=DMARC1; p=reject"), Want: finding.Fail},
		{Name: "no record", Settings: declared, Files: contoso(atExchange), Want: finding.Fail},
		{Name: "a domain without mail", Settings: declared, Files: contoso(parked), Want: finding.NotApplicable},
		{Name: "no answer", Settings: declared, Files: contoso(records{"TXT _dmarc.contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestParseDMARC(t *testing.T) {
	tests := []struct {
		record string
		want   dmarcRecord
		ok     bool
	}{
		{"v=DMARC1;p=none", dmarcRecord{policy: "none", subdomains: "none", missing: "none", percent: 100}, true},
		{"v = DMARC1 ; p = reject ; sp = quarantine ; pct = 25 ;", dmarcRecord{policy: "reject", subdomains: "quarantine", missing: "quarantine", percent: 25}, true},
		{"v=DMARC1; sp=none; p=reject; np=reject", dmarcRecord{policy: "reject", subdomains: "none", missing: "reject", percent: 100}, true},
		{"v=DMARC1; p=reject; pct=101; t=n", dmarcRecord{policy: "reject", subdomains: "reject", missing: "reject", percent: 100}, true},
		{"v=DMARC1; p=reject; pct=0100", dmarcRecord{policy: "reject", subdomains: "reject", missing: "reject", percent: 100}, true},
		{"v=DMARC1; p=reject; nonsense; x-y=1; rua=mailto:a@b.example", dmarcRecord{policy: "reject", subdomains: "reject", missing: "reject", percent: 100, aggregate: []string{"a@b.example"}}, true},
		{"v=DMARC1; p=reject; sp=all; ruf=mailto:c@d.example!5k; rua=mailto:a@b.example", dmarcRecord{policy: "none", subdomains: "none", missing: "none", percent: 100, aggregate: []string{"a@b.example"}, failure: []string{"c@d.example"}}, true},
		{"v=DMARC1; p=reject; sp=all", dmarcRecord{}, false},
		{"v=DMARC1; P=reject", dmarcRecord{}, false},
		{"v=DMARC1; p=reject; p=none", dmarcRecord{}, false},
		{"v=dmarc1; p=reject", dmarcRecord{}, false},
		{"p=reject; v=DMARC1", dmarcRecord{}, false},
		{"v=DMARC1", dmarcRecord{}, false},
		{"", dmarcRecord{}, false},
	}
	for _, tt := range tests {
		got, ok := parseDMARC(tt.record)
		if ok != tt.ok {
			t.Errorf("%q: got %v, want %v", tt.record, ok, tt.ok)
		}
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(dmarcRecord{})); ok && diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.record, diff)
		}
	}
}

func FuzzDMARC(f *testing.F) {
	for _, seed := range []string{"v=DMARC1; p=reject; sp=none; pct=50; rua=mailto:a@b.example!10m,https://x", "v=DMARC1", "v=DMARC1;;p=none", "v=\tDMARC1\r\n;p=none;p=none"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := parseDMARC(text)
		if ok && !isDMARC(text) {
			t.Errorf("%q is read although it is none", text)
		}
		if !ok {
			return
		}
		for _, policy := range []string{r.policy, r.subdomains, r.missing} {
			if policy != "none" && policy != "quarantine" && policy != "reject" {
				t.Errorf("%q: got the policy %q", text, policy)
			}
		}
		if r.percent < 0 || r.percent > 100 {
			t.Errorf("%q: got %d %%", text, r.percent)
		}
	})
}
