package entra

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/entra/browser"
)

func TestAdminConsent(t *testing.T) {
	type consented struct {
		Tenant      string
		Permissions []string
	}
	const defaultScope = "https://graph.microsoft.com/.default"
	accept := func(leaveOut ...string) func(*testing.T, string, string) (browser.Answer, error) {
		return func(t *testing.T, start, upn string) (browser.Answer, error) {
			return browser.Consent(t.Context(), window(t), start, upn, leaveOut...)
		}
	}
	decline := func(t *testing.T, start, upn string) (browser.Answer, error) {
		return browser.Decline(t.Context(), window(t), start, upn)
	}
	cancel := func(t *testing.T, start, _ string) (browser.Answer, error) {
		return browser.Cancel(t.Context(), window(t), start)
	}
	all := []string{"AuditLog.Read.All", "Policy.Read.All", "User.Read.All"}
	tests := []struct {
		name, path, scope, upn string
		act                    func(*testing.T, string, string) (browser.Answer, error)
		answer                 url.Values // without the description
		description            string     // how it begins
		hook                   *consented
	}{
		{"version 1", tenantID + "/adminconsent", "", annaUPN, accept(),
			url.Values{"admin_consent": {"True"}, "tenant": {tenantID}}, "", &consented{tenantID, all}},
		{"version 2", tenantID + "/v2.0/adminconsent", defaultScope, annaUPN, accept(),
			url.Values{"admin_consent": {"True"}, "tenant": {tenantID}, "scope": {
				"https://graph.microsoft.com/AuditLog.Read.All https://graph.microsoft.com/Policy.Read.All https://graph.microsoft.com/User.Read.All"}},
			"", &consented{tenantID, all}},
		{"at any tenant", "organizations/v2.0/adminconsent", defaultScope, nilsUPN, accept("User.Read.All", "AuditLog.Read.All"),
			url.Values{"admin_consent": {"True"}, "tenant": {otherTenant}, "scope": {"https://graph.microsoft.com/Policy.Read.All"}},
			"", &consented{otherTenant, []string{"Policy.Read.All"}}},
		{"nothing", tenantID + "/adminconsent", "", annaUPN, accept(all...),
			url.Values{"admin_consent": {"True"}, "tenant": {tenantID}}, "", &consented{tenantID, []string{}}},
		{"declined", tenantID + "/adminconsent", "", annaUPN, decline,
			url.Values{"admin_consent": {"True"}, "error": {"access_denied"}, "error_subcode": {"cancel"}}, "AADSTS65004: ", nil},
		{"left", tenantID + "/adminconsent", "", annaUPN, cancel,
			url.Values{"admin_consent": {"True"}, "error": {"access_denied"}, "error_subcode": {"cancel"}}, "", nil},
		{"no administrator", tenantID + "/adminconsent", "", eliasUPN, accept(),
			url.Values{"admin_consent": {"True"}, "error": {"access_denied"}}, "AADSTS90094: ", nil},
		{"version 2 without a scope", tenantID + "/v2.0/adminconsent", "", annaUPN, accept(),
			url.Values{"admin_consent": {"True"}, "error": {"invalid_request"}}, "AADSTS900144: ", nil},
		{"another scope", tenantID + "/v2.0/adminconsent", "https://graph.microsoft.com/User.Read.All", annaUPN, accept(),
			url.Values{"admin_consent": {"True"}, "error": {"invalid_scope"}}, "AADSTS70011: ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var mu sync.Mutex
			var told []consented
			w := mount(t, func(cfg *Config) {
				cfg.OnConsent = func(tenant string, permissions []string) {
					mu.Lock()
					defer mu.Unlock()
					told = append(told, consented{tenant, permissions})
				}
			})
			params := url.Values{"client_id": {clientID}, "redirect_uri": {"http://app.example/consented"}, "state": {"the state"}}
			if tt.scope != "" {
				params.Set("scope", tt.scope)
			}
			answer, err := tt.act(t, w.base+"/"+tt.path+"?"+params.Encode(), tt.upn)
			if err != nil {
				t.Fatal(err)
			}
			got := answer.Params()
			if description := got.Get("error_description"); !strings.HasPrefix(description, tt.description) || (tt.description == "") != (description == "") {
				t.Errorf("description: got %q, want %q", description, tt.description)
			}
			got.Del("error_description")
			got.Del("error_uri")
			tt.answer.Set("state", "the state")
			if diff := cmp.Diff(tt.answer, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			mu.Lock()
			defer mu.Unlock()
			if tt.hook == nil {
				if len(told) != 0 {
					t.Errorf("the hook was told %v", told)
				}
				if cred, err := w.bySecret(tenantID, clientID, secret); err != nil {
					t.Fatal(err)
				} else if _, err := cred.GetToken(t.Context(), graphScope()); err == nil || !strings.Contains(err.Error(), "AADSTS700016") {
					t.Errorf("token without consent: got %v", err)
				}
				return
			}
			if diff := cmp.Diff([]consented{*tt.hook}, told); diff != "" {
				t.Errorf("the hook (-want +got):\n%s", diff)
			}
			cred, err := w.bySecret(tt.hook.Tenant, clientID, secret)
			if err != nil {
				t.Fatal(err)
			}
			token, err := cred.GetToken(t.Context(), graphScope())
			if err != nil {
				t.Fatal(err)
			}
			tenant, roles, err := w.s.Verify(token.Token)
			if err != nil || tenant != tt.hook.Tenant || !slices.Equal(roles, tt.hook.Permissions) {
				t.Errorf("Verify: got %s, %v, %v", tenant, roles, err)
			}
			if cred, err := w.bySecret(tt.hook.Tenant, otherClient, secret); err != nil {
				t.Fatal(err)
			} else if _, err := cred.GetToken(t.Context(), graphScope()); err == nil {
				t.Error("another client has a token by this client's consent")
			}
			w.s.RemoveTenant(tt.hook.Tenant)
			if _, _, err := w.s.Verify(token.Token); err == nil {
				t.Error("the token outlives the consent")
			}
		})
	}
}

// TestConsentIsTheirs: nobody consents in another's name, or by a form that is not of their session.
func TestConsentIsTheirs(t *testing.T) {
	w := mount(t, func(cfg *Config) {
		cfg.OnConsent = func(tenant string, _ []string) { t.Errorf("consented for %s", tenant) }
	})
	request := url.Values{"client_id": {clientID}, "redirect_uri": {callback}}.Encode()
	form := func(more url.Values) url.Values {
		out := url.Values{"flow": {"consent"}, "request": {request}, "decision": {"accept"}, "permission": {"User.Read.All"}}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	signedIn := func(upn string) *http.Client {
		c := window(t)
		// What the page shows is declined, and the session stays.
		if _, err := browser.Decline(t.Context(), c, w.base+"/organizations/adminconsent?"+request, upn); err != nil {
			t.Fatal(err)
		}
		return c
	}
	token := func(upn string) string {
		w.s.mu.Lock()
		defer w.s.mu.Unlock()
		for _, in := range w.s.sessions {
			if w.s.people[in.person].UPN == upn {
				return in.token
			}
		}
		return ""
	}
	admin, other, plain := signedIn(annaUPN), signedIn(nilsUPN), signedIn(eliasUPN)
	tests := []struct {
		name   string
		client *http.Client
		tenant string
		form   url.Values
		want   string // on the page, or in the answer
	}{
		{"without a session", window(t), tenantID, form(url.Values{"session": {token(annaUPN)}}), "AADSTS50089"},
		{"without the form's token", admin, tenantID, form(nil), "AADSTS50089"},
		{"with another's token", admin, tenantID, form(url.Values{"session": {token(nilsUPN)}}), "AADSTS50089"},
		{"for another tenant", other, tenantID, form(url.Values{"session": {token(nilsUPN)}}), "AADSTS50020"},
		{"by no administrator", plain, tenantID, form(url.Values{"session": {token(eliasUPN)}}), "AADSTS90094"},
		{"to another address", admin, tenantID, form(url.Values{"session": {token(annaUPN)},
			"request": {url.Values{"client_id": {clientID}, "redirect_uri": {"http://evil.example/"}}.Encode()}}), "AADSTS50011"},
		{"of an unknown flow", admin, tenantID, form(url.Values{"session": {token(annaUPN)}, "flow": {"x"}}), "AADSTS90014"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, err := tt.client.PostForm(w.base+"/"+tt.tenant+"/consent", tt.form)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if got := readAll(t, resp) + resp.Header.Get("Location"); !strings.Contains(got, tt.want) {
				t.Errorf("got %d %s, want %s", resp.StatusCode, got, tt.want)
			}
		})
	}
}
