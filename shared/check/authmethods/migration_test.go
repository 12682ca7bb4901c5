package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestMigration(t *testing.T) {
	testVerdicts(t, Migration, []verdictTest{
		{name: "complete", files: policy(`{"policyMigrationState":"migrationComplete"}`), want: finding.Pass},
		{name: "null needs none", files: policy(`{"policyMigrationState":null}`), want: finding.Pass},
		{name: "absent differs from null", files: policy(`{}`), want: finding.Unknown},
		{name: "not begun", files: policy(`{"policyMigrationState":"preMigration"}`), want: finding.Fail},
		{name: "under way", files: policy(`{"policyMigrationState":"migrationInProgress"}`), want: finding.Fail},
		{name: "other state", files: policy(`{"policyMigrationState":"postMigration"}`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
