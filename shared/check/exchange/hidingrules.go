package exchange

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// HidingRules asks that no rule in a mailbox keeps mail from its owner.
var HidingRules = &check.Check{
	ID:       "mail-hiding-rules",
	Title:    "No inbox rule hides mail from its owner",
	Category: check.Exchange,
	Severity: finding.High,
	Because:  "Who writes mail in another's name has to keep the answers from that person, and a rule on a few words does it.",
	Controls: check.Controls{ISO27001: []string{"A.5.26", "A.8.16"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"EX-002"},
	Reads:    []snapshot.Resource{snapshot.InboxRules.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.ExchangeOnline,
	Risk:     "An attacker in the mailbox talks a customer or colleague into a payment, and the owner never sees the replies and warnings.",
	Fix: check.Fix{
		Portal:  "Outlook on the web of the mailbox > Settings > Mail > Rules: ask the person about the rule; where nobody made it, delete it and treat the account as taken over",
		Request: `DELETE /v1.0/users/{id}/mailFolders/inbox/messageRules/{id of the rule}`,
	},
	Texts: []*text.Table{hidingRulesTexts, mailboxTexts},
	Since: "2026-11",
	Source: "MITRE ATT&CK T1564.008, Email Hiding Rules; Microsoft Defender documentation, Suspicious inbox manipulation rules; Microsoft Graph documentation, messageRule resource type. " +
		"A rule counts when it is on and either deletes mail, or marks it as read and moves it, and chooses that mail by words in subject, body or sender or takes all mail; " +
		"or when it moves mail chosen by words in the body. Rules on one sender's whole address are what people make against newsletters, and do not count; which words a rule looks for is not read",
	Run: perMailbox[snapshot.InboxRule]{
		key: snapshot.InboxRules,
		judge: func(_ *snapshot.Snapshot, _ string, rules []snapshot.InboxRule) judged {
			return judgeHiding(rules)
		},
		pass: "No inbox rule hides mail from its owner.",
	}.run,
}

func judgeHiding(rules []snapshot.InboxRule) judged {
	deleting, reading, moving, unsaid := 0, 0, 0, 0
	for i := range rules {
		r := &rules[i]
		if r.IsEnabled.Known() && !r.IsEnabled.V {
			continue
		}
		if !r.IsEnabled.Known() || !r.Actions.Known() {
			unsaid++
			continue
		}
		a, c := &r.Actions.V, r.Conditions.V
		moved := a.MoveToFolder.V != ""
		chosen := c.Words() || !bool(c.Any)
		switch {
		case (a.Delete.V || a.PermanentDelete.V) && chosen:
			deleting++
		case a.MarkAsRead.V && moved && chosen:
			reading++
		case moved && bool(c.BodyContains || c.BodyOrSubjectContains):
			moving++
		}
	}
	switch {
	case deleting+reading+moving > 0:
		facts := finding.Facts{"deletingRules": deleting, "markingAsReadRules": reading, "movingRules": moving}
		return judged{verdict: finding.Fail, reason: "An inbox rule keeps mail from its owner as intruders' rules do.", facts: facts}
	case unsaid > 0:
		return judged{verdict: finding.Unknown, reason: "Graph did not say what a rule in the mailbox does.", facts: finding.Facts{"rules": unsaid}}
	}
	return passed
}
