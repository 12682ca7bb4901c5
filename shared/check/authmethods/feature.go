package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// feature judges a switch with the people it is for.
type feature struct {
	// byDefault says whether the state "default", by which Microsoft decides,
	// is good enough.
	byDefault  bool
	pass, fail string
}

// judge asks that the feature is on for everyone and nobody is excluded.
func (f feature) judge(v snapshot.Value[snapshot.TargetedState]) []check.Result {
	if !v.Known() {
		return check.One(finding.Unknown, "Graph returned no value for the feature.", finding.Evidence{})
	}
	state, targets, known := v.V.State, includes(v.V), true
	facts := finding.Facts{"state": state, "excluded": excluded(v.V)}
	on := strings.EqualFold(state, "enabled")
	switch strings.ToLower(state) {
	case "enabled", "disabled":
	case "default":
		on = f.byDefault
	default:
		known = false
	}
	everyone := false
	for _, t := range targets {
		everyone = everyone || strings.EqualFold(t.ID, allUsers)
	}
	facts["allUsers"] = everyone
	evidence := finding.Evidence{Facts: facts}
	switch {
	case !known:
		return check.One(finding.Unknown, "The feature has a state Vahti does not know.", finding.Evidence{})
	case !on:
		return check.One(finding.Fail, f.fail, evidence)
	case len(targets) == 0:
		return check.One(finding.Unknown, "Graph did not return whom the feature is for.", finding.Evidence{})
	case !everyone:
		return check.One(finding.Fail, "The feature is on only for some of the users.", evidence)
	case excluded(v.V) > 0:
		return check.One(finding.Fail, "The feature is on, but some users are excluded from it.", evidence)
	}
	return check.One(finding.Pass, f.pass, evidence)
}

// includes returns whom a feature is for, from either form Graph uses.
func includes(t snapshot.TargetedState) []snapshot.Target {
	if t.IncludeTarget.Known() && t.IncludeTarget.V.ID != "" {
		return append([]snapshot.Target{t.IncludeTarget.V}, t.IncludeTargets...)
	}
	return t.IncludeTargets
}

// excluded counts whom a feature leaves out.
func excluded(t snapshot.TargetedState) int {
	n := len(t.ExcludeTargets)
	if t.ExcludeTarget.Known() && t.ExcludeTarget.V.ID != "" && t.ExcludeTarget.V.ID != noTarget {
		n++
	}
	return n
}
