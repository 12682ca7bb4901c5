package instruction_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/store/instruction"
)

func TestParseNotify(t *testing.T) {
	all := instruction.Notify{AtOnce: "low", Digest: "never", Hour: 23, Weekday: 0, Zone: "UTC", Quiet: &instruction.Quiet{From: "22:00", To: "07:00", Critical: true}, Webhook: "https://x.example/"}
	least := instruction.DefaultNotify()
	least.Hour = 0
	tests := []struct {
		name, value string
		want        instruction.Notify
		fails       bool
	}{
		{name: "nothing", want: instruction.DefaultNotify()},
		{name: "an empty object", value: `{}`, want: instruction.DefaultNotify()},
		{name: "one field", value: `{"hour":0}`, want: least},
		{name: "all", value: `{"atOnce":"low","digest":"never","hour":23,"weekday":0,"zone":"UTC","quiet":{"from":"22:00","to":"07:00","critical":true},"webhook":"https://x.example/"}`, want: all},
		{name: "null", value: `null`, fails: true},
		{name: "a list", value: `[]`, fails: true},
		{name: "another field", value: `{"hours":1}`, fails: true},
		{name: "two objects", value: `{}{}`, fails: true},
		{name: "another severity", value: `{"atOnce":"grave"}`, fails: true},
		{name: "another cadence", value: `{"digest":"hourly"}`, fails: true},
		{name: "an hour too late", value: `{"hour":24}`, fails: true},
		{name: "an hour too early", value: `{"hour":-1}`, fails: true},
		{name: "no day", value: `{"weekday":7}`, fails: true},
		{name: "no zone", value: `{"zone":""}`, fails: true},
		{name: "the machine's zone", value: `{"zone":"Local"}`, fails: true},
		{name: "a path as a zone", value: `{"zone":"../../etc/passwd"}`, fails: true},
		{name: "quiet for no time", value: `{"quiet":{"from":"07:00","to":"07:00"}}`, fails: true},
		{name: "a time too short", value: `{"quiet":{"from":"7:00","to":"08:00"}}`, fails: true},
		{name: "a time that is none", value: `{"quiet":{"from":"24:00","to":"08:00"}}`, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var value json.RawMessage
			if tt.value != "" {
				value = json.RawMessage(tt.value)
			}
			got, err := instruction.ParseNotify(value)
			if tt.fails {
				if !errors.Is(err, instruction.ErrNotifications) {
					t.Errorf("got %v, want %v", err, instruction.ErrNotifications)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("got %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestNotifications: whoever judges addresses has the last word, and what was refused
// changes nothing.
func TestNotifications(t *testing.T) {
	w := newStaffed(t)
	refused := errors.New("not this one")
	s := instruction.Notifications(func(address string) error {
		if address != "https://good.example/" {
			return refused
		}
		return nil
	})
	for value, want := range map[string]error{`{"webhook":"https://bad.example/"}`: refused, `{"hour":99}`: instruction.ErrNotifications, `{"webhook":"https://good.example/"}`: nil, `{}`: nil} {
		if _, err := instruction.Give(t.Context(), w.Tenant, wish(s, value, ""), membertest.Actor("anna"), w.Now()); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", value, err, want)
		}
	}
	if _, err := instruction.Give(t.Context(), w.Tenant, wish(s, `{"hour":3}`, ""), membertest.Actor("aapo"), w.Now()); err == nil {
		t.Error("an analyst changes what the tenant is told")
	}
}

// FuzzNotify: whatever is sent is refused or can be followed, and reads the same once
// it was written.
func FuzzNotify(f *testing.F) {
	for _, seed := range []string{`{}`, `{"zone":"Europe/Helsinki","quiet":{"from":"22:00","to":"07:00"}}`, `{"hour":1e1}`, `{"zone":"/"}`, `null`, `{"HOUR":3}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		n, err := instruction.ParseNotify(value)
		if err != nil || value == nil {
			return
		}
		if _, err := n.Location(); err != nil {
			t.Errorf("%q: the zone %q is none", value, n.Zone)
		}
		raw, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		again, err := instruction.ParseNotify(raw)
		if diff := cmp.Diff(n, again); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", value, err, diff)
		}
	})
}
