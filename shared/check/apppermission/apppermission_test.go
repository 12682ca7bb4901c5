package apppermission

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

func TestHolders(t *testing.T) {
	const (
		graph    = `{"id":"graph","appId":"00000003-0000-0000-C000-000000000000"}`
		exchange = `,{"id":"exchange","appId":"00000002-0000-0ff1-ce00-000000000000"}`
		app      = `,{"id":"a","appId":"app-a","displayName":"Backup"}`
		wanted   = `{"appRoleId":"ROLE","principalId":"A","principalType":"ServicePrincipal"}`
	)
	named := func(resource, id string) (string, bool) {
		return "Mail.Read", id == "role" && (resource == MicrosoftGraph || resource == ExchangeOnline)
	}
	tests := []struct {
		name, principals, assignments string
		want                          map[string]string // application by holder
		partial                       bool
	}{
		{name: "nobody", principals: graph + exchange + app, assignments: `"graph":[],"exchange":[]`},
		{name: "an application, in other case", principals: graph + app, assignments: `"graph":[` + wanted + `]`, want: map[string]string{"a": "app-a"}},
		{name: "one that is not listed", principals: graph, assignments: `"graph":[` + wanted + `]`, want: map[string]string{"A": ""}},
		{name: "another permission", principals: graph + app, assignments: `"graph":[{"appRoleId":"other","principalId":"a"}]`},
		{name: "the kind of principal not returned", principals: graph + app, assignments: `"graph":[{"appRoleId":"role","principalId":"a"}]`, want: map[string]string{"a": "app-a"}},
		{name: "a person", principals: graph, assignments: `"graph":[{"appRoleId":"role","principalId":"u","principalType":"User"}]`},
		{name: "a kind of principal unknown to Vahti", principals: graph, assignments: `"graph":[{"appRoleId":"role","principalId":"u","principalType":"unknownFutureValue"}]`, partial: true},
		{name: "nothing known of an assignment", principals: graph, assignments: `"graph":[{}]`, partial: true},
		{name: "to whom was not returned", principals: graph, assignments: `"graph":[{"appRoleId":"role"}]`, partial: true},
		{name: "the same id of another application", principals: graph + app + `,{"id":"other","appId":"other"}`, assignments: `"graph":[],"other":[` + wanted + `]`},
		{name: "of Exchange", principals: graph + exchange + app, assignments: `"graph":[],"exchange":[` + wanted + `]`, want: map[string]string{"a": "app-a"}},
		{name: "Exchange's unread", principals: graph + exchange + app, assignments: `"graph":[` + wanted + `]`, want: map[string]string{"a": "app-a"}, partial: true},
		{name: "Microsoft Graph's unread", principals: graph + exchange, assignments: `"exchange":[]`, partial: true},
		{name: "Microsoft Graph is not listed", principals: `{"id":"a"}`, assignments: `"graph":[]`, partial: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{
				snapshot.ServicePrincipals.Resource(): `[` + tt.principals + `]`,
				snapshot.AppRoleAssignedTo.Resource(): `{` + tt.assignments + `}`,
			})
			holders, whole := Holders(s, named, ExchangeOnline)
			var got map[string]string
			for _, h := range holders {
				if got == nil {
					got = map[string]string{}
				}
				got[h.ID] = ""
				if h.App != nil {
					got[h.ID] = h.App.AppID
				}
				if diff := cmp.Diff([]string{"Mail.Read"}, h.Permissions); diff != "" {
					t.Errorf("permissions (-want +got)\n%s", diff)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || whole == tt.partial {
				t.Errorf("holders (-want +got)\n%s\nwhole %v, want %v", diff, whole, !tt.partial)
			}
		})
	}
}

func TestHolder(t *testing.T) {
	app := snapshot.ServicePrincipal{ID: "a", AppID: "App-A", DisplayName: "Backup", AccountEnabled: snapshot.Some(false)}
	listed, unlisted := Holder{ID: "a", App: &app}, Holder{ID: "a"}
	if listed.Enabled() || !unlisted.Enabled() {
		t.Error("an application is disabled only where the directory says so")
	}
	if !listed.Declared([]string{"app-a"}) || listed.Declared([]string{"app-b"}) || unlisted.Declared([]string{""}) {
		t.Error("an application is declared by its application id, whatever its case")
	}
	if listed.Subject().Name != "Backup" || unlisted.Subject().ID != "a" {
		t.Error("a subject names the application, or its id where no more is known")
	}
}
