package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestCertificates(t *testing.T) {
	certificates := func(mode, rules, crl string) checktest.Files {
		return configured(`{"id":"X509Certificate","state":"enabled",
			"authenticationModeConfiguration":{"x509CertificateAuthenticationDefaultMode":` + mode + `,"rules":` + rules + `},
			"crlValidationConfiguration":{"state":` + crl + `,"exemptedCertificateAuthoritiesSubjectKeyIdentifiers":[]}}`)
	}
	const (
		single = `"x509CertificateSingleFactor"`
		multi  = `"x509CertificateMultiFactor"`
		rule   = `{"x509CertificateRuleType":"policyOID","identifier":"1.2.3.4","x509CertificateAuthenticationMode":"x509CertificateMultiFactor"}`
	)
	checktest.Verdicts(t, Certificates, []checktest.Test{
		{Name: "multifactor by rule", Files: certificates(multi, `[`+rule+`]`, `"enabled"`), Want: finding.Pass},
		{Name: "one factor, more by rule", Files: certificates(single, `[`+rule+`]`, `"enabled"`), Want: finding.Pass},
		{Name: "one factor only is stricter", Files: certificates(single, `[]`, `"enabled"`), Want: finding.Pass},
		{Name: "a rule without its list", Files: certificates(multi, rule, `"enabled"`), Want: finding.Pass},
		{Name: "multifactor without rules", Files: certificates(multi, `[]`, `"enabled"`), Want: finding.Fail},
		{Name: "multifactor, rules null", Files: certificates(multi, `null`, `"enabled"`), Want: finding.Fail},
		{Name: "revoked ones are accepted", Files: certificates(multi, `[`+rule+`]`, `"disabled"`), Want: finding.Fail},
		{Name: "mode of the future", Files: certificates(`"unknownFutureValue"`, `[`+rule+`]`, `"enabled"`), Want: finding.Unknown},
		{Name: "mode null", Files: certificates(`null`, `[]`, `"enabled"`), Want: finding.Unknown},
		{Name: "revocation of the future", Files: certificates(single, `[]`, `"unknownFutureValue"`), Want: finding.Unknown},
		{Name: "revocation absent", Files: configured(`{"id":"X509Certificate","state":"enabled","authenticationModeConfiguration":{"x509CertificateAuthenticationDefaultMode":"x509CertificateSingleFactor","rules":[]}}`), Want: finding.Unknown},
		{Name: "nothing said", Files: configured(`{"id":"X509Certificate","state":"enabled","authenticationModeConfiguration":null,"crlValidationConfiguration":null}`), Want: finding.Unknown},
		{Name: "disabled method", Files: configured(`{"id":"X509Certificate","state":"disabled","crlValidationConfiguration":{"state":"disabled"}}`), Want: finding.NotApplicable},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
