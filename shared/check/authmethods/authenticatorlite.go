package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AuthenticatorLite asks that requests are approved in Microsoft Authenticator
// and not in other apps. "default" leaves it to Microsoft, which has it on.
var AuthenticatorLite = &check.Check{
	ID:       "auth-authenticator-lite",
	Title:    "Sign-in requests cannot be approved in other apps than Microsoft Authenticator",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "The other apps show neither the application nor the place a request comes from, even where the tenant asks for both.",
	Controls: check.Controls{CIS: []string{"5.2.3.10"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-016"},
	Reads:    reads(),
	Risk:     "A person approves an attacker's request in Outlook, which tells less about it than Microsoft Authenticator does.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Microsoft Authenticator > Configure > Microsoft Authenticator on companion applications: Disabled",
		Request: `PATCH /beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator {"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","featureSettings":{"companionAppAllowedState":{"state":"disabled"}}}`,
	},
	Texts:  []*text.Table{authenticatorLiteTexts, methodTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.2.3.10; Microsoft Entra documentation, Protecting authentication methods in Microsoft Entra ID, by which the setting is enabled where it is left to Microsoft",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, authenticator)
		lite := m.FeatureSettings.V.CompanionAppAllowedState
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return disabledMethod()
		case !lite.Known():
			return check.One(finding.Unknown, "Graph returned no value for the feature.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"state": lite.V.State}}
		switch strings.ToLower(lite.V.State) {
		case "disabled":
			return check.One(finding.Pass, "Requests can be approved only in Microsoft Authenticator.", evidence)
		case "enabled":
			return check.One(finding.Fail, "Requests can be approved in other apps, such as Outlook.", evidence)
		case "default":
			return check.One(finding.Fail, "Microsoft decides whether requests can be approved in other apps, and it allows that.", evidence)
		}
		return check.One(finding.Unknown, "The feature has a state Vahti does not know.", finding.Evidence{})
	},
}
