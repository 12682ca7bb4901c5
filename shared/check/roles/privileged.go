// Package roles holds the checks on directory roles: who holds the powerful
// ones, for how long, and whether anyone notices.
package roles

import "strings"

// GlobalAdministrator is the template id of the role that can do everything.
// Template ids are the same in every tenant.
const GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10"

// Role is a built-in directory role.
type Role struct {
	TemplateID string
	Name       string
}

// fact is the role's name as a fact, without spaces.
func (r Role) fact() string { return strings.ReplaceAll(r.Name, " ", "") }

// Privileged returns the highly privileged roles, Global Administrator first:
// the list CISA's SCuBA baseline uses wherever it says so.
func Privileged() []Role {
	return []Role{
		{GlobalAdministrator, "Global Administrator"},
		{"e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator"},
		{"fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"},
		{"f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"},
		{"29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator"},
		{"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", "Hybrid Identity Administrator"},
		{"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"},
		{"158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"},
	}
}

// IsPrivileged reports whether the template id is one of Privileged.
func IsPrivileged(templateID string) bool {
	for _, r := range Privileged() {
		if strings.EqualFold(r.TemplateID, templateID) {
			return true
		}
	}
	return false
}
