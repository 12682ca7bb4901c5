package snapshot

import (
	"testing"
	"time"
)

func TestPeople(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		users []User
		want  int
	}{
		{"nobody", []User{}, 0},
		{"two people", []User{{ID: "1", UserType: "Member", AccountEnabled: Some(true)}, {ID: "2", UserType: "Member", AccountEnabled: Some(true)}}, 2},
		{"a type that Graph does not tell", []User{{ID: "1", AccountEnabled: Some(true)}}, 1},
		{"guests", []User{{ID: "1", UserType: "Guest", AccountEnabled: Some(true)}, {ID: "2", UserType: "guest", AccountEnabled: Some(true)}}, 0},
		{"disabled", []User{{ID: "1", UserType: "Member", AccountEnabled: Some(false)}}, 0},
		{"whether enabled is not known", []User{{ID: "1", UserType: "Member"}, {ID: "2", UserType: "Member", AccountEnabled: NullOf[bool]()}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(now, Settings{})
			if n, known := People(s); known || n != 0 {
				t.Errorf("before users are read: got %d, %v, want nothing", n, known)
			}
			Users.Set(s, tt.users)
			if n, known := People(s); !known || n != tt.want {
				t.Errorf("got %d, %v, want %d", n, known, tt.want)
			}
			s.SetUnread(Users.Resource(), Unread{Reason: "it was refused"})
			if n, known := People(s); known || n != 0 {
				t.Errorf("unread: got %d, %v, want nothing", n, known)
			}
		})
	}
}
