// Package devices holds the checks on what Intune and the rules for joining devices say about devices.
package devices

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		EntraJoin,
		Quota,
		GlobalAdmins,
		RegisteringUser,
		LocalPasswords,
		WithoutPolicy,
		PersonalEnrolment,
		BitLockerPolicy,
		DefenderAntivirus,
		AttackSurface,
		ApplePushCertificate,
		AppleEnrolment,
		ThreatDefense,
		RoleGroups,
		Encryption,
		SupportedVersions,
		Jailbroken,
		Malware,
	}
}
