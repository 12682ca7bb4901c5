package signins

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestWorkloadIdentities(t *testing.T) {
	files := func(principals, detections string) checktest.Files {
		return tenant(checktest.Files{
			snapshot.RiskyServicePrincipals.Resource(): `[` + principals + `]`, snapshot.ServicePrincipalDetections.Resource(): `[` + detections + `]`,
		})
	}
	directory := func(files checktest.Files, principals string) checktest.Files {
		files[snapshot.ServicePrincipals.Resource()] = principals
		return files
	}
	const (
		risky    = `{"id":"p","displayName":"P","isEnabled":true,"riskLevel":"low","riskState":"atRisk","riskLastUpdatedDateTime":"2026-11-01T11:00:00Z"}`
		off      = `{"id":"p","isEnabled":false,"riskLevel":"high","riskState":"atRisk"}`
		detected = `{"id":"d","servicePrincipalId":"p","servicePrincipalDisplayName":"P","riskEventType":"leakedCredentials","riskLevel":"high","riskState":"atRisk"}`
	)
	checktest.Verdicts(t, WorkloadIdentities, []checktest.Test{
		{Name: "none", Files: files(``, ``), Want: finding.Pass},
		{Name: "at risk, however low", Files: files(risky, ``), Want: finding.Fail},
		{Name: "a detection alone", Files: files(``, detected), Want: finding.Fail},
		{Name: "both", Files: files(risky, detected), Want: finding.Fail},
		{Name: "remediated", Files: files(`{"id":"p","riskState":"remediated"}`, `{"servicePrincipalId":"p","riskState":"dismissed"}`), Want: finding.Pass},
		{Name: "disabled", Files: files(off, detected), Want: finding.Pass},
		{Name: "disabled by what the directory says", Files: directory(files(``, detected), `[{"id":"P","accountEnabled":false}]`), Want: finding.Pass},
		{Name: "enabled by what the directory says", Files: directory(files(``, detected), `[{"id":"p","accountEnabled":true}]`), Want: finding.Fail},
		{Name: "no state", Files: files(`{"id":"p","riskState":null}`, ``), Want: finding.Unknown},
		{Name: "unknown state of a detection", Files: files(``, `{"servicePrincipalId":"p","riskState":"unknownFutureValue"}`), Want: finding.Unknown},
		{Name: "empty", Files: files(`{}`, `{}`), Want: finding.Unknown},
		{Name: "detections not read", Files: tenant(checktest.Files{snapshot.RiskyServicePrincipals.Resource(): `[]`}), Want: finding.Unknown},
		{Name: "not licensed", Files: unlicensed(files(risky, detected)), Want: finding.NotApplicable},
	})
}
