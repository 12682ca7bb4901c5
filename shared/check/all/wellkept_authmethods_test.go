package all

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptAuthMethods is what the checks of authentication methods and guests
// read besides the policies.
func wellKeptAuthMethods() checktest.Files {
	return checktest.Files{
		snapshot.RegistrationDetails.Resource(): `[
			{"id":"a1","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["passKeyDeviceBound"]},
			{"id":"a2","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["passKeyDeviceBound"]},
			{"id":"a3","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["windowsHelloForBusiness"]},
			{"id":"a4","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["fido2SecurityKey"]},
			{"id":"u1","userType":"member","isAdmin":false,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":true,"isSsprRegistered":true,"methodsRegistered":["microsoftAuthenticatorPush"]},
			{"id":"g1","userType":"guest","isAdmin":false,"isMfaCapable":false,"isMfaRegistered":false,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":[]}]`,
		snapshot.EmergencyMethods.Resource(): `{"a1":[
			{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod","id":"p"},{"@odata.type":"#microsoft.graph.fido2AuthenticationMethod","id":"f"}]}`,
		snapshot.ExternalIdentitiesPolicy.Resource(): `{"allowExternalIdentitiesToLeave":true,"allowDeletedIdentitiesDataRemoval":false}`,
		snapshot.AccessReviews.Resource(): `[
			{"id":"guests","displayName":"Guests","status":"InProgress",
				"instanceEnumerationScope":{"query":"/groups?$filter=(groupTypes/any(c:c eq 'Unified'))","queryType":"MicrosoftGraph"},
				"scope":{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"./members/microsoft.graph.user/?$filter=(userType eq 'Guest')","queryType":"MicrosoftGraph"},
				"reviewers":[{"query":"./owners","queryType":"MicrosoftGraph"}],"settings":{"mailNotificationsEnabled":true,"reminderNotificationsEnabled":true,
				"autoApplyDecisionsEnabled":true,"defaultDecisionEnabled":true,"defaultDecision":"Deny","instanceDurationInDays":14,` + monthlyWithoutEnd + `}},
			{"id":"roles","displayName":"Privileged roles","status":"InProgress","scope":{"@odata.type":"#microsoft.graph.principalResourceMembershipsScope",
				"principalScopes":[{"query":"/users"},{"query":"/groups"}],"resourceScopes":[
					{"query":"/roleManagement/directory/roleDefinitions/62e90394-69f5-4237-9190-012177145e10"},
					{"query":"/roleManagement/directory/roleDefinitions/29232cdf-9323-42fd-ade2-1d097af3e4de"},
					{"query":"/roleManagement/directory/roleDefinitions/f28a1f50-f6e7-4571-818b-6a12f2af6b6c"},
					{"query":"/roleManagement/directory/roleDefinitions/69091246-20e8-4a56-aa4d-066075b2a7a8"},
					{"query":"/roleManagement/directory/roleDefinitions/194ae4cb-b126-40b2-bd5b-6091b380977d"}]},
				"reviewers":[{"query":"/users/a2","queryType":"MicrosoftGraph"}],"settings":{"mailNotificationsEnabled":true,"reminderNotificationsEnabled":true,
				"autoApplyDecisionsEnabled":true,"defaultDecisionEnabled":false,"defaultDecision":"None","instanceDurationInDays":7,` + monthlyWithoutEnd + `}}]`,
	}
}

const monthlyWithoutEnd = `"recurrence":{"pattern":{"type":"absoluteMonthly","interval":1},"range":{"type":"noEnd","startDate":"2026-01-01"}}`
