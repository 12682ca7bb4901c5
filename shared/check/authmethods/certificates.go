package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Certificates asks that a certificate counts as several factors only where a
// rule about its issuer or policy says so, and that revoked ones are refused.
var Certificates = &check.Check{
	ID:       "auth-certificates",
	Title:    "Certificates count as multifactor authentication only by rule, and revoked ones are refused",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "Without rules every certificate of every trusted authority gets past multifactor authentication, and without a list of revoked ones a lost card keeps working.",
	Controls: check.Controls{
		EIDSCA: []string{"AC01", "AC02", "AC03", "AC04", "AC05"}, ISO27001: []string{"A.8.5", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(j)"},
	},
	Rows:  []string{"AU-023"},
	Reads: reads(),
	Risk:  "An attacker with a certificate that was made for something else, or was revoked long ago, signs in and is taken for having given two factors.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Certificate-based authentication > Configure > Require CRL validation: On; under Authentication binding add rules by issuer or policy OID, or set the protection level to Single-factor authentication",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/x509Certificate {"@odata.type":"#microsoft.graph.x509CertificateAuthenticationMethodConfiguration","authenticationModeConfiguration":{"x509CertificateAuthenticationDefaultMode":"x509CertificateSingleFactor","rules":[{"x509CertificateRuleType":"policyOID","identifier":"{policy OID}","x509CertificateAuthenticationMode":"x509CertificateMultiFactor"}]},"crlValidationConfiguration":{"state":"enabled","exemptedCertificateAuthoritiesSubjectKeyIdentifiers":[]}}`,
	},
	Neutral: []string{"rules"},
	Texts:   []*text.Table{certificatesTexts, methodTexts},
	Since:   "2026-11",
	Source:  "EIDSCA, AC01 to AC05; Microsoft Entra documentation, How to configure Microsoft Entra certificate-based authentication, and Microsoft Graph documentation, x509CertificateAuthenticationMethodConfiguration resource type. The default level matters where there are no rules, which stand in its place; a default of a single factor is the stricter one and keeps the control too",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, "X509Certificate")
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return disabledMethod()
		}
		modes, revocation := m.CertificateModes.V, m.CertificateRevocation.V
		evidence := finding.Evidence{Facts: finding.Facts{
			"defaultMode": modes.DefaultMode.V, "rules": len(modes.Rules),
			"crlValidation": revocation.State.V, "exemptedAuthorities": len(revocation.ExemptedAuthorities),
		}}
		checked, byRule := isOneOf(revocation.State, "enabled", "disabled"), isOneOf(modes.DefaultMode, "x509CertificateSingleFactor", "x509CertificateMultiFactor")
		switch {
		case checked.Known() && !checked.V:
			return check.One(finding.Fail, "Certificates are accepted without a list of revoked ones.", evidence)
		case byRule.Known() && !byRule.V && len(modes.Rules) == 0:
			return check.One(finding.Fail, "Every certificate of a trusted authority counts as multifactor authentication.", evidence)
		case !checked.Known() || !byRule.Known():
			return check.One(finding.Unknown, "Graph did not return how certificates are judged, or in a way Vahti does not know.", finding.Evidence{})
		}
		return check.One(finding.Pass, "Certificates count as multifactor authentication only by rule, and revoked ones are refused.", evidence)
	},
}

// isOneOf is true where the value is the first text, false where it is the
// second, else not known.
func isOneOf(v snapshot.Value[string], yes, no string) snapshot.Value[bool] {
	switch {
	case strings.EqualFold(v.V, yes):
		return snapshot.Some(true)
	case strings.EqualFold(v.V, no):
		return snapshot.Some(false)
	}
	return snapshot.Value[bool]{}
}
