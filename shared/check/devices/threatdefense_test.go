package devices

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestThreatDefense(t *testing.T) {
	connectors := func(json string) checktest.Files {
		return in(snapshot.ThreatDefenseConnectors.Resource(), `[`+json+`]`)
	}
	c := func(id, state, last string) string {
		return `{"id":"` + id + `","partnerState":` + state + `,"lastHeartbeatDateTime":` + last + `,"androidEnabled":true,"iosEnabled":false,"windowsEnabled":null}`
	}
	const today, aDayAgo, longAgo = `"2026-11-01T06:00:00Z"`, `"2026-10-31T12:00:00Z"`, `"2026-10-31T11:59:59Z"`
	checktest.Verdicts(t, ThreatDefense, []checktest.Test{
		{Name: "reports", Files: connectors(c("a", `"enabled"`, today)), Want: finding.Pass},
		{Name: "a day ago", Files: connectors(c("a", `"enabled"`, aDayAgo)), Want: finding.Pass},
		{Name: "longer ago", Files: connectors(c("a", `"enabled"`, longAgo)), Want: finding.Fail},
		{Name: "enabled and never heard of", Files: connectors(c("a", `"enabled"`, `"0001-01-01T00:00:00Z"`)), Want: finding.Fail},
		{Name: "state in another case", Files: connectors(c("a", `"Enabled"`, today)), Want: finding.Pass},
		{Name: "not enabled", Files: connectors(c("a", `"available"`, today)), Want: finding.Fail},
		{Name: "unavailable", Files: connectors(c("a", `"unavailable"`, today)), Want: finding.Fail},
		{Name: "unresponsive", Files: connectors(c("a", `"unresponsive"`, today)), Want: finding.Fail},
		{Name: "error", Files: connectors(c("a", `"error"`, today)), Want: finding.Fail},
		{Name: "never set up", Files: connectors(c("a", `"notSetUp"`, `"0001-01-01T00:00:00Z"`)), Want: finding.NotApplicable},
		{Name: "one never set up beside one that reports", Files: connectors(c("a", `"notSetUp"`, `null`) + "," + c("b", `"enabled"`, today)), Want: finding.Pass},
		{Name: "a state that came later", Files: connectors(c("a", `"unknownFutureValue"`, today)), Want: finding.Unknown},
		{Name: "no state", Files: connectors(c("a", `null`, today)), Want: finding.Unknown},
		{Name: "no time", Files: connectors(c("a", `"enabled"`, `null`)), Want: finding.Unknown},
		{Name: "empty", Files: connectors(`{}`), Want: finding.Unknown},
		{Name: "none", Files: connectors(``), Want: finding.NotApplicable},
		unlicensed(connectors(c("a", `"enabled"`, longAgo))),
	})
	o := outcome(t, ThreatDefense, connectors(c(defenderConnector, `"enabled"`, longAgo)+","+c("b", `"enabled"`, today)))
	if diff := cmp.Diff(map[string]finding.Verdict{defenderConnector: finding.Fail, "b": finding.Pass}, byResource(o)); diff != "" {
		t.Errorf("by connector (-want +got):\n%s", diff)
	}
}
