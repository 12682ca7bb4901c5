package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Migration asks that the older per-feature policies no longer apply. Null is
// Graph's answer for tenants that never had them; absent is no answer.
var Migration = &check.Check{
	ID:       "auth-methods-migration",
	Title:    "The migration to the authentication methods policy is complete",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "Until the migration is complete the older policies keep allowing methods that the new policy forbids, and every other check on methods shows only half the picture.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.4v1"}, EIDSCA: []string{"AG01"}, ISO27001: []string{"A.8.5", "A.8.9"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-001"},
	Reads:    reads(),
	Risk:     "An attacker uses text messages or calls that the new policy forbids but the older one still accepts.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Authentication methods > Policies > Manage migration > Migration Complete, after the older policies were emptied",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy {"policyMigrationState":"migrationComplete"}`,
	},
	Texts:  []*text.Table{migrationTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.4; Microsoft Entra documentation, How to migrate MFA and SSPR policy settings to the Authentication methods policy. The control takes null for done: Graph sends null where there was never an older policy to move from. A property that Graph leaves out says nothing, so that it is unknown",
	Run: func(s *snapshot.Snapshot) []check.Result {
		state := snapshot.AuthenticationMethodsPolicy.Of(s).PolicyMigrationState
		evidence := finding.Evidence{Facts: finding.Facts{"policyMigrationState": state.V}}
		switch {
		case !state.Set:
			return check.One(finding.Unknown, "Graph did not return how far the migration is.", finding.Evidence{})
		case state.Null:
			return check.One(finding.Pass, "The tenant has no migration left to do.", finding.Evidence{})
		}
		switch strings.ToLower(state.V) {
		case "migrationcomplete":
			return check.One(finding.Pass, "The migration is complete.", evidence)
		case "premigration", "migrationinprogress":
			return check.One(finding.Fail, "The migration is not complete, so older policies still apply.", evidence)
		}
		return check.One(finding.Unknown, "The migration has a state Vahti does not know.", finding.Evidence{})
	},
}
