// Package exchange holds the checks on mailboxes and who may read them.
package exchange

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{}
}
