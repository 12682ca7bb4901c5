package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyRegistration(t *testing.T) {
	checktest.Verdicts(t, PasskeyRegistration, []checktest.Test{
		{Name: "allowed", Files: configured(`{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":true}`), Want: finding.Pass},
		{Name: "not allowed", Files: configured(`{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":false}`), Want: finding.Fail},
		{Name: "null", Files: configured(`{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":null}`), Want: finding.Unknown},
		{Name: "disabled method", Files: configured(`{"id":"Fido2","state":"disabled","isSelfServiceRegistrationAllowed":false}`), Want: finding.NotApplicable},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
	})
}
