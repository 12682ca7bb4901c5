package authmethods

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	withP1    = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
	withoutP1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

// policy is a licensed tenant with this authentication methods policy.
func policy(text string) checktest.Files {
	return checktest.Files{snapshot.AuthenticationMethodsPolicy.Resource(): text, snapshot.SubscribedSkus.Resource(): withP1}
}

// configured is a tenant whose policy holds this one method.
func configured(text string) checktest.Files {
	return policy(`{"authenticationMethodConfigurations":[` + text + `]}`)
}

// unlicensed is the tenant without the licence.
func unlicensed(files checktest.Files) checktest.Files {
	files[snapshot.SubscribedSkus.Resource()] = withoutP1
	return files
}
