package graph

import (
	"slices"

	"vahti.ai/vahti/shared/snapshot"
)

// Page sizes. Microsoft documents for every collection which query options it
// takes, but not always how large its pages are.
const (
	// largePage is the largest page of directory objects; more is refused.
	largePage = 999
	// defaultPage is what directory collections give when nothing is asked.
	defaultPage = 100
)

// Permissions and licences that several rows name.
const (
	policyRead      = "Policy.Read.All"
	roleRead        = "RoleManagement.Read.Directory"
	applicationRead = "Application.Read.All"

	groupRead      = "GroupMember.Read.All"
	userRead       = "User.Read.All"
	auditRead      = "AuditLog.Read.All"
	deviceConfig   = "DeviceManagementConfiguration.Read.All"
	deviceService  = "DeviceManagementServiceConfig.Read.All"
	managedDevices = "DeviceManagementManagedDevices.Read.All"
	filesRead      = "Files.Read.All"
	alertRead      = "SecurityAlert.Read.All"

	licenceP1       = "Microsoft Entra ID P1"
	licenceP2       = "Microsoft Entra ID P2"
	licenceWorkload = "Microsoft Entra Workload ID Premium"
	licenceIntune   = "Microsoft Intune"
	licenceDefender = "a Microsoft Defender licence"

	onePermissionForRoles = "RoleManagement.Read.Directory is asked for anyway to read roles and their assignments and covers this too, so no further permission is needed"
)

// Table returns how each resource is read, in the order of snapshot.Keys.
func Table() []Row {
	rows := slices.Concat(
		policyRows(), directoryRows(), roleRows(), privilegeRows(), applicationRows(),
		personRows(), collaborationRows(), deviceRows(), signalRows(), auditRows(),
	)
	at := make(map[snapshot.Resource]Row, len(rows))
	for _, r := range rows {
		r.Resource = r.Key.Resource()
		at[r.Resource] = r
	}
	ordered := make([]Row, 0, len(rows))
	for _, k := range snapshot.Keys() {
		if r, ok := at[k.Resource()]; ok {
			ordered = append(ordered, r)
		}
	}
	return ordered
}

func policyRows() []Row {
	return []Row{
		{
			Key: snapshot.AuthorizationPolicy, Permission: policyRead, Batched: true,
			Why: "To see what ordinary users and guests may do in the tenant.",
		},
		{
			Key: snapshot.AdminConsentRequestPolicy, Permission: policyRead, Batched: true,
			Why: "To see whether users can ask an administrator before an application gets access.",
		},
		{
			Key: snapshot.SecurityDefaults, Permission: policyRead, Batched: true,
			Why: "To see whether Microsoft's own baseline protection is on.",
		},
		{
			Key: snapshot.AuthenticationMethodsPolicy, Permission: policyRead, Batched: true,
			NotLeast: "Policy.Read.All is asked for anyway to read the other policies and covers this one, so no further permission is needed",
			Why:      "To see which sign-in methods are allowed and for whom.",
		},
		{
			Key: snapshot.DefaultAppManagementPolicy, Permission: policyRead, Batched: true,
			Why: "To see how long applications may keep their secrets and certificates.",
		},
		{
			Key: snapshot.CrossTenantAccessDefault, Permission: policyRead, Batched: true,
			Why: "To see whom the tenant lets in from other organisations.",
		},
		{
			// The version is beta for conditions on agents. $top is supported; a tenant
			// holds at most 240 policies, so one page is all.
			Key: snapshot.ConditionalAccessPolicies, Batched: true, Permission: policyRead, Top: largePage, PageLimit: largePage,
			Why: "To see which sign-ins are blocked or need a second factor.",
		},
		{
			// $top is not sent: few policies, in pages of the default size.
			Key: snapshot.AppManagementPolicies, Permission: policyRead, PageLimit: defaultPage, Batched: true,
			Why: "To see which applications follow other rules for secrets than the tenant's.",
		},
		{
			// $top is not sent: few policies, in pages of the default size.
			Key: snapshot.ActivityBasedTimeoutPolicies, Permission: policyRead, PageLimit: defaultPage, Batched: true,
			Why: "To see after how long an unattended web session ends.",
		},
		{
			// Beta only. A tenant has one such policy, so it shares the batch of the
			// singleton that is beta too.
			Key: snapshot.B2BManagementPolicies, Permission: "Policy.Read.B2BManagementPolicy", PageLimit: defaultPage, Batched: true,
			Why: "To see to which domains guests can be invited from.",
		},
	}
}

func directoryRows() []Row {
	return []Row{
		{
			// $top up to 999; a tenant can have 5,000 domains.
			Key: snapshot.Domains, Batched: true, Permission: "Domain.Read.All", Top: largePage, PageLimit: largePage,
			Select: "id,authenticationType,isVerified,isRoot,isInitial,passwordValidityPeriodInDays",
			Why:    "To see the tenant's domains and how passwords expire in them.",
		},
		{
			// Not paged: a tenant has at most one object per template.
			Key: snapshot.GroupSettings, Batched: true, Permission: "GroupSettings.Read.All", PageLimit: defaultPage,
			Why: "To see the rules for groups, guests in groups and passwords.",
		},
		{
			// Always one entity; $top is not supported.
			Key: snapshot.Organizations, Batched: true, Permission: "Organization.Read.All", PageLimit: defaultPage,
			Select:   "id,displayName,createdDateTime,onPremisesSyncEnabled,assignedPlans",
			NotLeast: "the least permission listed belongs to device management and shows that besides; this one shows the organisation alone",
			Why:      "To see the tenant's name, its licences and whether it synchronises with a local directory.",
		},
		{
			// Takes $select alone; not paged.
			Key: snapshot.SubscribedSkus, Batched: true, Permission: "LicenseAssignment.Read.All", PageLimit: defaultPage,
			Select: "skuId,skuPartNumber,capabilityStatus,prepaidUnits,servicePlans",
			Why:    "To know which protections the tenant has bought, so that none is demanded that it cannot have.",
		},
		{
			// $top up to 999 (500 only with signInActivity, which is not asked for).
			Key: snapshot.Users, Delta: true, Permission: "User.Read.All", Top: largePage, PageLimit: largePage,
			Select:   principalProperties + ",mail,employeeHireDate",
			NotLeast: "the least permission listed shows neither whether an account is enabled, nor whether it is a guest, nor where it is synchronised from",
			Why:      "To see which accounts are enabled, which are guests, which have a mailbox and which come from a local directory.",
		},
		{
			// $top up to 999. $expand of owners gives the first 20.
			Key: snapshot.ServicePrincipals, Delta: true, Permission: applicationRead, Top: largePage, PageLimit: largePage,
			Select: "id,appId,displayName,accountEnabled,servicePrincipalType,appOwnerOrganizationId,appRoleAssignmentRequired," +
				"disabledByMicrosoftStatus,verifiedPublisher,servicePrincipalNames,passwordCredentials,keyCredentials,preferredTokenSigningKeyThumbprint,replyUrls,tags",
			Expand: "owners($select=" + ownerProperties + ")",
			Why:    "To see which applications have access to the tenant, who made them, who owns them and which secrets open them.",
		},
		{
			// $top is not sent: a handful per application, in pages of the default size.
			Key: snapshot.DelegatedPermissionClassifications, Permission: applicationRead, PageLimit: defaultPage,
			Why:     "To see which permissions users may grant by themselves because they were called harmless.",
			Needs:   []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
			parents: listed(applications(microsoftGraph, exchangeOnline, sharePointOnline, azureADGraph)),
		},
		{
			// $top up to 999. Asked of the few that give permissions, not of the many
			// that hold them.
			Key: snapshot.AppRoleAssignedTo, Permission: applicationRead, Top: largePage, PageLimit: largePage,
			Why:     "To see which applications can act on mail, files and the directory without a person.",
			Needs:   []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
			parents: listed(applications(microsoftGraph, exchangeOnline, sharePointOnline)),
		},
	}
}

func roleRows() []Row {
	return []Row{
		{
			// $select, $filter and $expand are documented, $top up to 999 is taken.
			Key: snapshot.RoleDefinitions, Batched: true, Permission: roleRead, Top: largePage, PageLimit: largePage,
			Select: "id,templateId,displayName,isBuiltIn",
			Why:    "To know the administrator roles of the tenant.",
		},
		{
			// As role definitions; the principal comes along, so that nobody is asked for singly.
			Key: snapshot.RoleAssignments, Batched: true, Permission: roleRead, Top: largePage, PageLimit: largePage,
			Expand: "principal",
			Why:    "To see who holds an administrator role.",
		},
		{
			// As role definitions.
			Key: snapshot.RoleAssignmentSchedules, Batched: true, Permission: roleRead, Licence: licenceP2, Top: largePage, PageLimit: largePage,
			NotLeast: onePermissionForRoles,
			Why:      "To see which administrator roles are held permanently and which for a time.",
		},
		{
			// As role assignments.
			Key: snapshot.RoleEligibilitySchedules, Batched: true, Permission: roleRead, Licence: licenceP2, Top: largePage, PageLimit: largePage,
			Expand:   "principal",
			NotLeast: onePermissionForRoles,
			Why:      "To see who can activate an administrator role.",
		},
		{
			// The filter is obligatory. One entity per role, about 130.
			Key: snapshot.RoleManagementPolicies, Batched: true, Permission: roleRead, Licence: licenceP2, Top: largePage, PageLimit: largePage,
			Filter:   "scopeId eq '/' and scopeType eq 'DirectoryRole'",
			Expand:   "policy($expand=rules)",
			NotLeast: "the least permission listed covers the roles of every other Microsoft service as well; this one covers the directory alone",
			Why:      "To see which safeguards apply when an administrator role is activated.",
		},
		{
			// $top up to 999. Microsoft shows only the object ids of members whose
			// kind Vahti may not read.
			Key: snapshot.GroupMembers, Permission: "GroupMember.Read.All", Top: largePage, PageLimit: largePage,
			Select:   principalProperties,
			NotLeast: "the least permission listed shows neither whether a member's account is enabled nor where it is synchronised from",
			Why:      "To see who holds an administrator role through a group, and who is in the groups that policies leave out.",
			Needs:    []snapshot.Resource{snapshot.RoleAssignments.Resource()},
			Uses: []snapshot.Resource{
				snapshot.RoleEligibilitySchedules.Resource(), snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
				snapshot.ConditionalAccessPolicies.Resource(),
			},
			parents: listed(groupsToOpen),
		},
	}
}
