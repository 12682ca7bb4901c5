package roles

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		GlobalAdministrators,
		LeastPrivilege,
		CloudOnly,
		Permanent,
		OutsidePIM,
		Approval,
		AssignmentAlerts,
		ActivationAlerts,
		OtherActivationAlerts,
	}
}
