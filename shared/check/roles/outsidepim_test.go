package roles

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestOutsidePIM(t *testing.T) {
	const (
		through = `"startDateTime":"2026-01-01T00:00:00Z","endDateTime":null`
		outside = `"startDateTime":null,"endDateTime":null`
	)
	testVerdicts(t, OutsidePIM, []verdictTest{
		{name: "through PIM", files: scheduled(schedule("a", through)), want: finding.Pass},
		{name: "older form of a date", files: scheduled(schedule("a", `"startDateTime":"Date(1647533824543)","endDateTime":null`)), want: finding.Pass},
		{name: "outside", files: scheduled(schedule("a", through), schedule("b", outside)), want: finding.Fail},
		{name: "emergency account", settings: emergency("b"), files: scheduled(schedule("b", outside)), want: finding.Pass},
		{name: "start absent", files: scheduled(schedule("a", `"endDateTime":null`)), want: finding.Unknown},
		{name: "start absent for one, outside for another", files: scheduled(schedule("a", `"endDateTime":null`), schedule("b", outside)), want: finding.Fail},
		{name: "nobody", files: scheduled(), want: finding.Pass},
		{name: "no licence", files: with(scheduled(schedule("a", outside)), snapshot.SubscribedSkus.Resource(), withoutP2), want: finding.NotApplicable},
		{name: "licence unread", files: without(scheduled(schedule("a", outside)), snapshot.SubscribedSkus.Resource()), want: finding.Fail},
	})
}
