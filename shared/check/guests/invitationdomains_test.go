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
	checktest.Verdicts(t, InvitationDomains, []checktest.Test{
		{Name: "a list", Files: domains(`\"AllowedDomains\":[\"a.example\"]`), Want: finding.Pass},
		{Name: "an empty list lets nobody in", Files: domains(`\"AllowedDomains\":[]`), Want: finding.Pass},
		{Name: "an empty list beside null", Files: domains(`\"AllowedDomains\":[],\"BlockedDomains\":null`), Want: finding.Pass},
		{Name: "two empty lists say both", Files: domains(`\"AllowedDomains\":[],\"BlockedDomains\":[]`), Want: finding.Unknown},
		{Name: "a list beside an empty one", Files: domains(`\"AllowedDomains\":[\"a.example\"],\"BlockedDomains\":[]`), Want: finding.Pass},
		{Name: "some are blocked", Files: domains(`\"BlockedDomains\":[\"a.example\"]`), Want: finding.Fail},
		{Name: "some are blocked and nothing allowed by name", Files: domains(`\"AllowedDomains\":[],\"BlockedDomains\":[\"a.example\"]`), Want: finding.Fail},
		{Name: "other part of the policy", Files: policies(`[{"definition":["{\"B2BManagementPolicy\":{\"PreviewPolicy\":{\"Features\":[]}}}"]}]`), Want: finding.Fail},
		{Name: "not in force", Files: policies(`[{"isOrganizationDefault":false,"definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"AllowedDomains\":[\"a.example\"]}}}"]}]`), Want: finding.Fail},
		{Name: "unreadable", Files: policies(`[{"definition":["{"]}]`), Want: finding.Unknown},
		{Name: "no policy", Files: policies(`[]`), Want: finding.Fail},
		{Name: "unread", Want: finding.Unknown},
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
		if n < 0 || n > 0 && (!set || !ok) {
			t.Errorf("got %v set %v ok %v", n, set, ok)
		}
	})
}
