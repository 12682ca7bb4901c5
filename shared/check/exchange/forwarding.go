package exchange

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Forwarding asks that no rule in a mailbox sends mail out of the company.
var Forwarding = &check.Check{
	ID:       "mail-external-forwarding",
	Title:    "No inbox rule sends mail outside the company",
	Category: check.Exchange,
	Severity: finding.Critical,
	Because:  "It is what intruders set up first, and the rule goes on sending after the password was changed.",
	Controls: check.Controls{CIS: []string{"6.2.1"}, ISO27001: []string{"A.5.14", "A.8.12"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"EX-001"},
	Reads:    []snapshot.Resource{snapshot.InboxRules.Resource(), snapshot.Domains.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.ExchangeOnline,
	Risk:     "An attacker reads the person's mail for months without signing in again, and waits for the invoice that is worth changing.",
	Fix: check.Fix{
		Portal:  "Outlook on the web of the mailbox > Settings > Mail > Rules: delete the rule; ask the person whether it is theirs, and if not, treat the account as taken over",
		Request: `DELETE /v1.0/users/{id}/mailFolders/inbox/messageRules/{id of the rule}`,
	},
	Texts: []*text.Table{forwardingTexts, mailboxTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 6.2.1, in part: the policies that forbid forwarding for everybody are not in Microsoft Graph; Microsoft Graph documentation, messageRuleActions resource type. " +
		"Outside is every address whose domain is not verified in the tenant; rules that are off do not count",
	Run: func(s *snapshot.Snapshot) []check.Result {
		own := ownDomains(s)
		return perMailbox[snapshot.InboxRule]{
			key: snapshot.InboxRules,
			judge: func(_ *snapshot.Snapshot, _ string, rules []snapshot.InboxRule) judged {
				return judgeForwarding(own, rules)
			},
			pass: "No inbox rule sends mail outside the company.",
		}.run(s)
	},
}

// ownDomains returns the tenant's verified domains in lower case.
func ownDomains(s *snapshot.Snapshot) map[string]bool {
	own := map[string]bool{}
	for _, d := range snapshot.Domains.Of(s) {
		if d.IsVerified {
			own[strings.ToLower(d.ID)] = true
		}
	}
	return own
}

func judgeForwarding(own map[string]bool, rules []snapshot.InboxRule) judged {
	forwarding, unnamed, unsaid := 0, 0, 0
	var kinds []string
	var recipients []finding.Subject
	for i := range rules {
		r := &rules[i]
		if r.IsEnabled.Known() && !r.IsEnabled.V {
			continue
		}
		if !r.IsEnabled.Known() || !r.Actions.Known() {
			unsaid++
			continue
		}
		outside := 0
		a := &r.Actions.V
		for _, to := range []struct {
			kind string
			list []snapshot.Recipient
		}{{"forwardTo", a.ForwardTo}, {"redirectTo", a.RedirectTo}, {"forwardAsAttachmentTo", a.ForwardAsAttachmentTo}} {
			for _, recipient := range to.list {
				address := strings.TrimSpace(recipient.EmailAddress.Address)
				at := strings.LastIndexByte(address, '@')
				switch {
				case at < 0:
					unnamed++
				case !own[strings.ToLower(address[at+1:])]:
					outside++
					recipients = append(recipients, finding.Subject{ID: address, Name: address})
					if !slices.Contains(kinds, to.kind) {
						kinds = append(kinds, to.kind)
					}
				}
			}
		}
		if outside > 0 {
			forwarding++
		}
	}
	switch {
	case forwarding > 0:
		return judged{finding.Fail, "An inbox rule sends mail outside the company.", finding.Facts{"rules": forwarding, "recipients": len(recipients), "actions": kinds}, recipients}
	case unnamed > 0:
		return judged{verdict: finding.Unknown, reason: "An inbox rule sends mail to somebody whose address Graph did not return.", facts: finding.Facts{"recipients": unnamed}}
	case unsaid > 0:
		return judged{verdict: finding.Unknown, reason: "Graph did not say what a rule in the mailbox does.", facts: finding.Facts{"rules": unsaid}}
	}
	return passed
}
