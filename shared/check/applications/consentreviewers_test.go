package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestConsentReviewers(t *testing.T) {
	checktest.Verdicts(t, ConsentReviewers, []checktest.Test{
		{Name: "told", Files: workflow(`{"isEnabled":true,"notifyReviewers":true,"reviewers":[{"query":"/users/1"}]}`), Want: finding.Pass},
		{Name: "not told", Files: workflow(`{"isEnabled":true,"notifyReviewers":false,"reviewers":[{"query":"/users/1"}]}`), Want: finding.Fail},
		{Name: "nobody", Files: workflow(`{"isEnabled":true,"notifyReviewers":true,"reviewers":[]}`), Want: finding.Fail},
		{Name: "reviewers absent", Files: workflow(`{"isEnabled":true,"notifyReviewers":true}`), Want: finding.Unknown},
		{Name: "reviewers null", Files: workflow(`{"isEnabled":true,"notifyReviewers":true,"reviewers":null}`), Want: finding.Unknown},
		{Name: "unknown whether told", Files: workflow(`{"isEnabled":true,"notifyReviewers":null,"reviewers":[{"query":"/users/1"}]}`), Want: finding.Unknown},
		{Name: "workflow off", Files: workflow(`{"isEnabled":false,"reviewers":[]}`), Want: finding.NotApplicable},
		{Name: "workflow unknown", Files: workflow(`{"reviewers":[]}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
