package devices

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DefenderAntivirus asks that a policy sets up Defender Antivirus on Windows.
var DefenderAntivirus = &check.Check{
	ID:       "device-defender-antivirus",
	Title:    "A policy sets up Defender Antivirus on Windows devices",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "Without a policy each user, and each program with their rights, decides what antivirus looks at.",
	Controls: check.Controls{ISO27001: []string{"A.8.7"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"IN-017"},
	Reads:    []snapshot.Resource{snapshot.ConfigurationPolicies.Resource()},
	Licence:  check.Intune,
	Risk:     "Malware that was let in switches scanning off or adds itself to what is not scanned, and nothing sets it back.",
	Fix: check.Fix{
		Portal: antivirusPortal + "Allow Realtime Monitoring: Allowed, and assign the policy",
		Request: cataloguePolicy("Defender Antivirus",
			choice(defender+"allowrealtimemonitoring", "1"), choice(defender+"allowbehaviormonitoring", "1"),
			choice(defender+"allowcloudprotection", "1"), choice(defender+"allowioavprotection", "1")),
	},
	LessIsWorse: []string{"policiesThatCount"},
	Texts:       []*text.Table{antivirusTexts, catalogueTexts, devicesTexts},
	Since:       "2026-11",
	Source: "Microsoft Intune documentation, antivirus policy for endpoint security; Defender Policy CSP documentation for the values. A policy of the family counts only where it sets scanning: the family also holds " +
		"exclusions, update channels and the settings of the Windows Security app, which protect nothing. Outside the family a policy counts where it turns real-time protection on. " +
		"Products of other vendors and profiles of the older kinds are not seen",
	Run: antivirus,
}

const antivirusPortal = intune + "Endpoint security > Antivirus > Create policy > Windows, Microsoft Defender Antivirus > "

// Where the settings of Defender begin.
const (
	defender              = "device_vendor_msft_policy_config_defender_"
	defenderConfiguration = "defender_configuration_"
)

// notScanning are settings of Defender that set up no scanning.
var notScanning = []string{
	"attacksurfacereduction", "excluded", "controlledfolderaccess", "enablenetworkprotection", "platformupdateschannel",
	"engineupdateschannel", "securityintelligenceupdateschannel", "tamperprotection", "hideexclusions", "disablelocaladminmerge",
}

// scanning reports whether a setting is one of how Defender Antivirus scans.
func scanning(id string) bool {
	_, name, ok := strings.Cut(id, defenderConfiguration)
	if !ok {
		name, ok = strings.CutPrefix(id, defender)
	}
	if !ok {
		return false
	}
	for _, other := range notScanning {
		if strings.HasPrefix(name, other) {
			return false
		}
	}
	return true
}

// antivirusPolicy is what a policy has to do with Defender Antivirus.
type antivirusPolicy struct {
	family   bool // it is of the family for antivirus
	scans    bool // it sets how Defender scans
	on, off  bool // it turns real-time protection on, or off
	returned bool // Graph returned its settings and assignments
}

func antivirusOf(p *snapshot.ConfigurationPolicy) antivirusPolicy {
	a := antivirusPolicy{
		family:   strings.EqualFold(p.TemplateReference.V.TemplateFamily, "endpointSecurityAntivirus"),
		returned: p.Settings != nil && p.Assignments != nil,
	}
	settings(p, func(in *snapshot.SettingInstance) {
		id := strings.ToLower(in.DefinitionID)
		a.scans = a.scans || scanning(id)
		if id == defender+"allowrealtimemonitoring" && in.Choice != nil {
			a.on = a.on || strings.EqualFold(in.Choice.Value, id+"_1")
			a.off = a.off || strings.EqualFold(in.Choice.Value, id+"_0")
		}
	})
	return a
}

func antivirus(s *snapshot.Snapshot) []check.Result {
	kept, found, partly := 0, 0, false
	var subjects []finding.Subject
	policies := snapshot.ConfigurationPolicies.Of(s)
	for i := range policies {
		p := &policies[i]
		if !forWindows(p) {
			partly = partly || p.Platforms == ""
			continue
		}
		a := antivirusOf(p)
		if !a.family && !a.on && !a.off {
			partly = partly || !a.returned
			continue
		}
		found++
		subject := finding.Subject{ID: p.ID, Name: p.Name}
		switch {
		case !a.returned:
			partly = true
			subject.Note = "was not returned as a whole"
		case a.off:
			subject.Note = "turns real-time protection off"
		case !a.scans:
			subject.Note = "sets up no scanning"
		case !assigned(p):
			subject.Note = "is assigned to nobody"
		default:
			kept++
		}
		subjects = append(subjects, subject)
	}
	evidence := finding.Evidence{Facts: finding.Facts{"policies": found, "policiesThatCount": kept}}
	if found > 0 {
		evidence.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
	}
	switch {
	case kept > 0:
		return check.One(finding.Pass, "An assigned policy sets up Defender Antivirus on Windows devices.", evidence)
	case partly:
		return check.One(finding.Unknown, "Graph did not return the settings and assignments of every policy.", evidence)
	case found == 0:
		return check.One(finding.Fail, "No policy of the settings catalogue or endpoint security sets up Defender Antivirus on Windows devices.", evidence)
	}
	return check.One(finding.Fail, "The policies for Defender Antivirus set up no scanning or are assigned to nobody.", evidence)
}
