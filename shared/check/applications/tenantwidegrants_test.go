package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// granted is a tenant with these delegated permissions and service principals.
func granted(grants, principals string) checktest.Files {
	return checktest.Files{
		snapshot.PermissionGrants.Resource():  `[` + grants + `]`,
		snapshot.ServicePrincipals.Resource(): `[` + principals + `]`,
		snapshot.Organizations.Resource():     `[{"id":"own"}]`,
	}
}

func TestTenantWideGrants(t *testing.T) {
	const (
		foreign   = `{"id":"a","appId":"app-a","displayName":"Reports","accountEnabled":true,"appOwnerOrganizationId":"other"}`
		own       = `{"id":"a","appId":"app-a","displayName":"Portal","accountEnabled":true,"appOwnerOrganizationId":"own"}`
		microsoft = `{"id":"a","appId":"app-a","displayName":"Tools","accountEnabled":true,"appOwnerOrganizationId":"F8CDEF31-A31E-4B4A-93E4-5F571E91255A"}`
		personal  = `{"id":"a","appId":"app-a","displayName":"Microsoft Tools","accountEnabled":true,"appOwnerOrganizationId":"9188040d-6c67-4c5b-b112-36a304b66dad"}`
	)
	grant := func(kind, scope string) string {
		return `{"id":"1","clientId":"A","consentType":"` + kind + `","principalId":null,"resourceId":"graph","scope":"` + scope + `"}`
	}
	agreed := snapshot.Settings{Declared: snapshot.Declared{AgreedApplications: []string{"APP-A"}}}
	checktest.Verdicts(t, TenantWideGrants, []checktest.Test{
		{Name: "sign-in only", Files: granted(grant("AllPrincipals", "User.Read openid offline_access"), foreign), Want: finding.Pass},
		{Name: "reads mail", Files: granted(grant("AllPrincipals", "Mail.Read"), foreign), Want: finding.Pass},
		{Name: "sends mail", Files: granted(grant("AllPrincipals", " User.Read mail.send"), foreign), Want: finding.Fail},
		{Name: "changes all files", Files: granted(grant("AllPrincipals", "Files.ReadWrite.All"), foreign), Want: finding.Fail},
		{Name: "changes policies", Files: granted(grant("AllPrincipals", "Policy.ReadWrite.ConditionalAccess"), foreign), Want: finding.Fail},
		{Name: "the older protocols", Files: granted(grant("AllPrincipals", "IMAP.AccessAsUser.All"), foreign), Want: finding.Fail},
		{Name: "one person's consent is another check's", Files: granted(grant("Principal", "Mail.Send"), foreign), Want: finding.Pass},
		{Name: "the tenant's own", Files: granted(grant("AllPrincipals", "Mail.Send"), own), Want: finding.Fail},
		{Name: "Microsoft's", Files: granted(grant("AllPrincipals", "Directory.ReadWrite.All"), microsoft), Want: finding.Pass},
		{Name: "made with a personal account, which anyone can", Files: granted(grant("AllPrincipals", "Directory.ReadWrite.All"), personal), Want: finding.Fail},
		{Name: "agreed", Settings: agreed, Files: granted(grant("AllPrincipals", "Mail.Send"), foreign), Want: finding.Pass},
		{Name: "disabled", Files: granted(grant("AllPrincipals", "Mail.Send"), `{"id":"a","appId":"app-a","accountEnabled":false}`), Want: finding.Pass},
		{Name: "an application not listed", Files: granted(grant("AllPrincipals", "Mail.Send"), ``), Want: finding.Fail},
		{Name: "a kind of consent unknown to Vahti", Files: granted(grant("unknownFutureValue", "Mail.Send"), foreign), Want: finding.Unknown},
		{Name: "an unknown kind without risk", Files: granted(grant("unknownFutureValue", "User.Read"), foreign), Want: finding.Pass},
		{Name: "nothing known of a grant", Files: granted(`{}`, foreign), Want: finding.Unknown},
		{Name: "no grants", Files: granted(``, foreign), Want: finding.Pass},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
