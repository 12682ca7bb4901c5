// Package monitoring holds the checks on whether somebody looks at what Microsoft notices.
package monitoring

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		Alerts,
		Approvals,
		AuditLog,
		CloudAppAlerts,
		CompromisedIdentities,
		Incidents,
		Sensors,
		SensitivityLabels,
	}
}
