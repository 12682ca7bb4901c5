package identity

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GroupCreation asks that not every member can create Microsoft 365 groups, and
// with them teams and sites. Microsoft's default lets everyone, so settings that
// were never made fail.
var GroupCreation = &check.Check{
	ID:       "id-group-creation",
	Title:    "Only approved users can create Microsoft 365 groups and teams",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "Every group brings a mailbox, a site and a team of its own, and where anyone makes them nobody knows what they hold and who may come in.",
	Controls: check.Controls{
		CIS: []string{"5.1.3.4"}, EIDSCA: []string{"ST11", "ST12"},
		ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(i)"},
	},
	Rows:    []string{"ID-004"},
	Reads:   readsGroupSettings(),
	Uses:    []snapshot.Resource{snapshot.Groups.Resource()},
	Licence: check.EntraP1,
	Risk:    "An intruder with one member account makes a team with an official-looking name, invites colleagues and guests into it and collects the files they share there.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Groups > General > Users can create Microsoft 365 groups in Azure portals, API or PowerShell: No",
		Request: check.ChangeSettings(snapshot.SettingsGroups(), `{"name":"EnableGroupCreation","value":"false"},{"name":"GroupCreationAllowedGroupId","value":"{id of the group that may}"}`),
	},
	Texts:  []*text.Table{groupCreationTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.3.4; Microsoft Entra documentation, Microsoft Entra cmdlets for configuring group settings, by which EnableGroupCreation is true unless set",
	Run: func(s *snapshot.Snapshot) []check.Result {
		settings, ok := snapshot.SettingsGroups().In(snapshot.GroupSettings.Of(s))
		if !ok {
			return check.One(finding.Fail, "The tenant keeps Microsoft's default, by which every member can create Microsoft 365 groups.", finding.Evidence{})
		}
		everyone := settings.Bool("EnableGroupCreation")
		if !everyone.Known() {
			return check.One(finding.Unknown, "The settings of groups do not say whether every member can create them.", finding.Evidence{})
		}
		allowed := strings.TrimSpace(settings.Text("GroupCreationAllowedGroupId").V)
		evidence := finding.Evidence{Facts: finding.Facts{"EnableGroupCreation": everyone.V, "groupAllowed": allowed != ""}}
		if everyone.V {
			return check.One(finding.Fail, "Every member of the tenant can create Microsoft 365 groups.", evidence)
		}
		if allowed == "" {
			return check.One(finding.Pass, "Only administrators can create Microsoft 365 groups.", evidence)
		}
		evidence.Subjects = finding.Subjects{"groups": finding.List(finding.Subject{ID: allowed, Name: groupName(s, allowed)})}
		return check.One(finding.Pass, "Only administrators and the members of one group can create Microsoft 365 groups.", evidence)
	},
}

// groupName returns the name of a group, empty where it was not read.
func groupName(s *snapshot.Snapshot, id string) string {
	for g := range snapshot.Groups.All(s) {
		if strings.EqualFold(g.ID, id) {
			return g.DisplayName
		}
	}
	return ""
}
