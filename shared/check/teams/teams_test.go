package teams

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const licensed = `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[{"servicePlanName":"TEAMS1","provisioningStatus":"Success"}]}]`

func with(r snapshot.Resource, text string) checktest.Files {
	return checktest.Files{snapshot.SubscribedSkus.Resource(): licensed, r: text}
}

func unlicensed(f checktest.Files) checktest.Files {
	f[snapshot.SubscribedSkus.Resource()] = `[]`
	return f
}

func TestCustomApps(t *testing.T) {
	of := func(apps string) checktest.Files { return with(snapshot.TeamsApps.Resource(), apps) }
	const own = `{"id":"a1","externalId":"x1","displayName":"Lunch","distributionMethod":"organization","appDefinitions":[{"publishingState":"published"}]}`
	declared := func(ids ...string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{TeamsApps: ids}}
	}
	checktest.Verdicts(t, CustomApps, []checktest.Test{
		{Name: "none", Files: of(`[]`), Want: finding.Pass},
		{Name: "from the store", Files: of(`[{"id":"s","distributionMethod":"store","appDefinitions":[{"publishingState":"published"}]}]`), Want: finding.Pass},
		{Name: "nothing declared is no permission", Files: of(`[` + own + `]`), Want: finding.Fail},
		{Name: "declared", Settings: declared("A1"), Files: of(`[` + own + `]`), Want: finding.Pass},
		{Name: "declared by external id", Settings: declared("x1"), Files: of(`[` + own + `]`), Want: finding.Pass},
		{Name: "another declared", Settings: declared("a2", ""), Files: of(`[` + own + `]`), Want: finding.Fail},
		{Name: "capitals, as Graph's examples vary", Files: of(`[{"id":"a1","distributionMethod":"Organization","appDefinitions":[{"publishingState":"Published"}]}]`), Want: finding.Fail},
		{Name: "sideloaded", Files: of(`[{"id":"a1","distributionMethod":"sideloaded","appDefinitions":[{"publishingState":"published"}]}]`), Want: finding.Fail},
		{Name: "not published", Files: of(`[{"id":"a1","distributionMethod":"organization","appDefinitions":[{"publishingState":"submitted"},{"publishingState":"rejected"}]}]`), Want: finding.Pass},
		{Name: "published once", Files: of(`[{"id":"a1","distributionMethod":"organization","appDefinitions":[{"publishingState":"rejected"},{"publishingState":"published"}]}]`), Want: finding.Fail},
		{Name: "published, unsaid", Files: of(`[{"id":"a1","distributionMethod":"organization"}]`), Want: finding.Fail},
		{Name: "published, a value unknown", Files: of(`[{"id":"a1","distributionMethod":"organization","appDefinitions":[{"publishingState":"unknownFutureValue"}]}]`), Want: finding.Fail},
		{Name: "where it comes from unknown", Files: of(`[{"id":"a1","distributionMethod":"unknownFutureValue"}]`), Want: finding.Unknown},
		{Name: "an empty object", Files: of(`[{}]`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(of(`[` + own + `]`)), Want: finding.NotApplicable},
	})
}

func TestPublicTeams(t *testing.T) {
	of := func(groups string) checktest.Files { return with(snapshot.Groups.Resource(), groups) }
	team := func(id, visibility string) string {
		return `{"id":"` + id + `","displayName":"Sales","groupTypes":["Unified"],"visibility":` + visibility + `,"resourceProvisioningOptions":["Team"]}`
	}
	declared := snapshot.Settings{Declared: snapshot.Declared{PublicGroups: []string{"T1"}}}
	checktest.Verdicts(t, PublicTeams, []checktest.Test{
		{Name: "private", Files: of(`[` + team("t1", `"Private"`) + `]`), Want: finding.Pass},
		{Name: "members hidden", Files: of(`[` + team("t1", `"HiddenMembership"`) + `]`), Want: finding.Pass},
		{Name: "public", Files: of(`[` + team("t1", `"Public"`) + `]`), Want: finding.Fail},
		{Name: "public and declared", Settings: declared, Files: of(`[` + team("t1", `"public"`) + `]`), Want: finding.Pass},
		{Name: "one of two declared", Settings: declared, Files: of(`[` + team("t1", `"Public"`) + `,` + team("t2", `"Public"`) + `]`), Want: finding.Fail},
		{Name: "a public group that is no team", Files: of(`[{"id":"g","groupTypes":["Unified"],"visibility":"Public","resourceProvisioningOptions":[]},` + team("t1", `"Private"`) + `]`), Want: finding.Pass},
		{Name: "no value", Files: of(`[` + team("t1", `null`) + `]`), Want: finding.Unknown},
		{Name: "a value unknown", Files: of(`[` + team("t1", `"unknownFutureValue"`) + `]`), Want: finding.Unknown},
		{Name: "a group of which it is not said whether it is a team", Files: of(`[{"id":"g","groupTypes":["Unified"],"visibility":"Public"},` + team("t1", `"Private"`) + `]`), Want: finding.Unknown},
		{Name: "nor is it of a public team's neighbour", Files: of(`[{"id":"g","groupTypes":["Unified"],"visibility":"Public","resourceProvisioningOptions":null},` + team("t1", `"Public"`) + `]`), Want: finding.Fail},
		{Name: "no teams", Files: of(`[{"id":"g","groupTypes":[],"visibility":"Public"}]`), Want: finding.NotApplicable},
		{Name: "empty", Files: of(`[{}]`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(of(`[` + team("t1", `"Public"`) + `]`)), Want: finding.NotApplicable},
	})
	t.Run("by team", func(t *testing.T) {
		out := check.Run(PublicTeams, checktest.Snapshot(t, snapshot.Settings{}, of(`[`+team("t1", `"Public"`)+`,`+team("t2", `"Private"`)+`,`+team("t3", `null`)+`]`)))
		if len(out.Results) != 2 || out.Results[0].Resource != "t1" || out.Results[1].Verdict != finding.Unknown {
			t.Errorf("got %d results", len(out.Results))
		}
	})
}

// TestPublicTeamsResolved has Graph not say whether one group is a team.
func TestPublicTeamsResolved(t *testing.T) {
	files := checktest.Files{snapshot.Groups.Resource(): `[{"id":"a","groupTypes":["Unified"],"resourceProvisioningOptions":["Team"],"visibility":"Private"},
		{"id":"b","groupTypes":["Unified"],"resourceProvisioningOptions":null}]`}
	if diff := cmp.Diff([]string{"a", "gone"}, checktest.Resolved(t, PublicTeams, files, "a", "b", "gone")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
