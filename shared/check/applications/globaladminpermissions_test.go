package applications

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGlobalAdminPermissions(t *testing.T) {
	const graph = `{"id":"graph","appId":"00000003-0000-0000-c000-000000000000","displayName":"Microsoft Graph"}`
	tenant := func(principals, assignments string) checktest.Files {
		return checktest.Files{
			snapshot.ServicePrincipals.Resource(): `[` + graph + principals + `]`,
			snapshot.AppRoleAssignedTo.Resource(): `{"graph":[` + assignments + `]}`,
		}
	}
	const roleManagement = `"appRoleId":"9E3F62CF-CA93-4989-B6CE-BF83C28F9FE8"`
	app := `,{"id":"a","appId":"app-a","displayName":"Backup","accountEnabled":true}`
	declared := snapshot.Settings{Declared: snapshot.Declared{PrivilegedApplications: []string{"APP-A"}}}
	otherDeclared := snapshot.Settings{Declared: snapshot.Declared{PrivilegedApplications: []string{"app-b"}}}
	holds := `{` + roleManagement + `,"principalId":"a","principalType":"ServicePrincipal"}`
	checktest.Verdicts(t, GlobalAdminPermissions, []checktest.Test{
		{Name: "nobody", Files: tenant(app, `{"appRoleId":"df021288-bdef-4463-88db-98f22de89214","principalId":"a","principalType":"ServicePrincipal"}`), Want: finding.Pass},
		{Name: "an application", Files: tenant(app, holds), Want: finding.Fail},
		{Name: "an application not listed", Files: tenant(``, holds), Want: finding.Fail},
		{Name: "declared", Settings: declared, Files: tenant(app, holds), Want: finding.Pass},
		{Name: "another is declared", Settings: otherDeclared, Files: tenant(app, holds), Want: finding.Fail},
		{Name: "disabled application", Files: tenant(`,{"id":"a","appId":"app-a","accountEnabled":false}`, holds), Want: finding.Pass},
		{Name: "assigned to a person", Files: tenant(app, `{`+roleManagement+`,"principalId":"u","principalType":"User"}`), Want: finding.Pass},
		{Name: "nothing known of an assignment", Files: tenant(app, `{}`), Want: finding.Unknown},
		{Name: "which permission was not returned", Files: tenant(app, `{"principalId":"a","principalType":"ServicePrincipal"}`), Want: finding.Unknown},
		{Name: "to whom was not returned", Files: tenant(app, `{`+roleManagement+`,"principalType":"ServicePrincipal"}`), Want: finding.Unknown},
		{Name: "to a kind of principal unknown to Vahti", Files: tenant(app, `{`+roleManagement+`,"principalId":"a","principalType":"unknownFutureValue"}`), Want: finding.Unknown},
		{Name: "Microsoft Graph's assignments unread", Files: checktest.Files{
			snapshot.ServicePrincipals.Resource(): `[` + graph + `]`,
			snapshot.AppRoleAssignedTo.Resource(): `{"exchange":[]}`,
		}, Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{snapshot.ServicePrincipals.Resource(): `[` + graph + `]`}, Want: finding.Unknown},
	})
}

func TestGlobalAdminPermissionsPerApplication(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{
		snapshot.ServicePrincipals.Resource(): `[{"id":"graph","appId":"00000003-0000-0000-c000-000000000000"},{"id":"a","appId":"app-a"},{"id":"b","appId":"app-b"}]`,
		snapshot.AppRoleAssignedTo.Resource(): `{"graph":[
			{"appRoleId":"9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8","principalId":"b","principalType":"ServicePrincipal"},
			{"appRoleId":"06b708a9-e830-4db3-a914-8e69da51d44f","principalId":"b","principalType":"ServicePrincipal"},
			{"appRoleId":"50483e42-d915-4231-9639-7fdb7fd190e5","principalId":"a","principalType":"ServicePrincipal"}]}`,
	})
	got := map[string]any{}
	for _, r := range check.Run(GlobalAdminPermissions, s).Results {
		if r.Verdict != finding.Fail {
			t.Errorf("%s: got %v, want %v", r.Resource, r.Verdict, finding.Fail)
		}
		got[r.Resource] = r.Evidence.Facts["permissions"]
	}
	want := map[string]any{
		"a": []string{"UserAuthenticationMethod.ReadWrite.All"},
		"b": []string{"AppRoleAssignment.ReadWrite.All", "RoleManagement.ReadWrite.Directory"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("permissions (-want +got)\n%s", diff)
	}
}
