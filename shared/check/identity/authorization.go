// Package identity holds the checks on what every member of the tenant may do
// and on its passwords and sessions.
package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// userSettings is where the admin centre keeps the defaults for members.
const userSettings = "Microsoft Entra admin center > Entra ID > Users > User settings"

// noSwitch is what to do where the admin centre cannot change a setting.
const noSwitch = "There is no switch for it in the admin centre; send the request below with Graph Explorer or PowerShell"

// authorizationFlag judges one boolean of the authorization policy.
type authorizationFlag struct {
	property   string // as Graph names it
	get        func(snapshot.AuthorizationPolicyData) snapshot.Value[bool]
	want       bool
	pass, fail string
}

// run compares the property with the wanted value. Null and absent are both
// unknown: Graph documents no default for these properties.
func (f authorizationFlag) run(s *snapshot.Snapshot) []check.Result {
	v := f.get(snapshot.AuthorizationPolicy.Of(s))
	if !v.Known() {
		return check.One(finding.Unknown, "Graph returned no value for the setting "+f.property+".", finding.Evidence{})
	}
	evidence := finding.Evidence{Facts: finding.Facts{f.property: v.V}}
	if v.V == f.want {
		return check.One(finding.Pass, f.pass, evidence)
	}
	return check.One(finding.Fail, f.fail, evidence)
}

// readsAuthorization are the resources of a check on the authorization policy.
func readsAuthorization() []snapshot.Resource {
	return []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()}
}
