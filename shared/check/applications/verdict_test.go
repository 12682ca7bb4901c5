package applications

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// consentPolicies is a tenant in which these policies are assigned to users.
func consentPolicies(list string) checktest.Files {
	return checktest.Files{snapshot.AuthorizationPolicy.Resource(): `{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":` + list + `}}`}
}

func merge(files ...checktest.Files) checktest.Files {
	all := checktest.Files{}
	for _, f := range files {
		for r, text := range f {
			all[r] = text
		}
	}
	return all
}

// workflow is a tenant with this admin consent request policy.
func workflow(policy string) checktest.Files {
	return checktest.Files{snapshot.AdminConsentRequestPolicy.Resource(): policy}
}

// consentSettingsOf is a tenant with these consent policy settings.
func consentSettingsOf(values string) checktest.Files {
	return checktest.Files{snapshot.GroupSettings.Resource(): `[{"templateId":"DFFD5D46-495D-40A9-8E21-954FF55E198A","values":[` + values + `]}]`}
}
