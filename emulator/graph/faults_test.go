package graph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
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

// TestEveryFault meets each fault alone, for certain, on one request.
func TestEveryFault(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(300, true)})
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	const users = "/v1.0/users?$select=id&$top=100"
	tests := []struct {
		name       string
		faults     Faults
		draw       float64
		path       string
		status     int
		retryAfter string
	}{
		{"429 with a date", Faults{TooManyDate: 1}, 0, users, http.StatusTooManyRequests, "Thu, 01 Jan 2026 00:00:02 GMT"},
		{"429 that says nothing", Faults{TooManySilent: 1}, 0, users, http.StatusTooManyRequests, ""},
		{"401", Faults{Expired: 1}, 0, users, http.StatusUnauthorized, ""},
		{"403", Faults{Forbidden: 1}, 0, users, http.StatusForbidden, ""},
		{"404 of a list", Faults{NotFound: 1}, 0, users, http.StatusOK, ""},
		{"404 of an entity", Faults{NotFound: 1}, 0, "/v1.0/users/id-000001", http.StatusNotFound, ""},
		{"410", Faults{Resync: 1}, 0, "/v1.0/users/delta?$deltatoken=x", http.StatusGone, ""},
		{"409", Faults{Resync: 1}, 0.6, "/v1.0/users/delta?$deltatoken=x", http.StatusConflict, ""},
		{"400 of a delta", Faults{Resync: 1}, 0.9, "/v1.0/users/delta?$deltatoken=x", http.StatusBadRequest, ""},
		{"the first of a delta", Faults{Resync: 1}, 0, "/v1.0/users/delta?$deltatoken=latest", http.StatusOK, ""},
		{"a page of HTML", Faults{ServerPage: 1}, 0, users, http.StatusBadGateway, ""},
		{"a reset connection", Faults{Reset: 1}, 0, users, 0, ""},
		{"a truncated body", Faults{Truncated: 1}, 0, users, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, base := open(t, Config{Faults: tt.faults, Rand: func() float64 { return tt.draw }, Now: func() time.Time { return now }}, dir)
			if status, retryAfter := ask(t, base+tt.path); status != tt.status || retryAfter != tt.retryAfter {
				t.Errorf("got status %d and Retry-After %q, want %d and %q", status, retryAfter, tt.status, tt.retryAfter)
			}
		})
	}
}

func TestHanging(t *testing.T) {
	for name, draw := range map[string]float64{"no answer": 0, "half an answer": 0.9} {
		t.Run(name, func(t *testing.T) {
			_, base := open(t, Config{Faults: Faults{Hang: 1}, Rand: func() float64 { return draw }}, "testdata/small")
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/v1.0/groups", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", "Bearer "+smallTenant)
			res, err := http.DefaultClient.Do(req)
			if (err == nil) != (draw > 0.5) {
				t.Fatalf("got error %v", err)
			}
			if err == nil {
				_, err = io.Copy(io.Discard, res.Body)
				res.Body.Close()
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got error %v, want the client's own patience to end it", err)
			}
		})
	}
}

func TestBodiesOfFaults(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(30, true)})
	const users = "/v1.0/users?$select=id&$top=10"
	t.Run("garbled", func(t *testing.T) {
		_, base := open(t, Config{Faults: Faults{Garbled: 1}}, dir)
		if r := get(t, base, users, smallTenant); r.status != http.StatusOK || json.Valid(r.body) {
			t.Errorf("got %d and %.60q, want 200 and no JSON", r.status, r.body)
		}
	})
	t.Run("a page of HTML", func(t *testing.T) {
		_, base := open(t, Config{Faults: Faults{ServerPage: 1}}, dir)
		if r := get(t, base, users, smallTenant); r.header.Get("Content-Type") != "text/html" || !strings.HasPrefix(string(r.body), "<!DOCTYPE html>") {
			t.Errorf("got %v and %.60q, want HTML", r.header, r.body)
		}
	})
	t.Run("repeated entities", func(t *testing.T) {
		_, base := open(t, Config{Faults: Faults{Repeated: 1}}, dir)
		var all []string
		for link := users; link != ""; {
			r := get(t, base, link, smallTenant)
			all = append(all, r.ids(t)...)
			next, _ := r.object(t)["@odata.nextLink"].(string)
			link = strings.TrimPrefix(next, base)
		}
		distinct := map[string]bool{}
		for _, id := range all {
			distinct[id] = true
		}
		if len(distinct) != 30 || len(all) != 33 {
			t.Errorf("got %d entities, %d of them distinct, want 33 and 30", len(all), len(distinct))
		}
	})
}

// TestFaultsOfItems answers for an item what cannot befall it alone.
func TestFaultsOfItems(t *testing.T) {
	draws := []float64{0.9, 0} // the batch, then its item
	tests := []struct {
		name   string
		faults Faults
		status int
	}{
		{"reset", Faults{Reset: 0.5}, http.StatusBadGateway},
		{"hanging", Faults{Hang: 0.5}, http.StatusBadGateway},
		{"HTML", Faults{ServerPage: 0.5}, http.StatusBadGateway},
		{"expired", Faults{Expired: 0.5}, http.StatusUnauthorized},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := 0
			_, base := open(t, Config{Faults: tt.faults, Rand: func() float64 { at++; return draws[min(at, len(draws))-1] }}, "testdata/small")
			got := postBatch(t, base, "v1.0", smallTenant, []item{{ID: "1", Method: "GET", URL: "/groups"}}).items(t)
			if got["1"].Status != tt.status {
				t.Errorf("got %d, want %d", got["1"].Status, tt.status)
			}
		})
	}
}

// TestSlowUnderQuota waits exactly as long as asked where the time a reading takes is measured.
func TestSlowUnderQuota(t *testing.T) {
	_, base := open(t, Config{Rand: func() float64 { return 0 }, Faults: Faults{Slow: 40 * time.Millisecond}, Limits: Limits{Published: true}}, "testdata/small")
	start := time.Now()
	if status, _ := ask(t, base+"/v1.0/groups"); status != http.StatusOK {
		t.Errorf("got status %d", status)
	}
	if took := time.Since(start); took < 40*time.Millisecond {
		t.Errorf("the answer took %v, want 40ms", took)
	}
}
