package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PasskeyRestrictionList asks that enforced key restrictions name makes of keys
// and say whether those are the allowed or the refused ones. Where the tenant
// has passkey profiles they decide, and every one must.
var PasskeyRestrictionList = &check.Check{
	ID:       "auth-passkey-restriction-list",
	Title:    "The list of chosen passkeys names makes and says whether they are allowed or refused",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "Restrictions that are switched on with an empty list look like protection without being any.",
	Controls: check.Controls{EIDSCA: []string{"AF05", "AF06"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-010"},
	Reads:    reads(),
	Risk:     "Everyone believes that only approved keys can be registered, while any key is accepted, or none at all and people stay with their passwords.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Passkey (FIDO2) > Configure > Restrict specific keys: Allow or Block, and add the identifiers of the makes",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Fido2 {"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","keyRestrictions":{"isEnforced":true,"enforcementType":"allow","aaGuids":["{identifier of the make}"]}}`,
	},
	Texts:  []*text.Table{passkeyRestrictionListTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AF05 and AF06; Microsoft Graph documentation, fido2KeyRestrictions resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, fido2)
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return disabledMethod()
		}
		switch enforced := restrictionsEnforced(m); {
		case !enforced.Known():
			return check.One(finding.Unknown, "Graph returned no value for the setting keyRestrictionsEnforced.", finding.Evidence{})
		case !enforced.V:
			return check.One(finding.NotApplicable, "Key restrictions are not enforced, so their list does not matter.", finding.Evidence{})
		}
		lists := restrictions(m)
		makes, stated := 0, make([]snapshot.Value[bool], len(lists))
		for i, l := range lists {
			makes += len(l.AAGuids)
			stated[i] = statesDirection(l)
		}
		evidence := finding.Evidence{Facts: finding.Facts{"aaGuids": makes, "lists": len(lists)}}
		switch all := everyOne(stated); {
		case !all.Known():
			return check.One(finding.Unknown, "Graph did not return the list of makes, or says something about it Vahti does not know.", finding.Evidence{})
		case !all.V:
			return check.One(finding.Fail, "Key restrictions are enforced with a list that names no make.", evidence)
		}
		return check.One(finding.Pass, "The list names makes and says whether they are allowed or refused.", evidence)
	},
}

// restrictions returns the lists that are in force.
func restrictions(m snapshot.MethodConfiguration) []snapshot.KeyRestrictions {
	if len(m.PasskeyProfiles) == 0 {
		return []snapshot.KeyRestrictions{m.KeyRestrictions.V}
	}
	out := make([]snapshot.KeyRestrictions, len(m.PasskeyProfiles))
	for i, p := range m.PasskeyProfiles {
		out[i] = p.KeyRestrictions.V
	}
	return out
}

// statesDirection is true where a list names makes and allows or blocks them,
// false where it is there and empty, else not known.
func statesDirection(l snapshot.KeyRestrictions) snapshot.Value[bool] {
	direction := strings.EqualFold(l.EnforcementType, "allow") || strings.EqualFold(l.EnforcementType, "block")
	switch {
	case l.AAGuids == nil:
		return snapshot.Value[bool]{}
	case len(l.AAGuids) == 0:
		return snapshot.Some(false)
	case direction:
		return snapshot.Some(true)
	}
	return snapshot.Value[bool]{}
}
