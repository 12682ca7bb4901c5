package snapshot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseSettings(t *testing.T) {
	tests := []struct {
		name, text string
		want       Settings
		bad        string
	}{
		{name: "none", text: ""},
		{name: "null", text: " null "},
		{name: "emergency access", text: `{"emergencyAccess":{"users":["u1"],"groups":["g1"]}}`,
			want: Settings{EmergencyAccess: EmergencyAccess{Users: []string{"u1"}, Groups: []string{"g1"}}}},
		{name: "declared", text: `{"language":"fi","declared":{"guestsAccessGroups":"refused","passkeyGroups":["g"]}}`,
			want: Settings{Language: "fi", Declared: Declared{GuestsAccessGroups: "refused", PasskeyGroups: []string{"g"}}}},
		{name: "a name not known yet", text: `{"quietHours":"22-06"}`},
		{name: "too many emergency accounts", text: `{"emergencyAccess":{"users":["1","2","3","4","5","6"]}}`, bad: "6 emergency accounts"},
		{name: "unknown language", text: `{"language":"de"}`, bad: "language"},
		{name: "a decision that is none", text: `{"declared":{"guestsAddedToGroups":"sometimes"}}`, bad: "guestsAddedToGroups"},
		{name: "wrong type", text: `{"emergencyAccess":{"users":"maija@nordwind.example"}}`, bad: "emergencyAccess.users"},
		{name: "not an object", text: `[]`, bad: "another type"},
		{name: "not JSON", text: `{`, bad: "not the documented JSON"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSettings([]byte(tt.text))
			if tt.bad != "" {
				if err == nil || !strings.Contains(err.Error(), tt.bad) || strings.Contains(err.Error(), "maija") {
					t.Errorf("got error %v, want one with %q and without the value", err, tt.bad)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKeysAndValues(t *testing.T) {
	seen := map[Resource]bool{}
	for _, k := range Keys() {
		r := k.Resource()
		if seen[r] {
			t.Errorf("two keys name %s", r)
		}
		seen[r] = true
		if got, ok := KeyOf(r); !ok || got.Resource() != r {
			t.Errorf("KeyOf(%s) = %v, %v", r, got, ok)
		}
		if perParent := strings.Contains(string(r), "{id}"); perParent != (k.Kind() == PerParent) {
			t.Errorf("%s has kind %v", r, k.Kind())
		}
		s := New(time.Time{}, Settings{})
		if err := k.Decode(s, "p", []byte(`"text"`)); err == nil || strings.Contains(err.Error(), "text") {
			t.Errorf("%s: decoding a text gives %v, want an error that does not quote it", r, err)
		}
		if s.Has(r) {
			t.Errorf("%s counts as read after a failed decode", r)
		}
	}
	s := New(time.Time{}, Settings{})
	if err := AuthorizationPolicy.Decode(s, "", []byte(`{"blockMsolPowerShell":null,"allowedToUseSSPR":false}`)); err != nil {
		t.Fatal(err)
	}
	p := AuthorizationPolicy.Of(s)
	if p.BlockMsolPowerShell.Known() || !p.BlockMsolPowerShell.Null || !p.BlockMsolPowerShell.Set {
		t.Errorf("null is read as %+v", p.BlockMsolPowerShell)
	}
	if !p.AllowedToUseSSPR.Known() || p.AllowedToUseSSPR.V {
		t.Errorf("false is read as %+v", p.AllowedToUseSSPR)
	}
	if p.AllowUserConsentForRiskyApps.Set {
		t.Errorf("an absent property is read as %+v", p.AllowUserConsentForRiskyApps)
	}
}

func TestPagesAddUp(t *testing.T) {
	s := New(time.Time{}, Settings{})
	for _, page := range []string{`[{"id":"a"}]`, `[]`, `[{"id":"b"},{"id":"c"}]`} {
		if err := Users.Decode(s, "", []byte(page)); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(Users.Of(s)); got != 3 {
		t.Errorf("got %d users, want 3", got)
	}
	s.SetUnread(Users.Resource(), Unread{Status: 503, Reason: "gone"})
	if s.Has(Users.Resource()) || len(Users.Of(s)) != 0 {
		t.Error("half a collection stays after it could not be read whole")
	}
	if why, missing := s.Missing(Users.Resource()); !missing || why.Status != 503 {
		t.Errorf("got %+v, %v", why, missing)
	}
}
