package groups

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	withP1      = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
	withLabels  = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"},{"servicePlanName":"RMS_S_PREMIUM","provisioningStatus":"Success"}]}]`
	withNothing = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

// groupSettings is a tenant with these licences and settings of groups; "" for
// settings that were never made.
func groupSettings(licences, values string) checktest.Files {
	settings := `[]`
	if values != "" {
		settings = `[{"templateId":"62375AB9-6B52-47ED-826B-58E47E0E304B","values":[` + values + `]}]`
	}
	return checktest.Files{snapshot.SubscribedSkus.Resource(): licences, snapshot.GroupSettings.Resource(): settings}
}

// value is one setting; text is JSON.
func value(name, text string) string { return `{"name":"` + name + `","value":` + text + `}` }
