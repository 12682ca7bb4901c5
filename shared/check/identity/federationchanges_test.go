package identity

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestFederationChanges(t *testing.T) {
	const late, early = "2026-10-30T08:00:00Z", "2026-10-20T08:00:00Z"
	const domains = `[{"id":"contoso.com","authenticationType":"Federated","isVerified":true},{"id":"fabrikam.com","authenticationType":"Managed","isVerified":true}]`
	entry := func(activity, at, domain string) string {
		return `{"id":"e","activityDateTime":"` + at + `","activityDisplayName":"` + activity + `","category":"DirectoryManagement","result":"success","loggedByService":"Core Directory",
			"initiatedBy":{"app":null,"user":{"id":"boss","userPrincipalName":"anna@contoso.com"}},"targetResources":[{"id":null,"displayName":"` + domain + `","type":"Domain","modifiedProperties":[]}]}`
	}
	of := func(entries, domains, configuration string) checktest.Files {
		return checktest.Files{
			snapshot.RecentChanges.Resource(): `[` + entries + `]`, snapshot.Domains.Resource(): domains,
			snapshot.FederationConfigurations.Resource(): `{"contoso.com":[` + configuration + `]}`,
		}
	}
	const set = "Set federation settings on domain"
	checktest.Verdicts(t, FederationChanges, []checktest.Test{
		{Name: "nothing in the log", Files: of("", domains, ""), Want: finding.Pass},
		{Name: "changed", Files: of(entry(set, late, "Contoso.com"), domains, ""), Want: finding.Fail},
		{Name: "federated", Files: of(entry("Set domain authentication", late, "contoso.com"), domains, ""), Want: finding.Fail},
		{Name: "more than a week ago", Files: of(entry(set, early, "contoso.com"), domains, ""), Want: finding.Pass},
		{Name: "refused", Files: of(strings.Replace(entry(set, late, "contoso.com"), `"success"`, `"failure"`, 1), domains, ""), Want: finding.Pass},
		{Name: "no longer federated", Files: of(entry("Set domain authentication", late, "fabrikam.com"), domains, ""), Want: finding.Pass},
		{Name: "no federated domain", Files: of(entry(set, late, "fabrikam.com"), strings.Replace(domains, "Federated", "Managed", 1), ""), Want: finding.NotApplicable},
		{Name: "another activity", Files: of(entry("Update domain", late, "contoso.com"), domains, ""), Want: finding.Pass},
		{Name: "no moment", Files: of(strings.Replace(entry(set, late, "contoso.com"), `"`+late+`"`, "null", 1), domains, ""), Want: finding.Unknown},
		{Name: "no domain", Files: of(entry(set, late, ""), domains, ""), Want: finding.Unknown},
		{Name: "the log unread", Files: checktest.Files{snapshot.Domains.Resource(): domains}, Want: finding.Unknown},
		{Name: "domains unread", Files: checktest.Files{snapshot.RecentChanges.Resource(): `[` + entry(set, late, "contoso.com") + `]`}, Want: finding.Unknown},
	})
	t.Run("another certificate is worse", func(t *testing.T) {
		run := func(certificate string) check.Result {
			out := check.Run(FederationChanges, checktest.Snapshot(t, snapshot.Settings{}, of(entry(set, late, "contoso.com"), domains, `{"id":"f","signingCertificate":"`+certificate+`"}`)))
			if len(out.Results) != 1 || out.Results[0].Resource != "contoso.com" {
				t.Fatalf("got %d results", len(out.Results))
			}
			return out.Results[0]
		}
		before, after := run("AAAA"), run("AAAB")
		if got := before.Evidence.Facts["certificates"]; len(got.([]string)) != 1 || strings.Contains(got.([]string)[0], "AAAA") {
			t.Errorf("got the certificates %v, want one by its thumbprint", got)
		}
		if !finding.Worse(finding.Finding{Evidence: before.Evidence}, finding.Finding{Evidence: after.Evidence}, FederationChanges.Scale()) {
			t.Error("another certificate is no worse")
		}
	})
}
