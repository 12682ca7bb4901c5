package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestMicrosoftDisabled(t *testing.T) {
	tenant := func(status string) checktest.Files {
		return checktest.Files{snapshot.ServicePrincipals.Resource(): `[{"id":"g","appId":"graph","disabledByMicrosoftStatus":null},{"id":"a","appId":"app-a","displayName":"Survey"` + status + `}]`}
	}
	checktest.Verdicts(t, MicrosoftDisabled, []checktest.Test{
		{Name: "null is not disabled", Files: tenant(`,"disabledByMicrosoftStatus":null`), Want: finding.Pass},
		{Name: "not disabled", Files: tenant(`,"disabledByMicrosoftStatus":"NotDisabled"`), Want: finding.Pass},
		{Name: "disabled for abuse", Files: tenant(`,"disabledByMicrosoftStatus":"DisabledDueToViolationOfServicesAgreement","accountEnabled":true`), Want: finding.Fail},
		{Name: "disabled for abuse and by the tenant", Files: tenant(`,"disabledByMicrosoftStatus":"disabledDueToViolationOfServicesAgreement","accountEnabled":false`), Want: finding.Fail},
		{Name: "disabled by the tenant alone", Files: tenant(`,"disabledByMicrosoftStatus":null,"accountEnabled":false`), Want: finding.Pass},
		{Name: "unknown status", Files: tenant(`,"disabledByMicrosoftStatus":"unknownFutureValue"`), Want: finding.Unknown},
		{Name: "absent", Files: tenant(``), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
