package sharepoint

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		AnonymousFiles, AnyoneLinks, ExternalSharing, GuestResharing, IdleSignOut, LegacyAuthentication, SharingDomains, SyncDevices,
	}
}
