package teams

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// CustomApps asks that the company's own apps in Teams are known ones,
// settings.declared.teamsApps.
var CustomApps = &check.Check{
	ID:       "teams-custom-apps",
	Title:    "The company's own apps in Teams are declared ones",
	Category: check.Teams,
	Severity: finding.Medium,
	Because:  "A custom app comes past Microsoft's review of the store, and people trust it because it bears the company's name.",
	Controls: check.Controls{CIS: []string{"8.4.1"}, ISO27001: []string{"A.5.9", "A.8.19"}, NIS2: []string{"21(2)(d)", "21(2)(e)"}},
	Rows:     []string{"TE-002"},
	Reads:    []snapshot.Resource{snapshot.TeamsApps.Resource()},
	Licence:  check.MicrosoftTeams,
	Risk:     "An attacker puts an app into Teams that reads chats and asks people to sign in, inside the place they trust most.",
	Fix: check.Fix{
		Portal:  "Microsoft Teams admin center > Teams apps > Manage apps > Custom apps: remove what nobody answers for, and declare the others",
		Request: `DELETE /v1.0/appCatalogs/teamsApps/{id}`,
	},
	Neutral: []string{"versions"},
	Texts:   []*text.Table{customAppsTexts},
	Since:   "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 8.4.1, in part: the policies for apps are not in Microsoft Graph; Microsoft Graph documentation, teamsApp resource type. " +
		"An app of which no version was published is not in use and does not count",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		custom, unsure := 0, false
		apps := snapshot.TeamsApps.Of(s)
		for i := range apps {
			app := &apps[i]
			switch strings.ToLower(app.DistributionMethod) {
			case "store":
				continue
			case "organization", "sideloaded":
			default:
				unsure = true
				continue
			}
			if !published(app.AppDefinitions) {
				continue
			}
			custom++
			if listed(s.Settings.Declared.TeamsApps, app.ID, app.ExternalID) {
				continue
			}
			results = append(results, check.Result{
				Resource: app.ID, Verdict: finding.Fail, Reason: "An app of the company's own in Teams was not declared.",
				Evidence: finding.Evidence{
					Facts:    finding.Facts{"distributionMethod": strings.ToLower(app.DistributionMethod), "versions": len(app.AppDefinitions)},
					Subjects: finding.Subjects{"apps": finding.List(finding.Subject{ID: app.ID, Name: app.DisplayName})},
				},
			})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"customApps": custom}}
		switch {
		case len(results) > 0:
			return results
		case unsure:
			return check.One(finding.Unknown, "Graph did not say of every app in Teams where it comes from.", evidence)
		case custom == 0:
			return check.One(finding.Pass, "The company has put no app of its own into Teams.", evidence)
		}
		return check.One(finding.Pass, "Every app of the company's own in Teams was declared.", evidence)
	},
}

// published reports whether people can use a version of an app, or Graph did not
// say that they cannot.
func published(versions []snapshot.TeamsAppDefinition) bool {
	for _, v := range versions {
		if !strings.EqualFold(v.PublishingState, "submitted") && !strings.EqualFold(v.PublishingState, "rejected") {
			return true
		}
	}
	return len(versions) == 0
}
