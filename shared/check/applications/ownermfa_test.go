package applications

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestOwnerMFA(t *testing.T) {
	licence := func(plan string) checktest.Files {
		return checktest.Files{snapshot.SubscribedSkus.Resource(): `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[{"servicePlanName":"` + plan + `","provisioningStatus":"Success"}]}]`}
	}
	tenant := func(applications, report string) checktest.Files {
		return merge(licence("AAD_PREMIUM"), registrations(applications), checktest.Files{snapshot.RegistrationDetails.Resource(): `[` + report + `]`})
	}
	const member = `,"userType":"Member","accountEnabled":true`
	yes, no := `{"id":"u","isMfaRegistered":true}`, `{"id":"v","isMfaRegistered":false}`
	u, v := user("u", member), user("v", member)
	checktest.Verdicts(t, OwnerMFA, []checktest.Test{
		{Name: "registered", Files: tenant(ownedBy(`[`+u+`]`), yes+`,`+no), Want: finding.Pass},
		{Name: "not registered", Files: tenant(ownedBy(`[`+u+`,`+v+`]`), yes+`,`+no), Want: finding.Fail},
		{Name: "a guest who has not registered", Files: tenant(ownedBy(`[`+user("v", `,"userType":"Guest"`)+`]`), no), Want: finding.Fail},
		{Name: "disabled owner", Files: tenant(ownedBy(`[`+u+`,`+user("v", `,"accountEnabled":false`)+`]`), yes+`,`+no), Want: finding.Pass},
		{Name: "the directory knows that the owner is disabled", Files: merge(tenant(ownedBy(`[`+u+`,`+user("v", ``)+`]`), yes+`,`+no), directory(`{"id":"v","accountEnabled":false}`)), Want: finding.Pass},
		{Name: "owner not in the report", Files: tenant(ownedBy(`[`+u+`,`+v+`]`), yes), Want: finding.Unknown},
		{Name: "null", Files: tenant(ownedBy(`[`+u+`]`), `{"id":"u","isMfaRegistered":null}`), Want: finding.Unknown},
		{Name: "absent", Files: tenant(ownedBy(`[`+u+`]`), `{"id":"u"}`), Want: finding.Unknown},
		{Name: "able, yet not registered", Files: tenant(ownedBy(`[`+u+`]`), `{"id":"u","isMfaCapable":true,"isMfaRegistered":false}`), Want: finding.Fail},
		{Name: "one registered no factor, another is not in the report", Files: tenant(ownedBy(`[`+u+`,`+v+`]`), no), Want: finding.Fail},
		{Name: "owned by an application", Files: tenant(ownedBy(`[{"@odata.type":"#microsoft.graph.servicePrincipal","id":"s"}]`), ``), Want: finding.NotApplicable},
		{Name: "no owners", Files: tenant(ownedBy(`[]`), no), Want: finding.NotApplicable},
		{Name: "owners absent", Files: tenant(`{"id":"a"}`, yes), Want: finding.Unknown},
		{Name: "empty", Files: tenant(`{}`, `{}`), Want: finding.Unknown},
		{Name: "no licence, no report", Files: merge(tenant(ownedBy(`[`+u+`]`), ``), licence("EXCHANGE_S_STANDARD")), Want: finding.Unknown},
		{Name: "report refused", Files: merge(licence("AAD_PREMIUM"), registrations(ownedBy(`[`+u+`]`))), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})

	twice := ownedBy(`[`+v+`]`) + `,{"id":"b","displayName":"Other","owners":[` + v + `]}`
	out := check.Run(OwnerMFA, checktest.Snapshot(t, snapshot.Settings{}, tenant(twice, no)))
	if len(out.Results) != 1 || out.Results[0].Resource != "v" || out.Results[0].Evidence.Subjects["applications"].Total != 2 {
		t.Errorf("got %+v, want one result about the person, with both applications", out.Results)
	}

	// u mended, w is no owner any more, and v is not in the report.
	if diff := cmp.Diff([]string{"u", "w"}, checktest.Resolved(t, OwnerMFA, tenant(ownedBy(`[`+u+`,`+v+`]`), yes), "u", "v", "w")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
