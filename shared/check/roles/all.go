package roles

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		GlobalAdministrators,
		FewGlobalAdministrators,
		LeastPrivilege,
		CloudOnly,
		ProductivityLicences,
		StaleAccounts,
		Guests,
		Permanent,
		OutsidePIM,
		Approval,
		RoleAdministratorApproval,
		AssignmentAlerts,
		ActivationAlerts,
		OtherActivationAlerts,
		AccessReviews,
		GroupRules,
		GroupOwners,
		WorkloadIdentities,
		ApplicationSecrets,
		ApplicationOwners,
		PermissionOwners,
		EmergencyAccounts,
		EmergencySignIns,
		NewAdministrators,
		Partners,
	}
}
