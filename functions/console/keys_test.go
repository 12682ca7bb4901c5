package console

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// keyForm is a form to make a key, as filled in.
func keyForm(form, name, expires string, permissions ...string) url.Values {
	return url.Values{"request": {form}, "name": {name}, "expires": {expires}, "permission": permissions}
}

var keyText = regexp.MustCompile(`vahti_[0-9A-Za-z_-]+`)

func TestCreateKey(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name string
		who  newcomer
		form url.Values
		want int
		says string
		made bool
	}{
		{"a key", h.ada, keyForm("FORM-0001", "Nightly report", "2026-12-31", "read", "trail.read"), 200, "It is shown this once", true},
		{"the same form again", h.ada, keyForm("FORM-0001", "Nightly report", "2026-12-31", "read", "trail.read"), 200, "This form was sent before", false},
		{"the same form with more", h.ada, keyForm("FORM-0001", "Nightly report", "2026-12-31", "configure"), 409, "sent before with other contents", false},
		{"without a name", h.ada, keyForm("FORM-0002", " ", "2026-12-31", "read"), 422, "a name of 1 to 100 characters", false},
		{"that may nothing", h.ada, keyForm("FORM-0003", "x", "2026-12-31"), 422, "at least one permission", false},
		{"that may what is a person’s", h.ada, keyForm("FORM-0004", "x", "2026-12-31", "members.manage"), 422, "at least one permission", false},
		{"for too long", h.ada, keyForm("FORM-0005", "x", "2027-11-23", "read"), 422, "at most 365 days away", false},
		{"for no time", h.ada, keyForm("FORM-0006", "x", "2026-11-21", "read"), 422, "at most 365 days away", false},
		{"without an end", h.ada, keyForm("FORM-0007", "x", "", "read"), 422, "at most 365 days away", false},
		{"without a form’s name", h.ada, keyForm("", "x", "2026-12-31", "read"), 422, "could not be used", false},
		{"by an analyst", h.ana, keyForm("FORM-0008", "x", "2026-12-31", "read"), 403, "Your role does not allow this", false},
		{"by an operator", h.otto, keyForm("FORM-0009", "x", "2026-12-31", "read"), 404, "There is no such page", false},
	}
	text := ""
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := h.post(t, h.path("/keys"), test.form, test.who)
			if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
				t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
			}
			wellFormed(t, w.Body.String())
			shown := keyText.FindString(w.Body.String())
			if (shown != "") != test.made {
				t.Errorf("a key is shown: %v, want %v", !test.made, test.made)
			}
			if test.made {
				text = shown
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Error("a copy of the page may be kept")
			}
			if w.Code == 422 && !strings.Contains(w.Body.String(), `name="expires" type="date" required min="2026-11-22" max="2027-11-21" value="`+test.form.Get("expires")+`"`) {
				t.Error("the page forgot the date")
			}
		})
	}
	v, err := apikey.Verify(t.Context(), h.db, apikey.Text(text), wall)
	if err != nil || v.Tenant != h.tenant.ID() || !slices.Equal(v.Permissions, []tenant.Permission{tenant.Read, tenant.ReadTrail}) {
		t.Errorf("the key opens %v, %v", v.Permissions, err)
	}
	list, _, err := apikey.List(t.Context(), h.tenant, "", 10)
	if err != nil || len(list) != 1 || list[0].By != h.ada.account.Email {
		t.Fatalf("got %d keys, %v; want one", len(list), err)
	}
	if body := h.get(t, h.path("/keys"), h.ada).Body.String(); keyText.MatchString(body) || !strings.Contains(body, "Nightly report") {
		t.Error("the page does not list the key, or shows it again")
	}
	for _, step := range []struct {
		change func(context.Context, *store.Tenant, string, member.Actor, time.Time) (member.Member, error)
		rests  bool
	}{{member.Suspend, true}, {member.Restore, false}} {
		if _, err := step.change(t.Context(), h.tenant, string(h.ada.account.ID), member.Actor{Account: string(h.mia.account.ID), Name: h.mia.account.Email}, wall); err != nil {
			t.Fatal(err)
		}
		if body := h.get(t, h.path("/keys"), h.mia).Body.String(); strings.Contains(body, "It opens nothing: whoever made it is no longer a member") != step.rests ||
			strings.Contains(body, ">Rests<") != step.rests {
			t.Errorf("the page says that the key rests: %v, want %v", !step.rests, step.rests)
		}
	}

	for range 2 {
		if w := h.post(t, h.path("/keys/"+list[0].ID+"/revocation"), nil, h.mia); w.Code != 303 || w.Header().Get("Location") != h.path("/keys") {
			t.Fatalf("revoke: got %v", w.Code)
		}
	}
	if _, err := apikey.Verify(t.Context(), h.db, apikey.Text(text), wall); err == nil {
		t.Error("the key still opens something")
	}
	if w := h.post(t, h.path("/keys/none/revocation"), nil, h.mia); w.Code != 409 || !strings.Contains(w.Body.String(), "no such API key any more") {
		t.Errorf("revoke what there is not: got %v", w.Code)
	}
	told := slices.DeleteFunc(h.told(t), func(a trail.Action) bool { return a != trail.KeyCreated && a != trail.KeyRevoked })
	if !slices.Equal(told, []trail.Action{trail.KeyCreated, trail.KeyRevoked}) {
		t.Errorf("the audit trail tells of %v", told)
	}
}

func TestKeysPages(t *testing.T) {
	h := newHouse(t)
	h.keys(t)
	ids := regexp.MustCompile(`<code>[0-9A-Za-z]+</code>`)
	for _, test := range []struct {
		name, path string
		who        newcomer
	}{{"keys", "/keys", h.mia}, {"keys-sv", "/keys?lang=sv", h.ada}} {
		t.Run(test.name, func(t *testing.T) {
			w := h.get(t, h.path(test.path), test.who)
			if w.Code != http.StatusOK {
				t.Fatalf("got %v", w.Code)
			}
			golden(t, test.name+".html", ids.ReplaceAllString(h.plain(w.Body.String()), "<code>ID</code>"))
			wellFormed(t, w.Body.String())
		})
	}
	for path, want := range map[string]int{"/keys?cursor=%2F": 404} {
		if w := h.get(t, h.path(path), h.mia); w.Code != want {
			t.Errorf("%s: got %v, want %v", path, w.Code, want)
		}
	}
	if w := h.get(t, h.path("/keys"), h.ana); w.Code != http.StatusForbidden {
		t.Errorf("an analyst: got %v, want 403", w.Code)
	}
}

// keys brings a house to a key of each kind: revoked, valid, run out.
func (h *house) keys(t *testing.T) {
	t.Helper()
	for i, name := range []string{"Old report", "Nightly report", "Once"} {
		at := wall.Add(time.Duration(i-3) * 24 * time.Hour)
		k, _, err := apikey.Create(t.Context(), h.tenant, apikey.Wish{Name: name, Permissions: []tenant.Permission{tenant.Read}, Expires: at.Add([]time.Duration{80, 80, 1}[i] * 24 * time.Hour)}, h.mia.actor(), at)
		if err == nil && i == 0 {
			_, err = apikey.Revoke(t.Context(), h.tenant, k.ID, h.mia.actor(), at.Add(time.Hour))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
