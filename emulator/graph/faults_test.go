package graph

import (
	"io"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

// ask makes one GET that may fail in any way; status is 0 when no whole answer came.
func ask(t testing.TB, link string) (status int, retryAfter string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+smallTenant)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return 0, ""
	}
	return res.StatusCode, res.Header.Get("Retry-After")
}

func TestFaults(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(300, true)})
	draw := rand.New(rand.NewPCG(1, 2))
	_, base := open(t, Config{Rand: draw.Float64, Faults: Faults{TooMany: 0.2, ServerError: 0.2, Cut: 0.2}}, dir)
	seen := map[int]int{}
	for range 300 {
		status, retryAfter := ask(t, base+"/v1.0/users?$select=id")
		seen[status]++
		if (status == http.StatusTooManyRequests) != (retryAfter == "1") {
			t.Fatalf("status %d came with Retry-After %q", status, retryAfter)
		}
	}
	for _, status := range []int{0, 200, 429, 500, 502, 503, 504} {
		if seen[status] == 0 {
			t.Errorf("no request was answered %d: %v", status, seen)
		}
	}
	if n := seen[200]; n < 90 || n > 250 {
		t.Errorf("%d of 300 requests went through, want about half", n)
	}
}

func TestFaultsInBatch(t *testing.T) {
	draws, at := []float64{0.9, 0.9, 0.1, 0.9, 0.9}, 0 // the batch, then its items
	_, base := open(t, Config{
		Rand:   func() float64 { at++; return draws[(at-1)%len(draws)] },
		Faults: Faults{TooMany: 0.5},
	}, "testdata/small")
	got := postBatch(t, base, "v1.0", smallTenant, []item{
		{ID: "1", Method: "GET", URL: "/users"}, {ID: "2", Method: "GET", URL: "/groups"}, {ID: "3", Method: "GET", URL: "/users"},
	}).items(t)
	if a := got["2"]; a.Status != http.StatusTooManyRequests || a.Headers["Retry-After"] != "1" {
		t.Errorf("item 2: got %d %v, want 429 with Retry-After", a.Status, a.Headers)
	}
	if got["1"].Status != http.StatusOK || got["3"].Status != http.StatusOK {
		t.Errorf("items 1 and 3: got %d, %d, want 200", got["1"].Status, got["3"].Status)
	}
}

func TestSlow(t *testing.T) {
	_, base := open(t, Config{Rand: func() float64 { return 0.5 }, Faults: Faults{Slow: 60 * time.Millisecond}}, "testdata/small")
	start := time.Now()
	if status, _ := ask(t, base+"/v1.0/groups"); status != http.StatusOK {
		t.Errorf("got status %d", status)
	}
	if took := time.Since(start); took < 30*time.Millisecond {
		t.Errorf("the answer took %v, want at least 30ms", took)
	}
}

func TestLimits(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	_, base := open(t, Config{Now: func() time.Time { return now }, Limits: Limits{Requests: 3}}, "testdata/small")
	tests := []struct {
		name       string
		after      time.Duration
		status     int
		retryAfter string
	}{
		{"first", 0, 200, ""},
		{"second", time.Second, 200, ""},
		{"third", time.Second, 200, ""},
		{"past the limit", time.Second, 429, "7"},
		{"just before the window ends", 6*time.Second + 500*time.Millisecond, 429, "1"},
		{"next window", time.Second, 200, ""},
	}
	for _, tt := range tests {
		now = now.Add(tt.after)
		if status, retryAfter := ask(t, base+"/v1.0/groups"); status != tt.status || retryAfter != tt.retryAfter {
			t.Errorf("%s: got %d, %q, want %d, %q", tt.name, status, retryAfter, tt.status, tt.retryAfter)
		}
	}
}
