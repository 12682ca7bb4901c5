package serve

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

const trace = "105445aa7843bc8bf206b12000100000"

func TestNameOf(t *testing.T) {
	tests := []struct{ name, header, want string }{
		{"a trace", trace, trace},
		{"a trace and a span", trace + "/1;o=1", trace},
		{"in capitals", strings.ToUpper(trace) + "/1", trace},
		{"none", "", ""},
		{"too short", trace[1:], ""},
		{"too long", trace + "0", ""},
		{"the trace of none", strings.Repeat("0", 32), ""},
		{"a sign-in name", "tuulikki.kanarialintu@aalto.fi!!", ""},
		{"a line break", trace[:31] + "\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{"X-Cloud-Trace-Context": {tt.header}}
			got, again := nameOf(h), nameOf(h)
			if tt.want != "" && got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.want == "" && (got == again || !isName(got) || strings.Contains(tt.header, got)) {
				t.Errorf("got %q and %q, want names at random", got, again)
			}
		})
	}
}

// FuzzNameOf: whatever is sent, a name is 32 hexadecimal digits.
func FuzzNameOf(f *testing.F) {
	for _, seed := range []string{"", trace, trace + "/1;o=1", "a/b", strings.Repeat("g", 32), strings.Repeat("é", 16)} {
		f.Add(seed)
	}
	form := regexp.MustCompile(`^[0-9a-f]{32}$`)
	f.Fuzz(func(t *testing.T, header string) {
		if got := nameOf(http.Header{"X-Cloud-Trace-Context": {header}}); !form.MatchString(got) {
			t.Errorf("got %q", got)
		}
	})
}

// TestRequestIsNamed: the lines that a request leaves have one name, which its answer has
// too, and no two requests share it.
func TestRequestIsNamed(t *testing.T) {
	l := &logged{}
	log := newLogger(l, "test")
	f := newFunction(log, roomy, plain(onRequest(log, func(_ http.ResponseWriter, r *http.Request) error {
		log.With("tenant", "t1").InfoContext(r.Context(), "begun")
		return errors.New("no")
	}).ServeHTTP))
	seen := map[string]bool{}
	for _, header := range []string{"", "", trace + "/1;o=1"} {
		l.b.Reset()
		r := get("/")
		r.Header.Set("X-Cloud-Trace-Context", header)
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		name := w.Header().Get(RequestHeader)
		if !isName(name) || seen[name] || header != "" && name != trace {
			t.Errorf("%q: the request is named %q", header, name)
		}
		seen[name] = true
		lines := l.lines(t)
		if len(lines) != 2 {
			t.Fatalf("got %d lines, want 2", len(lines))
		}
		for _, line := range lines {
			if line["request"] != name {
				t.Errorf("got %q in %v, want %q", line["request"], line["message"], name)
			}
		}
	}
	l.b.Reset()
	log.InfoContext(t.Context(), "outside a request")
	if _, has := l.lines(t)[0]["request"]; has {
		t.Error("a line outside a request names one")
	}
}
