package notice_test

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store/instruction"
)

func helsinki(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// moment reads a moment with its offset, which tells the two apart that a clock shows
// twice.
func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04 -07", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestHold goes through the days on which clocks in Helsinki are set forward, on
// 29 March 2026 from 03:00 to 04:00, and back, on 25 October 2026 from 04:00 to 03:00.
func TestHold(t *testing.T) {
	night := &instruction.Quiet{From: "22:00", To: "07:00"}
	tests := []struct {
		name     string
		quiet    *instruction.Quiet
		at       string
		critical bool
		want     string
	}{
		{"no quiet hours", nil, "2026-03-28 23:00 +02", false, "2026-03-28 23:00 +02"},
		{"by day", night, "2026-03-28 21:59 +02", false, "2026-03-28 21:59 +02"},
		{"the first minute", night, "2026-03-28 22:00 +02", false, "2026-03-29 07:00 +03"},
		{"the last minute", night, "2026-03-29 06:59 +03", false, "2026-03-29 07:00 +03"},
		{"the end itself", night, "2026-03-29 07:00 +03", false, "2026-03-29 07:00 +03"},
		{"critical goes through", night, "2026-03-29 01:00 +02", true, "2026-03-29 01:00 +02"},
		{"critical is held back where the tenant says so", &instruction.Quiet{From: "22:00", To: "07:00", Critical: true}, "2026-03-29 01:00 +02", true, "2026-03-29 07:00 +03"},
		{"over the night that is longer", night, "2026-10-24 23:00 +03", false, "2026-10-25 07:00 +02"},
		{"within a day", &instruction.Quiet{From: "12:00", To: "13:00"}, "2026-11-02 12:30 +02", false, "2026-11-02 13:00 +02"},
		{"an end that is skipped", &instruction.Quiet{From: "01:00", To: "03:30"}, "2026-03-29 02:00 +02", false, "2026-03-29 04:00 +03"},
		{"a beginning that is skipped", &instruction.Quiet{From: "03:15", To: "05:00"}, "2026-03-29 04:00 +03", false, "2026-03-29 05:00 +03"},
		{"an end that comes twice, before it", &instruction.Quiet{From: "01:00", To: "03:30"}, "2026-10-25 03:15 +03", false, "2026-10-25 03:30 +03"},
		{"an end that comes twice, between", &instruction.Quiet{From: "01:00", To: "03:30"}, "2026-10-25 03:45 +03", false, "2026-10-25 03:45 +03"},
		{"an end that comes twice, before the second", &instruction.Quiet{From: "01:00", To: "03:30"}, "2026-10-25 03:15 +02", false, "2026-10-25 03:30 +02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := instruction.DefaultNotify()
			n.Quiet = tt.quiet
			got := notice.Hold(n, moment(t, tt.at), tt.critical)
			if want := moment(t, tt.want); !got.Equal(want) {
				t.Errorf("got %s, want %s", got.In(helsinki(t)), want.In(helsinki(t)))
			}
		})
	}
}

func TestNext(t *testing.T) {
	tests := []struct {
		name          string
		hour, weekday int
		cadence       letter.Cadence
		after, want   string
	}{
		{"later today", 8, 1, letter.Daily, "2026-11-02 07:00 +02", "2026-11-02 08:00 +02"},
		{"at the hour: tomorrow", 8, 1, letter.Daily, "2026-11-02 08:00 +02", "2026-11-03 08:00 +02"},
		{"over the short day", 8, 1, letter.Daily, "2026-03-28 08:00 +02", "2026-03-29 08:00 +03"},
		{"over the long day", 8, 1, letter.Daily, "2026-10-24 08:00 +03", "2026-10-25 08:00 +02"},
		{"an hour that is skipped", 3, 1, letter.Daily, "2026-03-28 12:00 +02", "2026-03-29 04:00 +03"},
		{"and not again that day", 3, 1, letter.Daily, "2026-03-29 04:00 +03", "2026-03-30 03:00 +03"},
		{"an hour that comes twice", 3, 1, letter.Daily, "2026-10-24 12:00 +03", "2026-10-25 03:00 +03"},
		{"is due once", 3, 1, letter.Daily, "2026-10-25 03:00 +03", "2026-10-26 03:00 +02"},
		{"and not for the second time", 3, 1, letter.Daily, "2026-10-25 03:30 +02", "2026-10-26 03:00 +02"},
		{"midnight", 0, 1, letter.Daily, "2026-10-24 23:59 +03", "2026-10-25 00:00 +03"},
		{"weekly, on the day", 8, 1, letter.Weekly, "2026-11-02 07:00 +02", "2026-11-02 08:00 +02"},
		{"weekly, after it", 8, 1, letter.Weekly, "2026-11-02 08:00 +02", "2026-11-09 08:00 +02"},
		{"weekly, over the short day", 8, 0, letter.Weekly, "2026-03-22 08:00 +02", "2026-03-29 08:00 +03"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := instruction.DefaultNotify()
			n.Hour, n.Weekday = tt.hour, tt.weekday
			got := notice.Next(n, tt.cadence, moment(t, tt.after))
			if want := moment(t, tt.want); !got.Equal(want) {
				t.Errorf("got %s, want %s", got.In(helsinki(t)), want.In(helsinki(t)))
			}
		})
	}
}

// TestNextIsOncePerDay follows a digest through two years, hour by hour.
func TestNextIsOncePerDay(t *testing.T) {
	for hour := range 24 {
		n := instruction.DefaultNotify()
		n.Hour = hour
		at := moment(t, "2026-01-01 00:00 +02").Add(-time.Second)
		for day := range 730 {
			at = notice.Next(n, letter.Daily, at)
			want := time.Date(2026, 1, 1+day, 12, 0, 0, 0, helsinki(t))
			if got := at.In(helsinki(t)); got.YearDay() != want.YearDay() || got.Year() != want.Year() {
				t.Fatalf("at %d o'clock, day %d: got %s, want one on %s", hour, day, got, want)
			}
		}
	}
}
