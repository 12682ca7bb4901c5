package synth

import "encoding/json"

// subscription is what a tenant buys.
type subscription struct {
	id, name string
	plans    []plan
}

type plan struct{ name, id string }

// small is the most people that Microsoft's subscription for small companies is for.
const small = 300

// subscriptions are what the tenant bought, first what its people have.
func (t *tenant) subscriptions() []subscription {
	out := []subscription{t.peoples()}
	if t.workload {
		out = append(out, subscription{"52cdf00e-8303-4223-a749-ff69a13e2dd0", "Workload_Identities_P2", []plan{
			{"AAD_WRKLDID_P1", "84c289f0-efcb-486f-8581-07f44fc9efad"}, {"AAD_WRKLDID_P2", "7dc0e92d-bf15-401d-907e-0884efe7c760"}}})
	}
	return out
}

// peoples is the subscription that the tenant's people have.
func (t *tenant) peoples() subscription {
	teams := plan{"TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929"}
	smaller := []plan{{"EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c"},
		{"SHAREPOINTSTANDARD", "c7699d2e-19aa-44de-8edf-1736da088ca1"}, teams}
	larger := []plan{{"EXCHANGE_S_ENTERPRISE", "efb87545-963c-4e0d-99df-69c6916d9eb0"},
		{"SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72"}, teams}
	p1 := []plan{{"AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"}, {"INTUNE_A", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"},
		{"MFA_PREMIUM", "8a256a2b-b617-496d-b51b-e76466e88db0"}, {"RMS_S_PREMIUM", "6c57d4b6-3b23-47a5-9bc9-69f17b4947b3"}}
	p2 := []plan{{"AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"}, {"RMS_S_PREMIUM2", "5689bec4-755d-4753-8b61-40975025187c"},
		{"ATP_ENTERPRISE", "f20fedf3-f3c3-43c3-8267-2bfdd51c0939"}, {"THREAT_INTELLIGENCE", "8e0c0a52-6a6c-4d40-8370-dd62790dcd70"},
		{"WINDEFATP", "871d91ec-ec1a-452b-a83f-bd76c7d770ef"}, {"ATA", "14ab5db5-e6c4-4b20-b4bc-13e36fd2227f"},
		{"ADALLOM_S_STANDALONE", "2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2"}, {"MTP", "bf28f719-7844-4079-9c78-c1307898e192"}}
	join := func(lists ...[]plan) []plan {
		var all []plan
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	switch {
	case t.licence == premium2:
		return subscription{"06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", join(larger, p1, p2)}
	case t.licence == premium1 && t.users <= small:
		return subscription{"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", join(smaller, p1, []plan{
			{"ATP_ENTERPRISE", "f20fedf3-f3c3-43c3-8267-2bfdd51c0939"}, {"MDE_SMB", "bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4"}})}
	case t.licence == premium1:
		return subscription{"05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", join(larger, p1, []plan{
			{"MDE_LITE", "292cc034-7b7c-4950-aaf5-943befd3f1d4"}})}
	}
	return subscription{"3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", smaller}
}

// assigned is a subscription as the line of a user who has it says.
func (s subscription) assigned() string { return `[{"disabledPlans":[],"skuId":"` + s.id + `"}]` }

// details is a subscription as Graph answers for the licences of a user who has it.
func (s subscription) details() string {
	data, err := json.Marshal([]object{{"id": s.id, "skuId": s.id, "skuPartNumber": s.name, "servicePlans": s.servicePlans()}})
	if err != nil { // texts alone: cannot fail
		return "[]"
	}
	return string(data)
}

func (s subscription) servicePlans() []object {
	var out []object
	for _, p := range s.plans {
		out = append(out, object{"servicePlanId": p.id, "servicePlanName": p.name, "provisioningStatus": "Success", "appliesTo": "User"})
	}
	return out
}
