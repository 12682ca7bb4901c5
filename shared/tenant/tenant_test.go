package tenant

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/internal/tenantid"
)

func TestSlot(t *testing.T) {
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, text string
		want       Slot
		bad        bool
	}{
		{name: "none", text: ""},
		{name: "first", text: "2026-11-01T12:00:00Z/1", want: NewSlot(at, 1)},
		{name: "document name", text: "2026-11-01T12:00:00Z_12", want: NewSlot(at, 12)},
		{name: "no number", text: "2026-11-01T12:00:00Z", bad: true},
		{name: "number zero", text: "2026-11-01T12:00:00Z/0", bad: true},
		{name: "leading zero would be a second name", text: "2026-11-01T12:00:00Z/01", bad: true},
		{name: "other zone would be a second name", text: "2026-11-01T14:00:00+02:00/1", bad: true},
		{name: "fraction would be a second name", text: "2026-11-01T12:00:00.5Z/1", bad: true},
		{name: "no time", text: "yesterday/1", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSlot(tt.text)
			if (err != nil) != tt.bad {
				t.Fatalf("ParseSlot(%q) error = %v, want an error: %v", tt.text, err, tt.bad)
			}
			if got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if NewSlot(at, 2).Compare(NewSlot(at, 10)) >= 0 || NewSlot(at.Add(time.Second), 1).Compare(NewSlot(at, 9)) <= 0 {
		t.Error("slots are not ordered by time, then by number")
	}
}

func FuzzParseSlot(f *testing.F) {
	f.Add("2026-11-01T12:00:00Z/1")
	f.Add("2026-11-01T12:00:00Z_1")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSlot(text)
		if err != nil {
			return
		}
		again, err := ParseSlot(s.Key())
		if err != nil || again != s {
			t.Errorf("ParseSlot(%q) = %v, its key gives %v, %v", text, s, again, err)
		}
	})
}

func TestIDCannotBeDecoded(t *testing.T) {
	text := tenantid.New().String()
	var got struct{ Tenant ID }
	if err := json.Unmarshal([]byte(`{"Tenant":"`+text+`"}`), &got); err == nil {
		t.Error("a text was decoded into an ID")
	}
	if err := json.Unmarshal([]byte(`{"Tenant":{"s":"`+text+`"}}`), &got); err != nil || !got.Tenant.IsZero() {
		t.Errorf("an object was decoded into %q, %v", got.Tenant, err)
	}
}

func TestParseID(t *testing.T) {
	id := tenantid.New()
	if got, err := tenantid.Parse(id.String()); err != nil || got != id {
		t.Errorf("got %v, %v, want %v", got, err, id)
	}
	for _, bad := range []string{"", "t", id.String() + "a", "x" + id.String()[1:], "t........................", "tAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := tenantid.Parse(bad); err == nil {
			t.Errorf("Parse(%q) succeeded", bad)
		}
	}
}

func TestProfileStaysOutOfLogs(t *testing.T) {
	p := Profile{Name: "Nordwind", EntraID: "11111111-2222-4333-8444-555555555555"}
	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "p", p)
	fmt.Fprintf(&b, "%v %+v %#v", p, p, p)
	if strings.Contains(b.String(), p.Name) || strings.Contains(b.String(), p.EntraID) {
		t.Errorf("a profile shows: %s", b.String())
	}
}
