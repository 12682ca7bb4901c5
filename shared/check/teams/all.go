// Package teams holds the checks on Microsoft Teams.
package teams

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{}
}
