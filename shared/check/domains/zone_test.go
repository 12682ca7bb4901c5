package domains

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// records are what public DNS holds, by "TYPE name". A name that is not here has
// no such record; one with the value "?" gives no answer.
type records map[string][]string

// with returns a copy with further or other records.
func (r records) with(more records) records {
	out := records{}
	for _, from := range []records{r, more} {
		for name, values := range from {
			out[name] = values
		}
	}
	return out
}

// answers asks the records everything that Vahti asks about a domain.
func (r records) answers(domain string) []snapshot.DNSAnswer {
	var out []snapshot.DNSAnswer
	questions := snapshot.DomainQuestions(domain)
	for len(questions) > 0 {
		for _, q := range questions {
			a := snapshot.DNSAnswer{Name: q.Name, Type: q.Type, Status: snapshot.DNSNone}
			if values := r[q.Type+" "+q.Name]; len(values) > 0 {
				a.Status, a.Values = snapshot.DNSFound, values
				if values[0] == "?" {
					a.Status, a.Values = snapshot.DNSFailed, nil
				}
			}
			out = append(out, a)
		}
		questions = snapshot.FollowUps(domain, out)
	}
	return out
}

// files is a tenant with these verified domains and records.
func files(r records, domains ...string) checktest.Files {
	var list []string
	byDomain := map[string][]snapshot.DNSAnswer{}
	for _, d := range domains {
		initial := strings.HasSuffix(d, ".onmicrosoft.com") && strings.Count(d, ".") == 2
		list = append(list, fmt.Sprintf(`{"id":%q,"isVerified":true,"isInitial":%v}`, d, initial))
		byDomain[d] = r.answers(d)
	}
	raw, _ := json.Marshal(byDomain)
	return checktest.Files{
		snapshot.Domains.Resource():       "[" + strings.Join(list, ",") + "]",
		snapshot.DomainRecords.Resource(): string(raw),
	}
}

// contoso is a tenant with one domain.
func contoso(r records) checktest.Files { return files(r, "contoso.com") }

// atExchange are the records of a domain whose mail is at Exchange Online.
var atExchange = records{
	"MX contoso.com":                 {"0 contoso-com.mail.protection.outlook.com."},
	"TXT contoso.com":                {"MS=ms1", "v=spf1 include:spf.protection.outlook.com -all"},
	"TXT spf.protection.outlook.com": {"v=spf1 ip4:40.92.0.0/15 ip6:2a01:111:f400::/48 -all"},
}

// parked are the records of a domain that says it has no mail.
var parked = records{"TXT contoso.com": {"v=spf1 -all"}}

func TestPerDomain(t *testing.T) {
	unverified := contoso(atExchange)
	unverified[snapshot.Domains.Resource()] = `[{"id":"contoso.com","isVerified":false}]`
	capitals := contoso(atExchange)
	capitals[snapshot.Domains.Resource()] = `[{"id":"Contoso.com.","isVerified":true}]`
	unasked := contoso(atExchange)
	unasked[snapshot.DomainRecords.Resource()] = `{}`
	empty := contoso(atExchange)
	empty[snapshot.DomainRecords.Resource()] = `{"contoso.com":[null,{}]}`
	nameless := contoso(atExchange)
	nameless[snapshot.Domains.Resource()] = `[null,{}]`
	for _, c := range All() {
		t.Run(c.ID, func(t *testing.T) {
			checktest.Verdicts(t, c, []checktest.Test{
				{Name: "unverified domains do not count", Files: unverified, Want: finding.NotApplicable},
				{Name: "no domain", Files: files(nil), Want: finding.Unknown},
				{Name: "an empty domain", Files: nameless, Want: finding.Unknown},
				{Name: "not asked", Files: unasked, Want: finding.Unknown},
				{Name: "answers that say nothing", Files: empty, Want: finding.Unknown},
				{Name: "Microsoft's zone for hybrid mail does not count", Files: files(nil, "contoso.mail.onmicrosoft.com"), Want: finding.NotApplicable},
			})
			checktest.Said(t, check.Run(c, checktest.Snapshot(t, snapshot.Settings{}, capitals)))
		})
	}
	t.Run("names are compared without case", func(t *testing.T) {
		if out := check.Run(SPF, checktest.Snapshot(t, snapshot.Settings{}, capitals)); out.Verdict != finding.Pass {
			t.Errorf("got %v (%s)", out.Verdict, out.Reason)
		}
	})
	t.Run("each domain has a verdict of its own", func(t *testing.T) {
		r := atExchange.with(records{"TXT fabrikam.com": {"v=spf1 -all"}, "TXT tailspin.com": {"?"}})
		out := check.Run(SPF, checktest.Snapshot(t, snapshot.Settings{}, files(r, "tailspin.com", "contoso.com", "fabrikam.com", "northwind.com")))
		want := map[string]finding.Verdict{"contoso.com": finding.Pass, "fabrikam.com": finding.Pass, "northwind.com": finding.Fail, "tailspin.com": finding.Unknown}
		if out.Verdict != finding.Fail || len(out.Results) != len(want) {
			t.Errorf("got %v and %d results", out.Verdict, len(out.Results))
		}
		for _, got := range out.Results {
			if got.Verdict != want[got.Resource] {
				t.Errorf("%s: got %v, want %v", got.Resource, got.Verdict, want[got.Resource])
			}
		}
	})
}
