package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestOutsidePIM(t *testing.T) {
	const (
		through = `"startDateTime":"2026-01-01T00:00:00Z","endDateTime":null`
		outside = `"startDateTime":null,"endDateTime":null`
	)
	checktest.Verdicts(t, OutsidePIM, []checktest.Test{
		{Name: "through PIM", Files: scheduled(schedule("a", through)), Want: finding.Pass},
		{Name: "older form of a date", Files: scheduled(schedule("a", `"startDateTime":"Date(1647533824543)","endDateTime":null`)), Want: finding.Pass},
		{Name: "outside", Files: scheduled(schedule("a", through), schedule("b", outside)), Want: finding.Fail},
		{Name: "emergency account", Settings: emergency("b"), Files: scheduled(schedule("b", outside)), Want: finding.Pass},
		{Name: "start absent", Files: scheduled(schedule("a", `"endDateTime":null`)), Want: finding.Unknown},
		{Name: "start absent for one, outside for another", Files: scheduled(schedule("a", `"endDateTime":null`), schedule("b", outside)), Want: finding.Fail},
		{Name: "start that cannot be read", Files: scheduled(schedule("a", `"startDateTime":"some day","endDateTime":null`)), Want: finding.Unknown},
		{Name: "nothing known of an assignment", Files: scheduled(`{}`), Want: finding.Unknown},
		{Name: "nobody", Files: scheduled(), Want: finding.Pass},
		{Name: "no licence", Files: with(scheduled(schedule("a", outside)), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
		{Name: "licence unread", Files: without(scheduled(schedule("a", outside)), snapshot.SubscribedSkus.Resource()), Want: finding.Fail},
	})
}
