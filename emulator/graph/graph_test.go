package graph

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	smallTenant = "11111111-aaaa-4bbb-8ccc-000000000001"
	betaTenant  = "11111111-aaaa-4bbb-8ccc-000000000002"
)

// open serves the recordings in dirs; the bearer token of a tenant is its id. A nil Authenticate is filled in.
func open(t testing.TB, cfg Config, dirs ...string) (*Server, string) {
	t.Helper()
	if cfg.Authenticate == nil {
		cfg.Authenticate = func(bearer string) (string, bool) { return bearer, bearer != "expired" }
	}
	s := Open(cfg)
	for _, dir := range dirs {
		rec, err := Load(dir)
		if err != nil {
			t.Fatalf("Load(%s): %v", dir, err)
		}
		if err := s.Add(rec); err != nil {
			t.Fatalf("Add(%s): %v", dir, err)
		}
	}
	base, err := s.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, base
}

// reply is what a test got.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// object decodes the body as an object.
func (r reply) object(t testing.TB) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(r.body, &out); err != nil {
		t.Fatalf("answer is not an object: %v: %.300s", err, r.body)
	}
	return out
}

// ids returns the ids of the entities of a collection in order.
func (r reply) ids(t testing.TB) []string {
	t.Helper()
	var out struct {
		Value []struct {
			ID string `json:"id"`
		} `json:"value"`
	}
	if err := json.Unmarshal(r.body, &out); err != nil {
		t.Fatalf("answer is not a collection: %v: %.300s", err, r.body)
	}
	ids := []string{}
	for _, v := range out.Value {
		ids = append(ids, v.ID)
	}
	return ids
}

// code returns the code of an OData error.
func (r reply) code(t testing.TB) string {
	t.Helper()
	var out errorBody
	if err := json.Unmarshal(r.body, &out); err != nil {
		t.Fatalf("answer is not an error: %v: %.300s", err, r.body)
	}
	return out.Error.Code
}

func do(t testing.TB, method, url, bearer string, body []byte, header map[string]string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, data}
}

// get asks for a path, in which spaces stand for %20.
func get(t testing.TB, base, path, bearer string) reply {
	t.Helper()
	return do(t, http.MethodGet, base+strings.ReplaceAll(path, " ", "%20"), bearer, nil, nil)
}

func getEventual(t testing.TB, base, path, bearer string) reply {
	t.Helper()
	return do(t, http.MethodGet, base+strings.ReplaceAll(path, " ", "%20"), bearer, nil,
		map[string]string{"ConsistencyLevel": "eventual"})
}

func postBatch(t testing.TB, base, version, bearer string, requests any) reply {
	t.Helper()
	data, err := json.Marshal(map[string]any{"requests": requests})
	if err != nil {
		t.Fatal(err)
	}
	return do(t, http.MethodPost, base+"/"+version+"/$batch", bearer, data, map[string]string{"Content-Type": "application/json"})
}

func deflate(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeFiles writes a recording of the given files, beside a tenant.json, into a new folder.
func writeFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if _, ok := files["tenant.json"]; !ok {
		files["tenant.json"] = `{"id":"` + smallTenant + `","displayName":"T","asOf":"2026-01-01T00:00:00Z"}`
	}
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
