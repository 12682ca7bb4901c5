package tenantid

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	good := New().String()
	tests := []struct {
		name, in string
		bad      bool
	}{
		{name: "as written", in: good},
		{name: "empty", bad: true},
		{name: "another prefix", in: "x" + good[1:], bad: true},
		{name: "cut", in: good[:len(good)-1], bad: true},
		{name: "longer", in: good + "a", bad: true},
		{name: "capitals", in: strings.ToUpper(good), bad: true},
		{name: "a path", in: "t../" + good[4:], bad: true},
		{name: "a digit outside the alphabet", in: good[:len(good)-1] + "1", bad: true},
		{name: "a line break, which base32 would skip", in: good[:len(good)-1] + "\n", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.in)
			if (err != nil) != tt.bad {
				t.Fatalf("got error %v, want one: %v", err, tt.bad)
			}
			if tt.bad && !got.IsZero() {
				t.Errorf("got %v with an error, want the zero ID", got)
			}
			if !tt.bad && got.String() != tt.in {
				t.Errorf("got %v, want %v", got, tt.in)
			}
		})
	}
}

func TestNewIsNeverTheSame(t *testing.T) {
	seen := map[ID]bool{}
	for range 1000 {
		id := New()
		if id.IsZero() || seen[id] {
			t.Fatalf("got %v again or zero", id)
		}
		seen[id] = true
	}
}

func TestDecodingLeavesItZero(t *testing.T) {
	var m struct{ Tenant ID }
	_ = json.Unmarshal([]byte(`{"Tenant":{"s":"`+New().String()+`"}}`), &m)
	if !m.Tenant.IsZero() {
		t.Errorf("got %v, want the zero ID", m.Tenant)
	}
}

// FuzzParse holds that what is accepted is written the same way and names one
// document only.
func FuzzParse(f *testing.F) {
	f.Add(New().String())
	f.Add("")
	f.Add("t" + strings.Repeat("a", 23) + "\r")
	f.Add("t/" + strings.Repeat("a", 23))
	f.Fuzz(func(t *testing.T, s string) {
		id, err := Parse(s)
		if err != nil {
			return
		}
		if id.String() != s || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Errorf("%q is accepted", s)
		}
	})
}
