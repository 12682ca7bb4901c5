// Package globaladmin names the application permissions that are worth as much as
// Global Administrator.
package globaladmin

import "strings"

// Permission returns the name of an application permission of Microsoft Graph
// that leads directly to Global Administrator, by its id: its holder makes
// itself or an accomplice an administrator, or takes over the account of one.
func Permission(appRoleID string) (name string, ok bool) {
	switch strings.ToLower(appRoleID) {
	case "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8":
		return "RoleManagement.ReadWrite.Directory", true
	case "06b708a9-e830-4db3-a914-8e69da51d44f":
		return "AppRoleAssignment.ReadWrite.All", true
	case "dd199f4a-f148-40a4-a2ec-f0069cc799ec":
		return "RoleAssignmentSchedule.ReadWrite.Directory", true
	case "2f6817f8-7b12-4f0f-bc18-eeaf60705a9e":
		return "PrivilegedAccess.ReadWrite.AzureADGroup", true
	case "41202f2c-f7ab-45be-b001-85c9728b9d69":
		return "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", true
	case "50483e42-d915-4231-9639-7fdb7fd190e5":
		return "UserAuthenticationMethod.ReadWrite.All", true
	case "eccc023d-eccf-4e7b-9683-8813ab36cecc":
		return "User.DeleteRestore.All", true
	case "3011c876-62b7-4ada-afa2-506cbbecc68c":
		return "User.EnableDisableAccount.All", true
	}
	return "", false
}
