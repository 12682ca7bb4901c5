// Package roles holds the checks on directory roles: who holds the powerful
// ones, for how long, and whether anyone notices.
//
// Two lists say which roles those are. Privileged is the list of CISA's SCuBA
// baseline, which its own controls mean. The other checks add the roles of the
// control plane: whoever holds one of them can make themselves, or somebody
// else, a Global Administrator.
package roles

import (
	"slices"
	"strings"
)

// GlobalAdministrator is the template id of the role that can do everything.
// Template ids are the same in every tenant.
const GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10"

// privilegedRoleAdministrator is the template id of the role that gives roles.
const privilegedRoleAdministrator = "e8611ab8-c189-46e8-94e1-60213ab1f814"

// Role is a built-in directory role.
type Role struct {
	TemplateID string
	Name       string
}

// fact is the role's name as a fact, without spaces.
func (r Role) fact() string { return strings.ReplaceAll(r.Name, " ", "") }

// privileged are the highly privileged roles of the SCuBA baseline.
var privileged = []Role{
	{GlobalAdministrator, "Global Administrator"},
	{privilegedRoleAdministrator, "Privileged Role Administrator"},
	{"fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"},
	{"f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"},
	{"29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator"},
	{"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", "Hybrid Identity Administrator"},
	{"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"},
	{"158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"},
}

// furtherControlPlane are the roles of the control plane that the baseline does
// not name. Those it does name belong to it as well, except for the two that
// administer a service: SharePoint and Exchange.
var furtherControlPlane = []Role{
	{"7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator"},
	{"c4e39bd9-1100-46d3-8c65-fb160da0071f", "Authentication Administrator"},
	{"0526716b-113d-4c15-b2c8-68e3c22b9f80", "Authentication Policy Administrator"},
	{"b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "Conditional Access Administrator"},
	{"194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator"},
	{"8329153b-31d0-4727-b945-745eb3bc5f31", "Domain Name Administrator"},
	{"be2f45a1-457d-42af-a067-6ec1fa63bc45", "External Identity Provider Administrator"},
	{"e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8", "Partner Tier2 Support"},
}

// teamsAdministrator is reviewed beside the privileged roles and is none itself.
var teamsAdministrator = Role{"69091246-20e8-4a56-aa4d-066075b2a7a8", "Teams Administrator"}

// named are the roles whose names evidence and definitions know.
var named = slices.Concat(privileged, furtherControlPlane, []Role{teamsAdministrator})

var namedSet = setOf(named...)

// A roleSet is a choice of roles by template id.
type roleSet map[string]bool

func setOf(roles ...Role) roleSet {
	set := make(roleSet, len(roles))
	for _, r := range roles {
		set[r.TemplateID] = true
	}
	return set
}

var (
	privilegedSet = setOf(privileged...)
	// powerfulSet are the privileged roles and those of the control plane.
	powerfulSet = setOf(slices.Concat(privileged, furtherControlPlane)...)
	// controlPlaneSet are the roles that lead to Global Administrator.
	controlPlaneSet = setOf(slices.Concat(slices.DeleteFunc(slices.Clone(privileged), func(r Role) bool {
		return strings.HasPrefix(r.Name, "SharePoint") || strings.HasPrefix(r.Name, "Exchange")
	}), furtherControlPlane)...)
)

// Privileged returns the highly privileged roles, Global Administrator first:
// the list CISA's SCuBA baseline uses wherever it says so.
func Privileged() []Role { return slices.Clone(privileged) }

// IsPrivileged reports whether the template id is one of Privileged.
func IsPrivileged(templateID string) bool { return privilegedSet[strings.ToLower(templateID)] }
