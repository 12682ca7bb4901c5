package coverage

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// FuzzJudge shows that no policies Graph could send make the engine panic, leak
// free text into facts, or pass once every policy is disabled.
func FuzzJudge(f *testing.F) {
	for _, p := range append(fortyPolicies()[:4],
		policy{grant: askResistant, users: noGuests, conds: codeFlow},
		policy{conds: `"agentIdRiskLevels":"high","clientApplications":{"includeAgentIdServicePrincipals":["All"]}`},
		policy{conds: `"devices":{"deviceFilter":{"mode":"include","rule":"x"}},"times":{"a":[1]},` + legacyTypes},
	) {
		f.Add("[" + p.json(1) + "]")
	}
	for _, p := range []policy{
		{session: everyDay + "," + restricted, apps: inBoth, conds: excludeFilter(`device.isCompliant -eq True -and (device.model -ne "x")`)},
		{session: protected + `,"persistentBrowser":{"isEnabled":true,"mode":"never"}`, users: allGuests, conds: notTrusted},
		{grant: askResistant, apps: `"includeAuthenticationContextClassReferences":["c1"]`},
	} {
		f.Add("[" + p.json(1) + "]")
	}
	f.Add(`[{"conditions":null,"grantControls":null},null]`)
	requirements := []Requirement{
		legacy, mfa, resistant, managed, userHigh, devCode, register, agents, admins,
		azureMFA, portals, guestMFA, weekly, always, riskyMFA, limited, bound, elsewhere, context1,
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := snapshot.New(time.Time{}, snapshot.Settings{})
		if snapshot.ConditionalAccessPolicies.Decode(s, "", []byte(text)) != nil {
			return
		}
		off := snapshot.New(time.Time{}, snapshot.Settings{})
		policies := append([]snapshot.ConditionalAccessPolicy(nil), snapshot.ConditionalAccessPolicies.Of(s)...)
		for i := range policies {
			policies[i].State = "disabled"
		}
		snapshot.ConditionalAccessPolicies.Set(off, policies)
		for _, r := range requirements {
			got := Judge(s, r)
			if err := got.Verdict.Validate(); err != nil {
				t.Error(err)
			}
			if err := got.Evidence().Facts.Validate(); err != nil {
				t.Error(err)
			}
			if len(got.Policies) != len(policies) {
				t.Errorf("got %d policies explained, want %d", len(got.Policies), len(policies))
			}
			if got := Judge(off, r); got.Verdict != finding.Fail {
				t.Errorf("all disabled: got %v, want fail", got.Verdict)
			}
		}
	})
}
