package monitoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestSensors(t *testing.T) {
	sensors := func(list string) checktest.Files { return tenant(snapshot.IdentitySensors.Resource(), `[`+list+`]`) }
	sensor := func(kind, deployment, health string) string {
		return `{"id":"s","displayName":"DC01","domainName":"example.com","sensorType":` + kind + `,"deploymentStatus":` + deployment + `,"healthStatus":` + health + `}`
	}
	const dc = `"domainControllerIntegrated"`
	good := sensor(dc, `"upToDate"`, `"healthy"`)
	bad := sensor(dc, `"disconnected"`, `"notHealthyHigh"`)
	checktest.Verdicts(t, Sensors, []checktest.Test{
		{Name: "none", Files: sensors(``), Want: finding.NotApplicable},
		{Name: "in order", Files: sensors(good), Want: finding.Pass},
		{Name: "a standalone one in order, in other case", Files: sensors(sensor(`"DomainControllerStandalone"`, `"UpToDate"`, `"Healthy"`)), Want: finding.Pass},
		{Name: "disconnected", Files: sensors(bad), Want: finding.Fail},
		{Name: "out of date", Files: sensors(sensor(dc, `"outdated"`, `"healthy"`)), Want: finding.Fail},
		{Name: "a little unhealthy", Files: sensors(sensor(dc, `"upToDate"`, `"notHealthyLow"`)), Want: finding.Fail},
		{Name: "one of two", Files: sensors(good + `,` + bad), Want: finding.Fail},
		{Name: "being updated", Files: sensors(sensor(dc, `"updating"`, `"healthy"`)), Want: finding.Unknown},
		{Name: "unhealthy, with a status that is not known", Files: sensors(sensor(dc, `"some words"`, `"notHealthyMedium"`)), Want: finding.Fail},
		{Name: "another server is not judged", Files: sensors(good + `,` + sensor(`"adfsIntegrated"`, `"disconnected"`, `"notHealthyHigh"`)), Want: finding.Pass},
		{Name: "other servers alone", Files: sensors(sensor(`"adcsIntegrated"`, `"upToDate"`, `"healthy"`)), Want: finding.Fail},
		{Name: "unknown kind", Files: sensors(good + `,` + sensor(`"unknownFutureValue"`, `"upToDate"`, `"healthy"`)), Want: finding.Unknown},
		{Name: "no health", Files: sensors(sensor(dc, `"upToDate"`, `null`)), Want: finding.Unknown},
		{Name: "empty", Files: sensors(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: plans(sensors(bad), "MDE_SMB"), Want: finding.NotApplicable},
	})
}

// TestSensorsAbsent is a tenant that never turned the service on.
func TestSensorsAbsent(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{snapshot.SubscribedSkus.Resource(): licensed})
	s.SetUnread(snapshot.IdentitySensors.Resource(), snapshot.Unread{Status: 404, Reason: "Microsoft does not know it"})
	out := check.Run(Sensors, s)
	if out.Verdict != finding.NotApplicable {
		t.Errorf("got %v (%s), want not applicable", out.Verdict, out.Reason)
	}
	checktest.Said(t, out)
}

// TestSensorsResolved has one of three sensors just being updated.
func TestSensorsResolved(t *testing.T) {
	sensor := func(id, deployment string) string {
		return `{"id":"` + id + `","sensorType":"domainControllerIntegrated","deploymentStatus":"` + deployment + `","healthStatus":"healthy"}`
	}
	files := tenant(snapshot.IdentitySensors.Resource(), `[`+sensor("a", "upToDate")+`,`+sensor("b", "updating")+`]`)
	if diff := cmp.Diff([]string{"a", "gone"}, checktest.Resolved(t, Sensors, files, "a", "b", "gone")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
