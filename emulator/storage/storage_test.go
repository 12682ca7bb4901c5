package storage_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/storage"
)

// answer is what a plain request got.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; headers come in pairs.
func ask(t testing.TB, method, url string, body []byte, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(b)}
}

// place returns where the API begins and where uploads go.
func place(addr string) (api, upload string) {
	return "http://" + addr + "/storage/v1/b/" + bucket + "/o", "http://" + addr + "/upload/storage/v1/b/" + bucket + "/o"
}

// put uploads an object in one request.
func put(t testing.TB, addr, name, content string) {
	t.Helper()
	_, upload := place(addr)
	if a := ask(t, http.MethodPost, upload+"?uploadType=media&name="+name, []byte(content)); a.status != http.StatusOK {
		t.Fatalf("put %s: got %d %s", name, a.status, a.body)
	}
}

func counting(n int) []byte {
	var b []byte
	for i := 0; len(b) < n; i++ {
		b = fmt.Append(b, i, ",")
	}
	return b[:n]
}

// TestRefusals are answers in Google's form to what is not right.
func TestRefusals(t *testing.T) {
	s := open(t, storage.Config{})
	addr := serve(t, s, nil)
	api, upload := place(addr)
	put(t, addr, "o", "content")
	tests := []struct {
		name, method, url string
		body              string
		header            []string
		status            int
		reason            string
	}{
		{name: "another bucket", method: http.MethodGet, url: "http://" + addr + "/storage/v1/b/other/o/o", status: 404, reason: "notFound"},
		{name: "no object", method: http.MethodGet, url: api + "/absent", status: 404, reason: "notFound"},
		{name: "the bucket itself", method: http.MethodGet, url: "http://" + addr + "/storage/v1/b/" + bucket, status: 501, reason: "notImplemented"},
		{name: "the XML API", method: http.MethodGet, url: "http://" + addr + "/" + bucket + "/o", status: 501, reason: "notImplemented"},
		{name: "changing metadata", method: http.MethodPatch, url: api + "/o", body: "{}", status: 501, reason: "notImplemented"},
		{name: "copying", method: http.MethodPost, url: api + "/o/rewriteTo/b/" + bucket + "/o/p", status: 501, reason: "notImplemented"},
		{name: "a delimiter", method: http.MethodGet, url: api + "?delimiter=/", status: 501, reason: "notImplemented"},
		{name: "versions", method: http.MethodGet, url: api + "?versions=true", status: 501, reason: "notImplemented"},
		{name: "a parameter without effect", method: http.MethodGet, url: api + "?versions=false&delimiter=", status: 200},
		{name: "a page that is none", method: http.MethodGet, url: api + "?pageToken=!", status: 400, reason: "invalid"},
		{name: "a size that is none", method: http.MethodGet, url: api + "?maxResults=-1", status: 400, reason: "invalid"},
		{name: "a generation that is none", method: http.MethodGet, url: api + "/o?generation=x", status: 400, reason: "invalid"},
		{name: "no name", method: http.MethodPost, url: upload + "?uploadType=media", status: 400, reason: "invalid"},
		{name: "a name of two lines", method: http.MethodPost, url: upload + "?uploadType=media&name=a%0Ab", status: 400, reason: "invalid"},
		{name: "a name too long", method: http.MethodPost, url: upload + "?uploadType=media&name=" + strings.Repeat("x", 1025), status: 400, reason: "invalid"},
		{name: "no way of uploading", method: http.MethodPost, url: upload + "?name=a", status: 400, reason: "invalid"},
		{name: "parts without parts", method: http.MethodPost, url: upload + "?uploadType=multipart", body: "x", header: []string{"Content-Type", "text/plain"}, status: 400, reason: "invalid"},
		{name: "one part alone", method: http.MethodPost, url: upload + "?uploadType=multipart", body: "--b\r\n\r\n{\"name\":\"a\"}\r\n--b--\r\n",
			header: []string{"Content-Type", "multipart/related; boundary=b"}, status: 400, reason: "invalid"},
		{name: "a description that is not known", method: http.MethodPost, url: upload + "?uploadType=resumable", body: `{"name":"a","storageClass":"NEARLINE"}`, status: 400, reason: "invalid"},
		{name: "a time that is none", method: http.MethodPost, url: upload + "?uploadType=resumable", body: `{"name":"a","customTime":"now"}`, status: 400, reason: "invalid"},
		{name: "a condition that does not hold", method: http.MethodPost, url: upload + "?uploadType=media&name=o&ifGenerationMatch=0", status: 412, reason: "conditionNotMet"},
		{name: "another checksum", method: http.MethodPost, url: upload + "?uploadType=media&name=p", body: "x", header: []string{"X-Goog-Hash", "crc32c=AAAAAA=="}, status: 400, reason: "invalid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, tt.method, tt.url, []byte(tt.body), tt.header...)
			if a.status != tt.status {
				t.Fatalf("got %d %s, want %d", a.status, a.body, tt.status)
			}
			if tt.reason == "" {
				return
			}
			var got struct {
				Error struct {
					Code    int
					Message string
					Errors  []struct{ Message, Domain, Reason string }
				}
			}
			if err := json.Unmarshal([]byte(a.body), &got); err != nil {
				t.Fatal(err)
			}
			e := got.Error
			if e.Code != tt.status || e.Message == "" || len(e.Errors) != 1 || e.Errors[0].Reason != tt.reason || e.Errors[0].Message != e.Message || e.Errors[0].Domain != "global" {
				t.Errorf("got %s, want the reason %s", a.body, tt.reason)
			}
		})
	}
	if a := ask(t, http.MethodGet, api+"/absent?alt=media", nil); a.status != 404 || a.body != "No such object: "+bucket+"/absent" {
		t.Errorf("content of no object: got %d %s, want a plain text", a.status, a.body)
	}
}

// TestGrants: each request needs its own right.
func TestGrants(t *testing.T) {
	s := open(t, storage.Config{})
	all := serve(t, s, nil)
	type try struct{ get, absent, list, fresh, replace, remove int } // statuses
	tests := []struct {
		name  string
		grant *storage.Grant
		want  try
	}{
		{"everything", nil, try{200, 404, 200, 200, 200, 204}},
		{"nothing", &storage.Grant{}, try{403, 403, 403, 403, 403, 403}},
		{"reading", &storage.Grant{Get: true}, try{200, 403, 403, 403, 403, 403}},
		{"reading and listing", &storage.Grant{Get: true, List: true}, try{200, 404, 200, 403, 403, 403}},
		{"creating", &storage.Grant{Create: true}, try{403, 403, 403, 200, 403, 403}},
		{"creating and deleting", &storage.Grant{Create: true, Delete: true}, try{403, 403, 403, 200, 200, 204}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			put(t, all, "o", "content")
			fresh := "fresh-" + strings.ReplaceAll(tt.name, " ", "-")
			api, upload := place(serve(t, s, tt.grant))
			got := try{
				get:     ask(t, http.MethodGet, api+"/o?alt=media", nil).status,
				absent:  ask(t, http.MethodGet, api+"/absent", nil).status,
				list:    ask(t, http.MethodGet, api, nil).status,
				fresh:   ask(t, http.MethodPost, upload+"?uploadType=media&name="+fresh, nil).status,
				replace: ask(t, http.MethodPost, upload+"?uploadType=media&name=o", nil).status,
				remove:  ask(t, http.MethodDelete, api+"/o", nil).status,
			}
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestObjectsOutliveTheProcess: a server opened on what another left, its uploads
// under way, has the objects and nothing else.
func TestObjectsOutliveTheProcess(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "storage.db")
	first, err := storage.Open(storage.Config{Path: path, Bucket: bucket})
	if err != nil {
		t.Fatal(err)
	}
	addr := serve(t, first, nil)
	for i := range 3 {
		put(t, addr, "replaced", fmt.Sprint("content ", i))
		put(t, addr, "deleted", "x")
	}
	api, _ := place(addr)
	ask(t, http.MethodDelete, api+"/deleted", nil)
	session := begin(t, addr, "under-way")
	ask(t, http.MethodPut, session, counting(unit), "Content-Range", fmt.Sprintf("bytes 0-%d/*", unit-1))
	before := ask(t, http.MethodGet, api+"/replaced", nil).body
	// What the death of the process leaves behind.
	stray := filepath.Join(path+".objects", "o-stray")
	if err := os.WriteFile(stray, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	addr = serve(t, open(t, storage.Config{Path: path}), nil)
	api, _ = place(addr)
	if a := ask(t, http.MethodGet, api+"/replaced?alt=media", nil); a.body != "content 2" {
		t.Errorf("got %d %q, want the last content", a.status, a.body)
	}
	if diff := cmp.Diff(before, ask(t, http.MethodGet, api+"/replaced", nil).body); diff != "" {
		t.Errorf("metadata (-before +after):\n%s", diff)
	}
	for _, name := range []string{"deleted", "under-way"} {
		if a := ask(t, http.MethodGet, api+"/"+name, nil); a.status != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", name, a.status)
		}
	}
	files, err := os.ReadDir(path + ".objects")
	if err != nil || len(files) != 1 {
		t.Errorf("got %d files, %v, want the one object's", len(files), err)
	}
}

// TestOneServerPerStore: two would each believe the other's files to be nobody's.
func TestOneServerPerStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "storage.db")
	open(t, storage.Config{Path: path})
	if s, err := storage.Open(storage.Config{Path: path, Bucket: bucket}); err == nil {
		_ = s.Close()
		t.Error("got a second server on the same store")
	}
}

func TestConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "storage.db")
	for _, c := range []storage.Config{{Bucket: bucket}, {Path: path}, {Path: path, Bucket: bucket, Faults: storage.Faults{Cut: 1}}} {
		if s, err := storage.Open(c); err == nil {
			_ = s.Close()
			t.Errorf("%+v: got no error", c)
		}
	}
	s := open(t, storage.Config{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Serve("late", nil); err == nil {
		t.Error("served after closing")
	}
}

// TestFaults: a refused request did nothing, one that is cut did its work.
func TestFaults(t *testing.T) {
	tests := []struct {
		name   string
		faults storage.Faults
		status int // of an upload; 0 for none
		stored bool
	}{
		{"unavailable", storage.Faults{Unavailable: 1}, 503, false},
		{"too many", storage.Faults{TooMany: 1}, 429, false},
		{"cut", storage.Faults{Cut: 1}, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var well atomic.Bool
			s := open(t, storage.Config{Faults: tt.faults, Rand: func() float64 {
				if well.Load() {
					return 1
				}
				return 0.5
			}})
			addr := serve(t, s, nil)
			api, upload := place(addr)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, upload+"?uploadType=media&name=o", strings.NewReader("content"))
			if err != nil {
				t.Fatal(err)
			}
			status := 0
			if resp, err := http.DefaultClient.Do(req); err == nil {
				status = resp.StatusCode
				resp.Body.Close()
			}
			if status != tt.status {
				t.Errorf("got status %d, want %d", status, tt.status)
			}
			well.Store(true)
			if a := ask(t, http.MethodGet, api+"/o?alt=media", nil); (a.body == "content") != tt.stored {
				t.Errorf("got %d %s, want it stored: %v", a.status, a.body, tt.stored)
			}
		})
	}
}

// TestContentBreaksOff: content that is cut comes halfway.
func TestContentBreaksOff(t *testing.T) {
	var cut atomic.Bool
	s := open(t, storage.Config{Faults: storage.Faults{Cut: 0.5}, Rand: func() float64 {
		if cut.Load() {
			return 0
		}
		return 1
	}})
	addr := serve(t, s, nil)
	api, _ := place(addr)
	for _, size := range []int{0, 1, 1000, 3 << 20} {
		body := counting(size)
		put(t, addr, "o", string(body))
		cut.Store(true)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api+"/o?alt=media", nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			got, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if size > 0 && err == nil || !bytes.Equal(got, body[:size/2]) {
			t.Errorf("%d bytes: got %d and %v, want half and an error", size, len(got), err)
		}
		cut.Store(false)
	}
}
