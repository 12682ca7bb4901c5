package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// The limits of a pass: how long it may live and how short it may be.
const (
	maxPassMinutes = 8 * 60
	minPassLength  = 8
)

// TemporaryPassLimits asks that a pass is short-lived and not guessable.
var TemporaryPassLimits = &check.Check{
	ID:       "auth-temporary-access-pass-limits",
	Title:    "A Temporary Access Pass lives at most eight hours and has at least eight characters",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "A pass is handed over and used the same day; one that lives longer lies about on notes and in messages.",
	Controls: check.Controls{EIDSCA: []string{"AT03", "AT04", "AT05", "AT06"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-022"},
	Reads:    reads(),
	Licence:  check.EntraP1,
	Risk:     "A pass made for Monday is found on Friday and still opens the account.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Temporary Access Pass > Configure > Maximum lifetime: 8 hours, Length: 8 characters or more",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass {"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration","maximumLifetimeInMinutes":480,"defaultLength":8}`,
	},
	LessIsWorse: []string{"defaultLength"},
	Texts:       []*text.Table{temporaryPassLimitsTexts, methodTexts},
	Since:       "2026-11",
	Source:      "EIDSCA, AT03 to AT06; Microsoft Graph documentation, temporaryAccessPassAuthenticationMethodConfiguration resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, temporaryAccessPass)
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return disabledMethod()
		}
		facts := finding.Facts{}
		if m.MaximumLifetimeInMinutes.Known() {
			facts["maximumLifetimeInMinutes"] = m.MaximumLifetimeInMinutes.V
		}
		if m.DefaultLength.Known() {
			facts["defaultLength"] = m.DefaultLength.V
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case m.MaximumLifetimeInMinutes.Known() && m.MaximumLifetimeInMinutes.V > maxPassMinutes:
			return check.One(finding.Fail, "A Temporary Access Pass may live longer than eight hours.", evidence)
		case m.DefaultLength.Known() && m.DefaultLength.V < minPassLength:
			return check.One(finding.Fail, "A Temporary Access Pass may be shorter than eight characters.", evidence)
		case !m.MaximumLifetimeInMinutes.Known() || !m.DefaultLength.Known():
			return check.One(finding.Unknown, "Graph did not return the limits of Temporary Access Passes.", finding.Evidence{})
		}
		return check.One(finding.Pass, "A Temporary Access Pass is short-lived and long enough.", evidence)
	},
}
