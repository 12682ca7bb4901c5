package exchange

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// protocolWindow is how far back sign-ins are looked at.
const protocolWindow = 30 * 24 * time.Hour

// LegacyProtocols asks that nobody signs in to mail with SMTP, IMAP or POP and a
// password alone.
var LegacyProtocols = &check.Check{
	ID:       "mail-legacy-protocols",
	Title:    "Nobody signs in to mail with a password over SMTP, IMAP or POP",
	Category: check.Exchange,
	Severity: finding.High,
	Because:  "These protocols know no second factor, and as long as one device needs them they stay open for every password that was stolen.",
	Controls: check.Controls{CIS: []string{"6.5.4"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"EX-005"},
	Reads:    []snapshot.Resource{snapshot.SignIns.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.EntraP1,
	Risk:     "An attacker with a stolen or guessed password reads or sends mail without being asked for a second factor.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Users > Active users > the account > Mail > Manage email apps: clear Authenticated SMTP, IMAP and POP, once its device or program signs in with modern authentication",
		Request: `PowerShell Set-TransportConfig -SmtpClientAuthenticationDisabled $true`,
	},
	Texts: []*text.Table{legacyProtocolsTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 6.5.4, by what happens instead of by the setting, which is not in Microsoft Graph; Microsoft Entra documentation, Block legacy authentication, for the names of the protocols. " +
		"Successful sign-ins of the last 30 days count; those with modern authentication stand in the log under another name",
	Run: func(s *snapshot.Snapshot) []check.Result {
		counts, unsure := legacySignIns(s)
		var results []check.Result
		for user, c := range counts {
			facts := finding.Facts{}
			for name, n := range map[string]int{"authenticatedSMTP": c.smtp, "imap4": c.imap, "pop3": c.pop} {
				if n > 0 {
					facts[name] = n
				}
			}
			results = append(results, check.Result{
				Resource: user, Verdict: finding.Fail, Reason: "Somebody signed in to mail with a password over SMTP, IMAP or POP.",
				Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"people": finding.List(person(s, user))}},
			})
		}
		slices.SortFunc(results, func(a, b check.Result) int { return cmp.Compare(a.Resource, b.Resource) })
		switch {
		case len(results) > 0:
			return results
		case unsure > 0:
			return check.One(finding.Unknown, "Graph did not say of every sign-in with what program it was, when it was and how it ended.", finding.Evidence{Facts: finding.Facts{"signIns": unsure}})
		}
		return check.One(finding.Pass, "Nobody signed in to mail over SMTP, IMAP or POP in the last 30 days.", finding.Evidence{Facts: finding.Facts{"days": int(protocolWindow / (24 * time.Hour))}})
	},
}

// protocols counts sign-ins of one person.
type protocols struct{ smtp, imap, pop int }

// legacySignIns counts successful sign-ins within the window by user. unsure is
// how many there are of which it could not be told.
func legacySignIns(s *snapshot.Snapshot) (counts map[string]*protocols, unsure int) {
	counts = map[string]*protocols{}
	signIns := snapshot.SignIns.Of(s)
	since := s.Now.Add(-protocolWindow)
	for i := range signIns {
		in := &signIns[i]
		one, mail := protocolOf(in.ClientAppUsed.V)
		if !mail && in.ClientAppUsed.V != "" {
			continue
		}
		code, at := in.Status.V.ErrorCode, in.CreatedDateTime
		switch {
		case code.Known() && code.V != 0:
			continue
		case at.Known() && at.V.Readable && at.V.Time.Before(since):
			continue
		case !mail || !code.Known() || !at.Known() || !at.V.Readable || in.UserID == "":
			unsure++
			continue
		}
		c := counts[in.UserID]
		if c == nil {
			c = &protocols{}
			counts[in.UserID] = c
		}
		c.smtp, c.imap, c.pop = c.smtp+one.smtp, c.imap+one.imap, c.pop+one.pop
	}
	return counts, unsure
}

// protocolOf reads the name of a client. "Other clients" may go on with a remark,
// such as "Other clients; IMAP".
func protocolOf(client string) (one protocols, ok bool) {
	name := strings.ToLower(client)
	if _, remark, has := strings.Cut(name, ";"); has {
		name = strings.TrimSpace(remark)
	}
	switch name {
	case "authenticated smtp", "smtp":
		return protocols{smtp: 1}, true
	case "imap4", "imap":
		return protocols{imap: 1}, true
	case "pop3", "pop":
		return protocols{pop: 1}, true
	}
	return protocols{}, false
}
