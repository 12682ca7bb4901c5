package applications

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ProxyPreauthentication asks that people sign in before Application Proxy lets
// them through to the company's network. Each application is a result of its
// own; one whose service principal is disabled counts, because what needs no
// sign-in is reached without one.
var ProxyPreauthentication = &check.Check{
	ID:       "app-proxy-preauthentication",
	Title:    "Applications behind Application Proxy ask for a sign-in before they can be reached",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Passthrough puts an application from the company's own network on the internet, past conditional access and multifactor authentication.",
	Controls: check.Controls{ISO27001: []string{"A.8.5", "A.8.20"}, NIS2: []string{"21(2)(e)", "21(2)(j)"}},
	Rows:     []string{"AP-042"},
	Reads:    []snapshot.Resource{snapshot.ApplicationProxies.Resource(), snapshot.Applications.Resource()},
	Licence:  check.EntraP1,
	Risk:     "Anyone on the internet tries passwords and known weaknesses on a server inside the network, as if they stood in the office.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Application proxy > Pre-authentication: Microsoft Entra ID",
		Request: `PATCH /beta/applications/{id of the application} {"onPremisesPublishing":{"externalAuthenticationType":"aadPreAuthentication"}}`,
	},
	Texts:  []*text.Table{proxyPreauthenticationTexts},
	Since:  "2026-11",
	Source: "Microsoft Zero Trust Assessment, 25401; Microsoft Graph documentation, onPremisesPublishing resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		published := 0
		for _, parent := range snapshot.ApplicationProxies.Parents(s) {
			list, _ := snapshot.ApplicationProxies.Of(s, parent)
			if published += len(list); len(list) == 0 {
				continue
			}
			who := finding.Subject{ID: parent}
			if app := registration(s, parent); app != nil {
				who.Name = app.DisplayName
			}
			result := check.Result{Resource: parent, Evidence: finding.Evidence{Subjects: finding.Subjects{"applications": finding.List(who)}}}
			result.Verdict, result.Reason = preauthentication(list)
			if result.Verdict == finding.Fail {
				result.Evidence.Facts = finding.Facts{"externalAuthenticationType": "passthru"}
			}
			if result.Verdict != finding.Pass {
				results = append(results, result)
			}
		}
		switch {
		case len(results) > 0:
			return results
		case published == 0:
			return check.One(finding.NotApplicable, "No application is published through Application Proxy.", finding.Evidence{})
		}
		return check.One(finding.Pass, "Every application behind Application Proxy asks for a sign-in first.", finding.Evidence{Facts: finding.Facts{"published": published}})
	},
}

// preauthentication judges how an application is published.
func preauthentication(list []snapshot.ApplicationProxy) (finding.Verdict, string) {
	verdict := finding.Pass
	for _, p := range list {
		switch kind := p.ExternalAuthenticationType; {
		case strings.EqualFold(kind.V, "passthru"):
			return finding.Fail, "An application on the company's network can be reached from the internet without a sign-in."
		case !strings.EqualFold(kind.V, "aadPreAuthentication"):
			verdict = finding.Unknown
		}
	}
	if verdict == finding.Unknown {
		return verdict, "Graph returned no value that Vahti knows for how an application behind Application Proxy is signed in to."
	}
	return verdict, ""
}
