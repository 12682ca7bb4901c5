package monitoring

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestCompromisedIdentities(t *testing.T) {
	alert := func(source, status, evidence string) string {
		return `{"id":"a","title":"A","serviceSource":` + source + `,"status":` + status + `,"evidence":[` + evidence + `]}`
	}
	user := func(roles, status string) string {
		return `{"@odata.type":"#microsoft.graph.security.userEvidence","roles":[` + roles + `],"remediationStatus":` + status +
			`,"userAccount":{"azureAdUserId":"u","displayName":"U"}}`
	}
	const mdi = `"microsoftDefenderForIdentity"`
	with := func(status string) checktest.Files {
		return alerts(alert(mdi, `"new"`, user(`"compromised"`, status)))
	}
	checktest.Verdicts(t, CompromisedIdentities, []checktest.Test{
		{Name: "none", Files: alerts(``), Want: finding.Pass},
		{Name: "nothing done", Files: with(`"none"`), Want: finding.Fail},
		{Name: "still active", Files: with(`"active"`), Want: finding.Fail},
		{Name: "declined", Files: with(`"declined"`), Want: finding.Fail},
		{Name: "done in part", Files: with(`"partiallyRemediated"`), Want: finding.Fail},
		{Name: "remediated", Files: with(`"remediated"`), Want: finding.Pass},
		{Name: "prevented", Files: with(`"prevented"`), Want: finding.Pass},
		{Name: "under way", Files: with(`"running"`), Want: finding.Unknown},
		{Name: "status that Graph does not name", Files: with(`"unknownFutureValue"`), Want: finding.Unknown},
		{Name: "null", Files: with(`null`), Want: finding.Unknown},
		{Name: "resolved", Files: alerts(alert(mdi, `"resolved"`, user(`"compromised"`, `"none"`))), Want: finding.Pass},
		{Name: "alert of unknown status", Files: alerts(alert(mdi, `"unknownFutureValue"`, user(`"compromised"`, `"none"`))), Want: finding.Unknown},
		{Name: "the attacker's account", Files: alerts(alert(mdi, `"new"`, user(`"attacker"`, `"none"`))), Want: finding.Pass},
		{Name: "among other roles", Files: alerts(alert(mdi, `"new"`, user(`"source","Compromised"`, `"none"`))), Want: finding.Fail},
		{Name: "a device", Files: alerts(alert(mdi, `"new"`, `{"@odata.type":"#microsoft.graph.security.deviceEvidence","roles":["compromised"],"remediationStatus":"none"}`)), Want: finding.Pass},
		{Name: "of another service", Files: alerts(alert(`"microsoftDefenderForEndpoint"`, `"new"`, user(`"compromised"`, `"none"`))), Want: finding.Pass},
		{Name: "one of two", Files: alerts(alert(mdi, `"new"`, user(`"compromised"`, `"remediated"`)+`,`+user(`"compromised"`, `"none"`))), Want: finding.Fail},
		{Name: "no evidence", Files: alerts(alert(mdi, `"new"`, ``)), Want: finding.Pass},
		{Name: "evidence that was not returned", Files: alerts(`{"id":"a","title":"A","serviceSource":` + mdi + `,"status":"new"}`), Want: finding.Unknown},
		{Name: "evidence null", Files: alerts(`{"id":"a","title":"A","serviceSource":` + mdi + `,"status":"new","evidence":null}`), Want: finding.Unknown},
		{Name: "empty evidence", Files: alerts(alert(mdi, `"new"`, `{}`)), Want: finding.Unknown},
		{Name: "a user without roles", Files: alerts(alert(mdi, `"new"`, `{"@odata.type":"#microsoft.graph.security.userEvidence","remediationStatus":"none"}`)), Want: finding.Unknown},
		{Name: "a user in no role", Files: alerts(alert(mdi, `"new"`, user(``, `"none"`))), Want: finding.Pass},
		{Name: "empty", Files: alerts(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: plans(with(`"none"`), "MDE_SMB"), Want: finding.NotApplicable},
	})
}

// TestCompromisedAccounts wants one result for each account, by whatever name it
// is known.
func TestCompromisedAccounts(t *testing.T) {
	evidence := func(account string) string {
		return `{"@odata.type":"#microsoft.graph.security.userEvidence","roles":["compromised"],"remediationStatus":"none","userAccount":` + account + `}`
	}
	alert := func(id, list string) string {
		return `{"id":"` + id + `","title":"` + id + `","serviceSource":"microsoftDefenderForIdentity","status":"new","evidence":[` + list + `]}`
	}
	cloud, local := evidence(`{"azureAdUserId":"u","displayName":"U"}`), evidence(`{"azureAdUserId":null,"accountName":"svc-old"}`)
	s := checktest.Snapshot(t, snapshot.Settings{}, alerts(alert("a1", cloud+`,`+cloud)+`,`+alert("a2", cloud+`,`+local)+`,`+alert("a3", evidence(`null`))))
	got := map[string]any{}
	for _, r := range check.Run(CompromisedIdentities, s).Results {
		got[r.Resource] = r.Evidence.Facts["alerts"]
	}
	if len(got) != 3 || got["u"] != 2 || got["svc-old"] != 1 || got["a3"] != 1 {
		t.Errorf("got alerts by account %v", got)
	}
}
