package guests

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestLeaving(t *testing.T) {
	external := func(text string) checktest.Files {
		return checktest.Files{snapshot.ExternalIdentitiesPolicy.Resource(): text}
	}
	decided := func(v string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{GuestDataRemoval: v}}
	}
	const both = `{"allowExternalIdentitiesToLeave":true,"allowDeletedIdentitiesDataRemoval":true}`
	checktest.Verdicts(t, Leaving, []checktest.Test{
		{Name: "they can, nothing decided on data", Files: external(both), Want: finding.Pass},
		{Name: "they can, data as decided", Settings: decided("allowed"), Files: external(both), Want: finding.Pass},
		{Name: "they can, data against the decision", Settings: decided("refused"), Files: external(both), Want: finding.Fail},
		{Name: "they can, data stays against the decision", Settings: decided("allowed"), Files: external(`{"allowExternalIdentitiesToLeave":true,"allowDeletedIdentitiesDataRemoval":false}`), Want: finding.Fail},
		{Name: "they can, data stays as decided", Settings: decided("refused"), Files: external(`{"allowExternalIdentitiesToLeave":true,"allowDeletedIdentitiesDataRemoval":false}`), Want: finding.Pass},
		{Name: "they cannot", Settings: decided("allowed"), Files: external(`{"allowExternalIdentitiesToLeave":false,"allowDeletedIdentitiesDataRemoval":true}`), Want: finding.Fail},
		{Name: "data not said, nothing decided", Files: external(`{"allowExternalIdentitiesToLeave":true}`), Want: finding.Pass},
		{Name: "data not said, but decided", Settings: decided("refused"), Files: external(`{"allowExternalIdentitiesToLeave":true}`), Want: finding.Unknown},
		{Name: "null", Files: external(`{"allowExternalIdentitiesToLeave":null}`), Want: finding.Unknown},
		{Name: "absent", Files: external(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
