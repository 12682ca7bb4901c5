package signins

import (
	"maps"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// licensed is a tenant with the licences that the checks here need.
const licensed = `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":5},"servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"},
	{"servicePlanName":"AAD_WRKLDID_P1","provisioningStatus":"Success"}]}]`

// tenant is a tenant with everything licensed and what is given besides.
func tenant(files checktest.Files) checktest.Files {
	out := checktest.Files{snapshot.SubscribedSkus.Resource(): licensed}
	maps.Copy(out, files)
	return out
}

// unlicensed is the same tenant without a licence.
func unlicensed(files checktest.Files) checktest.Files {
	out := maps.Clone(files)
	out[snapshot.SubscribedSkus.Resource()] = `[]`
	return out
}
