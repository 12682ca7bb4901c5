package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SPF asks that every domain says which servers send its mail and that no
// others do.
var SPF = &check.Check{
	ID:       "dns-spf",
	Title:    "Every domain has an SPF record that turns other senders away",
	Category: check.Domains,
	Severity: finding.High,
	Because:  "Without the record every server on the internet may send mail in the company's name, and receivers have nothing to tell it by.",
	Controls: check.Controls{SCuBA: []string{"MS.EXO.2.2v3"}, CIS: []string{"2.1.8"}, ISO27001: []string{"A.5.14", "A.8.21"}, NIS2: []string{"21(2)(g)", "21(2)(j)"}},
	Rows:     []string{"DN-001"},
	Reads:    reads(),
	Risk:     "An attacker sends invoices and requests for payment that come from the company's own address, and customers and colleagues believe them.",
	Fix: check.Fix{
		Portal:  atHost + " > TXT record of the domain: name every service that sends, end in -all; for a domain that sends nothing v=spf1 -all",
		Request: `DNS contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"`,
	},
	Texts: []*text.Table{spfTexts, domainTexts},
	Since: "2026-11",
	Source: "CISA SCuBA baseline for Exchange Online, MS.EXO.2.2; CIS Microsoft 365 Foundations Benchmark, 2.1.8; RFC 7208; Microsoft Defender for Office 365 documentation, Set up SPF. " +
		"Both -all and ~all pass, as MS.EXO.2.2v3 has it. The record must name Microsoft 365 where the domain's MX points to Exchange Online, by Microsoft's record or by its networks. Domains below onmicrosoft.com are left out: Microsoft publishes their record",
	Run: perDomain{judge: judgeSPF}.run,
}

// byMacros is said where a record leaves it to macros who may send.
const byMacros = "The domain's SPF record tells only with each message who may send (macros), so that it cannot be judged from outside."

func judgeSPF(z zone, _ *snapshot.Snapshot) judged {
	record, state := z.spf(z.name)
	switch state {
	case spfUnknown:
		return noAnswer
	case spfNone:
		return judged{finding.Fail, "The domain has no SPF record.", finding.Facts{"spfRecords": 0}}
	case spfSeveral:
		return judged{finding.Fail, "The domain has several SPF records, so that receivers heed none.", nil}
	case spfInvalid:
		return judged{finding.Fail, "The domain's SPF record breaks the rules, so that receivers do not heed it.", finding.Facts{"spfRecords": 1}}
	}
	facts := finding.Facts{"spfRecords": 1}
	ending, known := z.ending(record)
	if !known && hasMacro(record.redirect) {
		return judged{finding.Unknown, byMacros, facts}
	}
	if !known {
		return noAnswer
	}
	facts["all"] = map[byte]string{'+': "pass", '?': "neutral", '~': "softfail", '-': "fail"}[ending]
	switch {
	case ending == '+' || record.open():
		return judged{finding.Fail, "The domain's SPF record lets everybody send.", facts}
	case ending == '?':
		return judged{finding.Fail, "The domain's SPF record does not turn other senders away.", facts}
	case z.silent():
		return judged{finding.Pass, "The domain sends no mail, and its SPF record says so.", facts}
	}
	hosts, known := z.mailHosts()
	if !known {
		return noAnswer
	}
	if atMicrosoft(hosts) {
		w := spfWalk{z: z}
		w.walk(z.name, record)
		names, known := w.namesMicrosoft()
		switch {
		case known:
			facts["includesMicrosoft365"] = names
		case w.macros:
			return judged{finding.Unknown, byMacros, facts}
		default:
			return noAnswer
		}
		if !names {
			return judged{finding.Fail, "The domain's mail is at Microsoft 365, which its SPF record does not name.", facts}
		}
	}
	if ending == '~' {
		return judged{finding.Pass, "The domain's SPF record marks other senders as suspect (~all).", facts}
	}
	return judged{finding.Pass, "The domain's SPF record turns other senders away (-all).", facts}
}
