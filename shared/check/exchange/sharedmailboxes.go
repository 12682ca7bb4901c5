package exchange

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SharedMailboxes asks that nobody signs in to a mailbox that belongs to no
// person. Accounts that have to, such as those of meeting-room devices, are
// declared, settings.declared.resourceAccounts.
var SharedMailboxes = &check.Check{
	ID:       "mail-shared-mailbox-sign-in",
	Title:    "Nobody can sign in to shared mailboxes, rooms and equipment",
	Category: check.Exchange,
	Severity: finding.Medium,
	Because:  "People reach a shared mailbox from their own accounts; the account behind it has a password that nobody watches and seldom a second factor.",
	Controls: check.Controls{CIS: []string{"1.2.2"}, ISO27001: []string{"A.5.16", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"EX-003"},
	Reads:    []snapshot.Resource{snapshot.Mailboxes.Resource(), snapshot.Users.Resource()},
	Licence:  check.ExchangeOnline,
	Risk:     "An attacker guesses the password of an account that nobody uses, and writes from the company's best-known address.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Users > Active users > the account > Block sign-in",
		Request: `PATCH /v1.0/users/{id} {"accountEnabled":false}`,
	},
	Texts: []*text.Table{sharedMailboxesTexts, mailboxTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.2.2, for shared mailboxes; Microsoft Graph documentation, mailboxSettings resource type, whose userPurpose tells them; " +
		"Microsoft's documentation asks the same of rooms and equipment, except where a device signs in to them",
	Run: perMailbox[snapshot.Mailbox]{
		key:   snapshot.Mailboxes,
		judge: judgeMailbox,
		pass:  "Nobody can sign in to shared mailboxes, rooms and equipment, unless it was declared.",
	}.run,
}

func judgeMailbox(s *snapshot.Snapshot, owner string, of []snapshot.Mailbox) judged {
	purpose := ""
	if len(of) > 0 {
		purpose = strings.ToLower(of[0].UserPurpose.V)
	}
	switch purpose {
	case "user", "linked", "others":
		return passed
	case "shared", "room", "equipment":
	default:
		return judged{verdict: finding.Unknown, reason: "Graph did not say whether the mailbox belongs to a person."}
	}
	facts := finding.Facts{"userPurpose": purpose}
	u := snapshot.UserByID(s, owner)
	switch {
	case u == nil || !u.AccountEnabled.Known():
		return judged{verdict: finding.Unknown, reason: "Graph did not say whether the account can be signed in to.", facts: facts}
	case !u.AccountEnabled.V, slices.ContainsFunc(s.Settings.Declared.ResourceAccounts, func(id string) bool { return strings.EqualFold(id, owner) }):
		return passed
	}
	return judged{verdict: finding.Fail, reason: "The account of a mailbox that belongs to no person can be signed in to.", facts: facts}
}
