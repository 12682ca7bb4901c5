package all

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptRegistrations is one app registration with an owner and an address, as
// the checks on app registrations ask.
func wellKeptRegistrations() checktest.Files {
	return checktest.Files{
		snapshot.Applications.Resource(): `[{"id":"registration","appId":"app","displayName":"App","signInAudience":"AzureADMyOrg",
			"web":{"redirectUris":["https://app.example.com/signin-oidc"]},"spa":{"redirectUris":[]},"publicClient":{"redirectUris":["http://localhost"]},
			"owners":[{"@odata.type":"#microsoft.graph.user","id":"a1","userType":"Member","accountEnabled":true},
				{"@odata.type":"#microsoft.graph.user","id":"a2","userType":"Member","accountEnabled":true}]}]`,
		snapshot.PermissionGrantPolicies.Resource(): `[{"id":"microsoft-user-default-low","excludes":[],"includes":[
			{"id":"1","permissionType":"delegated","permissionClassification":"low","clientApplicationsFromVerifiedPublisherOnly":true}]}]`,
		snapshot.RegistrationDetails.Resource(): `[
			{"id":"a1","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["passKeyDeviceBound"]},
			{"id":"a2","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["passKeyDeviceBound"]},
			{"id":"a3","userType":"member","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":false,"isSsprRegistered":false,"methodsRegistered":["passKeyDeviceBound"]},
			{"id":"u1","userType":"member","isAdmin":false,"isMfaCapable":true,"isMfaRegistered":true,"isSsprEnabled":true,"isSsprRegistered":true,"methodsRegistered":["microsoftAuthenticatorPush"]}]`,
		snapshot.HostRecords.Resource(): `{"app.example.com":[{"name":"app.example.com","type":"A","status":"found","values":["192.0.2.1"]},
			{"name":"app.example.com","type":"AAAA","status":"none","values":[]},{"name":"app.example.com","type":"CNAME","status":"none","values":[]}]}`,
	}
}
