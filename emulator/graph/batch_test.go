package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type item struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers,omitempty"`
	DependsOn []string          `json:"dependsOn,omitempty"`
}

// items returns the answers of a batch by id.
func (r reply) items(t testing.TB) map[string]batchAnswer {
	t.Helper()
	var out batchResponse
	if err := json.Unmarshal(r.body, &out); err != nil || r.status != http.StatusOK {
		t.Fatalf("batch: status %d, %v: %.300s", r.status, err, r.body)
	}
	byID := map[string]batchAnswer{}
	for _, a := range out.Responses {
		byID[a.ID] = a
	}
	return byID
}

func TestBatch(t *testing.T) {
	s, base := open(t, Config{}, "testdata/small")
	got := postBatch(t, base, "v1.0", smallTenant, []item{
		{ID: "1", Method: "GET", URL: "/users?$select=id&$top=2"},
		{ID: "2", Method: "GET", URL: "policies/adminConsentRequestPolicy"},
		{ID: "3", Method: "GET", URL: "/devices"},
		{ID: "4", Method: "GET", URL: "/users/nobody"},
		{ID: "5", Method: "PATCH", URL: "/users/u1"},
		{ID: "6", Method: "GET", URL: "/users/$count", Headers: map[string]string{"consistencylevel": "eventual"}},
		{ID: "7", Method: "GET", URL: base + "/v1.0/users"},
		{ID: "8", Method: "GET", URL: "/groups", DependsOn: []string{"4"}},
		{ID: "9", Method: "GET", URL: "/groups?$select=id", DependsOn: []string{"1"}},
		{ID: "10", Method: "HEAD", URL: "/groups"},
	}).items(t)
	status := map[string]int{}
	for id, a := range got {
		status[id] = a.Status
	}
	want := map[string]int{"1": 200, "2": 200, "3": 403, "4": 404, "5": 403, "6": 200, "7": 400, "8": 424, "9": 200, "10": 405}
	if diff := cmp.Diff(want, status); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"u1", "u2"}, reply{body: got["1"].Body}.ids(t)); diff != "" {
		t.Errorf("item 1 (-want +got):\n%s", diff)
	}
	next := memberText(got["1"].Body, "@odata.nextLink")
	if diff := cmp.Diff([]string{"u3"}, do(t, http.MethodGet, next, smallTenant, nil, nil).ids(t)); diff != "" {
		t.Errorf("item 1's next page (-want +got):\n%s", diff)
	}
	if got := string(got["6"].Body); got != `"Mw=="` {
		t.Errorf("got %s for a number in a batch, want it in base64", got)
	}
	if code := (reply{body: got["3"].Body}).code(t); code != "Authorization_RequestDenied" {
		t.Errorf("got code %v for item 3", code)
	}
	if got := s.Stats(smallTenant); got.Requests != 2 || got.Subrequests != 10 || got.Bytes == 0 {
		t.Errorf("got %+v, want 2 requests with 10 items", got)
	}
	beta := postBatch(t, base, "beta", smallTenant, []item{{ID: "a", Method: "GET", URL: "/policies/authorizationPolicy"}}).items(t)
	if got := (reply{body: beta["a"].Body}).ids(t); len(got) != 1 {
		t.Errorf("got %v for beta's policy, want a collection of one", got)
	}
}

func TestBatchRefused(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	many := make([]item, 21)
	for i := range many {
		many[i] = item{ID: fmt.Sprint(i), Method: "GET", URL: "/users"}
	}
	tests := []struct {
		name     string
		requests any
	}{
		{"too many", many},
		{"none", []item{}},
		{"no list", "x"},
		{"same id twice", []item{{ID: "1", Method: "GET", URL: "/users"}, {ID: "1", Method: "GET", URL: "/users"}}},
		{"no id", []item{{Method: "GET", URL: "/users"}}},
		{"depends on a later one", []item{{ID: "1", Method: "GET", URL: "/users", DependsOn: []string{"2"}}, {ID: "2", Method: "GET", URL: "/users"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r := postBatch(t, base, "v1.0", smallTenant, tt.requests); r.status != http.StatusBadRequest || r.code(t) != "BadRequest" {
				t.Errorf("got %d %s, want 400", r.status, r.body)
			}
		})
	}
	if r := postBatch(t, base, "v1.0", smallTenant, many[:20]); len(r.items(t)) != 20 {
		t.Errorf("a batch of twenty was answered %d: %.200s", r.status, r.body)
	}
}

func TestCompression(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(300, true)})
	_, base := open(t, Config{}, dir)
	body := []byte(`{"requests":[{"id":"1","method":"GET","url":"/users?$select=id"}]}`)
	r := do(t, http.MethodPost, base+"/v1.0/$batch", smallTenant, deflate(t, body), map[string]string{"Content-Encoding": "gzip"})
	if a := r.items(t)["1"]; a.Status != http.StatusOK {
		t.Errorf("compressed request: got item status %d", a.Status)
	}
	r = do(t, http.MethodPost, base+"/v1.0/$batch", smallTenant, body, map[string]string{"Content-Encoding": "gzip"})
	if r.status != http.StatusBadRequest {
		t.Errorf("body that is not gzip: got status %d, want 400", r.status)
	}
	// A client that asks for gzip by itself gets it as it came over the wire.
	r = do(t, http.MethodGet, base+"/v1.0/users", smallTenant, nil, map[string]string{"Accept-Encoding": "gzip"})
	if r.header.Get("Content-Encoding") != "gzip" || len(r.body) == 0 || r.body[0] != 0x1f {
		t.Errorf("got headers %v, want a compressed answer", r.header)
	}
	r = do(t, http.MethodGet, base+"/v1.0/users", smallTenant, nil, map[string]string{"Accept-Encoding": "identity"})
	if got := len(r.ids(t)); got != 100 || r.header.Get("Content-Encoding") != "" {
		t.Errorf("got %d entities and headers %v, want 100 not compressed", got, r.header)
	}
}
