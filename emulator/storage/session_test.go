package storage_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"vahti.ai/vahti/emulator/storage"
)

// unit is what parts are a multiple of, in bytes.
const unit = 256 << 10

// begin opens a resumable upload and returns its address.
func begin(t testing.TB, addr, name string) string {
	t.Helper()
	_, upload := place(addr)
	a := ask(t, http.MethodPost, upload+"?uploadType=resumable&name="+name, []byte(`{}`))
	if a.status != http.StatusOK || a.header.Get("Location") == "" {
		t.Fatalf("begin: got %d %s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// TestResumable walks through an upload in parts, lost answers and all.
func TestResumable(t *testing.T) {
	addr := serve(t, open(t, storage.Config{}), nil)
	api, _ := place(addr)
	session := begin(t, addr, "o")
	body := counting(3*unit + 5)
	part := func(from, to int, total string) []string {
		return []string{"Content-Range", fmt.Sprintf("bytes %d-%d/%s", from, to-1, total)}
	}
	steps := []struct {
		name   string
		method string
		body   []byte
		header []string
		status int
		ranged string // the Range of the answer
	}{
		{"asked before anything", http.MethodPut, nil, []string{"Content-Range", "bytes */*"}, 308, ""},
		{"a part of no whole unit", http.MethodPut, body[:100], part(0, 100, "*"), 400, ""},
		{"a part behind a gap", http.MethodPut, body[unit : 2*unit], part(unit, 2*unit, "*"), 400, ""},
		{"a range that is none", http.MethodPut, body[:unit], []string{"Content-Range", "bytes 5-4/*"}, 400, ""},
		{"a range beyond the whole", http.MethodPut, body[:unit], []string{"Content-Range", "bytes 0-9/5"}, 400, ""},
		{"words for a range", http.MethodPut, body[:unit], []string{"Content-Range", "all of it"}, 400, ""},
		{"the first part", http.MethodPut, body[:unit], part(0, unit, "*"), 308, fmt.Sprintf("bytes=0-%d", unit-1)},
		{"the first part again", http.MethodPost, body[:unit], part(0, unit, "*"), 308, fmt.Sprintf("bytes=0-%d", unit-1)},
		{"first and second part", http.MethodPut, body[:2*unit], part(0, 2*unit, "*"), 308, fmt.Sprintf("bytes=0-%d", 2*unit-1)},
		{"asked on the way", http.MethodPut, nil, []string{"Content-Range", "bytes */*"}, 308, fmt.Sprintf("bytes=0-%d", 2*unit-1)},
		{"asked with the length", http.MethodPut, nil, []string{"Content-Range", fmt.Sprintf("bytes */%d", len(body))}, 308, fmt.Sprintf("bytes=0-%d", 2*unit-1)},
		{"the rest", http.MethodPut, body[2*unit:], part(2*unit, len(body), fmt.Sprint(len(body))), 200, ""},
		{"the rest again", http.MethodPut, body[2*unit:], part(2*unit, len(body), fmt.Sprint(len(body))), 200, ""},
		{"asked after the end", http.MethodPut, nil, []string{"Content-Range", "bytes */*"}, 200, ""},
	}
	for _, s := range steps {
		a := ask(t, s.method, session, s.body, s.header...)
		if a.status != s.status || a.header.Get("Range") != s.ranged {
			t.Errorf("%s: got %d and %q, want %d and %q: %s", s.name, a.status, a.header.Get("Range"), s.status, s.ranged, a.body)
		}
	}
	if a := ask(t, http.MethodGet, api+"/o?alt=media", nil); a.body != string(body) {
		t.Errorf("got %d bytes of status %d, want the %d that were put", len(a.body), a.status, len(body))
	}
	if a := ask(t, http.MethodPut, strings.Replace(session, "upload_id=", "upload_id=x", 1), nil); a.status != http.StatusNotFound {
		t.Errorf("a session that is none: got %d", a.status)
	}
}

// TestResumableBreaksOff: of a part whose sender dies whole units stay, and the
// upload goes on.
func TestResumableBreaksOff(t *testing.T) {
	addr := serve(t, open(t, storage.Config{}), nil)
	api, _ := place(addr)
	session := begin(t, addr, "o")
	body := counting(4 * unit)
	pr, pw := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, session, pr)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = int64(len(body))
	req.Header.Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(body)-1, len(body)))
	go func() {
		_, _ = pw.Write(body[:2*unit+100])
		pw.CloseWithError(io.ErrClosedPipe)
	}()
	if resp, err := http.DefaultClient.Do(req); err == nil {
		resp.Body.Close()
		t.Fatalf("got %d for half a request", resp.StatusCode)
	}
	a := ask(t, http.MethodPut, session, nil, "Content-Range", "bytes */*") // waits until the part is done with
	if want := fmt.Sprintf("bytes=0-%d", 2*unit-1); a.header.Get("Range") != want {
		t.Errorf("got %d and %q, want %q", a.status, a.header.Get("Range"), want)
	}
	if a := ask(t, http.MethodPut, session, body, "Content-Range", req.Header.Get("Content-Range")); a.status != http.StatusOK {
		t.Errorf("the whole again: got %d %s", a.status, a.body)
	}
	if a := ask(t, http.MethodGet, api+"/o?alt=media", nil); a.body != string(body) {
		t.Errorf("got %d bytes, want %d", len(a.body), len(body))
	}
}

func TestResumableGivenUp(t *testing.T) {
	addr := serve(t, open(t, storage.Config{}), nil)
	api, _ := place(addr)
	session := begin(t, addr, "o")
	if a := ask(t, http.MethodDelete, session, nil); a.status != 499 {
		t.Errorf("given up: got %d, want 499", a.status)
	}
	if a := ask(t, http.MethodPut, session, []byte("x")); a.status != http.StatusNotFound {
		t.Errorf("put after: got %d, want 404", a.status)
	}
	if a := ask(t, http.MethodGet, api+"/o", nil); a.status != http.StatusNotFound {
		t.Errorf("the object: got %d, want 404", a.status)
	}
}
