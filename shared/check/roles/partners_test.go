package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPartners(t *testing.T) {
	const own = `"customer":{"tenantId":"T"},`
	tenant := func(contracts, relations string) checktest.Files {
		return checktest.Files{
			snapshot.Organizations.Resource():    `[{"id":"t"}]`,
			snapshot.Contracts.Resource():        `[` + contracts + `]`,
			snapshot.PartnerRelations.Resource(): `[` + relations + `]`,
		}
	}
	relation := func(rest string) string { return `{"id":"r-p","displayName":"Partner",` + rest + `}` }
	roles := func(id string) string {
		return `"accessDetails":{"unifiedRoles":[{"roleDefinitionId":"` + id + `"}]},`
	}
	const ends, active = `"endDateTime":"2028-01-01T00:00:00Z",`, `"status":"active"`
	good := relation(own + roles(exchange) + ends + active)
	accepted := snapshot.Settings{Declared: snapshot.Declared{Partners: []string{"P"}}}
	byRelation := snapshot.Settings{Declared: snapshot.Declared{Partners: []string{"R-P"}}}
	checktest.Verdicts(t, Partners, []checktest.Test{
		{Name: "declared by the partner's tenant", Settings: accepted, Files: tenant(``, good), Want: finding.Pass},
		{Name: "declared by the relation", Settings: byRelation, Files: tenant(``, good), Want: finding.Pass},
		{Name: "not declared", Files: tenant(``, good), Want: finding.Fail},
		{Name: "Global Administrator", Settings: accepted, Files: tenant(``, relation(own+roles(GlobalAdministrator)+ends+active)), Want: finding.Fail},
		{Name: "too long", Settings: accepted, Files: tenant(``, relation(own+roles(exchange)+`"endDateTime":"2029-01-01T00:00:00Z",`+active)), Want: finding.Fail},
		{Name: "without an end", Settings: accepted, Files: tenant(``, relation(own+roles(exchange)+`"endDateTime":null,`+active)), Want: finding.Fail},
		{Name: "end not returned", Settings: accepted, Files: tenant(``, relation(own+roles(exchange)+active)), Want: finding.Unknown},
		{Name: "roles not returned", Settings: accepted, Files: tenant(``, relation(own+ends+active)), Want: finding.Unknown},
		{Name: "a state Vahti does not know", Settings: accepted, Files: tenant(``, relation(own+roles(exchange)+ends+`"status":"unknownFutureValue"`)), Want: finding.Unknown},
		{Name: "over, which leaves nothing listed", Files: tenant(``, relation(own+roles(GlobalAdministrator)+ends+`"status":"terminated"`)), Want: finding.Unknown},
		{Name: "a relation in which this tenant is the partner", Settings: accepted, Files: tenant(`{"id":"c","contractType":"ResellerPartner","customerId":"x"}`, good+`,`+`{"id":"s","customer":{"tenantId":"x"},"status":"active"}`), Want: finding.Pass},
		{Name: "a relation of the older kind", Settings: accepted, Files: tenant(`{"id":"c","contractType":"BreadthPartner","customerId":"t"}`, good), Want: finding.Fail},
		{Name: "whose relation it is cannot be told", Settings: accepted, Files: without(tenant(`{"id":"c","contractType":"ResellerPartner","customerId":"x"}`, good), snapshot.Organizations.Resource()), Want: finding.Unknown},
		{Name: "nothing listed", Files: tenant(``, ``), Want: finding.Unknown},
		{Name: "unread", Files: without(tenant(``, good), snapshot.Contracts.Resource()), Want: finding.Unknown},
	})
}
