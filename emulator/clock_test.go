package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/clock"
	"vahti.ai/vahti/shared/queue"
)

// keeper is a timekeeper over a file of its own, and what it has published.
func keeper(t *testing.T) (k *timekeeper, published *[]string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), clockFile)
	published = &[]string{}
	return newTimekeeper(clock.Of(file), file, func(m queue.Message) error {
		*published = append(*published, m.Topic())
		return nil
	}), published
}

func TestRegulars(t *testing.T) {
	k, published := keeper(t)
	take := func() []string {
		t.Helper()
		if err := k.due(); err != nil {
			t.Fatal(err)
		}
		got := *published
		*published = nil
		return got
	}
	var all []string
	for _, r := range regulars() {
		all = append(all, r.message.Topic())
	}
	if diff := cmp.Diff(all, take()); diff != "" {
		t.Errorf("at first (-want +got):\n%s", diff)
	}
	if got := take(); len(got) != 0 {
		t.Errorf("at once again: got %v, want nothing", got)
	}
	steps := []struct {
		by   time.Duration
		want func(every time.Duration) bool
	}{
		{time.Minute, func(every time.Duration) bool { return every <= time.Minute }},
		{time.Hour, func(every time.Duration) bool { return every <= time.Hour }},
		{30 * 24 * time.Hour, func(time.Duration) bool { return true }},
	}
	for _, s := range steps {
		if err := k.advance(s.by); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, r := range regulars() {
			if s.want(r.every) {
				want = append(want, r.message.Topic())
			}
		}
		if diff := cmp.Diff(want, *published); diff != "" {
			t.Errorf("after %v (-want +got):\n%s", s.by, diff)
		}
		*published = nil
	}
}

func TestClockPage(t *testing.T) {
	tests := []struct {
		name, method, advance string
		status                int
		ahead                 time.Duration
	}{
		{"a month", http.MethodPost, "720h", http.StatusSeeOther, 720 * time.Hour},
		{"backwards", http.MethodPost, "-1h", http.StatusBadRequest, 0},
		{"no time at all", http.MethodPost, "0s", http.StatusBadRequest, 0},
		{"too far", http.MethodPost, "9601h", http.StatusBadRequest, 0},
		{"no duration", http.MethodPost, "tomorrow", http.StatusBadRequest, 0},
		{"nothing", http.MethodPost, "", http.StatusBadRequest, 0},
		{"shown", http.MethodGet, "", http.StatusOK, 0},
		{"removed", http.MethodDelete, "", http.StatusMethodNotAllowed, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, _ := keeper(t)
			r := httptest.NewRequest(tt.method, "/emulator/clock", strings.NewReader(url.Values{"advance": {tt.advance}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			k.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("got status %d, want %d", w.Code, tt.status)
			}
			if got := time.Until(k.now()); (got - tt.ahead).Abs() > time.Minute {
				t.Errorf("the clock is %v ahead, want %v", got, tt.ahead)
			}
			if _, err := os.Stat(k.file); (err == nil) != (tt.ahead != 0) {
				t.Errorf("the file: %v", err)
			}
		})
	}
}

// TestClockGoesOn: a service that is started again over the same state is as far ahead.
func TestClockGoesOn(t *testing.T) {
	k, _ := keeper(t)
	for range 2 {
		if err := k.advance(24 * time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	again := newTimekeeper(clock.Of(k.file), k.file, k.publish)
	if err := again.advance(24 * time.Hour); err != nil {
		t.Fatal(err)
	}
	if got := time.Until(again.now()); (got - 72*time.Hour).Abs() > time.Minute {
		t.Errorf("the clock is %v ahead, want three days", got)
	}
}
