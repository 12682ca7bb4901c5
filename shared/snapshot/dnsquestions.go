package snapshot

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// DNSQuestion is something to ask public DNS or, where Type is "HTTPS", the web:
// the mail policy that the host Name serves (RFC 8461).
type DNSQuestion struct{ Name, Type string }

// What FollowUps asks for at most, for one domain: what the answers hold was
// written by strangers. More than ten lookups already break an SPF record, and
// the walk needs some more to notice.
const (
	maxMailHosts   = 10
	maxReportHosts = 10
	maxSPFNames    = 40
)

// DomainQuestions returns what is asked first about a verified domain. Of a zone
// of Microsoft's own a customer controls the DMARC record alone, and of its
// subdomains nothing.
func DomainQuestions(domain string) []DNSQuestion {
	domain = dnsName(domain)
	if domain == "" {
		return nil
	}
	above := OrganizationalDomain(domain)
	if suffix, ok := microsoftSuffix(domain); ok {
		if strings.Count(strings.TrimSuffix(domain, suffix), ".") > 0 {
			return nil
		}
		return []DNSQuestion{{"_dmarc." + domain, "TXT"}, {"_dmarc." + above, "TXT"}}
	}
	var out []DNSQuestion
	for _, kind := range []string{"TXT", "MX", "NS", "SOA", "DS"} {
		out = append(out, DNSQuestion{domain, kind})
	}
	out = append(out, DNSQuestion{"_dmarc." + domain, "TXT"})
	for _, selector := range DKIMSelectors() {
		name := selector + "._domainkey." + domain
		out = append(out, DNSQuestion{name, "CNAME"}, DNSQuestion{name, "TXT"})
	}
	out = append(out, DNSQuestion{"_mta-sts." + domain, "TXT"}, DNSQuestion{"_smtp._tls." + domain, "TXT"})
	if above != domain {
		out = append(out, DNSQuestion{"_dmarc." + above, "TXT"})
		for _, kind := range []string{"NS", "SOA", "DS"} {
			out = append(out, DNSQuestion{above, kind})
		}
	}
	return out
}

// DKIMSelectors are the two selectors under which Microsoft 365 publishes keys.
func DKIMSelectors() []string { return []string{"selector1", "selector2"} }

// FollowUps returns what the answers about a domain lead to and was not asked
// yet: the mail policy that it announces, the keys of its mail hosts, whether
// others take its DMARC reports, and the records that its SPF record refers to. Ask, add the answers, and call it
// again until it returns nothing, which it does after a bounded number of rounds.
func FollowUps(domain string, answers []DNSAnswer) []DNSQuestion {
	f := followUps{answers: answers}
	domain = dnsName(domain)
	if domain == "" {
		return nil
	}
	if _, ok := microsoftSuffix(domain); ok {
		return nil
	}
	if announced, _ := DNS(answers, "_mta-sts."+domain, "TXT"); len(announced) > 0 {
		f.ask("mta-sts."+domain, "HTTPS")
	}
	for _, host := range first(MailHosts(answers, domain), maxMailHosts) {
		f.ask("_25._tcp."+host, "TLSA")
	}
	f.reports(domain)
	f.spf(domain)
	return f.out
}

// MailHosts returns the hosts of a domain's MX records, in lower case and
// without the final dot; a host "." that takes no mail is left out.
func MailHosts(answers []DNSAnswer, domain string) []string {
	records, _ := DNS(answers, domain, "MX")
	var hosts []string
	for _, r := range records {
		fields := strings.Fields(r)
		if len(fields) != 2 {
			continue
		}
		if host := dnsName(fields[1]); host != "" {
			hosts = append(hosts, host)
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// OrganizationalDomain returns the domain that somebody registered, of a name
// at or below it (RFC 7489, section 3.2); the name itself where there is none.
func OrganizationalDomain(name string) string {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if above, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		return above
	}
	return name
}

// IsMicrosoftDomain reports whether a verified domain lies in a zone that
// Microsoft runs and no customer can write to, such as "contoso.onmicrosoft.com".
func IsMicrosoftDomain(domain string) bool {
	_, ok := microsoftSuffix(strings.ToLower(strings.TrimSuffix(domain, ".")))
	return ok
}

// microsoftSuffixes are the zones in which Microsoft gives every tenant a
// domain, in its several clouds.
var microsoftSuffixes = []string{".onmicrosoft.com", ".onmicrosoft.us", ".onmicrosoft.de", ".onmschina.cn"}

func microsoftSuffix(domain string) (suffix string, ok bool) {
	for _, suffix := range microsoftSuffixes {
		if strings.HasSuffix(domain, suffix) {
			return suffix, true
		}
	}
	return "", false
}

// ReportHosts returns the hosts that a DMARC record has its aggregate reports
// sent to by mail.
func ReportHosts(record string) []string {
	var hosts []string
	for tag := range strings.SplitSeq(record, ";") {
		name, value, _ := strings.Cut(tag, "=")
		if strings.ToLower(strings.TrimSpace(name)) != "rua" {
			continue
		}
		for uri := range strings.SplitSeq(value, ",") {
			uri = strings.TrimSpace(uri)
			if len(uri) < len("mailto:") || !strings.EqualFold(uri[:len("mailto:")], "mailto:") {
				continue
			}
			address, _, _ := strings.Cut(uri[len("mailto:"):], "!")
			if at := strings.LastIndexByte(address, '@'); at >= 0 {
				if host := dnsName(address[at+1:]); host != "" {
					hosts = append(hosts, host)
				}
			}
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

type followUps struct {
	answers []DNSAnswer
	out     []DNSQuestion
}

func (f *followUps) ask(name, kind string) {
	q := DNSQuestion{name, kind}
	asked := slices.ContainsFunc(f.answers, func(a DNSAnswer) bool { return a.Name == name && a.Type == kind })
	if !asked && dnsName(name) != "" && !slices.Contains(f.out, q) {
		f.out = append(f.out, q)
	}
}

// reports asks whether hosts outside the domain take its DMARC reports (RFC
// 7489, section 7.1).
func (f *followUps) reports(domain string) {
	for _, from := range []string{domain, OrganizationalDomain(domain)} {
		records, _ := DNS(f.answers, "_dmarc."+from, "TXT")
		found := false
		for _, r := range records {
			if version, _, _ := strings.Cut(r, ";"); strings.ReplaceAll(version, " ", "") != "v=DMARC1" {
				continue
			}
			found = true
			for _, host := range first(ReportHosts(r), maxReportHosts) {
				if OrganizationalDomain(host) != OrganizationalDomain(from) {
					f.ask(from+"._report._dmarc."+host, "TXT")
				}
			}
		}
		if found {
			return
		}
	}
}

// spf asks for what the SPF records refer to that were read so far.
func (f *followUps) spf(domain string) {
	names, seen := []string{domain}, map[string]bool{domain: true}
	count := 0
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		records, _ := DNS(f.answers, name, "TXT")
		for _, r := range records {
			if !strings.HasPrefix(strings.ToLower(r), "v=spf1") {
				continue
			}
			for _, term := range strings.Fields(r)[1:] {
				kind, target := spfReference(term, name)
				if target == "" || count >= maxSPFNames {
					continue
				}
				count++
				f.ask(target, kind)
				if kind == "TXT" && !seen[target] {
					seen[target] = true
					names = append(names, target)
				}
			}
		}
	}
}

// spfReference returns what a term of the SPF record at a name has looked up; no
// target where it needs none, or one that only a message tells.
func spfReference(term, at string) (kind, target string) {
	term = strings.ToLower(strings.TrimLeft(term, "+-?~"))
	name, value, _ := strings.Cut(term, ":")
	if v, ok := strings.CutPrefix(term, "redirect="); ok {
		name, value = "include", v
	}
	bare, _, _ := strings.Cut(name, "/")
	value, _, _ = strings.Cut(value, "/")
	switch bare {
	case "include":
		kind = "TXT"
	case "a", "exists":
		kind = "A"
	case "mx":
		kind = "MX"
	default:
		return "", ""
	}
	if value == "" && (bare == "a" || bare == "mx") {
		value = at
	}
	return kind, dnsName(value)
}

// dnsName returns a name in lower case without the final dot; empty where it is
// none that can be asked for.
func dnsName(name string) string {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if len(name) > 253 || !strings.Contains(name, ".") {
		return ""
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 {
			return ""
		}
		for i := range len(label) {
			c := label[i]
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
				return ""
			}
		}
	}
	return name
}

func first[T any](all []T, n int) []T { return all[:min(len(all), n)] }
