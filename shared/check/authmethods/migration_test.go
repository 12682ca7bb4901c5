package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestMigration(t *testing.T) {
	checktest.Verdicts(t, Migration, []checktest.Test{
		{Name: "complete", Files: policy(`{"policyMigrationState":"migrationComplete"}`), Want: finding.Pass},
		{Name: "null needs none", Files: policy(`{"policyMigrationState":null}`), Want: finding.Pass},
		{Name: "absent differs from null", Files: policy(`{}`), Want: finding.Unknown},
		{Name: "not begun", Files: policy(`{"policyMigrationState":"preMigration"}`), Want: finding.Fail},
		{Name: "under way", Files: policy(`{"policyMigrationState":"migrationInProgress"}`), Want: finding.Fail},
		{Name: "other state", Files: policy(`{"policyMigrationState":"postMigration"}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
