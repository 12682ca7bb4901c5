package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyRegistration(t *testing.T) {
	testVerdicts(t, PasskeyRegistration, []verdictTest{
		{name: "allowed", files: configured(`{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":true}`), want: finding.Pass},
		{name: "not allowed", files: configured(`{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":false}`), want: finding.Fail},
		{name: "null", files: configured(`{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":null}`), want: finding.Unknown},
		{name: "disabled method", files: configured(`{"id":"Fido2","state":"disabled","isSelfServiceRegistrationAllowed":false}`), want: finding.NotApplicable},
		{name: "method absent", files: configured(``), want: finding.Unknown},
	})
}
