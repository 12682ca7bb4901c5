// Package authmethods holds the checks on the methods people may prove with who
// they are.
package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// methodSettings is where the admin centre keeps the methods.
const methodSettings = "Microsoft Entra admin center > Entra ID > Authentication methods > Policies"

// allUsers is the target that stands for everyone.
const allUsers = "all_users"

// noTarget is the id by which Graph says that nobody is excluded.
const noTarget = "00000000-0000-0000-0000-000000000000"

func reads() []snapshot.Resource {
	return []snapshot.Resource{snapshot.AuthenticationMethodsPolicy.Resource()}
}

// method returns a method's configuration, and whether the method is enabled.
// known is false where Graph did not return it or with a state Vahti does not know.
func method(s *snapshot.Snapshot, id string) (m snapshot.MethodConfiguration, enabled, known bool) {
	for _, m := range snapshot.AuthenticationMethodsPolicy.Of(s).Configurations {
		if !strings.EqualFold(m.ID, id) {
			continue
		}
		switch strings.ToLower(m.State) {
		case "enabled":
			return m, true, true
		case "disabled":
			return m, false, true
		}
		return m, false, false
	}
	return snapshot.MethodConfiguration{}, false, false
}

// unknownMethod is the result of a check on a method Graph did not return, or
// with a state Vahti does not know.
func unknownMethod() []check.Result {
	return check.One(finding.Unknown, "Graph did not return whether the method is enabled.", finding.Evidence{})
}

// disabledMethod is the result of a check on the details of a disabled method.
func disabledMethod() []check.Result {
	return check.One(finding.NotApplicable, "The method is disabled.", finding.Evidence{})
}

// mustBeDisabled judges a method that should not exist.
func mustBeDisabled(id, pass, fail string) func(*snapshot.Snapshot) []check.Result {
	return func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, id)
		switch {
		case !known:
			return unknownMethod()
		case enabled:
			return check.One(finding.Fail, fail, finding.Evidence{Facts: finding.Facts{"state": m.State, "includeTargets": len(m.IncludeTargets)}})
		}
		return check.One(finding.Pass, pass, finding.Evidence{Facts: finding.Facts{"state": m.State}})
	}
}

// detail judges one boolean of an enabled method.
type detail struct {
	method, property string
	get              func(snapshot.MethodConfiguration) snapshot.Value[bool]
	pass, fail       string
}

func (d detail) run(s *snapshot.Snapshot) []check.Result {
	m, enabled, known := method(s, d.method)
	switch {
	case !known:
		return unknownMethod()
	case !enabled:
		return disabledMethod()
	}
	v := d.get(m)
	if !v.Known() {
		return check.One(finding.Unknown, "Graph returned no value for the setting "+d.property+".", finding.Evidence{})
	}
	evidence := finding.Evidence{Facts: finding.Facts{d.property: v.V}}
	if v.V {
		return check.One(finding.Pass, d.pass, evidence)
	}
	return check.One(finding.Fail, d.fail, evidence)
}
