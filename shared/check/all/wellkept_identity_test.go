package all

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptIdentity is what the checks on identity and groups read besides.
func wellKeptIdentity() checktest.Files {
	return checktest.Files{
		snapshot.Groups.Resource(): `[
			{"id":"group","displayName":"Administrators","groupTypes":[],"securityEnabled":true,"visibility":"Private","membershipRule":null,"isAssignableToRole":true,
				"isManagementRestricted":false,"onPremisesSyncEnabled":null,"resourceProvisioningOptions":[],"assignedLicenses":[]},
			{"id":"team","displayName":"Team","groupTypes":["Unified"],"securityEnabled":false,"visibility":"Private","membershipRule":null,"isAssignableToRole":null,
				"isManagementRestricted":false,"onPremisesSyncEnabled":null,"resourceProvisioningOptions":["Team"],"assignedLicenses":[]},
			{"id":"licensed","displayName":"Licensed","groupTypes":["DynamicMembership"],"securityEnabled":true,"visibility":null,"membershipRule":"(user.extensionAttribute1 -eq \"employee\")",
				"membershipRuleProcessingState":"On","isAssignableToRole":null,"isManagementRestricted":false,"onPremisesSyncEnabled":null,"resourceProvisioningOptions":[],"assignedLicenses":[{"skuId":"s"}]},
			{"id":"guests","displayName":"Guests","groupTypes":["DynamicMembership"],"securityEnabled":true,"visibility":null,"membershipRule":"(user.userType -eq \"Guest\")",
				"membershipRuleProcessingState":"On","isAssignableToRole":null,"isManagementRestricted":false,"onPremisesSyncEnabled":null,"resourceProvisioningOptions":[],"assignedLicenses":[]}]`,
		snapshot.FederationConfigurations.Resource(): `{}`,
		snapshot.LegacyMFA.Resource(): `{"a1":[{"perUserMfaState":"disabled"}],"a2":[{"perUserMfaState":"disabled"}],"a3":[{"perUserMfaState":"disabled"}],
			"u1":[{"perUserMfaState":"disabled"}],"g1":[{"perUserMfaState":"disabled"}]}`,
	}
}
