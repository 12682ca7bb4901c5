package devices

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// deviceSettings is where the admin centre keeps the rules for joining.
const deviceSettings = "Microsoft Entra admin center > Entra ID > Devices > Overview > Device settings"

// putRegistration begins the request that changes a rule for joining. Graph
// replaces the whole policy and sets to zero what is left out.
const putRegistration = "PUT /v1.0/policies/deviceRegistrationPolicy {all of what GET returns, with "

// readsRegistration are the resources of a check on the rules for joining.
func readsRegistration() []snapshot.Resource {
	return []snapshot.Resource{snapshot.DeviceRegistrationPolicy.Resource()}
}

// registrationFlag judges one boolean of the rules for joining.
type registrationFlag struct {
	property   string // as Graph names it
	get        func(snapshot.DeviceRegistration) snapshot.Value[bool]
	want       bool
	pass, fail string
}

// run compares the property with the wanted value. Null and absent are both
// unknown: Graph documents true as the default of one and none of the other.
func (f registrationFlag) run(s *snapshot.Snapshot) []check.Result {
	v := f.get(snapshot.DeviceRegistrationPolicy.Of(s))
	if !v.Known() {
		return check.One(finding.Unknown, "Graph returned no value for the setting "+f.property+".", finding.Evidence{})
	}
	evidence := finding.Evidence{Facts: finding.Facts{f.property: v.V}}
	if v.V == f.want {
		return check.One(finding.Pass, f.pass, evidence)
	}
	return check.One(finding.Fail, f.fail, evidence)
}

// registrationMembership judges to whom a rule for joining applies: it is kept
// where it applies to selected people or nobody.
type registrationMembership struct {
	property   string // as Graph names it
	get        func(snapshot.DeviceRegistration) snapshot.Value[snapshot.DeviceMembership]
	some, none string // the reasons to pass
	fail       string
}

func (m registrationMembership) run(s *snapshot.Snapshot) []check.Result {
	v := m.get(snapshot.DeviceRegistrationPolicy.Of(s))
	if !v.Known() || v.V.Type == "" {
		return check.One(finding.Unknown, "Graph returned no value for the setting "+m.property+".", finding.Evidence{})
	}
	said := func(applies string) finding.Evidence {
		return finding.Evidence{Facts: finding.Facts{m.property: applies}}
	}
	switch kind := bare(v.V.Type); {
	case strings.EqualFold(kind, "enumeratedDeviceRegistrationMembership"):
		return check.One(finding.Pass, m.some, said("selected"))
	case strings.EqualFold(kind, "noDeviceRegistrationMembership"):
		return check.One(finding.Pass, m.none, said("none"))
	case strings.EqualFold(kind, "allDeviceRegistrationMembership"):
		return check.One(finding.Fail, m.fail, said("all"))
	}
	return check.One(finding.Unknown, "The setting "+m.property+" holds a value unknown to Vahti.", finding.Evidence{})
}
