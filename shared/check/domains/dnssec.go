package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DNSSEC asks that a domain's records are signed and that its mail hosts publish
// their keys.
var DNSSEC = &check.Check{
	ID:       "dns-dnssec-dane",
	Title:    "Every domain is signed (DNSSEC) and its mail hosts publish their keys (DANE)",
	Category: check.Domains,
	Severity: finding.Info,
	Because:  "Every other record here can be forged on the way as long as nothing is signed, and DANE is the surest way to make mail come encrypted.",
	Controls: check.Controls{ISO27001: []string{"A.8.20", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(j)"}},
	Rows:     []string{"DN-011"},
	Reads:    reads(),
	Risk:     "An attacker who forges DNS answers has mail to the company delivered to a server of his own.",
	Fix: check.Fix{
		Portal:  atHost + " > turn DNSSEC on; then Microsoft 365: Enable-DnssecForVerifiedDomain, point the MX record to the host it names, Enable-SmtpDaneInbound",
		Request: `PowerShell Enable-DnssecForVerifiedDomain -DomainName contoso.com; Enable-SmtpDaneInbound -DomainName contoso.com`,
	},
	Neutral: []string{"mxHosts"},
	Texts:   []*text.Table{dnssecTexts, domainTexts},
	Since:   "2026-11",
	Source: "RFC 4033 and RFC 7672; Microsoft Exchange Online documentation, How SMTP DNS-based Authentication of Named Entities (DANE) works. Judged by what is published, the DS record at the registered domain, and at a subdomain that is a zone of its own, " +
		"and the TLSA record of every mail host: whether signatures hold is for the resolver to say. Domains below onmicrosoft.com are left out: they are Microsoft's to sign",
	Run: perDomain{judge: judgeDNSSEC}.run,
}

func judgeDNSSEC(z zone, _ *snapshot.Snapshot) judged {
	hosts, known := z.mailHosts()
	if !known {
		return noAnswer
	}
	if len(hosts) == 0 {
		return takesNo
	}
	signed, known := z.signed()
	if !known {
		return noAnswer
	}
	without, unsure := 0, 0
	for _, host := range hosts {
		switch keys, known := z.records("_25._tcp."+host, "TLSA"); {
		case !known:
			unsure++
		case len(keys) == 0:
			without++
		}
	}
	facts := finding.Facts{"signed": signed, "mxHosts": len(hosts), "mxHostsWithoutKey": without}
	switch {
	case !signed:
		return judged{finding.Fail, "The domain is not signed (DNSSEC).", facts}
	case without > 0:
		return judged{finding.Fail, "The domain is signed, and a mail host of it publishes no key (DANE).", facts}
	case unsure > 0:
		return noAnswer
	}
	return judged{finding.Pass, "The domain is signed and its mail hosts publish their keys.", facts}
}

// signed reports whether the domain's records are signed. The chain goes from the
// registered domain to the domain: one that lies in a zone of its own needs a DS
// record too.
func (z zone) signed() (signed, known bool) {
	above, known := z.records(z.above, "DS")
	if len(above) == 0 || z.name == z.above {
		return len(above) > 0, known
	}
	own, ownKnown := z.records(z.name, "DS")
	servers, serversKnown := z.records(z.name, "NS")
	authority, authorityKnown := z.records(z.name, "SOA")
	switch {
	case len(own) > 0:
		return true, true
	case len(servers) > 0 || len(authority) > 0:
		return false, ownKnown
	}
	return true, serversKnown && authorityKnown
}
