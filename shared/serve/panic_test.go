package serve

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const secret = "Maija Mehiläinen"

// The functions below panic in ways of their own; their names show in the log.

func panicsWithText()  { panic(secret) }
func panicsWithError() { panic(fmt.Errorf("user %s", secret)) }
func panicsWithNil()   { panic(nil) } // what a careless handler may do

type person struct{ name string }

func panicsWithValue() { panic(person{secret}) }

func dereferencesNil() {
	var p *person
	_ = p.name
}

func noMap() map[string]int { return nil }

func writesToNilMap() {
	m := noMap()
	m[secret] = 1
}

func indexesTooFar() {
	s := []string{secret}
	_ = s[len(secret)]
}

func assertsWrongly() {
	var v any = person{secret}
	_ = v.(error)
}

func panicsInDefer() {
	defer panicsWithText()
}

func panicsAgain() {
	defer func() {
		_ = recover()
		panicsWithText()
	}()
	panicsWithError()
}

func TestPanics(t *testing.T) {
	tests := []struct {
		name string
		f    func()
		at   string
	}{
		{"text", panicsWithText, "serve.panicsWithText"},
		{"error", panicsWithError, "serve.panicsWithError"},
		{"value", panicsWithValue, "serve.panicsWithValue"},
		{"nil", panicsWithNil, "serve.panicsWithNil"},
		{"nil dereference", dereferencesNil, "serve.dereferencesNil"},
		{"nil map", writesToNilMap, "serve.writesToNilMap"},
		{"index", indexesTooFar, "serve.indexesTooFar"},
		{"type assertion", assertsWrongly, "serve.assertsWrongly"},
		{"deferred", panicsInDefer, "serve.panicsWithText"},
		{"twice", panicsAgain, "serve.panicsWithText"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, l := testFunction(roomy, plain(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "5")
				w.Header().Set("ETag", `"1"`)
				tt.f()
			}))
			w := httptest.NewRecorder()
			f.ServeHTTP(w, get("/?q="+strings.ReplaceAll(secret, " ", "+")))
			if w.Code != http.StatusInternalServerError || w.Body.String() != "Internal Server Error\n" {
				t.Errorf("got %v %q, want a bare 500", w.Code, w.Body)
			}
			if w.Header().Get("Content-Length") != "" || w.Header().Get("ETag") != "" {
				t.Errorf("got the headers %v of an answer that was not given", w.Header())
			}
			tellsNothing(t, l, w.Body.String(), secret, "Mehil", "q=")
			want := []map[string]any{{"severity": "ERROR", "message": "handler panicked", "function": "test", "at": "vahti.ai/vahti/shared/" + tt.at, "request": w.Header().Get(RequestHeader)}}
			if diff := cmp.Diff(want, l.lines(t)); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBegunAnswersAreCut: a client must not take half an answer for a whole one.
func TestBegunAnswersAreCut(t *testing.T) {
	half := func(w http.ResponseWriter) {
		_, _ = io.WriteString(w, "half of")
		_ = http.NewResponseController(w).Flush()
	}
	tests := []struct {
		name string
		h    http.HandlerFunc
		log  string // the one line's message; empty for none
	}{
		{"panic", func(w http.ResponseWriter, _ *http.Request) { half(w); panicsWithText() }, "handler panicked"},
		{"panic before the flush", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "half"); panicsWithText() }, "handler panicked"},
		{"flushed headers", func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			panicsWithText()
		}, "handler panicked"},
		{"abort", func(w http.ResponseWriter, _ *http.Request) { half(w); panic(http.ErrAbortHandler) }, ""},
		{"abort before an answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, l := testFunction(roomy, plain(tt.h))
			server := httptest.NewServer(f)
			defer server.Close()
			wantCut(t, server.URL)
			tellsNothing(t, l, "", secret)
			lines := l.lines(t)
			if tt.log == "" && len(lines) != 0 || tt.log != "" && (len(lines) != 1 || lines[0]["message"] != tt.log) {
				t.Errorf("got the log %v, want %q", lines, tt.log)
			}
		})
	}
}

// wantCut fails the test when a request gets a whole answer.
func wantCut(t *testing.T, url string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		return
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err == nil {
		t.Errorf("got the whole answer %v %q, want it cut off", answer.StatusCode, body)
	}
}

func TestErrorAfterTheAnswerBeganCutsIt(t *testing.T) {
	l := &logged{}
	f, own := testFunction(roomy, plain(onRequest(newLogger(l, "test"), func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half of")
		return errors.New("database went away")
	}).ServeHTTP))
	server := httptest.NewServer(f)
	defer server.Close()
	wantCut(t, server.URL)
	if !strings.Contains(l.text(), "database went away") || own.text() != "" {
		t.Errorf("got the logs\n%s%s\nwant the error once", l.text(), own.text())
	}
}

// TestInformationIsNoAnswer: an early hint does not keep a 500 from being sent.
func TestInformationIsNoAnswer(t *testing.T) {
	f, _ := testFunction(roomy, plain(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		panicsWithText()
	}))
	server := httptest.NewServer(f)
	defer server.Close()
	answer, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("got %v, want 500", answer.StatusCode)
	}
}
