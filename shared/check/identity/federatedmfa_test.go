package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestFederatedMFA(t *testing.T) {
	const federated = `{"id":"a.example","isVerified":true,"authenticationType":"Federated"}`
	tenant := func(domains, configurations string) checktest.Files {
		files := checktest.Files{snapshot.Domains.Resource(): `[` + domains + `]`}
		if configurations != "" {
			files[snapshot.FederationConfigurations.Resource()] = configurations
		}
		return files
	}
	says := func(v string) string { return `{"a.example":[{"id":"c","federatedIdpMfaBehavior":` + v + `}]}` }
	trusted := snapshot.Settings{Declared: snapshot.Declared{TrustedMFADomains: []string{"A.example"}}}
	checktest.Verdicts(t, FederatedMFA, []checktest.Test{
		{Name: "rejected", Files: tenant(federated, says(`"rejectMfaByFederatedIdp"`)), Want: finding.Pass},
		{Name: "accepted", Files: tenant(federated, says(`"acceptIfMfaDoneByFederatedIdp"`)), Want: finding.Fail},
		{Name: "accepted although the domain was declared", Settings: trusted, Files: tenant(federated, says(`"acceptIfMfaDoneByFederatedIdp"`)), Want: finding.Fail},
		{Name: "enforced there", Files: tenant(federated, says(`"enforceMfaByFederatedIdp"`)), Want: finding.Fail},
		{Name: "enforced there and declared", Settings: trusted, Files: tenant(federated, says(`"enforceMfaByFederatedIdp"`)), Want: finding.Pass},
		{Name: "stricter than declared", Settings: trusted, Files: tenant(federated, says(`"rejectMfaByFederatedIdp"`)), Want: finding.Pass},
		{Name: "never set accepts", Files: tenant(federated, says(`null`)), Want: finding.Fail},
		{Name: "absent", Files: tenant(federated, `{"a.example":[{"id":"c"}]}`), Want: finding.Unknown},
		{Name: "a value of the future", Files: tenant(federated, says(`"unknownFutureValue"`)), Want: finding.Unknown},
		{Name: "another domain's settings", Files: tenant(federated, `{"b.example":[{"id":"c","federatedIdpMfaBehavior":"rejectMfaByFederatedIdp"}]}`), Want: finding.Unknown},
		{Name: "no settings", Files: tenant(federated, `{"a.example":[]}`), Want: finding.Unknown},
		{Name: "settings refused", Files: tenant(federated, ``), Want: finding.Unknown},
		{Name: "one of two domains", Want: finding.Fail, Files: tenant(federated+`,{"id":"b.example","isVerified":true,"authenticationType":"federated"}`,
			`{"a.example":[{"federatedIdpMfaBehavior":"rejectMfaByFederatedIdp"}],"b.example":[{"federatedIdpMfaBehavior":"acceptIfMfaDoneByFederatedIdp"}]}`)},
		{Name: "managed and unverified domains", Want: finding.NotApplicable,
			Files: tenant(`{"id":"a.example","isVerified":true,"authenticationType":"Managed"},{"id":"b.example","isVerified":false,"authenticationType":"Federated"}`, ``)},
		{Name: "domains unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
