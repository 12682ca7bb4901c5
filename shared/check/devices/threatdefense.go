package devices

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// heartbeat is how long a connector may be silent.
const heartbeat = 24 * time.Hour

// defenderConnector is the id that Microsoft Defender for Endpoint has as a
// connector in every tenant.
const defenderConnector = "fc780465-2017-40d4-a0c5-307022471b92"

// ThreatDefense asks that the products that watch devices for threats report.
var ThreatDefense = &check.Check{
	ID:       "device-threat-defense-connectors",
	Title:    "Connectors of mobile threat defence are enabled and report",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "Rules that ask for a device without threats go on with what was last heard of it, or with nothing.",
	Controls: check.Controls{ISO27001: []string{"A.8.7", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(g)"}},
	Rows:     []string{"IN-065"},
	Reads:    []snapshot.Resource{snapshot.ThreatDefenseConnectors.Resource()},
	Licence:  check.Intune,
	Absent:   "No product for mobile threat defence is connected.",
	Risk:     "An infected phone or computer keeps its access to company data because the product that saw the threat cannot tell Intune.",
	Fix: check.Fix{
		Portal:  threatDefensePortal + "open the connector and set it up anew",
		Request: `PATCH /v1.0/deviceManagement/mobileThreatDefenseConnectors/{id} {"androidEnabled":true,"iosEnabled":true,"windowsEnabled":true}`,
	},
	LessIsWorse: []string{"lastHeartbeatDateTime"},
	Texts:       []*text.Table{threatDefenseTexts, devicesTexts},
	Since:       "2026-11",
	Source:      "Microsoft Intune documentation, Mobile Threat Defense; Microsoft Graph documentation, mobileThreatDefenseConnector resource type. A connector that was never set up is not judged",
	Run:         threatDefense,
}

const threatDefensePortal = intune + "Tenant administration > Connectors and tokens > Mobile Threat Defense > "

func threatDefense(s *snapshot.Snapshot) []check.Result {
	connectors := snapshot.ThreatDefenseConnectors.Of(s)
	var results []check.Result
	for i := range connectors {
		c := &connectors[i]
		if strings.EqualFold(c.PartnerState.V, "notSetUp") {
			continue
		}
		verdict, reason := connector(c, s.Now)
		resource := c.ID
		if resource == "" {
			resource = finding.TenantResource
		}
		facts := finding.Facts{}
		if c.PartnerState.Known() {
			facts["partnerState"] = c.PartnerState.V
		}
		if dated(c.LastHeartbeatDateTime) {
			facts["lastHeartbeatDateTime"] = day(c.LastHeartbeatDateTime.V.Time)
		}
		for name, v := range map[string]snapshot.Value[bool]{"androidEnabled": c.AndroidEnabled, "iosEnabled": c.IOSEnabled, "windowsEnabled": c.WindowsEnabled} {
			if v.Known() {
				facts[name] = v.V
			}
		}
		subject := finding.Subject{ID: c.ID}
		if strings.EqualFold(c.ID, defenderConnector) {
			subject.Name = "Microsoft Defender for Endpoint"
		}
		results = append(results, check.Result{Resource: resource, Verdict: verdict, Reason: reason, Evidence: finding.Evidence{
			Facts: facts, Subjects: finding.Subjects{"connectors": finding.List(subject)},
		}})
	}
	if len(results) == 0 {
		return check.One(finding.NotApplicable, "No product for mobile threat defence is connected.", finding.Evidence{})
	}
	return results
}

func connector(c *snapshot.ThreatDefenseConnector, now time.Time) (finding.Verdict, string) {
	state, last := c.PartnerState, c.LastHeartbeatDateTime
	switch {
	case !state.Known():
		return finding.Unknown, "Graph returned no value for the setting partnerState."
	case strings.EqualFold(state.V, "available"):
		return finding.Fail, "The connector is set up but not enabled."
	case strings.EqualFold(state.V, "unavailable"), strings.EqualFold(state.V, "unresponsive"), strings.EqualFold(state.V, "error"):
		return finding.Fail, "The connector does not work."
	case !strings.EqualFold(state.V, "enabled"):
		return finding.Unknown, "The setting partnerState holds a value unknown to Vahti."
	case !last.Known() || !last.V.Readable:
		return finding.Unknown, "Graph returned no value for the setting lastHeartbeatDateTime."
	case now.Sub(last.V.Time) > heartbeat:
		return finding.Fail, "The connector is enabled but has not reported for more than a day."
	}
	return finding.Pass, "The connector is enabled and reported within a day."
}
