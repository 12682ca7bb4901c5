package activity

import (
	"slices"
	"strings"
	"sync"

	"vahti.ai/vahti/shared/snapshot"
)

// activities are what several activities touch, by the names that Microsoft's
// reference gives them:
//
//	https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities
//
// What is only asked for or approved touches nothing: what is then done has an
// entry of its own.
type activities struct {
	touch rule
	names []string
}

// table is the rule of each activity by its name as normal writes it.
var table = sync.OnceValue(func() map[string]rule {
	out := map[string]rule{}
	for _, a := range slices.Concat(tenantActivities(), peopleActivities(), applicationActivities(), roleActivities()) {
		for _, name := range a.names {
			out[normal(name)] = a.touch
		}
	}
	// What checks judge of the log itself is there again with each such entry.
	for _, name := range slices.Concat(snapshot.GrantActivities(), snapshot.FederationActivities()) {
		out[normal(name)] = recent(out[normal(name)])
	}
	return out
})

// normal writes an activity's name in one way: services differ in capitals, in
// dashes and in the spaces around them.
func normal(name string) string {
	return strings.Join(strings.Fields(oneWay().Replace(strings.ToLower(name))), " ")
}

var oneWay = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("\u2013", "-", "\u2014", "-", "\u00a0", " ")
})

// tenantActivities change what the tenant has once, or a few of.
func tenantActivities() []activities {
	return []activities{
		{of("Policy", snapshot.ConditionalAccessPolicies), []string{
			"Add Conditional Access policy", "Update Conditional Access policy", "Delete Conditional Access policy",
		}},
		{of("Policy", snapshot.NamedLocations), []string{"Add named location", "Update named location", "Delete named location"}},
		// A strength lies within the policies that demand it.
		{whole(snapshot.ConditionalAccessPolicies), []string{
			"Authentication Strength Policy Create", "Authentication Strength Policy Update", "Authentication Strength Policy Delete",
			"Authentication Strength Combination Configuration Create", "Authentication Strength Combination Configuration Update",
			"Authentication Strength Combination Configuration Delete",
		}},
		{whole(snapshot.ResourceActions), []string{
			"Add AuthenticationContextClassReference", "Update AuthenticationContextClassReference", "Delete AuthenticationContextClassReference",
		}},
		{whole(snapshot.SecurityDefaults), []string{"Update security defaults"}},
		{whole(snapshot.AuthorizationPolicy), []string{"Update authorization policy"}},
		{whole(snapshot.AuthenticationMethodsPolicy), []string{"Authentication Methods Policy Update", "Authentication Methods Policy Reset"}},
		{whole(snapshot.DeviceRegistrationPolicy), []string{"Set device registration policies"}},
		{whole(snapshot.PermissionGrantPolicies), []string{
			"Add permission grant policy", "Update permission grant policy", "Delete permission grant policy",
		}},
		{whole(snapshot.CrossTenantAccessDefault), []string{
			"Update the company default cross-tenant access setting", "Reset the cross-tenant access default setting",
		}},
		// The directory says no more of these than that a policy changed.
		{by("Core Directory", whole(
			snapshot.ActivityBasedTimeoutPolicies, snapshot.B2BManagementPolicies, snapshot.AdminConsentRequestPolicy,
			snapshot.DefaultAppManagementPolicy, snapshot.AppManagementPolicies, snapshot.ExternalIdentitiesPolicy,
		)), []string{"Add policy", "Update policy", "Delete policy"}},
		{whole(snapshot.GroupSettings), []string{"Create group settings", "Update group settings", "Delete group settings"}},
		{whole(snapshot.GroupSettings, snapshot.AdminConsentRequestPolicy), []string{
			"Create company settings", "Update company settings", "Delete company settings",
		}},
		{whole(snapshot.Organizations, snapshot.AuthorizationPolicy), []string{"Set Company Information"}},
		{whole(snapshot.Organizations), []string{"Update company", "Set DirSyncEnabled flag", "Set DirSync feature"}},
		{whole(snapshot.Domains), []string{"Set password policy"}},
		{whole(snapshot.SubscribedSkus), []string{"Delete subscription"}},
		{domains(snapshot.Domains, snapshot.FederationConfigurations), []string{
			"Set domain authentication", "Set federation settings on domain", "Update domain", "Add verified domain", "Remove verified domain",
			"Promote sub domain to root domain",
		}},
		{domains(snapshot.Domains), []string{"Add unverified domain", "Remove unverified domain", "Verify domain", "Verify email verified domain"}},
		{whole(snapshot.PartnerRelations, snapshot.Contracts), []string{
			"Add partner to company", "Remove partner from company", "Demote partner", "Promote company to partner", "Set Partnership",
			"Update partner directory settings",
		}},
		{whole(snapshot.AccessReviews), []string{"Create access review", "Update access review", "Delete access review"}},
		{whole(snapshot.ApplicationProxies), []string{"Enable application proxy", "Disable application proxy"}},
	}
}

// peopleActivities change people, how they sign in, and groups.
func peopleActivities() []activities {
	return []activities{
		{of("User", snapshot.Users), []string{
			"Add user", "Delete user", "Hard Delete user", "Restore user", "Disable account", "Enable account",
			"Convert federated user to managed", "Invite external user", "Invite external user with reset invitation status",
			"Invite internal user to B2B collaboration", "Redeem external user invite", "Redeem extern user invite", "Viral user creation",
			"Delete external user",
		}},
		{updateUser, []string{"Update user"}},
		{of("User", snapshot.PrivilegedLicences), []string{
			"Change user license", "Finish applying group based license to user", "Finish applying group based license to users",
		}},
		{of("User", snapshot.LegacyMFA, snapshot.RegistrationDetails), []string{"Enable Strong Authentication", "Disable Strong Authentication"}},
		{of("User", snapshot.RegistrationDetails, snapshot.EmergencyMethods), []string{
			"User registered security info", "User deleted security info", "User updated security info", "User changed default security info",
			"User registered all required security info", "Admin registered security info", "Admin deleted security info",
			"Admin updated security info", "Security info saved for self-service password reset",
			"Add users strong authentication phone app detail", "Remove users strong authentication phone app detail",
			"Add FIDO2 security key", "Delete FIDO2 security key(s)", "Add Windows Hello for Business credential",
			"Delete Windows Hello for Business credential", "Add passwordless phone sign-in credential",
			"Delete passwordless phone sign-in credential", "Add platform credential", "Delete platform credential",
			"Assign Hardware Oath Token", "Set user oath token metadata enabled",
		}},
		{all(of("User", snapshot.RiskyUsers), whole(snapshot.RiskDetections)), []string{
			"DismissUser", "ConfirmSafe", "ConfirmCompromised", "ConfirmAccountCompromised",
		}},

		// The direct members alone are told: who is in a group within a group is seen
		// when all is read again.
		{of("Group", snapshot.Groups), []string{
			"Add group", "Update group", "Hard Delete group", "Set group license", "Set group to be managed by user", "Assign label to group",
			"Remove label from group",
		}},
		{of("Group", snapshot.Groups, snapshot.GroupMembers, snapshot.GroupOwners), []string{"Delete group", "Restore group"}},
		{of("Group", snapshot.GroupMembers, snapshot.GroupChanges), []string{"Add member to group"}},
		{of("Group", snapshot.GroupMembers), []string{"Remove member from group"}},
		{of("Group", snapshot.GroupOwners, snapshot.GroupChanges), []string{"Add owner to group"}},
		{of("Group", snapshot.GroupOwners), []string{"Remove owner from group"}},
	}
}

// applicationActivities change applications and what they may do.
func applicationActivities() []activities {
	application, principal := of("Application", snapshot.Applications), of("ServicePrincipal", snapshot.ServicePrincipals)
	granted := of("ServicePrincipal", snapshot.AppRoleAssignedTo)
	return []activities{
		{application, []string{
			"Add application", "Delete application", "Hard Delete application", "Restore application",
			"Update application - Certificates and secrets management", "Update application with safe rollout",
			"Complete application update after safe rollout", "Cancel application update with safe rollout",
			"Add owner to application", "Remove owner from application",
		}},
		{updateApplication, []string{"Update application"}},
		{all(whole(snapshot.AppManagementPolicies), application), []string{"Add policy to application", "Remove policy from application"}},
		{all(application, principal), []string{"Set verified publisher", "Unset verified publisher"}},

		{principal, []string{
			"Add service principal", "Update service principal", "Hard delete service principal", "Add service principal credentials",
			"Remove service principal credentials", "Add owner to service principal", "Remove owner from service principal",
		}},
		{all(whole(snapshot.AppManagementPolicies), principal), []string{
			"Add policy to service principal", "Remove policy from service principal",
		}},
		// With a principal go, and come back, the permissions that it was given.
		{all(principal, whole(snapshot.PermissionGrants, snapshot.AppRoleAssignedTo)), []string{
			"Remove service principal", "Restore service principal",
		}},
		{all(of("ServicePrincipal", snapshot.RiskyServicePrincipals), whole(snapshot.ServicePrincipalDetections)), []string{
			"DismissServicePrincipal", "ConfirmServicePrincipalCompromised",
		}},

		// The target is the application that is let in, not the ones it is let into.
		{whole(snapshot.PermissionGrants, snapshot.AppRoleAssignedTo), []string{"Consent to application", "Restore consent"}},
		{whole(snapshot.PermissionGrants), []string{"Add delegated permission grant", "Remove delegated permission grant"}},
		{granted, []string{
			"Add app role assignment to service principal", "Remove app role assignment from service principal",
		}},
	}
}

// roleActivities change who holds a role, or may, and the rules for it.
func roleActivities() []activities {
	held := whole(snapshot.RoleAssignments, snapshot.RoleAssignmentSchedules)
	eligible := whole(snapshot.RoleEligibilitySchedules)
	return []activities{
		{held, []string{
			"Add member to role", "Remove member from role", "Add scoped member to role", "Remove scoped member from role",
			"Add member to role scoped over Restricted Management Administrative Unit",
			"Remove member from role scoped over Restricted Management Administrative Unit",
			"Add role assignment to role definition", "Remove role assignment from role definition",
		}},
		{eligible, []string{
			"Add eligible member to role", "Remove eligible member from role", "Add EligibleRoleAssignment to RoleDefinition",
			"Remove EligibleRoleAssignment from RoleDefinition",
		}},
		{whole(snapshot.RoleDefinitions), []string{
			"Add role definition", "Update role definition", "Delete role definition", "Role definition created", "Add role from template", "Update role",
		}},
		{managed(held), []string{
			"Add member to role completed (PIM activation)", "Add member to role in PIM completed (permanent)",
			"Add member to role in PIM completed (timebound)", "Add member to role outside of PIM (permanent)",
			"Remove member from role (PIM activation expired)", "Remove member from role completed (PIM deactivate)",
			"Remove member from role in PIM completed (permanent)", "Remove member from role in PIM completed (timebound)",
			"Remove permanent direct role assignment", "Restore permanent direct role assignment", "Restore member from role",
			"Restore member from role in PIM completed", "Approve request - direct role assignment",
		}},
		{managed(eligible), []string{
			"Add eligible member to role in PIM completed (permanent)", "Add eligible member to role in PIM completed (timebound)",
			"Remove eligible member from role in PIM completed (permanent)", "Remove eligible member from role in PIM completed (timebound)",
			"Remove permanent eligible role assignment", "Restore permanent eligible role assignment",
			"Restore eligible member from role in PIM completed",
		}},
		{managed(all(held, eligible)), []string{
			"Process request", "Process role removal request", "Process role update request",
			"Update member in PIM approved by admin (extend/renew)", "Tenant offboarded from PIM",
		}},
		{whole(snapshot.RoleManagementPolicies, snapshot.GroupRolePolicies), []string{
			"Update role setting in PIM", "PIM policy removed", "Onboarded resource to PIM", "Onboarded resource from PIM",
			"Offboarded resource from PIM",
		}},
	}
}
