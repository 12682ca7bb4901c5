package snapshot

// The resources, one key each. The name is the version and path as Graph
// spells them; beta only where v1.0 lacks a property that a check judges.
var (
	AuthorizationPolicy         = One[AuthorizationPolicyData]{"v1.0/policies/authorizationPolicy"}
	AdminConsentRequestPolicy   = One[AdminConsentRequestPolicyData]{"v1.0/policies/adminConsentRequestPolicy"}
	SecurityDefaults            = One[SecurityDefaultsData]{"v1.0/policies/identitySecurityDefaultsEnforcementPolicy"}
	AuthenticationMethodsPolicy = One[AuthenticationMethodsPolicyData]{"beta/policies/authenticationMethodsPolicy"}
	DefaultAppManagementPolicy  = One[AppManagementPolicy]{"v1.0/policies/defaultAppManagementPolicy"}
	CrossTenantAccessDefault    = One[CrossTenantAccess]{"v1.0/policies/crossTenantAccessPolicy/default"}

	ConditionalAccessPolicies    = Many[ConditionalAccessPolicy]{"beta/identity/conditionalAccess/policies"}
	AppManagementPolicies        = Many[AppManagementPolicy]{"v1.0/policies/appManagementPolicies"}
	ActivityBasedTimeoutPolicies = Many[DefinitionPolicy]{"v1.0/policies/activityBasedTimeoutPolicies"}
	B2BManagementPolicies        = Many[DefinitionPolicy]{"beta/policies/b2bManagementPolicies"}
	Domains                      = Many[Domain]{"v1.0/domains"}
	GroupSettings                = Many[GroupSetting]{"v1.0/groupSettings"}
	Organizations                = Many[Organization]{"v1.0/organization"}
	SubscribedSkus               = Many[SubscribedSku]{"v1.0/subscribedSkus"}
	Users                        = Many[User]{"v1.0/users"}
	ServicePrincipals            = Many[ServicePrincipal]{"v1.0/servicePrincipals"}
	RoleDefinitions              = Many[RoleDefinition]{"v1.0/roleManagement/directory/roleDefinitions"}
	RoleAssignments              = Many[RoleAssignment]{"v1.0/roleManagement/directory/roleAssignments"}
	RoleAssignmentSchedules      = Many[RoleSchedule]{"v1.0/roleManagement/directory/roleAssignmentScheduleInstances"}
	RoleEligibilitySchedules     = Many[RoleSchedule]{"v1.0/roleManagement/directory/roleEligibilitySchedules"}
	RoleManagementPolicies       = Many[RoleManagementPolicyAssignment]{"v1.0/policies/roleManagementPolicyAssignments"}

	// GroupMembers are the direct and indirect members of the groups that hold a role.
	GroupMembers = Each[DirectoryObject]{"v1.0/groups/{id}/transitiveMembers"}
	// DelegatedPermissionClassifications are read for the resource principals
	// whose delegated permissions users are commonly asked to consent to.
	DelegatedPermissionClassifications = Each[PermissionClassification]{"v1.0/servicePrincipals/{id}/delegatedPermissionClassifications"}
	// AppRoleAssignedTo lists who holds application permissions, from the few
	// resource principals that define them.
	AppRoleAssignedTo = Each[AppRoleAssignment]{"v1.0/servicePrincipals/{id}/appRoleAssignedTo"}
)

// Keys returns every key, in a fixed order.
func Keys() []Key {
	return []Key{
		AuthorizationPolicy, AdminConsentRequestPolicy, SecurityDefaults, AuthenticationMethodsPolicy,
		DefaultAppManagementPolicy, CrossTenantAccessDefault,
		ConditionalAccessPolicies, AppManagementPolicies, ActivityBasedTimeoutPolicies, B2BManagementPolicies,
		Domains, GroupSettings, Organizations, SubscribedSkus, Users, ServicePrincipals,
		RoleDefinitions, RoleAssignments, RoleAssignmentSchedules, RoleEligibilitySchedules, RoleManagementPolicies,
		GroupMembers, DelegatedPermissionClassifications, AppRoleAssignedTo,
	}
}

// KeyOf returns the key of r.
func KeyOf(r Resource) (Key, bool) {
	for _, k := range Keys() {
		if k.Resource() == r {
			return k, true
		}
	}
	return nil, false
}
