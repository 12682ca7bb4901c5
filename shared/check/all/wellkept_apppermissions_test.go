package all

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptAppPermissions is what a well-kept tenant says of what applications
// may do and whether they are used.
func wellKeptAppPermissions() checktest.Files {
	return checktest.Files{
		snapshot.ServicePrincipalSignIns.Resource(): `[{"id":"1","appId":"app","lastSignInActivity":{"lastSignInDateTime":"2026-11-01T06:00:00Z"}}]`,
		snapshot.PermissionGrants.Resource(): `[{"id":"1","clientId":"app","consentType":"AllPrincipals","principalId":null,"resourceId":"graph","scope":"User.Read openid"},
			{"id":"2","clientId":"app","consentType":"Principal","principalId":"u1","resourceId":"graph","scope":"profile email"}]`,
		snapshot.FederatedCredentials.Resource(): `{"r":[{"id":"1","name":"identity","issuer":"https://login.microsoftonline.com/o/v2.0","subject":"app",
			"audiences":["api://AzureADTokenExchange"]}]}`,
		snapshot.ApplicationProxies.Resource():  `{"r":{"externalAuthenticationType":"aadPreAuthentication","externalUrl":"https://app.example.com/"}}`,
		snapshot.ExchangeAssignments.Resource(): `[{"id":"1","principalId":"/ServicePrincipals/app","roleDefinitionId":"m","directoryScopeId":"/Groups/g","appScopeId":null}]`,
		snapshot.ExchangeRoles.Resource():       `[{"id":"m","displayName":"Application Mail.Read"}]`,
		snapshot.AppsAndServices.Resource():     `{"id":"1","settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":false}}`,
		snapshot.Forms.Resource():               `{"id":"1","settings":{"isInOrgFormsPhishingScanEnabled":true}}`,
	}
}
