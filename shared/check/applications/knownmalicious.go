package applications

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// KnownMalicious asks that no application is there that attackers made, or that
// they are known to bring along. Each application is a result of its own. Of
// those that are honest in themselves settings.declared.agreedApplications
// accepts some by their id.
var KnownMalicious = &check.Check{
	ID:       "app-known-malicious",
	Title:    "No application that attackers are known to use is present",
	Category: check.Applications,
	Severity: finding.Critical,
	Because:  "Such an application is rarely there by chance: it is what is left of a break-in, and often it still has access.",
	Controls: check.Controls{ISO27001: []string{"A.5.7", "A.8.7"}, NIS2: []string{"21(2)(b)", "21(2)(d)"}},
	Rows:     []string{"AP-036"},
	Reads:    []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
	Risk:     "The attacker keeps copying mailboxes and files, sends phishing in your people's names or sends them on to false sign-in pages, whatever passwords were changed.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Properties > Enabled for users to sign-in: No; then find out in the audit log who consented and when, and treat these accounts as broken into",
		Request: disableUnused,
	},
	Texts:  []*text.Table{knownMaliciousTexts},
	Since:  "2026-11",
	Source: "Huntress, Rogue Apps; Microsoft Security Blog, OAuth redirection abuse enables phishing and malware delivery; Wiz, Cyera and RH-ISAC on malicious OAuth applications: each id with its source in the list of this check",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		nameless := 0
		principals := snapshot.ServicePrincipals.Of(s)
		for i := range principals {
			app := &principals[i]
			known, ok := attackersApplications[strings.ToLower(app.AppID)]
			if app.ID == "" && app.AppID == "" {
				nameless++
			}
			if !ok || app.Disabled() {
				continue
			}
			result := check.Result{
				Resource: app.ID, Verdict: finding.Fail, Reason: "An application that attackers made is present.",
				Evidence: finding.Evidence{
					Facts:    finding.Facts{"appId": strings.ToLower(app.AppID), "source": known.source},
					Subjects: finding.Subjects{"applications": finding.List(subject(app.ID, app))},
				},
			}
			if known.honest {
				result.Reason = "An application is present that is honest in itself and that attackers are known to bring along."
				if containsFold(s.Settings.Declared.AgreedApplications, app.AppID) {
					result.Verdict, result.Reason = finding.Pass, "An application is present that attackers are known to bring along, and its use was declared as agreed."
				}
			}
			results = append(results, result)
		}
		if nameless > 0 {
			results = append(results, check.One(finding.Unknown, "Graph did not return which application each service principal stands for.", finding.Evidence{Facts: finding.Facts{"withoutId": nameless}})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No enabled application is one that attackers are known to use.", finding.Evidence{Facts: finding.Facts{"knownApplications": len(attackersApplications)}})
		}
		return results
	},
}
