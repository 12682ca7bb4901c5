package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
)

func TestParseSynth(t *testing.T) {
	tests := []struct {
		text string
		want []generated
		bad  bool
	}{
		{text: "20", want: []generated{{tenants: 1, users: 20}}},
		{text: "10000x20", want: []generated{{tenants: 10000, users: 20, fleet: true}}},
		{text: "1x20", want: []generated{{tenants: 1, users: 20, fleet: true}}},
		{text: "0x20", bad: true}, {text: "x20", bad: true}, {text: "20x", bad: true}, {text: "2x2x2", bad: true}, {text: "0", bad: true}, {text: "2000001", bad: true}, {text: "100001x1", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := parseSynth([]string{tt.text})
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(generated{})); diff != "" || (err != nil) != tt.bad {
				t.Errorf("got error %v, (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestFirestoreFate(t *testing.T) {
	d := newDraws(1)
	tests := []struct {
		name   string
		spec   string
		caller string
		want   map[firestore.Fate]bool
	}{
		{"nothing asked for", "", "scan", map[firestore.Fate]bool{firestore.Applied: true}},
		{"unavailable", "firestore.unavailable=1", "scan", map[firestore.Fate]bool{firestore.Unavailable: true}},
		{"lost", "firestore.lost=1", "scan", map[firestore.Fate]bool{firestore.Lost: true, firestore.TimedOut: true}},
		{"an operator's", "firestore.unavailable=1,firestore.lost=1,firestore.slow=1h", operator, map[firestore.Fate]bool{firestore.Applied: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := parseFaults(tt.spec)
			if err != nil {
				t.Fatal(err)
			}
			got := map[firestore.Fate]bool{}
			for range 200 {
				got[f.firestoreFate(d, tt.caller)] = true
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("fates (-want +got):\n%s", diff)
			}
		})
	}
	if n := d.counts()["firestore.lost"]; n != 200 {
		t.Errorf("%d lost answers counted, want 200", n)
	}
}

func TestClockJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, err := parseFaults("clock.jump=1h")
		if err != nil {
			t.Fatal(err)
		}
		clock := f.clock(time.Now, newDraws(1))
		back := false
		for last := clock(); !back; {
			time.Sleep(2 * time.Second)
			now := clock()
			if off := time.Until(now); off < -time.Hour || off > time.Hour {
				t.Fatalf("the clock is off by %v", off)
			}
			back, last = now.Before(last), now
		}
	})
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := (faults{}).clock(func() time.Time { return at }, newDraws(1))(); !got.Equal(at) {
		t.Errorf("without the fault it is %v, want %v", got, at)
	}
}

// answers is a function that always answers alike.
type answers int

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: int(a), Body: io.NopCloser(strings.NewReader(""))}, nil
}

func TestLostAcknowledgements(t *testing.T) {
	tests := []struct {
		name   string
		status int
		lose   bool
		lost   bool
	}{
		{"acknowledged", 204, false, false},
		{"acknowledged and lost", 204, true, true},
		{"refused, which cannot be lost", 500, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &pushes{next: answers(tt.status), chance: func() bool { return false }, lose: func() bool { return tt.lose }}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:1/", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := p.RoundTrip(r)
			if err == nil {
				_ = answer.Body.Close()
			}
			if lost := err != nil; lost != tt.lost || p.lost.Load() == 1 != tt.lost {
				t.Errorf("lost %v, counted %d, want %v", lost, p.lost.Load(), tt.lost)
			}
		})
	}
}
