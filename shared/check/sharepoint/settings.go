// Package sharepoint holds the checks on how far files in SharePoint and OneDrive can be shared.
package sharepoint

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Where the admin centre keeps the settings.
const (
	sharingPolicies = "SharePoint admin center > Policies > Sharing"
	accessControl   = "SharePoint admin center > Policies > Access control"
)

// The levels of sharing with people outside, from none to anyone with a link.
const (
	sharingOff      = "disabled"
	sharingExisting = "existingexternalusersharingonly"
	sharingGuests   = "externalusersharingonly"
	sharingAnyone   = "externaluserandguestsharing"
)

// reads are the resources of a check on the settings alone.
func reads() []snapshot.Resource {
	return []snapshot.Resource{snapshot.SharePointSettings.Resource()}
}

// capability returns how far files can be shared, in lower case; known is false
// where Graph returned no value, or one that Vahti does not know.
func capability(s *snapshot.Snapshot) (level string, known bool) {
	v := snapshot.SharePointSettings.Of(s).SharingCapability
	level = strings.ToLower(v.V)
	switch level {
	case sharingOff, sharingExisting, sharingGuests, sharingAnyone:
		return level, v.Known()
	}
	return "", false
}

// names are the levels as Graph spells them.
var names = map[string]string{
	sharingOff: "disabled", sharingExisting: "existingExternalUserSharingOnly",
	sharingGuests: "externalUserSharingOnly", sharingAnyone: "externalUserAndGuestSharing",
}

func unknownCapability() []check.Result {
	return check.One(finding.Unknown, "Graph returned no value that Vahti knows for how far files can be shared.", finding.Evidence{})
}

// sharingLevel judges how far files can be shared.
type sharingLevel struct {
	accepted   []string
	pass, fail string
}

func (l sharingLevel) run(s *snapshot.Snapshot) []check.Result {
	level, known := capability(s)
	if !known {
		return unknownCapability()
	}
	evidence := finding.Evidence{Facts: finding.Facts{"sharingCapability": names[level]}}
	for _, accepted := range l.accepted {
		if level == accepted {
			return check.One(finding.Pass, l.pass, evidence)
		}
	}
	return check.One(finding.Fail, l.fail, evidence)
}
