package snapshot

import (
	"testing"
	"time"
)

func TestDerive(t *testing.T) {
	s := New(time.Time{}, Settings{})
	key, made := new(int), 0
	count := func() int {
		return Derive(s, key, func(s *Snapshot) int {
			made++
			return len(Users.Of(s))
		})
	}
	changes := []struct {
		name   string
		change func()
		want   int
	}{
		{"nothing read", func() {}, 0},
		{"set", func() { Users.Set(s, []User{{ID: "a"}}) }, 1},
		{"a page", func() {
			if err := Users.Decode(s, "", []byte(`[{"id":"b"}]`)); err != nil {
				t.Fatal(err)
			}
		}, 2},
		{"unread", func() { s.SetUnread(Users.Resource(), Unread{}) }, 0},
	}
	for i, tt := range changes {
		t.Run(tt.name, func(t *testing.T) {
			tt.change()
			if got := count(); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
			count()
			if made != i+1 {
				t.Errorf("made %d times, want %d", made, i+1)
			}
		})
	}
	for name, change := range map[string]func(){
		"entities of a parent": func() { GroupMembers.Set(s, "g", nil) },
		"a page of a parent": func() {
			if err := GroupMembers.Decode(s, "g", []byte(`[]`)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		before := made
		change()
		if count(); made != before+1 {
			t.Errorf("%s: the old is kept", name)
		}
	}
}
