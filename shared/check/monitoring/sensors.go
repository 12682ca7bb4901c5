package monitoring

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Sensors asks that the sensors of Defender for Identity on domain controllers are
// up to date and healthy. Each that is not is a result of its own.
var Sensors = &check.Check{
	ID:       "log-identity-sensors",
	Title:    "The sensors on domain controllers are up to date and healthy",
	Category: check.Monitoring,
	Severity: finding.High,
	Because:  "A sensor that does not work sees nothing, and an attack on the directory needs just the one domain controller that nobody watches.",
	Controls: check.Controls{ISO27001: []string{"A.8.16", "A.8.15"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"LG-010"},
	Reads:    []snapshot.Resource{snapshot.IdentitySensors.Resource()},
	Licence:  check.DefenderIdent,
	Absent:   "The tenant has no sensor of Defender for Identity.",
	Risk:     "An attacker copies the passwords of the whole directory from that domain controller without an alert.",
	Fix: check.Fix{
		Portal:  defender + "Settings > Identities > Sensors > the sensor: follow its health issues, update it or install it again",
		Request: `GET /v1.0/security/identities/sensors/getDeploymentPackageUri, which gives the current installation package`,
	},
	LessIsWorse: []string{"sensors", "onDomainControllers"},
	Texts:       []*text.Table{sensorsTexts},
	Since:       "2026-11",
	Source:      "Microsoft Zero Trust Assessment, 41002; Microsoft Graph documentation, sensor resource type (microsoft.graph.security). Sensors on AD FS, AD CS and Entra Connect servers stand beside domain controllers, so that a tenant with none but them leaves its domain controllers unwatched",
	Run: func(s *snapshot.Snapshot) []check.Result {
		sensors := snapshot.IdentitySensors.Of(s)
		if len(sensors) == 0 {
			return check.One(finding.NotApplicable, "The tenant has no sensor of Defender for Identity.", finding.Evidence{})
		}
		var results []check.Result
		var untold []finding.Subject
		healthy := 0
		for i := range sensors {
			x := &sensors[i]
			subject := finding.Subject{ID: x.ID, Name: cmp.Or(x.DisplayName, x.DomainName)}
			switch onDomainController(x) {
			case finding.Pass:
				continue
			case finding.Unknown:
				untold = append(untold, subject)
				continue
			}
			switch deployment, health := deployed(x.DeploymentStatus), sound(x.HealthStatus); finding.Worst(deployment, health) {
			case finding.Fail:
				results = append(results, check.Result{
					Resource: cmp.Or(x.ID, finding.TenantResource), Verdict: finding.Fail, Reason: "A sensor on a domain controller is out of date or not healthy.",
					Evidence: finding.Evidence{
						Facts:    finding.Facts{"deploymentStatus": word(x.DeploymentStatus), "healthStatus": word(x.HealthStatus), "sensorType": x.SensorType.V},
						Subjects: finding.Subjects{"sensors": finding.List(subject)},
					},
				})
			case finding.Unknown:
				untold = append(untold, subject)
			default:
				healthy++
			}
		}
		if len(untold) > 0 {
			results = append(results, check.Unsure("Some sensors are just being updated, or Graph did not return how they are.", finding.Evidence{
				Facts: finding.Facts{"sensors": len(untold)}, Subjects: finding.Subjects{"sensors": finding.List(untold...)},
			}, func(id string) bool {
				return !slices.ContainsFunc(untold, func(x finding.Subject) bool { return x.ID == id })
			})...)
		}
		facts := finding.Facts{"sensors": len(sensors), "onDomainControllers": healthy}
		switch {
		case len(results) > 0:
			return results
		case healthy == 0:
			return check.One(finding.Fail, "There are sensors, but none on a domain controller.", finding.Evidence{Facts: facts})
		}
		return check.One(finding.Pass, "Every sensor on a domain controller is up to date and healthy.", finding.Evidence{Facts: facts})
	},
}

// onDomainController judges where a sensor is: it fails, so to say, where it is one
// that has to be in order, and passes for other servers.
func onDomainController(x *snapshot.IdentitySensor) finding.Verdict {
	switch {
	case oneOf(x.SensorType, "domainControllerIntegrated", "domainControllerStandalone"):
		return finding.Fail
	case oneOf(x.SensorType, "adConnectIntegrated", "adcsIntegrated", "adfsIntegrated"):
		return finding.Pass
	}
	return finding.Unknown
}

// deployed judges a deployment; one that goes on at the moment is unknown.
func deployed(status snapshot.Value[string]) finding.Verdict {
	switch {
	case is(status, "upToDate"):
		return finding.Pass
	case oneOf(status, "outdated", "updateFailed", "notConfigured", "unreachable", "disconnected", "startFailure"):
		return finding.Fail
	}
	return finding.Unknown
}

func sound(health snapshot.Value[string]) finding.Verdict {
	switch {
	case is(health, "healthy"):
		return finding.Pass
	case health.Known() && strings.HasPrefix(strings.ToLower(health.V), "nothealthy"):
		return finding.Fail
	}
	return finding.Unknown
}
