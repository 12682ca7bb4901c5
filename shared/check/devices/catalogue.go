package devices

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A setting is one setting of Intune's settings catalogue that a check looks at.
type setting struct {
	fact string // its name in facts
	id   string // settingDefinitionId, in lower case
	// labels say what the ends of its values mean: the value of a choice is the
	// setting's id, an underscore and one of these.
	labels map[string]string
	good   []string // the labels that keep the control; none where it is only reported
}

// What facts say of a setting that has no label.
const (
	notConfigured = "notConfigured"
	unrecognised  = "unrecognised"
	conflicting   = "conflicting" // Intune applies neither of two values that differ
)

// read returns the label of the setting in a choice, or that it knows none.
func (c *setting) read(choice *snapshot.SettingChoice) string {
	if choice == nil {
		return unrecognised
	}
	end, ok := strings.CutPrefix(strings.ToLower(choice.Value), c.id+"_")
	if label := c.labels[end]; ok && label != "" {
		return label
	}
	return unrecognised
}

func (c *setting) keeps(label string) bool { return slices.Contains(c.good, label) }

// walk sees every setting of a policy and those that hang on it.
func walk(instances []snapshot.SettingInstance, see func(*snapshot.SettingInstance)) {
	for i := range instances {
		see(&instances[i])
		if instances[i].Choice != nil {
			walk(instances[i].Choice.Children, see)
		}
		for _, g := range instances[i].GroupCollection {
			walk(g.Children, see)
		}
	}
}

// settings sees every setting of a policy.
func settings(p *snapshot.ConfigurationPolicy, see func(*snapshot.SettingInstance)) {
	for i := range p.Settings {
		walk([]snapshot.SettingInstance{p.Settings[i].Instance}, see)
	}
}

// forWindows reports whether a policy is for Windows 10 and later.
func forWindows(p *snapshot.ConfigurationPolicy) bool {
	return strings.Contains(strings.ToLower(p.Platforms), "windows10")
}

// assigned reports whether a policy has an assignment that is no exclusion.
func assigned(p *snapshot.ConfigurationPolicy) bool {
	return slices.ContainsFunc(p.Assignments, func(a snapshot.Assignment) bool {
		return a.Target.Known() && a.Target.V.Type != "" && !exclusion(a.Target.V)
	})
}

func exclusion(t snapshot.AssignmentTarget) bool {
	return strings.EqualFold(bare(t.Type), "exclusionGroupAssignmentTarget")
}

func everyone(t snapshot.AssignmentTarget) bool {
	kind := bare(t.Type)
	return strings.EqualFold(kind, "allDevicesAssignmentTarget") || strings.EqualFold(kind, "allLicensedUsersAssignmentTarget")
}

// A configured policy is one that sets some of the settings a check looks at.
type configured struct {
	policy *snapshot.ConfigurationPolicy
	labels []string // by setting, empty where the policy does not set it
}

// configuredBy returns the policies for Windows that set some of the settings.
// partly is true where Graph left out the platforms, settings or assignments of a
// policy.
func configuredBy(s *snapshot.Snapshot, wanted []setting) (out []configured, partly bool) {
	at := make(map[string]int, len(wanted))
	for i := range wanted {
		at[wanted[i].id] = i
	}
	policies := snapshot.ConfigurationPolicies.Of(s)
	for i := range policies {
		p := &policies[i]
		if !forWindows(p) {
			partly = partly || p.Platforms == ""
			continue
		}
		partly = partly || p.Settings == nil || p.Assignments == nil
		var labels []string
		settings(p, func(in *snapshot.SettingInstance) {
			n, ok := at[strings.ToLower(in.DefinitionID)]
			if !ok {
				return
			}
			if labels == nil {
				labels = make([]string, len(wanted))
			}
			labels[n] = merge(labels[n], wanted[n].read(in.Choice))
		})
		if labels != nil {
			out = append(out, configured{p, labels})
		}
	}
	return out, partly
}

// merge joins what two policies say about a setting.
func merge(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return conflicting
}

// inForce returns what the policies set together for those for whom they keep
// the control best: a group, or everyone. A policy for everyone counts for each
// group that it does not exclude. It is nil where no policy is assigned.
func inForce(policies []configured, wanted []setting) []string {
	var general []*configured
	by := map[string][]*configured{}
	var targets []string
	for i := range policies {
		p := &policies[i]
		for _, a := range p.policy.Assignments {
			t := a.Target.V
			switch {
			case !a.Target.Known() || t.Type == "" || exclusion(t):
			case everyone(t):
				if !slices.Contains(general, p) {
					general = append(general, p)
				}
			default:
				// A collection of Configuration Manager has no group's id.
				id := t.GroupID
				if id == "" {
					id = p.policy.ID
				}
				if by[id] == nil {
					targets = append(targets, id)
				}
				by[id] = append(by[id], p)
			}
		}
	}
	var best []string
	most := -1
	weigh := func(labels []string) {
		kept := 0
		for i := range wanted {
			if wanted[i].keeps(labels[i]) {
				kept++
			}
		}
		if kept > most {
			best, most = labels, kept
		}
	}
	if len(general) > 0 {
		weigh(together(general, "", len(wanted)))
	}
	for _, id := range targets {
		weigh(together(append(by[id], general...), id, len(wanted)))
	}
	return best
}

// together merges policies, but for those that exclude the group.
func together(policies []*configured, group string, n int) []string {
	labels := make([]string, n)
	for _, p := range policies {
		if group != "" && slices.ContainsFunc(p.policy.Assignments, func(a snapshot.Assignment) bool {
			return exclusion(a.Target.V) && a.Target.V.GroupID == group
		}) {
			continue
		}
		for i, l := range p.labels {
			labels[i] = merge(labels[i], l)
		}
	}
	return labels
}

// catalogueCheck judges settings that assigned policies must set together.
type catalogueCheck struct {
	settings                []setting
	pass, fail              string
	none, unassigned, doubt string // no policy; none assigned; values Vahti does not know
}

// run passes where the policies keep all settings for somebody: whether
// everyone who should be is in the groups cannot be told from policies.
func (c catalogueCheck) run(s *snapshot.Snapshot) []check.Result {
	policies, partly := configuredBy(s, c.settings)
	labels := inForce(policies, c.settings)
	facts := finding.Facts{"policies": len(policies)}
	var subjects []finding.Subject
	for i := range policies {
		p := policies[i].policy
		subject := finding.Subject{ID: p.ID, Name: p.Name}
		if !assigned(p) {
			subject.Note = "is assigned to nobody"
		}
		subjects = append(subjects, subject)
	}
	evidence := finding.Evidence{Facts: facts}
	if len(subjects) > 0 {
		evidence.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
	}
	unknown := false
	var missing []string
	for i := range c.settings {
		label := notConfigured
		if labels != nil && labels[i] != "" {
			label = labels[i]
		}
		if len(policies) > 0 {
			facts[c.settings[i].fact] = label
		}
		if len(c.settings[i].good) > 0 && !c.settings[i].keeps(label) {
			if label == unrecognised {
				unknown = true
			} else {
				missing = append(missing, c.settings[i].fact)
			}
		}
	}
	if labels != nil && len(missing) > 0 {
		facts["missing"] = missing
	}
	switch {
	case labels != nil && len(missing) == 0 && !unknown:
		return check.One(finding.Pass, c.pass, evidence)
	case partly:
		return check.One(finding.Unknown, "Graph did not return the settings and assignments of every policy.", evidence)
	case len(policies) == 0:
		return check.One(finding.Fail, c.none, evidence)
	case labels == nil:
		return check.One(finding.Fail, c.unassigned, evidence)
	case len(missing) > 0:
		return check.One(finding.Fail, c.fail, evidence)
	}
	return check.One(finding.Unknown, c.doubt, evidence)
}

// choice writes a choice of the settings catalogue, with what hangs on it, for a
// request.
func choice(id, end string, children ...string) string {
	return `{"@odata.type":"#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance","settingDefinitionId":"` + id +
		`","choiceSettingValue":{"value":"` + id + "_" + end + `","children":[` + strings.Join(children, ",") + `]}}`
}

// cataloguePolicy writes the request that makes a policy for Windows; it has to
// be assigned after that.
func cataloguePolicy(name string, instances ...string) string {
	return `POST /beta/deviceManagement/configurationPolicies {"name":"` + name + `","platforms":"windows10","technologies":"mdm","settings":[{"settingInstance":` +
		strings.Join(instances, `},{"settingInstance":`) + `}]}`
}
