package api

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/tenant"
)

func testPermissions() []tenant.Permission {
	return []tenant.Permission{tenant.Read, tenant.Decide}
}

func TestPatience(t *testing.T) {
	if got := errTooMany(1500 * time.Millisecond).header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After: got %s, want 2", got)
	}
}

func TestTarget(t *testing.T) {
	tests := []struct{ name, path, want string }{
		{"the tenant", base + "/tenants/t1", "tenant"},
		{"a list", base + "/tenants/t1/findings", "findings"},
		{"one", base + "/tenants/t1/findings/0abc/history", "findings/0abc/history"},
		{"a scan", base + "/tenants/t1/scans/2026-11-01T12:00:00Z_1", "scans/2026-11-01T12:00:00Z_1"},
		{"a name", base + "/tenants/t1/findings/Tuulikki Kanarialintu", "findings"},
		{"an address", base + "/tenants/t1/members/a@b.example/suspension", "members"},
		{"what is too long", base + "/tenants/t1/members/" + strings.Repeat("x", 129), "members"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := target(tt.path); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseOrigins(t *testing.T) {
	tests := []struct {
		name, text string
		want       origins
		fails      bool
	}{
		{"none", "", nil, false},
		{"two", " https://a.example, https://b.example:8443 ", origins{"https://a.example", "https://b.example:8443"}, false},
		{"this machine", "http://127.0.0.1:8080,http://localhost:3000", origins{"http://127.0.0.1:8080", "http://localhost:3000"}, false},
		{"everybody", "*", nil, true},
		{"everybody below", "https://*", origins{"https://*"}, false}, // no browser sends it
		{"without TLS", "http://a.example", nil, true},
		{"a path", "https://a.example/b", nil, true},
		{"a person", "https://me@a.example", nil, true},
		{"no host", "https://", nil, true},
		{"null", "null", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseOrigins(tt.text)
			if (err != nil) != tt.fails {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("origins (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSetupRefuses(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		says []string
	}{
		{"nothing", nil, []string{"GOOGLE_CLOUD_PROJECT is not set", "PUBLIC_ADDRESS is not set"}},
		{"no address", map[string]string{"PUBLIC_ADDRESS": "vahti"}, []string{"PUBLIC_ADDRESS: not an address"}},
		{"everybody's scripts", map[string]string{"CORS_ORIGINS": "*"}, []string{"CORS_ORIGINS"}},
		{"secrets in the clear", map[string]string{"SECRET_MANAGER_ENDPOINT": "http://192.0.2.1:80"}, []string{"unencrypted"}},
		{"broken custom checks", map[string]string{"CUSTOM_CHECKS": `[{"id":"mine"}]`}, []string{"custom check 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range []string{"GOOGLE_CLOUD_PROJECT", "PUBLIC_ADDRESS", "CORS_ORIGINS", "SECRET_MANAGER_ENDPOINT", "CUSTOM_CHECKS"} {
				t.Setenv(name, "")
			}
			if tt.env != nil {
				t.Setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
				t.Setenv("SECRET_MANAGER_ENDPOINT", "http://127.0.0.1:1")
				t.Setenv("GOOGLE_CLOUD_PROJECT", "p")
				t.Setenv("PUBLIC_ADDRESS", "https://vahti.example")
			}
			for name, value := range tt.env {
				t.Setenv(name, value)
			}
			_, err := setup(t.Context())
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range tt.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

// FuzzCursor sends cursors that nobody was given: none is taken for a place, and
// none takes the API down.
func FuzzCursor(f *testing.F) {
	w := newWorld(f)
	sc := scope{w.key, "findings", "query"}
	for _, seed := range []string{"", "x", sc.write("place"), sc.write(`{"Group":"high","ID":"0"}`), base64.RawURLEncoding.EncodeToString([]byte("proof place")), strings.Repeat("A", 5000), "=", "\x00"} {
		f.Add(seed)
	}
	known := map[string]bool{"": true, sc.write("place"): true, sc.write(`{"Group":"high","ID":"0"}`): true}
	f.Fuzz(func(t *testing.T, cursor string) {
		place, err := sc.read(cursor)
		if known[cursor] != (err == nil) {
			t.Errorf("%q: got %q, %v", cursor, place, err)
		}
		if back := sc.write(place); err == nil && cursor != "" && back != cursor {
			t.Errorf("%q is written %q", cursor, back)
		}
	})
}

// FuzzFilters sends listings whatever conditions: they are answered or refused, and
// nothing that was sent comes back.
func FuzzFilters(f *testing.F) {
	w := newWorld(f)
	w.people(f)
	w.scan(f, 3)
	for _, seed := range []string{"limit=1", "q=mfa&state=open", "since=2026-01-01T00:00:00Z&sort=check", "state=open&state=resolved", "limit=9223372036854775808", "q=%00", "q=%ff", "check=a/b&severity=low", "resourceKind=%E2%80%AE", ";", "cursor=e30"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+"/tenants/"+w.one.ID().String()+"/findings", nil)
		r.URL = &url.URL{Path: r.URL.Path, RawQuery: query}
		r.Header.Set("Authorization", "Bearer "+owner)
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		switch rec.Code {
		case http.StatusOK:
		case http.StatusUnprocessableEntity:
			if len(query) > 12 && strings.Contains(rec.Body.String(), query) {
				t.Errorf("%q comes back: %s", query, rec.Body)
			}
		default:
			t.Errorf("%q: got %d: %s", query, rec.Code, rec.Body)
		}
	})
}
