package snapshot

import (
	"encoding/json"
	"testing"
	"time"
)

func TestTimestamp(t *testing.T) {
	tests := []struct {
		name string
		json string
		want Timestamp
	}{
		{"RFC 3339", `"2023-10-24T21:42:35Z"`, At(time.Date(2023, 10, 24, 21, 42, 35, 0, time.UTC))},
		{"with fraction and offset", `"2023-10-24T23:42:35.5+02:00"`, At(time.Date(2023, 10, 24, 21, 42, 35, 5e8, time.UTC))},
		{"first moment", `"0001-01-01T00:00:00Z"`, At(time.Time{})},
		{"without zone", `"0001-01-01T00:00:00"`, At(time.Time{})},
		{"milliseconds", `"Date(1647533824543)"`, At(time.UnixMilli(1647533824543))},
		{"milliseconds with slashes", `"/Date(-62135596800000)/"`, At(time.Time{})},
		{"free text", `"soon"`, Timestamp{}},
		{"empty", `""`, Timestamp{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got Timestamp
			if err := json.Unmarshal([]byte(tt.json), &got); err != nil {
				t.Fatal(err)
			}
			if got.Readable != tt.want.Readable || !got.Time.Equal(tt.want.Time) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{"2023-10-24T21:42:35Z", "Date(1)", "/Date(-1)/", "", "0001-01-01T00:00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := parseTimestamp(text)
		if !at.Readable && !at.Time.IsZero() {
			t.Errorf("an unreadable timestamp holds %v", at.Time)
		}
	})
}
