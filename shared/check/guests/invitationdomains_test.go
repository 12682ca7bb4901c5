package guests

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestInvitationDomains(t *testing.T) {
	policies := func(text string) checktest.Files {
		return checktest.Files{snapshot.B2BManagementPolicies.Resource(): text}
	}
	domains := func(inner string) checktest.Files {
		return policies(`[{"definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{` + inner + `}}}"]}]`)
	}
	testVerdicts(t, InvitationDomains, []verdictTest{
		{name: "a list", files: domains(`\"AllowedDomains\":[\"a.example\"]`), want: finding.Pass},
		{name: "an empty list lets nobody in", files: domains(`\"AllowedDomains\":[],\"BlockedDomains\":[]`), want: finding.Pass},
		{name: "some are blocked", files: domains(`\"BlockedDomains\":[\"a.example\"]`), want: finding.Fail},
		{name: "some are blocked and nothing allowed by name", files: domains(`\"AllowedDomains\":[],\"BlockedDomains\":[\"a.example\"]`), want: finding.Fail},
		{name: "other part of the policy", files: policies(`[{"definition":["{\"B2BManagementPolicy\":{\"PreviewPolicy\":{\"Features\":[]}}}"]}]`), want: finding.Fail},
		{name: "not in force", files: policies(`[{"isOrganizationDefault":false,"definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"AllowedDomains\":[\"a.example\"]}}}"]}]`), want: finding.Fail},
		{name: "unreadable", files: policies(`[{"definition":["{"]}]`), want: finding.Unknown},
		{name: "no policy", files: policies(`[]`), want: finding.Fail},
		{name: "unread", want: finding.Unknown},
	})
}

func FuzzAllowedDomains(f *testing.F) {
	for _, seed := range []string{
		`{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["a.example"],"BlockedDomains":null}}}`,
		`{"B2BManagementPolicy":{}}`, `{}`, `null`, `[]`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, definition string) {
		n, set, ok := allowedDomains(definition)
		if n < 0 || set && !ok || n > 0 && !set {
			t.Errorf("got %v set %v ok %v", n, set, ok)
		}
	})
}
