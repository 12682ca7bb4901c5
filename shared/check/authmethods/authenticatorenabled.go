package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AuthenticatorEnabled asks that people can use Microsoft Authenticator, unless
// passkeys, which are better, are there for all of them.
var AuthenticatorEnabled = &check.Check{
	ID:       "auth-authenticator",
	Title:    "Microsoft Authenticator is enabled, or passkeys are for everyone",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "People use the best method they are offered; without the app or a passkey that is a text message or a typed code.",
	Controls: check.Controls{EIDSCA: []string{"AM01", "AM12"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-011"},
	Reads:    reads(),
	Risk:     "People fall back on text messages and codes, which an attacker intercepts or collects on a fake sign-in page.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Microsoft Authenticator > Enable: On, Target: All users",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator {"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","state":"enabled","includeTargets":[{"targetType":"group","id":"all_users","authenticationMode":"any"}]}`,
	},
	Texts:  []*text.Table{authenticatorEnabledTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AM01 and AM12; Microsoft Graph documentation, microsoftAuthenticatorAuthenticationMethodConfiguration resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		app, appEnabled, appKnown := method(s, authenticator)
		keys, keysEnabled, keysKnown := method(s, fido2)
		evidence := finding.Evidence{Facts: finding.Facts{"state": app.State, "passkeys": keys.State}}
		switch {
		case appEnabled && (app.IncludeTargets == nil || len(app.IncludeTargets) > 0):
			return check.One(finding.Pass, "Microsoft Authenticator is enabled.", evidence)
		case keysEnabled && forEveryone(keys):
			return check.One(finding.Pass, "Passkeys are enabled for all users.", evidence)
		case !appKnown || !keysKnown:
			return unknownMethod()
		case appEnabled:
			return check.One(finding.Fail, "Microsoft Authenticator is enabled for nobody, and passkeys are not enabled for everyone.", evidence)
		}
		return check.One(finding.Fail, "Microsoft Authenticator is disabled, and passkeys are not enabled for everyone.", evidence)
	},
}

// forEveryone reports whether a method is for all users and leaves nobody out.
func forEveryone(m snapshot.MethodConfiguration) bool {
	everyone := false
	for _, t := range m.IncludeTargets {
		everyone = everyone || strings.EqualFold(t.ID, allUsers)
	}
	return everyone && len(m.ExcludeTargets) == 0
}
