package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestConsentReviewers(t *testing.T) {
	testVerdicts(t, ConsentReviewers, []verdictTest{
		{name: "told", files: workflow(`{"isEnabled":true,"notifyReviewers":true,"reviewers":[{"query":"/users/1"}]}`), want: finding.Pass},
		{name: "not told", files: workflow(`{"isEnabled":true,"notifyReviewers":false,"reviewers":[{"query":"/users/1"}]}`), want: finding.Fail},
		{name: "nobody", files: workflow(`{"isEnabled":true,"notifyReviewers":true,"reviewers":[]}`), want: finding.Fail},
		{name: "unknown whether told", files: workflow(`{"isEnabled":true,"notifyReviewers":null,"reviewers":[{"query":"/users/1"}]}`), want: finding.Unknown},
		{name: "workflow off", files: workflow(`{"isEnabled":false,"reviewers":[]}`), want: finding.NotApplicable},
		{name: "workflow unknown", files: workflow(`{"reviewers":[]}`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
