package applications

import (
	"regexp"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestKnownMalicious(t *testing.T) {
	tenant := func(principals string) checktest.Files {
		return checktest.Files{snapshot.ServicePrincipals.Resource(): `[` + principals + `]`}
	}
	app := func(appID, more string) string {
		return `{"id":"a","appId":"` + appID + `","displayName":"Anything"` + more + `}`
	}
	const (
		perfectData = "FF8D92DC-3D82-41D6-BCBD-B9174D163620"
		emClient    = "e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd"
	)
	agreed := func(ids ...string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{AgreedApplications: ids}}
	}
	checktest.Verdicts(t, KnownMalicious, []checktest.Test{
		{Name: "none", Files: tenant(app("11111111-2222-3333-4444-555555555555", "")), Want: finding.Pass},
		{Name: "a name alone says nothing", Files: tenant(`{"id":"a","appId":"app-a","displayName":"PERFECTDATA SOFTWARE"}`), Want: finding.Pass},
		{Name: "made by attackers", Files: tenant(app(perfectData, `,"accountEnabled":true`)), Want: finding.Fail},
		{Name: "not known to be enabled", Files: tenant(app(perfectData, ``)), Want: finding.Fail},
		{Name: "disabled", Files: tenant(app(perfectData, `,"accountEnabled":false`)), Want: finding.Pass},
		{Name: "honest and abused", Files: tenant(app(emClient, `,"accountEnabled":true`)), Want: finding.Fail},
		{Name: "honest and agreed", Settings: agreed(strings.ToUpper(emClient)), Files: tenant(app(emClient, ``)), Want: finding.Pass},
		{Name: "what attackers made cannot be agreed", Settings: agreed(perfectData), Files: tenant(app(perfectData, ``)), Want: finding.Fail},
		{Name: "nothing known of an application", Files: tenant(`{}`), Want: finding.Unknown},
		{Name: "no applications", Files: tenant(``), Want: finding.Pass},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

// TestAttackersApplications wants ids that can match and a source for each.
func TestAttackersApplications(t *testing.T) {
	id := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	for appID, known := range attackersApplications {
		if !id.MatchString(appID) {
			t.Errorf("%q is no id in small letters", appID)
		}
		if err := (finding.Facts{"source": known.source}).Validate(); err != nil || !strings.HasPrefix(known.source, "https://") {
			t.Errorf("%s: the source %q is no address that a fact can hold", appID, known.source)
		}
	}
}
