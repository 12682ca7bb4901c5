package identity

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// authorization is a tenant of which only the authorization policy was read.
func authorization(policy string) checktest.Files {
	return checktest.Files{snapshot.AuthorizationPolicy.Resource(): policy}
}

const (
	withP1    = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
	withoutP1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

// passwordSettings is a licensed tenant with these password rules.
func passwordSettings(values string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource(): withP1,
		snapshot.GroupSettings.Resource():  `[{"templateId":"5CF42378-D67D-4F36-BA46-E8B86229381D","values":[` + values + `]}]`,
	}
}
