package domains

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DMARCContact asks that both kinds of DMARC report reach a contact of the
// company, settings.declared.dmarcContacts.
var DMARCContact = &check.Check{
	ID:       "dns-dmarc-contact",
	Title:    "DMARC reports reach a contact that the company named",
	Category: check.Domains,
	Severity: finding.Info,
	Because:  "Reports that go to a mailbox nobody chose are read by nobody, or by somebody who should not have them.",
	Controls: check.Controls{SCuBA: []string{"MS.EXO.4.4v1"}, ISO27001: []string{"A.5.24", "A.8.16"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"DN-007"},
	Reads:    reads(),
	Risk:     "Signs of an attack in the company's name lie in a mailbox where nobody looks.",
	Fix: check.Fix{
		Portal:  atHost + " > TXT record _dmarc: the declared address after rua= and after ruf=",
		Request: `DNS _dmarc.contoso.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@contoso.com; ruf=mailto:security@contoso.com"`,
	},
	LessIsWorse: []string{"reportAddresses", "failureAddresses"},
	Neutral:     []string{"declaredContacts"},
	Texts:       []*text.Table{dmarcContactTexts, dmarcEveryTexts, domainTexts},
	Since:       "2026-11",
	Source: "CISA SCuBA baseline for Exchange Online, MS.EXO.4.4, which asks for a contact for aggregate and for failure reports; RFC 7489, section 6.3. " +
		"Which address is the right one only the company knows: without a declared one a record with both addresses cannot be judged",
	Run: perDomain{judge: judgeDMARCContact}.run,
}

func judgeDMARCContact(z zone, s *snapshot.Snapshot) judged {
	if z.silent() {
		return noMail
	}
	record, _, state := z.dmarc()
	if state != dmarcFound {
		return dmarcTrouble(state)
	}
	declared := s.Settings.Declared.DMARCContacts
	isDeclared := func(address string) bool {
		return slices.ContainsFunc(declared, func(d string) bool { return strings.EqualFold(d, address) })
	}
	facts := finding.Facts{"reportAddresses": len(record.aggregate), "failureAddresses": len(record.failure), "declaredContacts": len(declared)}
	switch {
	case len(record.aggregate) == 0:
		return judged{finding.Fail, "The DMARC record names nobody who gets the daily reports.", facts}
	case len(record.failure) == 0:
		return judged{finding.Fail, "The DMARC record names nobody who gets the reports on single failures.", facts}
	case len(declared) == 0:
		return judged{finding.Unknown, "The DMARC record names contacts, and none was declared that they could be compared with.", facts}
	case !slices.ContainsFunc(record.aggregate, isDeclared):
		return judged{finding.Fail, "The daily DMARC reports go to no declared contact.", facts}
	case !slices.ContainsFunc(record.failure, isDeclared):
		return judged{finding.Fail, "The DMARC reports on single failures go to no declared contact.", facts}
	}
	return judged{finding.Pass, "Both kinds of DMARC report go to a declared contact.", facts}
}
