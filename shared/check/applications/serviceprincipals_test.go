package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// principals is a tenant with these service principals.
func principals(list string) checktest.Files {
	return checktest.Files{snapshot.ServicePrincipals.Resource(): `[` + list + `]`}
}

const (
	valid   = `{"keyId":"1","endDateTime":"2027-11-01T00:00:00Z"}`
	expired = `{"keyId":"2","endDateTime":"2026-10-31T00:00:00Z"}`
	signs   = `"keyCredentials":[{"keyId":"s","customKeyIdentifier":"AQID","usage":"Sign","type":"X509CertAndPassword","endDateTime":"2029-01-01T00:00:00Z"},
		{"keyId":"v","customKeyIdentifier":"AQID","usage":"Verify","type":"AsymmetricX509Cert","endDateTime":"2029-01-01T00:00:00Z"}]`
)

func TestPrincipalCredentials(t *testing.T) {
	sp := func(text string) checktest.Files {
		return principals(`{"id":"a","displayName":"App","servicePrincipalType":"Application","accountEnabled":true,"appOwnerOrganizationId":"t",` + text + `}`)
	}
	checktest.Verdicts(t, PrincipalCredentials, []checktest.Test{
		{Name: "none", Files: sp(`"passwordCredentials":[],"keyCredentials":[]`), Want: finding.Pass},
		{Name: "secret", Files: sp(`"passwordCredentials":[` + valid + `],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "certificate", Files: sp(`"passwordCredentials":[],"keyCredentials":[{"keyId":"1","usage":"Verify","endDateTime":"2027-11-01T00:00:00Z"}]`), Want: finding.Fail},
		{Name: "expired", Files: sp(`"passwordCredentials":[` + expired + `],"keyCredentials":[` + expired + `]`), Want: finding.Pass},
		{Name: "begins later", Files: sp(`"passwordCredentials":[{"keyId":"1","startDateTime":"2027-01-01T00:00:00Z","endDateTime":"2027-11-01T00:00:00Z"}],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "no end", Files: sp(`"passwordCredentials":[{"keyId":"1","endDateTime":null}],"keyCredentials":[]`), Want: finding.Unknown},
		{Name: "end unreadable", Files: sp(`"passwordCredentials":[{"keyId":"1","endDateTime":"soon"}],"keyCredentials":[]`), Want: finding.Unknown},
		{Name: "credentials absent", Files: sp(`"passwordCredentials":[]`), Want: finding.Unknown},
		{Name: "credentials null", Files: sp(`"passwordCredentials":null,"keyCredentials":[]`), Want: finding.Unknown},
		{Name: "unread and found", Files: sp(`"passwordCredentials":[` + valid + `]`), Want: finding.Fail},
		{Name: "SAML signing certificate", Files: sp(`"preferredTokenSigningKeyThumbprint":"010203","passwordCredentials":[{"keyId":"s","customKeyIdentifier":"AQID","endDateTime":"2029-01-01T00:00:00Z"}],` + signs), Want: finding.Pass},
		{Name: "SAML certificate known by its thumbprint", Files: sp(`"preferredTokenSigningKeyThumbprint":"010203","passwordCredentials":[],"keyCredentials":[{"keyId":"v","customKeyIdentifier":"AQID","usage":"Verify","endDateTime":"2029-01-01T00:00:00Z"}]`), Want: finding.Pass},
		{Name: "a secret beside the SAML certificate", Files: sp(`"preferredTokenSigningKeyThumbprint":"010203","passwordCredentials":[` + valid + `],` + signs), Want: finding.Fail},
		{Name: "a certificate beside the SAML certificate", Files: sp(`"preferredTokenSigningKeyThumbprint":"040506","passwordCredentials":[],"keyCredentials":[{"keyId":"v","customKeyIdentifier":"AQID","usage":"Verify","endDateTime":"2029-01-01T00:00:00Z"}]`), Want: finding.Fail},
		{Name: "token encryption", Files: sp(`"passwordCredentials":[],"keyCredentials":[{"keyId":"e","usage":"Encrypt","endDateTime":"2029-01-01T00:00:00Z"}]`), Want: finding.Pass},
		{Name: "disabled", Files: principals(`{"id":"a","accountEnabled":false,"passwordCredentials":[` + valid + `],"keyCredentials":[]}`), Want: finding.Pass},
		{Name: "managed identity", Files: principals(`{"id":"a","accountEnabled":true,"servicePrincipalType":"ManagedIdentity","appOwnerOrganizationId":null,"passwordCredentials":[],"keyCredentials":[` + valid + `]}`), Want: finding.Pass},
		{Name: "Microsoft's own are another check's", Files: principals(`{"id":"a","appOwnerOrganizationId":"F8CDEF31-a31e-4b4a-93e4-5f571e91255a","passwordCredentials":[` + valid + `],"keyCredentials":[]}`), Want: finding.Pass},
		{Name: "owner unknown", Files: principals(`{"id":"a","appOwnerOrganizationId":null,"passwordCredentials":[` + valid + `],"keyCredentials":[]}`), Want: finding.Fail},
		{Name: "certificate between devices", Files: sp(`"servicePrincipalNames":["urn:p2p_cert","x"],"passwordCredentials":[],"keyCredentials":[{"keyId":"1","usage":"Verify","displayName":"CN=MS-Organization-P2P-Access [2026]","endDateTime":"2027-11-01T00:00:00Z"}]`), Want: finding.Pass},
		{Name: "a certificate of that name elsewhere", Files: sp(`"servicePrincipalNames":["x"],"passwordCredentials":[],"keyCredentials":[{"keyId":"1","usage":"Verify","displayName":"CN=MS-Organization-P2P-Access [2026]","endDateTime":"2027-11-01T00:00:00Z"}]`), Want: finding.Fail},
		{Name: "a secret of that name between devices", Files: sp(`"servicePrincipalNames":["urn:p2p_cert"],"passwordCredentials":[{"keyId":"1","displayName":"CN=MS-Organization-P2P-Access [2026]","endDateTime":"2027-11-01T00:00:00Z"}],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "a secret between devices", Files: sp(`"servicePrincipalNames":["urn:p2p_cert"],"passwordCredentials":[` + valid + `],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "no service principals", Files: principals(``), Want: finding.Pass},
		{Name: "empty", Files: principals(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}

func TestMicrosoftCredentials(t *testing.T) {
	sp := func(owner, text string) checktest.Files {
		return principals(`{"id":"m","displayName":"Office 365 Exchange Online","appOwnerOrganizationId":"` + owner + `",` + text + `}`)
	}
	const services, corporate, third = "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47", "ea8a4392-515e-481f-879e-6571ff2a8a36"
	checktest.Verdicts(t, MicrosoftCredentials, []checktest.Test{
		{Name: "none", Files: sp(services, `"passwordCredentials":[],"keyCredentials":[]`), Want: finding.Pass},
		{Name: "secret", Files: sp(services, `"passwordCredentials":[`+valid+`],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "certificate", Files: sp("72F988BF-86f1-41af-91ab-2d7cd011db47", `"passwordCredentials":[],"keyCredentials":[`+valid+`]`), Want: finding.Fail},
		{Name: "a certificate that signs tokens", Files: sp(services, `"preferredTokenSigningKeyThumbprint":"010203","passwordCredentials":[],`+signs), Want: finding.Fail},
		{Name: "the second of Microsoft's tenants", Files: sp(corporate, `"passwordCredentials":[`+valid+`],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "the third of Microsoft's tenants", Files: sp(third, `"passwordCredentials":[`+valid+`],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "expired", Files: sp(services, `"passwordCredentials":[`+expired+`],"keyCredentials":[]`), Want: finding.Fail},
		{Name: "disabled", Files: merge(principals(`{"id":"m","accountEnabled":false,"appOwnerOrganizationId":"` + services + `","passwordCredentials":[` + valid + `],"keyCredentials":[]},
			{"id":"n","appOwnerOrganizationId":"` + services + `","passwordCredentials":[],"keyCredentials":[]}`)), Want: finding.Pass},
		{Name: "no end", Files: sp(services, `"passwordCredentials":[{"keyId":"1","endDateTime":null}],"keyCredentials":[]`), Want: finding.Unknown},
		{Name: "credentials absent", Files: sp(services, `"passwordCredentials":[]`), Want: finding.Unknown},
		{Name: "another company's", Files: principals(`{"id":"m","appOwnerOrganizationId":"` + services + `","passwordCredentials":[],"keyCredentials":[]},{"id":"a","appOwnerOrganizationId":"t","passwordCredentials":[` + valid + `],"keyCredentials":[]}`), Want: finding.Pass},
		{Name: "none of Microsoft's", Files: principals(``), Want: finding.Unknown},
		{Name: "empty", Files: principals(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
