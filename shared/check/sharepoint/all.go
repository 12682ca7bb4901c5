// Package sharepoint holds the checks on how far files in SharePoint and OneDrive can be shared.
package sharepoint

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{}
}
