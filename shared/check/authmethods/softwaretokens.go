package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SoftwareTokens asks that codes from other companies' apps are used only where
// the customer decided so, settings.declared.softwareTokens. Disabled keeps the
// control whatever was decided.
var SoftwareTokens = &check.Check{
	ID:       "auth-software-tokens",
	Title:    "Codes from other companies' apps are disabled or were decided on",
	Category: check.AuthMethods,
	Severity: finding.Info,
	Because:  "Such codes can be typed into a fake sign-in page, but they help people without a work phone; somebody should have weighed that.",
	Controls: check.Controls{EIDSCA: []string{"AO01", "AO02", "AO03"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-024"},
	Reads:    reads(),
	Risk:     "A fake sign-in page asks for the six digits, and the secret behind them can be copied from a phone or its backup without anybody noticing.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Third-party software OATH tokens > Enable: Off, once everyone has a phishing-resistant method; or declare in Vahti that they are allowed",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/SoftwareOath {"@odata.type":"#microsoft.graph.softwareOathAuthenticationMethodConfiguration","state":"disabled"}`,
	},
	Texts:  []*text.Table{softwareTokensTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AO01 to AO03; Microsoft Graph documentation, softwareOathAuthenticationMethodConfiguration resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, "SoftwareOath")
		evidence := finding.Evidence{Facts: finding.Facts{"state": m.State, "includeTargets": len(m.IncludeTargets), "excludeTargets": len(m.ExcludeTargets)}}
		switch declared := s.Settings.Declared.SoftwareTokens; {
		case !known:
			return unknownMethod()
		case !enabled:
			return check.One(finding.Pass, "Codes from other companies' apps are disabled.", evidence)
		case declared == "allowed":
			return check.One(finding.Pass, "Codes from other companies' apps are enabled, as was decided.", evidence)
		case declared == "refused":
			return check.One(finding.Fail, "Codes from other companies' apps are enabled although that was refused.", evidence)
		}
		return check.One(finding.Fail, "Codes from other companies' apps are enabled, and nobody has decided on it.", evidence)
	},
}
