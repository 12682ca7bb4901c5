package graph

import "vahti.ai/vahti/shared/snapshot"

// privilegeRows are what people and partners may do, beyond directory roles.
func privilegeRows() []Row {
	return []Row{
		{
			// $top is not sent: a tenant has at most 195 locations.
			Key: snapshot.NamedLocations, Permission: policyRead, PageLimit: defaultPage, Batched: true,
			Why: "To see which networks the tenant trusts.",
		},
		{
			Key: snapshot.DeviceRegistrationPolicy, Permission: "Policy.Read.DeviceConfiguration", Batched: true,
			Why: "To see who may join devices to the tenant and who administers them.",
		},
		{
			Key: snapshot.PermissionGrantPolicies, Permission: "Policy.Read.PermissionGrant", PageLimit: defaultPage, Batched: true,
			Why: "To see under which conditions users may give applications access.",
		},
		{
			Key: snapshot.ExternalIdentitiesPolicy, Permission: policyRead, Batched: true,
			Why: "To see whether guests may leave the tenant by themselves.",
		},
		{
			// Beta only. Some hundreds of actions, of which those of three kinds are
			// judged, in pages of 100; how many $top may ask for is not documented.
			Key: snapshot.ResourceActions, Permission: roleRead, PageLimit: defaultPage, Batched: true,
			Why: "To see whether changes of conditional access ask for a stronger sign-in.",
		},
		{
			// Beta only.
			Key: snapshot.ExchangeAssignments, Permission: "RoleManagement.Read.Exchange", PageLimit: defaultPage, Batched: true,
			Why: "To see who can read or administer other people's mailboxes.",
		},
		{
			Key: snapshot.ExchangeRoles, Permission: "RoleManagement.Read.Exchange", PageLimit: largePage, Batched: true,
			Select: "id,displayName",
			Why:    "To know the roles in Exchange by name.",
		},
		{
			Key: snapshot.AccessReviews, Permission: "AccessReview.Read.All", Licence: licenceP2, PageLimit: defaultPage, Batched: true,
			Why: "To see whether the access of administrators and guests is reviewed regularly.",
		},
		{
			Key: snapshot.Contracts, Permission: "Directory.Read.All", PageLimit: defaultPage, Batched: true,
			NotLeast: "Microsoft marks no permission as the least for it; Directory.Read.All is asked for anyway to read delegated permissions",
			Why:      "To see which partners have unlimited administration rights of the older kind.",
		},
		{
			Key: snapshot.PartnerRelations, Permission: "DelegatedAdminRelationship.Read.All", PageLimit: defaultPage, Batched: true,
			Why: "To see which partners may administer the tenant, with which roles and until when.",
		},
		{
			// The filter is obligatory and takes one group.
			Key: snapshot.GroupRolePolicies, Permission: "RoleManagementPolicy.Read.AzureADGroup", Licence: licenceP2, PageLimit: defaultPage,
			Filter:   "scopeId eq '{id}' and scopeType eq 'Group'",
			Expand:   "policy($expand=rules)",
			Unlisted: "Microsoft Graph documentation, List roleManagementPolicyAssignments, for groups; the list names only the permissions for directory roles",
			Why:      "To see which safeguards apply when somebody joins a group that holds an administrator role.",
			Needs:    []snapshot.Resource{snapshot.RoleAssignments.Resource()},
			Uses:     roleGroupUses(),
			parents:  listed(groupsWithRoles),
		},
		{
			Key: snapshot.GroupOwners, Permission: groupRead, Top: largePage, PageLimit: largePage,
			Select:  ownerProperties,
			Why:     "To see who can put people into a group that holds an administrator role.",
			Needs:   []snapshot.Resource{snapshot.RoleAssignments.Resource()},
			Uses:    roleGroupUses(),
			parents: listed(groupsWithRoles),
		},
		{
			// The list of users with this property has pages of 500 and fails as a
			// whole without the licence: the few whose last sign-in matters are asked
			// for one by one.
			Key: snapshot.PrivilegedSignInActivity, Object: true, Permission: userRead, Also: auditRead, Licence: licenceP1, PageLimit: 1,
			Select:   "id,createdDateTime,signInActivity",
			NotLeast: "the least permission listed shows names and addresses alone",
			Why:      "To see which administrators have not signed in for a long time.",
			Needs:    []snapshot.Resource{snapshot.RoleAssignments.Resource()},
			Uses:     append(roleGroupUses(), snapshot.GroupMembers.Resource()),
			parents:  listed(peopleWithRoles),
		},
		{
			Key: snapshot.PrivilegedLicences, Permission: "LicenseAssignment.Read.All", PageLimit: defaultPage,
			Select:  "skuId,skuPartNumber,servicePlans",
			Why:     "To see whether administrators also use their accounts for mail and files.",
			Needs:   []snapshot.Resource{snapshot.RoleAssignments.Resource()},
			Uses:    append(roleGroupUses(), snapshot.GroupMembers.Resource()),
			parents: listed(peopleWithRoles),
		},
		{
			Key: snapshot.EmergencyMethods, Permission: "UserAuthenticationMethod.Read.All", PageLimit: defaultPage,
			Why:     "To see how the break-glass accounts sign in.",
			Needs:   []snapshot.Resource{snapshot.Users.Resource()},
			parents: listed(emergencyAccounts),
		},
	}
}

func roleGroupUses() []snapshot.Resource {
	return []snapshot.Resource{
		snapshot.RoleEligibilitySchedules.Resource(), snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
	}
}

// peopleWithRoles returns the people who hold a directory role or may activate
// one, also through a group.
func peopleWithRoles(s *snapshot.Snapshot) []parent {
	var out []parent
	seen := map[string]bool{"": true}
	add := func(id string) {
		if !seen[id] && snapshot.UserByID(s, id) != nil {
			out = append(out, parent{id: id})
		}
		seen[id] = true
	}
	for _, a := range snapshot.RoleAssignments.Of(s) {
		add(a.PrincipalID)
	}
	for _, e := range snapshot.RoleEligibilitySchedules.Of(s) {
		add(e.PrincipalID)
	}
	for _, group := range snapshot.GroupMembers.Parents(s) {
		members, _ := snapshot.GroupMembers.Of(s, group)
		for _, m := range members {
			add(m.ID)
		}
	}
	return out
}

// emergencyAccounts returns the break-glass accounts that were declared.
func emergencyAccounts(s *snapshot.Snapshot) []parent {
	var out []parent
	for _, id := range s.Settings.EmergencyAccess.Users {
		out = append(out, parent{id: id})
	}
	return out
}
