package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestStoreAndTrials(t *testing.T) {
	tenant := func(text string) checktest.Files {
		return checktest.Files{snapshot.AppsAndServices.Resource(): text}
	}
	checktest.Verdicts(t, StoreAndTrials, []checktest.Test{
		{Name: "both off", Files: tenant(`{"id":"1","settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":false}}`), Want: finding.Pass},
		{Name: "both off, wrapped", Files: tenant(`{"value":{"id":"1","settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":false}}}`), Want: finding.Pass},
		{Name: "the store", Files: tenant(`{"settings":{"isOfficeStoreEnabled":true,"isAppAndServicesTrialEnabled":false}}`), Want: finding.Fail},
		{Name: "trials, wrapped", Files: tenant(`{"value":{"settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":true}}}`), Want: finding.Fail},
		{Name: "trials, the store absent", Files: tenant(`{"settings":{"isAppAndServicesTrialEnabled":true}}`), Want: finding.Fail},
		{Name: "one absent", Files: tenant(`{"settings":{"isOfficeStoreEnabled":false}}`), Want: finding.Unknown},
		{Name: "one null", Files: tenant(`{"settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":null}}`), Want: finding.Unknown},
		{Name: "settings null", Files: tenant(`{"settings":null}`), Want: finding.Unknown},
		{Name: "an empty object", Files: tenant(`{}`), Want: finding.Unknown},
		{Name: "an empty object, wrapped", Files: tenant(`{"value":{}}`), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

func TestFormsPhishing(t *testing.T) {
	tenant := func(text string) checktest.Files {
		return checktest.Files{snapshot.Forms.Resource(): text}
	}
	checktest.Verdicts(t, FormsPhishing, []checktest.Test{
		{Name: "on", Files: tenant(`{"id":"1","settings":{"isInOrgFormsPhishingScanEnabled":true}}`), Want: finding.Pass},
		{Name: "on, wrapped", Files: tenant(`{"value":{"settings":{"isInOrgFormsPhishingScanEnabled":true}}}`), Want: finding.Pass},
		{Name: "off", Files: tenant(`{"settings":{"isInOrgFormsPhishingScanEnabled":false}}`), Want: finding.Fail},
		{Name: "off, wrapped", Files: tenant(`{"value":{"settings":{"isInOrgFormsPhishingScanEnabled":false}}}`), Want: finding.Fail},
		{Name: "null", Files: tenant(`{"settings":{"isInOrgFormsPhishingScanEnabled":null}}`), Want: finding.Unknown},
		{Name: "settings null", Files: tenant(`{"settings":null}`), Want: finding.Unknown},
		{Name: "an empty object", Files: tenant(`{}`), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
