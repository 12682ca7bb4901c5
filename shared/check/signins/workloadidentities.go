package signins

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// WorkloadIdentities asks that no application is at risk, in Microsoft's eyes,
// without somebody having looked. Each is a result of its own; disabled ones do
// not count.
var WorkloadIdentities = &check.Check{
	ID:       "risk-workload-identities",
	Title:    "No application is left at risk",
	Category: check.SignIns,
	Severity: finding.High,
	Because:  "An application signs in without a second factor and often with more permissions than any person, so whoever has its secret has all of that.",
	Controls: check.Controls{ISO27001: []string{"A.5.25", "A.5.26"}, NIS2: []string{"21(2)(b)", "21(2)(d)"}},
	Rows:     []string{"RK-003"},
	Reads:    []snapshot.Resource{snapshot.RiskyServicePrincipals.Resource(), snapshot.ServicePrincipalDetections.Resource()},
	Uses:     []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
	Licence:  check.WorkloadID,
	Risk:     "An attacker acts with the application's permissions, day and night, and no user notices anything.",
	Fix: check.Fix{
		Portal:  idProtection + "Risky workload identities > the application: remove its secrets and certificates and give it new ones, then Confirm service principal compromised, or Dismiss service principal risk where it was no attack",
		Request: `POST /v1.0/identityProtection/riskyServicePrincipals/confirmCompromised {"servicePrincipalIds":["{id}"]}, or dismiss in its place`,
	},
	Neutral: []string{"latest"},
	Texts:   []*text.Table{workloadIdentitiesTexts},
	Since:   "2026-11",
	Source:  "Microsoft Entra documentation, Securing workload identities; Microsoft Graph documentation, riskyServicePrincipal and servicePrincipalRiskDetection resource types, both of which lie below /identityProtection. An application that an administrator confirmed as compromised has been looked at",
	Run: func(s *snapshot.Snapshot) []check.Result {
		off := switchedOff(s)
		var seen bundles
		var untold []finding.Subject
		principals := snapshot.RiskyServicePrincipals.Of(s)
		for i := range principals {
			p := &principals[i]
			if off[strings.ToLower(p.ID)] {
				continue
			}
			switch open(p.RiskState) {
			case finding.Fail:
				seen.at(p.ID, func() string { return p.DisplayName }).see(p.RiskLastUpdatedDateTime)
			case finding.Unknown:
				untold = append(untold, finding.Subject{ID: p.ID, Name: p.DisplayName})
			}
		}
		detections := snapshot.ServicePrincipalDetections.Of(s)
		for i := range detections {
			d := &detections[i]
			if off[strings.ToLower(d.ServicePrincipalID)] {
				continue
			}
			switch open(d.RiskState) {
			case finding.Fail:
				seen.at(d.ServicePrincipalID, func() string { return d.ServicePrincipalDisplayName }).add(d.RiskEventType, d.DetectedDateTime)
			case finding.Unknown:
				untold = append(untold, finding.Subject{ID: d.ServicePrincipalID, Name: d.ServicePrincipalDisplayName})
			}
		}
		var results []check.Result
		for _, id := range seen.order {
			b := seen.of[id]
			slices.Sort(b.kinds)
			facts := finding.Facts{"detections": b.count, "riskEventTypes": b.kinds}
			if !b.last.IsZero() {
				facts["latest"] = moment(b.last)
			}
			results = append(results, check.Result{
				Resource: resourceOf(b.subject.ID), Verdict: finding.Fail, Reason: "An application is at risk, and nobody has looked at it.",
				Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"applications": finding.List(b.subject)}},
			})
		}
		results = append(results, unsure("Graph did not return all about the risk of some applications.", "applications", untold)...)
		if len(results) == 0 {
			return check.One(finding.Pass, "No application is at risk without somebody having looked at it.", finding.Evidence{})
		}
		return results
	},
}

// switchedOff are the applications known to be disabled, by id in lower case.
func switchedOff(s *snapshot.Snapshot) map[string]bool {
	off := map[string]bool{}
	risky := snapshot.RiskyServicePrincipals.Of(s)
	for i := range risky {
		if p := &risky[i]; p.ID != "" && p.IsEnabled.Known() && !p.IsEnabled.V {
			off[strings.ToLower(p.ID)] = true
		}
	}
	if len(risky)+len(snapshot.ServicePrincipalDetections.Of(s)) == 0 {
		return off
	}
	all := snapshot.ServicePrincipals.Of(s)
	for i := range all {
		if p := &all[i]; p.ID != "" && p.AccountEnabled.Known() && !p.AccountEnabled.V {
			off[strings.ToLower(p.ID)] = true
		}
	}
	return off
}
