package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestUnverifiedGrants(t *testing.T) {
	const unverified = `"verifiedPublisher":{"displayName":null,"verifiedPublisherId":null}`
	grant := func(kind, scope string) string {
		return `{"id":"1","clientId":"a","consentType":"` + kind + `","principalId":"u1","resourceId":"graph","scope":"` + scope + `"}`
	}
	app := func(owner, publisher string) string {
		return `{"id":"a","appId":"app-a","displayName":"PDF","accountEnabled":true,"appOwnerOrganizationId":"` + owner + `"` + publisher + `}`
	}
	stranger := app("other", ","+unverified)
	checktest.Verdicts(t, UnverifiedGrants, []checktest.Test{
		{Name: "sign-in only", Files: granted(grant("Principal", "User.Read openid offline_access"), stranger), Want: finding.Pass},
		{Name: "reads mail", Files: granted(grant("Principal", "openid Mail.Read"), stranger), Want: finding.Fail},
		{Name: "reads the calendar", Files: granted(grant("Principal", "Calendars.Read"), stranger), Want: finding.Fail},
		{Name: "sends mail by the older protocol", Files: granted(grant("Principal", "SMTP.Send"), stranger), Want: finding.Fail},
		{Name: "chosen files only", Files: granted(grant("Principal", "Files.ReadWrite.Selected Files.ReadWrite.AppFolder Sites.Selected"), stranger), Want: finding.Pass},
		{Name: "headings only", Files: granted(grant("Principal", "Mail.ReadBasic"), stranger), Want: finding.Pass},
		{Name: "verified", Files: granted(grant("Principal", "Mail.Read"), app("other", `,"verifiedPublisher":{"verifiedPublisherId":"123"}`)), Want: finding.Pass},
		{Name: "no publisher at all", Files: granted(grant("Principal", "Mail.Read"), app("other", `,"verifiedPublisher":null`)), Want: finding.Fail},
		{Name: "publisher absent", Files: granted(grant("Principal", "Mail.Read"), app("other", ``)), Want: finding.Unknown},
		{Name: "the tenant's own", Files: granted(grant("Principal", "Mail.Read"), app("OWN", ","+unverified)), Want: finding.Pass},
		{Name: "Microsoft's", Files: granted(grant("Principal", "Mail.Read"), app("72f988bf-86f1-41af-91ab-2d7cd011db47", ","+unverified)), Want: finding.Pass},
		{Name: "consent for everyone is another check's", Files: granted(grant("AllPrincipals", "Mail.Read"), stranger), Want: finding.Pass},
		{Name: "whether it is the tenant's own cannot be told", Files: merge(granted(grant("Principal", "Mail.Read"), stranger), checktest.Files{snapshot.Organizations.Resource(): `[{}]`}), Want: finding.Unknown},
		{Name: "nothing known of a grant", Files: granted(`{}`, stranger), Want: finding.Unknown},
		{Name: "disabled", Files: granted(grant("Principal", "Mail.Read"), `{"id":"a","appId":"app-a","accountEnabled":false,`+unverified+`}`), Want: finding.Pass},
		{Name: "an application not listed", Files: granted(grant("Principal", "Mail.Read"), ``), Want: finding.Unknown},
		{Name: "a kind of consent unknown to Vahti", Files: granted(grant("unknownFutureValue", "Mail.Read"), stranger), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

// TestUnverifiedGrantsPeople wants the people who consented under their
// application, and one result for all of them.
func TestUnverifiedGrantsPeople(t *testing.T) {
	files := granted(`{"clientId":"a","consentType":"Principal","principalId":"u1","scope":"Mail.Read User.Read"},
		{"clientId":"a","consentType":"Principal","principalId":"u2","scope":"Mail.Read Files.Read"}`,
		`{"id":"a","appId":"app-a","displayName":"PDF","appOwnerOrganizationId":"other","verifiedPublisher":null}`)
	files[snapshot.Users.Resource()] = `[{"id":"u1","displayName":"Maija"}]`
	results := check.Run(UnverifiedGrants, checktest.Snapshot(t, snapshot.Settings{}, files)).Results
	if len(results) != 1 {
		t.Fatalf("got %d results, want one", len(results))
	}
	e := results[0].Evidence
	if e.Facts["grants"] != 2 || e.Subjects["users"].Total != 2 || e.Subjects["users"].Shown[0].Name != "Maija" {
		t.Errorf("got facts %v and %d people, want two grants of two people", e.Facts, e.Subjects["users"].Total)
	}
}
