package main

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/export"
)

// made is an export of a tenant with nothing in it, and the keys that verify it.
func made(t *testing.T) (zip, keys []byte) {
	t.Helper()
	secret, err := export.NewKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	k, err := export.ParseKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	_, err = export.Write(t.Context(), &b, export.Plan{Tenant: "t1", Kinds: []export.Kind{export.TheTenant, export.Trail}, Language: text.English, At: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)},
		export.Source{Tenant: export.Tenant{ID: "t1", Name: "Esimerkki Oy"}, Entries: func(context.Context) iter.Seq2[*export.Entry, error] {
			return func(func(*export.Entry, error) bool) {}
		}}, k)
	if err != nil {
		t.Fatal(err)
	}
	set, err := export.JWKS(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), set
}

func TestRun(t *testing.T) {
	zip, keys := made(t)
	_, others := made(t)
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	good, own, foreign := write("good.zip", zip), write("keys.json", keys), write("others.json", others)
	half := write("half.zip", zip[:len(zip)/2])
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/export/keys":
			_, _ = w.Write(keys)
		case "/moved":
			http.Redirect(w, r, "/export/keys", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	tests := []struct {
		name  string
		args  []string
		fails error
		any   bool // fails, in whatever way
		says  string
	}{
		{name: "sound", args: []string{"-keys", own, good}, says: "Everything is as it was made."},
		{name: "by the published keys", args: []string{"-keys", site.URL + "/export/keys", good}, says: "of the tenant t1"},
		{name: "another's key", args: []string{"-keys", foreign, good}, fails: export.ErrSignature},
		{name: "broken off", args: []string{"-keys", own, half}, fails: export.ErrBroken},
		{name: "no such address", args: []string{"-keys", site.URL + "/x", good}, any: true},
		{name: "keys that are elsewhere", args: []string{"-keys", site.URL + "/moved", good}, any: true},
		{name: "keys without TLS", args: []string{"-keys", "http://vahti.example/export/keys", good}, fails: errPlain},
		{name: "keys by another protocol", args: []string{"-keys", "ftp://vahti.example/export/keys", good}, fails: errPlain},
		{name: "no keys", args: []string{good}, any: true},
		{name: "no export", args: []string{"-keys", own}, any: true},
		{name: "no such file", args: []string{"-keys", own, filepath.Join(dir, "none.zip")}, any: true},
		{name: "help", args: []string{"-h"}, says: "FILE.zip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			err := run(t.Context(), tt.args, &out)
			switch {
			case tt.any && err == nil, !tt.any && !errors.Is(err, tt.fails):
				t.Errorf("got %v, want %v", err, tt.fails)
			case !strings.Contains(out.String(), tt.says):
				t.Errorf("got %q, want %q", out.String(), tt.says)
			}
		})
	}
}

// TestTell says what is wrong, and fails.
func TestTell(t *testing.T) {
	var out bytes.Buffer
	if err := tell(&out, export.Verdicts{Problems: []string{"members.ndjson was changed"}}); !errors.Is(err, errProblems) || !strings.Contains(out.String(), "! members.ndjson was changed") {
		t.Errorf("got %v, %q", err, out.String())
	}
}
