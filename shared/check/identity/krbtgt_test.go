package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestKrbtgt(t *testing.T) {
	tenant := func(synced, users string) checktest.Files {
		return checktest.Files{
			snapshot.Organizations.Resource(): `[{"id":"o"` + synced + `}]`,
			snapshot.Users.Resource():         `[{"id":"u","userPrincipalName":"maija@a.example","onPremisesSyncEnabled":true}` + users + `]`,
		}
	}
	const hybrid = `,"onPremisesSyncEnabled":true`
	checktest.Verdicts(t, Krbtgt, []checktest.Test{
		{Name: "none", Files: tenant(hybrid, ``), Want: finding.Pass},
		{Name: "disabled as it always is", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"krbtgt_AzureAD@a.example","accountEnabled":false,"onPremisesSyncEnabled":true}`), Want: finding.Fail},
		{Name: "in capitals", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"KRBTGT@a.example","onPremisesSyncEnabled":true}`), Want: finding.Fail},
		{Name: "of the cloud", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"krbtgt_test@a.example","onPremisesSyncEnabled":null}`), Want: finding.Pass},
		{Name: "no longer synchronised", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"krbtgt_test@a.example","onPremisesSyncEnabled":false}`), Want: finding.Pass},
		{Name: "name within the name", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"not.krbtgt@a.example","onPremisesSyncEnabled":true}`), Want: finding.Pass},
		{Name: "short name", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"krb","onPremisesSyncEnabled":true}`), Want: finding.Pass},
		{Name: "synchronisation absent", Files: tenant(hybrid, `,{"id":"k","userPrincipalName":"krbtgt_AzureAD@a.example"}`), Want: finding.Unknown},
		{Name: "not hybrid", Files: tenant(`,"onPremisesSyncEnabled":null`, `,{"id":"k","userPrincipalName":"krbtgt_AzureAD@a.example","onPremisesSyncEnabled":true}`), Want: finding.NotApplicable},
		{Name: "hybrid or not absent", Files: tenant(``, ``), Want: finding.Unknown},
		{Name: "no organisation", Files: checktest.Files{snapshot.Organizations.Resource(): `[]`, snapshot.Users.Resource(): `[]`}, Want: finding.Unknown},
		{Name: "users unread", Files: checktest.Files{snapshot.Organizations.Resource(): `[{"onPremisesSyncEnabled":true}]`}, Want: finding.Unknown},
	})
}
