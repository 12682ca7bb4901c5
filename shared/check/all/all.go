// Package all lists every check there is, so that the categories may import
// package check and nothing but this needs to know them all.
package all

import (
	"cmp"
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/applications"
	"vahti.ai/vahti/shared/check/authmethods"
	"vahti.ai/vahti/shared/check/conditionalaccess"
	"vahti.ai/vahti/shared/check/devices"
	"vahti.ai/vahti/shared/check/domains"
	"vahti.ai/vahti/shared/check/exchange"
	"vahti.ai/vahti/shared/check/groups"
	"vahti.ai/vahti/shared/check/guests"
	"vahti.ai/vahti/shared/check/identity"
	"vahti.ai/vahti/shared/check/monitoring"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/check/sharepoint"
	"vahti.ai/vahti/shared/check/signins"
	"vahti.ai/vahti/shared/check/teams"
)

// Checks returns every check, sorted by ID. The checks are shared: nobody
// changes them.
func Checks() []*check.Check {
	all := slices.Concat(
		applications.All(),
		authmethods.All(),
		conditionalaccess.All(),
		devices.All(),
		domains.All(),
		exchange.All(),
		groups.All(),
		guests.All(),
		identity.All(),
		monitoring.All(),
		roles.All(),
		sharepoint.All(),
		signins.All(),
		teams.All(),
	)
	slices.SortFunc(all, func(a, b *check.Check) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
