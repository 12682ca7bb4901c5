package groups

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		GuestOwners,
		PublicGroups,
		GuestAccess,
		GuestAdditions,
		DynamicRules,
		SensitivityLabels,
		Naming,
	}
}
