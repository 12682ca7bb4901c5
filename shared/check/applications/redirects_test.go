package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// registrations is a tenant with these app registrations.
func registrations(list string) checktest.Files {
	return checktest.Files{snapshot.Applications.Resource(): `[` + list + `]`}
}

// redirecting is an app registration with these lists of addresses.
func redirecting(web, spa, device string) string {
	return `{"id":"a","displayName":"App","web":{"redirectUris":[` + web + `]},"spa":{"redirectUris":[` + spa + `]},"publicClient":{"redirectUris":[` + device + `]}}`
}

func TestRedirects(t *testing.T) {
	checktest.Verdicts(t, Redirects, []checktest.Test{
		{Name: "https", Files: registrations(redirecting(`"https://app.example.com/signin-oidc"`, `"https://app.example.com/"`, ``)), Want: finding.Pass},
		{Name: "none", Files: registrations(redirecting(``, ``, ``)), Want: finding.Pass},
		{Name: "http", Files: registrations(redirecting(`"http://app.example.com/signin-oidc"`, ``, ``)), Want: finding.Fail},
		{Name: "http in capitals", Files: registrations(redirecting(`"HTTP://app.example.com"`, ``, ``)), Want: finding.Fail},
		{Name: "http on this machine", Files: registrations(redirecting(`"http://localhost:5000/x","http://LOCALHOST"`, `"http://127.0.0.1:8400/"`, `"http://[::1]/x"`)), Want: finding.Pass},
		{Name: "a host that begins with localhost", Files: registrations(redirecting(`"http://localhost.example.com/x"`, ``, ``)), Want: finding.Fail},
		{Name: "localhost in the path", Files: registrations(redirecting(`"http://app.example.com/localhost"`, ``, ``)), Want: finding.Fail},
		{Name: "localhost as the user", Files: registrations(redirecting(`"http://localhost@app.example.com/"`, ``, ``)), Want: finding.Fail},
		{Name: "azurewebsites", Files: registrations(redirecting(``, `"https://shop.azurewebsites.net/.auth/login/aad/callback"`, ``)), Want: finding.Fail},
		{Name: "azurewebsites in capitals with a port", Files: registrations(redirecting(``, `"https://Shop.AzureWebsites.NET:443/x"`, ``)), Want: finding.Fail},
		{Name: "a host that ends like azurewebsites", Files: registrations(redirecting(`"https://notazurewebsites.net/x"`, ``, ``)), Want: finding.Pass},
		{Name: "wildcard host", Files: registrations(redirecting(`"https://*.example.com/x"`, ``, ``)), Want: finding.Fail},
		{Name: "wildcard path", Files: registrations(redirecting(``, ``, `"https://app.example.com/*"`)), Want: finding.Fail},
		{Name: "apps on the device", Files: registrations(redirecting(``, ``, `"urn:ietf:wg:oauth:2.0:oob","msal9e110d47://auth","ms-appx-web://microsoft.aad.brokerplugin/x"`)), Want: finding.Pass},
		{Name: "one application of two", Files: registrations(redirecting(``, ``, ``) + `,{"id":"b","web":{"redirectUris":["http://b.example.com"]}}`), Want: finding.Fail},
		{Name: "not an address", Files: registrations(redirecting(`"https://%zz"`, ``, ``)), Want: finding.Unknown},
		{Name: "kind absent", Files: registrations(`{"id":"a","web":{"redirectUris":[]},"spa":{"redirectUris":[]}}`), Want: finding.Unknown},
		{Name: "kind null", Files: registrations(`{"id":"a","web":null,"spa":{"redirectUris":[]},"publicClient":{"redirectUris":[]}}`), Want: finding.Unknown},
		{Name: "addresses absent", Files: registrations(`{"id":"a","web":{},"spa":{"redirectUris":[]},"publicClient":{"redirectUris":[]}}`), Want: finding.Unknown},
		{Name: "empty", Files: registrations(`{}`), Want: finding.Unknown},
		{Name: "no applications", Files: registrations(``), Want: finding.NotApplicable},
		{Name: "unread", Want: finding.Unknown},
	})
}
