package snapshot

import (
	"encoding/json"
	"testing"
	"time"
)

func TestRoleScheduleHolds(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, raw string
		want      bool
	}{
		{"an instance without an end", `{"startDateTime":"2026-01-01T00:00:00Z","endDateTime":null}`, true},
		{"an instance that has ended", `{"startDateTime":"2026-01-01T00:00:00Z","endDateTime":"2026-10-31T00:00:00Z"}`, false},
		{"a schedule without an end", `{"scheduleInfo":{"startDateTime":"2026-01-01T00:00:00Z","expiration":{"type":"noExpiration","endDateTime":null,"duration":null}}}`, true},
		{"a schedule that ends later", `{"scheduleInfo":{"startDateTime":"2026-01-01T00:00:00Z","expiration":{"type":"afterDateTime","endDateTime":"2027-01-01T00:00:00Z"}}}`, true},
		{"a schedule that has ended", `{"scheduleInfo":{"startDateTime":"2026-01-01T00:00:00Z","expiration":{"type":"afterDateTime","endDateTime":"2026-10-31T00:00:00Z"}}}`, false},
		{"a schedule that has yet to begin", `{"scheduleInfo":{"startDateTime":"2026-12-01T00:00:00Z","expiration":{"type":"noExpiration"}}}`, false},
		{"times that cannot be read", `{"endDateTime":"later","scheduleInfo":{"startDateTime":"soon","expiration":{"endDateTime":"later"}}}`, true},
		{"no limits", `{"scheduleInfo":null}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r RoleSchedule
			if err := json.Unmarshal([]byte(tt.raw), &r); err != nil {
				t.Fatal(err)
			}
			if got := r.Holds(now); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOwnersKnown(t *testing.T) {
	for n, want := range map[int]bool{0: true, 19: true, 20: false, 21: false} {
		if got := OwnersKnown(make([]DirectoryObject, n)); got != want {
			t.Errorf("%d owners: got %v, want %v", n, got, want)
		}
	}
	if OwnersKnown(nil) {
		t.Error("no list of owners is known")
	}
}

func TestUserByID(t *testing.T) {
	s := New(time.Now(), Settings{})
	Users.Set(s, []User{{ID: "a1"}, {DisplayName: "without an id"}})
	if UserByID(s, "a1") == nil || UserByID(s, "A1") == nil {
		t.Error("a user is not found by its id")
	}
	if UserByID(s, "") != nil || UserByID(s, "b2") != nil {
		t.Error("a user is found by an id that is nobody's")
	}
}
