package signins

import (
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// legacyWindow is how far back sign-ins are looked at.
const legacyWindow = 30 * 24 * time.Hour

// LegacyAuthentication asks that nobody signed in with a protocol that knows no
// second factor in the last 30 days, whoever it was: break-glass accounts and
// guests count as everybody does. Each user is a result of their own.
var LegacyAuthentication = &check.Check{
	ID:       "risk-legacy-authentication",
	Title:    "Nobody signed in with legacy authentication in the last 30 days",
	Category: check.SignIns,
	Severity: finding.High,
	Because:  "Old protocols take a password alone, so nearly all password spraying goes through them, and each success shows that the door is open.",
	Controls: check.Controls{ISO27001: []string{"A.8.5", "A.8.16"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"RK-005"},
	Reads:    []snapshot.Resource{snapshot.SignIns.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.EntraP1,
	Risk:     "A guessed or stolen password is enough to read the whole mailbox; multifactor authentication is never asked for.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Conditional Access > Policies > New policy: All users, All resources, Client apps: Exchange ActiveSync clients and Other clients, Block access; first move the devices of these users to modern authentication",
		Request: `POST /v1.0/identity/conditionalAccess/policies {"displayName":"Block legacy authentication","state":"enabled","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["exchangeActiveSync","other"]},"grantControls":{"operator":"OR","builtInControls":["block"]}}`,
	},
	Texts:  []*text.Table{legacyAuthenticationTexts},
	Since:  "2026-11",
	Source: "Microsoft Entra documentation, Block legacy authentication with Conditional Access, which names the client apps; Microsoft Graph documentation, signIn resource type. The log that is read holds the sign-ins in which a user name and a password were passed, which is how legacy protocols sign in",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var seen bundles
		untold := 0
		all := snapshot.SignIns.Of(s)
		for i := range all {
			x := &all[i]
			at, code := x.CreatedDateTime, x.Status.V.ErrorCode
			dated := at.Known() && at.V.Readable
			if dated && s.Now.Sub(at.V.Time) > legacyWindow || code.Known() && code.V != 0 {
				continue
			}
			switch v := legacy(x.ClientAppUsed); {
			case v == finding.Pass:
			case v == finding.Unknown, !dated, !code.Known():
				untold++
			default:
				seen.at(x.UserID, func() string { return personName(s, x.UserID, "") }).add(x.ClientAppUsed, at)
			}
		}
		var results []check.Result
		for _, id := range seen.order {
			b := seen.of[id]
			slices.Sort(b.kinds)
			results = append(results, check.Result{
				Resource: resourceOf(b.subject.ID), Verdict: finding.Fail, Reason: "A user signed in with legacy authentication in the last 30 days.",
				Evidence: finding.Evidence{
					Facts:    finding.Facts{"clientApps": b.kinds},
					Subjects: finding.Subjects{"users": finding.List(b.subject)},
				},
			})
		}
		if untold > 0 {
			results = append(results, check.One(finding.Unknown, "Graph did not return of every sign-in when, with what client and with what success it was.", finding.Evidence{
				Facts: finding.Facts{"signIns": untold},
			})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "Nobody signed in with legacy authentication in the last 30 days.", finding.Evidence{})
		}
		return results
	},
}

// The names by which the sign-in log tells clients. Legacy ones may go on with a
// remark, such as "Other clients; IMAP".
var (
	modernClients = []string{"Browser", "Mobile Apps and Desktop clients", "Modern clients"}
	legacyClients = []string{
		"Authenticated SMTP", "AutoDiscover", "Exchange ActiveSync", "Exchange Online PowerShell", "Exchange Web Services", "IMAP", "MAPI",
		"Offline Address Book", "Other clients", "Outlook Anywhere", "Outlook Service", "POP", "Reporting Web Services", "SMTP", "Universal Outlook",
	}
)

// legacy judges whether a client uses legacy authentication: it fails where it
// does and is unknown where Vahti does not know the client.
func legacy(client snapshot.Value[string]) finding.Verdict {
	name := client.V
	for _, m := range modernClients {
		if strings.EqualFold(name, m) {
			return finding.Pass
		}
	}
	for _, l := range legacyClients {
		if len(name) >= len(l) && strings.EqualFold(name[:len(l)], l) {
			return finding.Fail
		}
	}
	return finding.Unknown
}
