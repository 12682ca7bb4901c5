package applications

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const gitHub = "https://token.actions.githubusercontent.com"

// federated is a tenant whose application "r" has these credentials.
func federated(credentials, principal string) checktest.Files {
	return checktest.Files{
		snapshot.Applications.Resource():         `[{"id":"r","appId":"app-a","displayName":"Deploy"},{"id":"q","appId":"app-b","displayName":"Other"}]`,
		snapshot.FederatedCredentials.Resource(): `{"r":[` + credentials + `],"q":[]}`,
		snapshot.ServicePrincipals.Resource():    `[` + principal + `]`,
		snapshot.Organizations.Resource():        `[{"id":"OWN"}]`,
	}
}

func trusting(issuer, prefix string) snapshot.Settings {
	return snapshot.Settings{Declared: snapshot.Declared{FederatedIssuers: []snapshot.FederatedIssuer{{Issuer: issuer, SubjectPrefix: prefix}}}}
}

func TestFederatedCredentials(t *testing.T) {
	credential := func(issuer, rest string) string {
		return `{"id":"c","name":"deploy","issuer":"` + issuer + `",` + rest + `,"audiences":["api://AzureADTokenExchange"]}`
	}
	const (
		subject = `"subject":"repo:example/portal:ref:refs/heads/main"`
		pattern = `"subject":null,"claimsMatchingExpression":{"value":"claims['sub'] matches 'repo:example/portal:*'","languageVersion":1}`
		exact   = `"subject":null,"claimsMatchingExpression":{"value":"claims['sub'] eq 'repo:example/portal:ref:refs/heads/main'"}`
		either  = `"subject":null,"claimsMatchingExpression":{"value":"claims['sub'] eq 'repo:example/portal' and claims['job'] matches 'x'"}`
	)
	ours := trusting(gitHub+"/", "repo:example/")
	ownUnread := federated(credential("https://login.microsoftonline.com/own/v2.0", `"subject":"1f6c"`), "")
	delete(ownUnread, snapshot.Organizations.Resource())
	noApplications := federated(credential(gitHub, subject), "")
	delete(noApplications, snapshot.FederatedCredentials.Resource())
	checktest.Verdicts(t, FederatedCredentials, []checktest.Test{
		{Name: "declared", Settings: ours, Files: federated(credential(gitHub, subject), ""), Want: finding.Pass},
		{Name: "nothing declared", Files: federated(credential(gitHub, subject), ""), Want: finding.Fail},
		{Name: "another issuer", Settings: ours, Files: federated(credential("https://token.actions.githubusercontent.com.example", subject), ""), Want: finding.Fail},
		{Name: "another organisation", Settings: ours, Files: federated(credential(gitHub, `"subject":"repo:example-evil/portal:ref:refs/heads/main"`), ""), Want: finding.Fail},
		{Name: "a prefix ends with a part", Settings: trusting(gitHub, "repo:example"), Files: federated(credential(gitHub, `"subject":"repo:example-evil/portal:ref:refs/heads/main"`), ""), Want: finding.Fail},
		{Name: "a prefix without its end", Settings: trusting(gitHub, "repo:example"), Files: federated(credential(gitHub, subject), ""), Want: finding.Pass},
		{Name: "an issuer for everyone, declared without a prefix", Settings: trusting(gitHub, ""), Files: federated(credential(gitHub, subject), ""), Want: finding.Fail},
		{Name: "an issuer of one's own, declared without a prefix", Settings: trusting("https://oidc.example.com/cluster", ""),
			Files: federated(credential("https://oidc.example.com/cluster", `"subject":"system:serviceaccount:web:portal"`), ""), Want: finding.Pass},
		{Name: "a wildcard", Settings: ours, Files: federated(credential(gitHub, `"subject":"repo:example/*"`), ""), Want: finding.Fail},
		{Name: "a pattern", Settings: ours, Files: federated(credential(gitHub, pattern), ""), Want: finding.Fail},
		{Name: "an expression for one subject", Settings: ours, Files: federated(credential(gitHub, exact), ""), Want: finding.Pass},
		{Name: "an expression with more than one part", Settings: ours, Files: federated(credential(gitHub, either), ""), Want: finding.Fail},
		{Name: "an expression that was not returned", Settings: ours, Files: federated(credential(gitHub, `"subject":null`), ""), Want: finding.Unknown},
		{Name: "one of two", Settings: ours, Files: federated(credential(gitHub, subject)+`,`+credential("https://evil.example", subject), ""), Want: finding.Fail},
		{Name: "the tenant itself", Files: federated(credential("https://login.microsoftonline.com/own/v2.0", `"subject":"1f6c"`), ""), Want: finding.Pass},
		{Name: "another tenant", Files: federated(credential("https://login.microsoftonline.com/other/v2.0", `"subject":"1f6c"`), ""), Want: finding.Fail},
		{Name: "a tenant, which is not known to be the own one", Files: ownUnread, Want: finding.Unknown},
		{Name: "nothing known of a credential", Settings: ours, Files: federated(`{}`, ""), Want: finding.Unknown},
		{Name: "disabled application", Files: federated(credential(gitHub, subject), `{"id":"a","appId":"app-a","accountEnabled":false}`), Want: finding.NotApplicable},
		{Name: "none", Files: federated(``, ""), Want: finding.NotApplicable},
		{Name: "unread", Files: noApplications, Want: finding.Unknown},
	})
}

// TestFederatedCredentialsInTurns judges what was read so far.
func TestFederatedCredentialsInTurns(t *testing.T) {
	const good = `{"id":"c","name":"deploy","issuer":"https://token.actions.githubusercontent.com","subject":"repo:example/portal:ref:refs/heads/main"}`
	tests := []struct {
		name, credentials string
		settings          snapshot.Settings
		read              int
		want              finding.Verdict
	}{
		{"some, in order", good, trusting(gitHub, "repo:example/"), 2, finding.Unknown},
		{"some, amiss", good, snapshot.Settings{}, 2, finding.Fail},
		{"some, none found", ``, snapshot.Settings{}, 2, finding.Unknown},
		{"all, in order", good, trusting(gitHub, "repo:example/"), 9, finding.Pass},
		{"all, none found", ``, snapshot.Settings{}, 9, finding.NotApplicable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := checktest.Snapshot(t, tt.settings, federated(tt.credentials, ""))
			s.SetTurn(snapshot.FederatedCredentials.Resource(), snapshot.Turn{Begun: s.Now.Add(-time.Hour), At: s.Now, Read: tt.read, Total: 9})
			out := check.Run(FederatedCredentials, s)
			if out.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.want)
			}
			if out.Results[0].Evidence.Facts["total"] != 9 {
				t.Errorf("got facts %v, want how many were read", out.Results[0].Evidence.Facts)
			}
			checktest.Said(t, out)
		})
	}
}
