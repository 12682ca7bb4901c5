// Package teams holds the checks on Microsoft Teams.
package teams

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
)

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{CustomApps, PublicTeams}
}

// listed reports whether a list that was declared names one of the ids.
func listed(declared []string, ids ...string) bool {
	return slices.ContainsFunc(ids, func(id string) bool {
		return id != "" && slices.ContainsFunc(declared, func(d string) bool { return strings.EqualFold(d, id) })
	})
}
