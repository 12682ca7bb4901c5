package monitoring

import (
	"maps"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// licensed is a tenant with Microsoft 365 E5, as far as the checks here ask.
const licensed = `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":5},"servicePlans":[
	{"servicePlanName":"ATA","provisioningStatus":"Success"},{"servicePlanName":"ADALLOM_S_STANDALONE","provisioningStatus":"Success"},
	{"servicePlanName":"RMS_S_PREMIUM2","provisioningStatus":"Success"}]}]`

// tenant is a tenant with everything licensed and one resource read.
func tenant(r snapshot.Resource, text string) checktest.Files {
	return checktest.Files{snapshot.SubscribedSkus.Resource(): licensed, r: text}
}

// plans is the same tenant with these service plans alone.
func plans(files checktest.Files, names ...string) checktest.Files {
	out := maps.Clone(files)
	list := ""
	for i, n := range names {
		if i > 0 {
			list += ","
		}
		list += `{"servicePlanName":"` + n + `","provisioningStatus":"Success"}`
	}
	out[snapshot.SubscribedSkus.Resource()] = `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":5},"servicePlans":[` + list + `]}]`
	return out
}

func alerts(list string) checktest.Files {
	return tenant(snapshot.Alerts.Resource(), `[`+list+`]`)
}
