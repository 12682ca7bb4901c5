// Package domains holds the checks on what public DNS says about the tenant's domains.
package domains

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{}
}
