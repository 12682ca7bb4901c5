package authmethods

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const fido2 = "Fido2"

// Passkeys asks that everyone can use the method that cannot be phished, or the
// groups that settings.declared.passkeyGroups names instead, with nobody left out.
var Passkeys = &check.Check{
	ID:       "auth-passkeys",
	Title:    "Passkeys are enabled for everyone",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "A passkey works only on the real sign-in page, so nobody can be talked into giving it away; people can move to it only once it is enabled for them.",
	Controls: check.Controls{EIDSCA: []string{"AF01", "AF07"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-006"},
	Reads:    reads(),
	Risk:     "People keep approving requests and typing codes, which a fake sign-in page collects and uses at once.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Passkey (FIDO2) > Enable: On, Target: All users",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Fido2 {"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","state":"enabled","includeTargets":[{"targetType":"group","id":"all_users"}]}`,
	},
	LessIsWorse: []string{"includeTargets"},
	Texts:       []*text.Table{passkeysTexts, methodTexts},
	Since:       "2026-11",
	Source:      "EIDSCA, AF01; Microsoft Entra documentation, Enable passkeys (FIDO2) for your organization",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, fido2)
		everyone, undeclared := false, 0
		for _, t := range m.IncludeTargets {
			switch {
			case strings.EqualFold(t.ID, allUsers):
				everyone = true
			case !slices.ContainsFunc(s.Settings.Declared.PasskeyGroups, func(id string) bool { return strings.EqualFold(id, t.ID) }):
				undeclared++
			}
		}
		excluded := len(m.ExcludeTargets)
		evidence := finding.Evidence{Facts: finding.Facts{
			"state": m.State, "allUsers": everyone, "includeTargets": len(m.IncludeTargets), "excludeTargets": excluded,
		}}
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return check.One(finding.Fail, "Passkeys are disabled as a method.", evidence)
		case m.IncludeTargets == nil:
			return check.One(finding.Unknown, "Graph did not return whom passkeys are enabled for.", finding.Evidence{})
		case len(m.IncludeTargets) == 0:
			return check.One(finding.Fail, "Passkeys are enabled for nobody.", evidence)
		case !everyone && undeclared > 0:
			return check.One(finding.Fail, "Passkeys are enabled only for groups that were not declared as enough.", evidence)
		case excluded > 0:
			return check.One(finding.Fail, "Passkeys are enabled, but some users are excluded from them.", evidence)
		case everyone:
			return check.One(finding.Pass, "Passkeys are enabled for all users.", evidence)
		}
		return check.One(finding.Pass, "Passkeys are enabled for the declared groups.", evidence)
	},
}
