package console

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
)

// version is the version of a setting that the page's form has.
func (h *house) version(t *testing.T, setting string) string {
	t.Helper()
	body := h.get(t, h.path("/settings"), h.ada).Body.String()
	found := regexp.MustCompile(`/settings/` + setting + `" class="[a-z]+">\s*<input type="hidden" name="version" value="([^"]*)">`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no form for %s", setting)
	}
	return found[1]
}

func TestInstruct(t *testing.T) {
	h := newHouse(t)
	const declared = "{\"declared\": {\"softwareTokens\":\r\n \"allowed\"}}"
	tests := []struct {
		name, setting, value string
		who                  newcomer
		want                 int
		says                 string
		held                 string // by the setting afterwards
		n                    int    // instructions afterwards
	}{
		{"interval", "interval", "21600", h.ada, 303, "", "21600", 1},
		{"interval that no plan has", "interval", "60", h.ada, 422, "Your plan does not allow this interval.", "21600", 1},
		{"what is no interval", "interval", `"often"`, h.ada, 422, "Choose an interval.", "21600", 1},
		{"what is no JSON", "interval", `often`, h.ada, 422, "not in the expected form", "21600", 1},
		{"language", "language", "sv", h.mia, 303, "", `"sv"`, 2},
		{"another language", "language", "en", h.mia, 303, "", `"en"`, 3},
		{"what is no language", "language", "xx", h.mia, 422, "Choose a language.", `"en"`, 3},
		{"declared", "declared", declared, h.ada, 303, "", `{"declared":{"softwareTokens":"allowed"}}`, 4},
		{"declared that no check could follow", "declared", `{"declared":{"softwareTokens":"<sometimes"}}`, h.ada, 422, "softwareTokens must be allowed or refused", `{"declared":{"softwareTokens":"allowed"}}`, 4},
		{"a broken check", "declared", `{"customChecks":[{"id":"mine"}]}`, h.ada, 422, "custom check 1", `{"declared":{"softwareTokens":"allowed"}}`, 4},
		{"declared nothing", "declared", ``, h.ada, 422, "not in the expected form", `{"declared":{"softwareTokens":"allowed"}}`, 4},
		{"by an analyst", "interval", "43200", h.ana, 403, "Your role does not allow this", "21600", 4},
		{"by an operator", "interval", "43200", h.otto, 404, "There is no such page", "21600", 4},
		{"no setting", "current", "{}", h.ada, 404, "There is no such page", "", 4},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			form := url.Values{"value": {test.value}}
			if test.setting != "current" {
				form.Set("version", h.version(t, test.setting))
			}
			for range 2 {
				w := h.post(t, h.path("/settings/"+test.setting), form, test.who)
				if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
					t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
				}
				if to := w.Header().Get("Location"); w.Code == 303 && to != h.path("/settings") {
					t.Errorf("got on to %q", to)
				}
				if w.Code == 422 && strings.Contains(test.value, "<") && !strings.Contains(w.Body.String(), "&lt;sometimes") {
					t.Error("the page forgot what was typed")
				}
			}
			if setting, ok := settingNamed(test.setting); ok {
				held, _, err := instruction.Read(t.Context(), h.tenant, setting)
				var b strings.Builder
				if json.Unmarshal(held, new(any)) == nil {
					b.WriteString(strings.NewReplacer("\n", "", " ", "").Replace(string(held)))
				}
				if err != nil || b.String() != test.held {
					t.Errorf("got %s, %v; want %s", held, err, test.held)
				}
			}
			list, _, err := instruction.List(t.Context(), h.tenant, "", 100)
			if err != nil || len(list) != test.n {
				t.Errorf("got %d instructions, %v; want %d", len(list), err, test.n)
			}
		})
	}
	stale := url.Values{"value": {"43200"}, "version": {h.version(t, "interval")}}
	if w := h.post(t, h.path("/settings/interval"), url.Values{"value": {"28800"}, "version": stale["version"]}, h.ada); w.Code != 303 {
		t.Fatalf("got %v", w.Code)
	}
	if w := h.post(t, h.path("/settings/interval"), stale, h.mia); w.Code != 409 || !strings.Contains(w.Body.String(), "was changed meanwhile") {
		t.Errorf("a form that is out of date: got %v", w.Code)
	}
}

func TestSettingsPages(t *testing.T) {
	h := newHouse(t)
	versions := regexp.MustCompile(`(name="version" value=")[^"]+`)
	for setting, value := range map[string]string{"declared": `{"declared":{"guestDataRemoval":"refused"}}`} {
		h.post(t, h.path("/settings/"+setting), url.Values{"value": {value}}, h.ada)
	}
	h.post(t, h.path("/settings/interval"), url.Values{"value": {"28800"}}, h.mia)
	h.supported(t, h.tenant, h.otto, grant.CustomerSupport, grant.SettingsView)
	for _, test := range []struct {
		name, path string
		who        newcomer
	}{
		{"settings", "/settings", h.ada},
		{"settings-auditor-fi", "/settings?lang=fi", h.aku},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := h.get(t, h.path(test.path), test.who)
			if w.Code != http.StatusOK {
				t.Fatalf("got %v", w.Code)
			}
			golden(t, test.name+".html", versions.ReplaceAllString(h.plain(w.Body.String()), "${1}VERSION"))
			wellFormed(t, w.Body.String())
		})
	}
	w := h.get(t, h.path("/settings"), h.otto)
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `action="/tenants/`) || !strings.Contains(w.Body.String(), "guestDataRemoval") {
		t.Errorf("under support access: got %v, want the page without forms", w.Code)
	}
	if w := h.get(t, h.path("/settings?cursor=x"), h.ada); w.Code != http.StatusNotFound {
		t.Errorf("a page that is not there: got %v, want 404", w.Code)
	}
}
