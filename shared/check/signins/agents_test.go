package signins

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAgents(t *testing.T) {
	log := func(signIns string) checktest.Files {
		return tenant(checktest.Files{snapshot.AgentSignIns.Resource(): `[` + signIns + `]`})
	}
	at := func(agent, user, kind, when, status string) string {
		return `{"id":"s","appId":"a","appDisplayName":"A","userId":"` + user + `","createdDateTime":"` + when + `","status":` + status +
			`,"signInEventTypes":["` + kind + `"],"agent":` + agent + `}`
	}
	signIn := func(agent, user, kind string) string {
		return at(agent, user, kind, "2026-10-31T08:00:00Z", `{"errorCode":0}`)
	}
	const (
		delegated = `{"agentType":"agenticAppInstance","parentAppId":"b","agentSubjectType":"notAgentic"}`
		itself    = `{"agentType":"agenticAppInstance","parentAppId":"b","agentSubjectType":"agenticAppInstance"}`
		account   = `{"agentType":"agenticAppInstance","parentAppId":"b","agentSubjectType":"agentIDuser"}`
		later     = `{"agentType":"agenticAppInstance","parentAppId":"b","agentSubjectType":"unknownFutureValue"}`
		human     = `{"agentType":"notAgentic","parentAppId":null,"agentSubjectType":"notAgentic"}`
		user      = "nonInteractiveUser"
		principal = "servicePrincipal"
	)
	forUser, alone := signIn(delegated, "u", user), signIn(itself, "", principal)
	declared := snapshot.Settings{Declared: snapshot.Declared{AutonomousAgents: []string{"A"}}}
	checktest.Verdicts(t, Agents, []checktest.Test{
		{Name: "no sign-ins", Files: log(``), Want: finding.NotApplicable},
		{Name: "people alone", Files: log(signIn(human, "u", "interactiveUser")), Want: finding.NotApplicable},
		{Name: "a blueprint alone", Files: log(signIn(`{"agentType":"agenticApp","agentSubjectType":"agenticApp"}`, "", principal)), Want: finding.NotApplicable},
		{Name: "for a user", Files: log(forUser), Want: finding.Pass},
		{Name: "by itself", Files: log(alone), Want: finding.Fail},
		{Name: "both", Files: log(alone + `,` + forUser), Want: finding.Pass},
		{Name: "with an account of its own", Files: log(signIn(account, "agentuser", user)), Want: finding.Fail},
		{Name: "as an application, whatever the subject says", Files: log(signIn(delegated, "", principal)), Want: finding.Fail},
		{Name: "for no user that is named", Files: log(signIn(delegated, "00000000-0000-0000-0000-000000000000", user)), Want: finding.Unknown},
		{Name: "declared", Settings: declared, Files: log(alone), Want: finding.Pass},
		{Name: "another declared", Settings: snapshot.Settings{Declared: snapshot.Declared{AutonomousAgents: []string{"b"}}}, Files: log(alone), Want: finding.Fail},
		{Name: "more than a week ago", Files: log(at(itself, "", principal, "2026-10-25T11:59:59Z", `{"errorCode":0}`)), Want: finding.NotApplicable},
		{Name: "failed", Files: log(at(itself, "", principal, "2026-10-31T08:00:00Z", `{"errorCode":65001}`)), Want: finding.NotApplicable},
		{Name: "failed for a user", Files: log(alone + `,` + at(delegated, "u", user, "2026-10-31T08:00:00Z", `{"errorCode":65001}`)), Want: finding.Fail},
		{Name: "subject that Graph does not name", Files: log(signIn(later, "u", user)), Want: finding.Unknown},
		{Name: "subject that Graph does not name, as an application", Files: log(signIn(later, "", principal)), Want: finding.Fail},
		{Name: "no subject", Files: log(signIn(`{"agentType":"agenticAppInstance"}`, "u", user)), Want: finding.Unknown},
		{Name: "no status", Files: log(at(itself, "", principal, "2026-10-31T08:00:00Z", `null`)), Want: finding.Unknown},
		{Name: "unknown kind", Files: log(signIn(`{"agentType":"unknownFutureValue"}`, "u", user)), Want: finding.Unknown},
		{Name: "no word of agents", Files: log(signIn(`null`, "u", user)), Want: finding.Unknown},
		{Name: "empty", Files: log(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: unlicensed(log(alone)), Want: finding.NotApplicable},
	})
}
