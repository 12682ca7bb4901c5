package groups

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// noSwitch is what to do where the admin centre cannot change a setting.
const noSwitch = "There is no switch for it in the admin centre; send the request below with Graph Explorer or PowerShell"

// readsGroupSettings are the resources of a check on the settings of groups.
func readsGroupSettings() []snapshot.Resource {
	return []snapshot.Resource{snapshot.GroupSettings.Resource()}
}

// unified returns the settings of Microsoft 365 groups; ok is false where the
// tenant never changed Microsoft's defaults.
func unified(s *snapshot.Snapshot) (snapshot.GroupSetting, bool) {
	return snapshot.SettingsGroups().In(snapshot.GroupSettings.Of(s))
}

// unnamedSettings is the reason where the settings of groups may be among those
// of which Graph did not say the kind.
const unnamedSettings = "Graph returned settings without saying of what."

// unnamed reports that they may be.
func unnamed(s *snapshot.Snapshot) bool { return snapshot.Unnamed(snapshot.GroupSettings.Of(s)) }

// decision asks that a setting, which is true by default, is what the customer
// decided: "allowed" or "refused".
type decision struct {
	name      string // of the setting
	declared  func(snapshot.Declared) string
	undecided string // the reason where nothing was decided
	silent    string // where the settings say neither
	pass      string
	open      string // where it was refused and is allowed
	closed    string // where it was allowed and is refused
}

func (d decision) run(s *snapshot.Snapshot) []check.Result {
	declared := d.declared(s.Settings.Declared)
	if declared == "" {
		return check.One(finding.NotApplicable, d.undecided, finding.Evidence{})
	}
	allowed := snapshot.Some(true)
	settings, made := unified(s)
	if made {
		allowed = settings.Bool(d.name)
	}
	switch {
	case !made && unnamed(s):
		return check.One(finding.Unknown, unnamedSettings, finding.Evidence{})
	case !allowed.Known():
		return check.One(finding.Unknown, d.silent, finding.Evidence{})
	}
	evidence := finding.Evidence{Facts: finding.Facts{d.name: allowed.V, "declared": declared, "byDefault": !made}}
	switch wanted := declared == "allowed"; {
	case allowed.V == wanted:
		return check.One(finding.Pass, d.pass, evidence)
	case allowed.V:
		return check.One(finding.Fail, d.open, evidence)
	}
	return check.One(finding.Fail, d.closed, evidence)
}
