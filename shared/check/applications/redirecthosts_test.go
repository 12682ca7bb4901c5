package applications

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRedirectHosts(t *testing.T) {
	answer := func(host, a, aaaa, cname string) string {
		one := func(kind, status string) string {
			values := `[]`
			if status == "found" {
				values = `["x"]`
			}
			return `{"name":"` + host + `","type":"` + kind + `","status":"` + status + `","values":` + values + `}`
		}
		return `"` + host + `":[` + one("A", a) + `,` + one("AAAA", aaaa) + `,` + one("CNAME", cname) + `]`
	}
	tenant := func(uris, records string) checktest.Files {
		return merge(registrations(redirecting(uris, ``, ``)), principals(`{"id":"s","appOwnerOrganizationId":"t","replyUrls":[]}`), checktest.Files{
			snapshot.Organizations.Resource(): `[{"id":"t"}]`,
			snapshot.HostRecords.Resource():   `{` + records + `}`,
		})
	}
	const app = `"https://app.example.com/x"`
	both := app + `,"https://old.example.com/x"`
	found := answer("app.example.com", "found", "none", "none")
	checktest.Verdicts(t, RedirectHosts, []checktest.Test{
		{Name: "exists", Files: tenant(app, found), Want: finding.Pass},
		{Name: "exists by the newer kind of address alone", Files: tenant(app, answer("app.example.com", "none", "found", "none")), Want: finding.Pass},
		{Name: "exists although one question failed", Files: tenant(app, answer("app.example.com", "found", "failed", "failed")), Want: finding.Pass},
		{Name: "gone", Files: tenant(both, found+`,`+answer("old.example.com", "none", "none", "none")), Want: finding.Fail},
		{Name: "alias of a name that is gone", Files: tenant(both, found+`,`+answer("old.example.com", "none", "none", "found")), Want: finding.Fail},
		{Name: "no server answered", Files: tenant(both, found+`,`+answer("old.example.com", "failed", "failed", "failed")), Want: finding.Unknown},
		{Name: "one question failed", Files: tenant(both, found+`,`+answer("old.example.com", "none", "failed", "none")), Want: finding.Unknown},
		{Name: "one gone, of another no server answered", Files: tenant(both, answer("app.example.com", "failed", "failed", "failed")+`,`+answer("old.example.com", "none", "none", "none")), Want: finding.Fail},
		{Name: "not asked for", Files: tenant(both, found), Want: finding.Unknown},
		{Name: "no answers", Files: tenant(app, `"app.example.com":[]`), Want: finding.Unknown},
		{Name: "capitals", Files: tenant(`"https://APP.example.com/x"`, found), Want: finding.Pass},
		{Name: "this machine, addresses and apps", Files: tenant(`"http://localhost/x","https://192.0.2.1/x","msal1://auth"`, ``), Want: finding.NotApplicable},
		{Name: "reply address of an own service principal", Files: merge(tenant(app, found+`,`+answer("old.example.com", "none", "none", "none")),
			principals(`{"id":"s","appOwnerOrganizationId":"T","replyUrls":["https://old.example.com/x"]}`)), Want: finding.Fail},
		{Name: "reply address of another's service principal", Files: merge(tenant(app, found), principals(`{"id":"s","appOwnerOrganizationId":"u","replyUrls":["https://old.example.com/x"]}`)), Want: finding.Pass},
		{Name: "reply addresses absent", Files: merge(tenant(app, found), principals(`{"id":"s","appOwnerOrganizationId":"t"}`)), Want: finding.Unknown},
		{Name: "nothing known of a service principal", Files: merge(tenant(app, found), principals(`{}`)), Want: finding.Unknown},
		{Name: "addresses of an application absent", Files: merge(tenant(app, found), registrations(`{"id":"a","web":{"redirectUris":[`+app+`]}}`)), Want: finding.Unknown},
		{Name: "own tenant unknown", Files: merge(tenant(app, found), checktest.Files{snapshot.Organizations.Resource(): `[]`}), Want: finding.Unknown},
		{Name: "DNS unread", Files: merge(registrations(redirecting(app, ``, ``)), principals(``), checktest.Files{snapshot.Organizations.Resource(): `[{"id":"t"}]`}), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})

	var uris, records []string
	for i := range snapshot.MaxRedirectHosts {
		host := fmt.Sprintf("h%d.example.com", i)
		uris = append(uris, `"https://`+host+`"`)
		records = append(records, answer(host, "found", "none", "none"))
	}
	checktest.Verdicts(t, RedirectHosts, []checktest.Test{
		{Name: "more hosts than are looked up", Files: tenant(strings.Join(uris, ","), strings.Join(records, ",")), Want: finding.Unknown},
	})

	gone := check.Run(RedirectHosts, checktest.Snapshot(t, snapshot.Settings{}, tenant(both, found+`,`+answer("old.example.com", "none", "none", "none"))))
	if len(gone.Results) != 1 || gone.Results[0].Resource != "old.example.com" || gone.Results[0].Evidence.Subjects["applications"].Shown[0].ID != "a" {
		t.Errorf("got %+v, want one result about the host that is gone, with the application", gone.Results)
	}

	// One exists again, of another no server answers, nobody is sent to a third.
	files := tenant(both, found+`,`+answer("old.example.com", "failed", "failed", "failed"))
	if diff := cmp.Diff([]string{"app.example.com", "gone.example.com"}, checktest.Resolved(t, RedirectHosts, files, "app.example.com", "gone.example.com", "old.example.com")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
