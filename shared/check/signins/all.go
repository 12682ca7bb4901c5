// Package signins holds the checks on sign-ins and the risks Microsoft sees in them.
package signins

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		Agents,
		LegacyAuthentication,
		RiskDetections,
		RiskyUsers,
		WorkloadIdentities,
	}
}
