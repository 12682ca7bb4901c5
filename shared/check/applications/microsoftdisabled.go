package applications

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// MicrosoftDisabled asks that no application is left that Microsoft disabled
// for abuse, whether or not the tenant disabled it as well: it tells of an
// attack, and its grants come back to life with it. Each application is a
// result of its own.
var MicrosoftDisabled = &check.Check{
	ID:       "app-microsoft-disabled",
	Title:    "No application remains that Microsoft disabled for abuse",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Microsoft disables an application when it was malicious or served an attack; somebody in the tenant let it in.",
	Controls: check.Controls{ISO27001: []string{"A.5.7", "A.5.26"}, NIS2: []string{"21(2)(b)", "21(2)(d)"}},
	Rows:     []string{"AP-039"},
	Reads:    []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
	Risk:     "What the application copied before it was disabled is in the attacker's hands, and the accounts that consented may still be theirs.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > find out who consented, examine these accounts > Properties > Delete",
		Request: `DELETE /v1.0/servicePrincipals/{id of the application}`,
	},
	Texts:  []*text.Table{microsoftDisabledTexts},
	Since:  "2026-11",
	Source: "EIDSCA workbook of AzureAD-Attack-Defense; Microsoft Graph documentation, servicePrincipal resource type, property disabledByMicrosoftStatus",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		withoutStatus := 0
		principals := snapshot.ServicePrincipals.Of(s)
		for i := range principals {
			app := &principals[i]
			status := app.DisabledByMicrosoftStatus
			switch {
			case !status.Set:
				withoutStatus++
			case status.Null || strings.EqualFold(status.V, "NotDisabled"):
			case strings.EqualFold(status.V, "DisabledDueToViolationOfServicesAgreement"):
				results = append(results, check.Result{Resource: app.ID, Verdict: finding.Fail, Evidence: finding.Evidence{Subjects: finding.Subjects{"applications": finding.List(subject(app.ID, app))}},
					Reason: "An application is present that Microsoft disabled for a violation of its services agreement."})
			default:
				results = append(results, check.Result{Resource: app.ID, Verdict: finding.Unknown, Evidence: finding.Evidence{Subjects: finding.Subjects{"applications": finding.List(subject(app.ID, app))}},
					Reason: "Microsoft gives an application a status that is unknown to Vahti."})
			}
		}
		if withoutStatus > 0 {
			results = append(results, check.One(finding.Unknown, "Graph did not return of every application whether Microsoft disabled it.",
				finding.Evidence{Facts: finding.Facts{"withoutStatus": withoutStatus}})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "Microsoft disabled none of the applications.", finding.Evidence{Facts: finding.Facts{"applications": len(principals)}})
		}
		return results
	},
}
