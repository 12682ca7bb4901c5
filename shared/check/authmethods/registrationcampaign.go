package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RegistrationCampaign asks that people with weak methods are asked at sign-in
// to set up a better one.
var RegistrationCampaign = &check.Check{
	ID:       "auth-registration-campaign",
	Title:    "People with weak methods are asked to register a better one",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "Hardly anyone changes a method that works; a question at sign-in moves people away from text messages without anybody's effort.",
	Controls: check.Controls{EIDSCA: []string{"AG08", "AG09", "AG10", "AG11", "AG12"}, ISO27001: []string{"A.6.3", "A.8.5"}, NIS2: []string{"21(2)(g)", "21(2)(j)"}},
	Rows:     []string{"AU-019"},
	Reads:    reads(),
	Risk:     "People keep text messages and calls for years, and an attacker who takes over a number gets past multifactor authentication.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Authentication methods > Registration campaign > Edit > State: Enabled or Microsoft managed",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy {"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled","snoozeDurationInDays":1,"excludeTargets":[],"includeTargets":[{"id":"all_users","targetType":"group","targetedAuthenticationMethod":"microsoftAuthenticator"}]}}}`,
	},
	LessIsWorse: []string{"includeTargets"},
	Texts:       []*text.Table{registrationCampaignTexts},
	Since:       "2026-11",
	Source:      "EIDSCA, AG08 to AG12; Microsoft Entra documentation, Run a registration campaign, by which the state default asks those who use text messages and calls; the Graph reference still calls the default disabled",
	Run: func(s *snapshot.Snapshot) []check.Result {
		campaign := snapshot.AuthenticationMethodsPolicy.Of(s).RegistrationEnforcement.Campaign
		nobody := campaign.IncludeTargets != nil && len(campaign.IncludeTargets) == 0
		evidence := finding.Evidence{Facts: finding.Facts{
			"state": campaign.State, "includeTargets": len(campaign.IncludeTargets), "excludeTargets": len(campaign.ExcludeTargets),
		}}
		switch state := strings.ToLower(campaign.State); {
		case state == "enabled" && nobody:
			return check.One(finding.Fail, "The campaign is on but asks nobody.", evidence)
		case state == "enabled":
			return check.One(finding.Pass, "The campaign asks people to register a better method.", evidence)
		case state == "default":
			return check.One(finding.Pass, "The campaign is left to Microsoft, which asks those who use text messages and calls.", evidence)
		case state == "disabled":
			return check.One(finding.Fail, "Nobody is asked to register a better method.", evidence)
		}
		return check.One(finding.Unknown, "Graph did not return whether the campaign is on.", finding.Evidence{})
	},
}
