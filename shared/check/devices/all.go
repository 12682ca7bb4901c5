// Package devices holds the checks on what Intune and the rules for joining devices say about devices.
package devices

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{}
}
