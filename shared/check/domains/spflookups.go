package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SPFLookups asks that receivers can follow a domain's SPF record to its end.
var SPFLookups = &check.Check{
	ID:       "dns-spf-lookups",
	Title:    "Receivers can follow every SPF record to its end",
	Category: check.Domains,
	Severity: finding.Medium,
	Because:  "A record that needs more than ten look-ups, or refers to one that is gone, counts as an error, and with it the whole protection falls.",
	Controls: check.Controls{ISO27001: []string{"A.5.14", "A.8.21"}, NIS2: []string{"21(2)(g)", "21(2)(j)"}},
	Rows:     []string{"DN-002"},
	Reads:    reads(),
	Risk:     "Receivers give up on the record: forged mail is no longer told from real mail, and real mail may be refused.",
	Fix: check.Fix{
		Portal:  atHost + " > TXT record of the domain: take out services that no longer send, and give newsletters a subdomain of their own",
		Request: `DNS contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"`,
	},
	Texts: []*text.Table{spfLookupsTexts, domainTexts},
	Since: "2026-11",
	Source: "RFC 7208, sections 4.6.4 and 5; Microsoft Defender for Office 365 documentation, Set up SPF. Counted as for a sender over IPv4 that no mechanism matches, " +
		"which is the most a receiver has to look up; terms with macros count as one look-up each and cannot be followed",
	Run: perDomain{judge: judgeSPFLookups}.run,
}

func judgeSPFLookups(z zone, _ *snapshot.Snapshot) judged {
	record, state := z.spf(z.name)
	switch state {
	case spfUnknown:
		return noAnswer
	case spfNone:
		return judged{finding.NotApplicable, "The domain has no SPF record whose look-ups could be counted.", nil}
	case spfSeveral:
		return judged{finding.Fail, "The domain has several SPF records, so that receivers heed none.", nil}
	case spfInvalid:
		return judged{finding.Fail, "The domain's SPF record breaks the rules, so that receivers do not heed it.", nil}
	}
	w := spfWalk{z: z}
	w.walk(z.name, record)
	facts := finding.Facts{"lookups": w.lookups, "voidLookups": w.voids}
	switch {
	case w.lookups > maxLookups:
		return judged{finding.Fail, "The domain's SPF record needs more than ten look-ups.", finding.Facts{"limit": maxLookups}}
	case w.broken:
		return judged{finding.Fail, "The domain's SPF record refers to another that is missing or invalid.", facts}
	case w.voids > maxVoidLookups:
		return judged{finding.Fail, "The domain's SPF record refers to more than two names that do not exist.", facts}
	case w.unsure:
		return judged{finding.Unknown, "Public DNS gave no answer about a record that the SPF record refers to.", nil}
	}
	return judged{finding.Pass, "The domain's SPF record needs at most ten look-ups.", facts}
}
