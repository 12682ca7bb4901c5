package domains

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// The lengths of RSA keys in bits: the shortest that receivers accept, and the
// shortest that should be used (RFC 8301).
const (
	leastBits       = 1024
	recommendedBits = 2048
)

// DKIM asks that the keys with which Microsoft 365 signs a domain's mail are
// published.
var DKIM = &check.Check{
	ID:       "dns-dkim",
	Title:    "The keys that sign each domain's mail are published",
	Category: check.Domains,
	Severity: finding.High,
	Because:  "Without its own signature mail cannot be told from forged mail once it was forwarded, and a strict DMARC policy turns it away.",
	Controls: check.Controls{SCuBA: []string{"MS.EXO.3.1v1"}, CIS: []string{"2.1.9"}, ISO27001: []string{"A.5.14", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(j)"}},
	Rows:     []string{"DN-003"},
	Reads:    reads(),
	Risk:     "An attacker alters or forges mail in the company's name, and receivers have no signature that would prove it.",
	Fix: check.Fix{
		Portal:  "Microsoft Defender portal > Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM > the domain: publish the two CNAME records shown, then turn signing on",
		Request: `DNS selector1._domainkey.contoso.com. CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com. (take both targets from the portal)`,
	},
	LessIsWorse: []string{"selector1Bits", "selector2Bits"},
	Texts:       []*text.Table{dkimTexts, spfTexts, domainTexts},
	Since:       "2026-11",
	Source: "CISA SCuBA baseline for Exchange Online, MS.EXO.3.1; CIS Microsoft 365 Foundations Benchmark, 2.1.9; RFC 6376 and RFC 8301; Microsoft Defender for Office 365 documentation, Set up DKIM. " +
		"Both selectors must be published, because Microsoft changes from one to the other by itself, and one must lead to a key: the second may lead to where Microsoft puts it when it changes keys; whether signing is turned on is not in DNS. Keys of other mail services stand under names that DNS does not list, " +
		"so a domain that neither receives its mail at Microsoft 365 nor lets it send is not judged. Domains below onmicrosoft.com are left out: Microsoft signs for them",
	Run: perDomain{judge: judgeDKIM}.run,
}

func judgeDKIM(z zone, _ *snapshot.Snapshot) judged {
	if z.silent() {
		return noMail
	}
	switch elsewhere, why := z.elsewhere(); {
	case why != "":
		return judged{verdict: finding.Unknown, reason: why}
	case elsewhere:
		return judged{finding.NotApplicable, "The domain's mail does not pass through Microsoft 365, whose keys alone have known names.", nil}
	}
	facts := finding.Facts{}
	shorter := false
	var states []dkimState
	for _, selector := range snapshot.DKIMSelectors() {
		key := z.dkim(selector)
		states = append(states, key.state)
		if key.bits > 0 {
			facts[selector+"Bits"] = key.bits
			shorter = shorter || key.bits < recommendedBits
			if key.bits < leastBits {
				return judged{finding.Fail, "A key that signs the domain's mail is shorter than 1024 bits.", facts}
			}
		}
	}
	has := func(s dkimState) bool { return slices.Contains(states, s) }
	switch {
	case has(dkimInvalid):
		return judged{finding.Fail, "What is published as a key of the domain is none that receivers can use.", facts}
	case !slices.ContainsFunc(states, func(s dkimState) bool { return s != dkimNone }):
		return judged{finding.Fail, "Neither of the two keys that sign the domain's mail is published.", facts}
	case has(dkimNone):
		return judged{finding.Fail, "One of the two keys that sign the domain's mail is not published.", facts}
	case has(dkimRevoked):
		return judged{finding.Fail, "A key that signs the domain's mail was withdrawn.", facts}
	case has(dkimDangling), has(dkimWaiting) && !has(dkimFound) && !has(dkimUnknown):
		return judged{finding.Fail, "A record for signing the domain's mail leads to no key.", facts}
	case has(dkimUnknown):
		return noAnswer
	case has(dkimWaiting):
		return judged{finding.Pass, "The key that signs the domain's mail is published, and the record for the next one is ready.", facts}
	case shorter:
		return judged{finding.Pass, "Both keys that sign the domain's mail are published, though shorter than the 2048 bits recommended.", facts}
	}
	return judged{finding.Pass, "Both keys that sign the domain's mail are published.", facts}
}

// elsewhere reports whether the domain's mail has nothing to do with Microsoft
// 365: other hosts take it, and a valid SPF record does not let Microsoft send.
// Where that cannot be told it says why.
func (z zone) elsewhere() (elsewhere bool, why string) {
	hosts, known := z.mailHosts()
	if !known {
		return false, noAnswer.reason
	}
	record, state := z.spf(z.name)
	switch {
	case atMicrosoft(hosts):
		return false, ""
	case state == spfUnknown:
		return false, noAnswer.reason
	case state != spfFound:
		return false, ""
	}
	w := spfWalk{z: z}
	w.walk(z.name, record)
	names, known := w.namesMicrosoft()
	switch {
	case known:
		return !names, ""
	case slices.ContainsFunc(snapshot.DKIMSelectors(), func(selector string) bool { return z.dkim(selector).state == dkimFound }):
		return false, "" // Microsoft signs for it
	case w.macros:
		return false, byMacros
	}
	return false, noAnswer.reason
}
