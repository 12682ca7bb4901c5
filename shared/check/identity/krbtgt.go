package identity

import (
	"cmp"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// krbtgt is how the names of the accounts begin whose keys sign Kerberos tickets.
const krbtgt = "krbtgt"

// Krbtgt asks that no account that signs Kerberos tickets is synchronised to
// the cloud. Such accounts are always disabled, so disabled ones count.
var Krbtgt = &check.Check{
	ID:       "id-krbtgt-synchronised",
	Title:    "The Kerberos ticket account is not synchronised to the cloud",
	Category: check.Identity,
	Severity: finding.High,
	Because:  "The account's key vouches for everyone in the on-premises domain, and what is in the cloud directory can be changed from there.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.5.16"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-024"},
	Reads:    []snapshot.Resource{snapshot.Users.Resource(), snapshot.Organizations.Resource()},
	Risk:     "An attacker who became administrator in the cloud reaches for the account and makes tickets with which to be anyone on premises, so that one side's fall brings down the other.",
	Fix: check.Fix{
		Portal:  "On the server of Microsoft Entra Connect leave the account out of synchronisation with a filter and start a synchronisation; it then disappears from Microsoft Entra admin center > Entra ID > Users",
		Request: "PowerShell Start-ADSyncSyncCycle -PolicyType Initial",
	},
	Texts:  []*text.Table{krbtgtTexts, hybridTexts},
	Since:  "2026-11",
	Source: "Microsoft Entra documentation, Introduction to Microsoft Entra Kerberos, Security considerations, and Microsoft Entra Connect Sync: Configure filtering",
	Run: func(s *snapshot.Snapshot) []check.Result {
		switch hybrid := hybridOf(snapshot.Organizations.Of(s)); {
		case !hybrid.Known():
			return unknownHybrid()
		case !hybrid.V:
			return notHybrid()
		}
		var results []check.Result
		for u := range snapshot.Users.All(s) {
			synced := u.OnPremisesSyncEnabled
			if synced.Null || synced.Set && !synced.V || !hasPrefixFold(u.UserPrincipalName, krbtgt) {
				continue
			}
			r := check.Result{
				Resource: cmp.Or(u.ID, finding.TenantResource), Verdict: finding.Fail, Reason: "An account that signs Kerberos tickets is synchronised to the cloud.",
				Evidence: finding.Evidence{Subjects: finding.Subjects{"users": finding.List(finding.Subject{ID: u.ID, Name: u.UserPrincipalName})}},
			}
			if !synced.Set {
				r.Verdict, r.Reason = finding.Unknown, "Graph did not say whether an account with the name of one that signs Kerberos tickets is synchronised."
			}
			results = append(results, r)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No account that signs Kerberos tickets is synchronised to the cloud.", finding.Evidence{Facts: finding.Facts{"users": snapshot.Users.Len(s)}})
		}
		return results
	},
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
