package snapshot

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestRedirectHost(t *testing.T) {
	tests := []struct{ uri, want string }{
		{"https://Portal.Example.com/signin-oidc", "portal.example.com"},
		{"http://portal.example.com:8080", "portal.example.com"},
		{"https://portal.example.com./x", "portal.example.com"},
		{"https://shop.azurewebsites.net/.auth/login/aad/callback", "shop.azurewebsites.net"},
		{"https://shop.westeurope.cloudapp.azure.com/", "shop.westeurope.cloudapp.azure.com"},
		{"https://xn--trafik-eua.example.com", "xn--trafik-eua.example.com"},
		{"https://localhost/x", ""},
		{"http://app.localhost/x", ""},
		{"https://127.0.0.1/x", ""},
		{"https://[::1]:5001/x", ""},
		{"https://intranet/x", ""},
		{"https://server.local/x", ""},
		{"https://*.example.com/x", ""},
		{"https://bücher.example.com/x", ""},
		{"https://a..example.com/x", ""},
		{"https://login.microsoftonline.com/common/oauth2/nativeclient", ""},
		{"https://notmicrosoft.com/x", "notmicrosoft.com"},
		{"msal9e110d47://auth", ""},
		{"urn:ietf:wg:oauth:2.0:oob", ""},
		{"com.example.app://auth.example.com", ""},
		{"https://%zz", ""},
		{"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.uri, func(t *testing.T) {
			if got, ok := RedirectHost(tt.uri); ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("got %q %v, want %q", got, ok, tt.want)
			}
		})
	}
}

func TestRedirectHosts(t *testing.T) {
	s := New(time.Now(), Settings{})
	if got := RedirectHosts(s); len(got) != 0 {
		t.Errorf("got %v of nothing", got)
	}
	Organizations.Set(s, []Organization{{ID: "ours"}})
	Applications.Set(s, []Application{
		{Web: Some(WebApp{RedirectURIs: []string{"https://b.example.com/x", "https://a.example.com"}})},
		{SPA: Some(Redirects{RedirectURIs: []string{"https://A.example.com/y"}}), PublicClient: Some(Redirects{RedirectURIs: []string{"http://localhost", "https://d.example.com"}})},
	})
	ServicePrincipals.Set(s, []ServicePrincipal{
		{AppOwnerOrganizationID: Some("OURS"), ReplyURLs: []string{"https://c.example.com"}},
		{AppOwnerOrganizationID: Some("theirs"), ReplyURLs: []string{"https://theirs.example.com"}},
		{AppOwnerOrganizationID: NullOf[string](), ReplyURLs: []string{"https://nobodys.example.com"}},
	})
	if got, want := RedirectHosts(s), []string{"a.example.com", "b.example.com", "c.example.com", "d.example.com"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	var many []string
	for i := range MaxRedirectHosts + 1 {
		many = append(many, fmt.Sprintf("https://h%d.example.com", i))
	}
	Applications.Set(s, []Application{{Web: Some(WebApp{RedirectURIs: many})}})
	if got := RedirectHosts(s); len(got) != MaxRedirectHosts || !slices.IsSorted(got) {
		t.Errorf("got %d hosts, want the first %d", len(got), MaxRedirectHosts)
	}
}
