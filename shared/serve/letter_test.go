package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/queue"
)

// letters takes dead letters.
type letters struct {
	data  []string
	about []map[string]string
	err   error // instead of taking one
	bare  bool  // whether a letter came in a context that had ended
}

func (l *letters) bury(ctx context.Context, data []byte, about map[string]string) error {
	l.bare = l.bare || ctx.Err() != nil
	if l.err != nil {
		return l.err
	}
	l.data, l.about = append(l.data, string(data)), append(l.about, about)
	return nil
}

// TestPoisonIsBuriedAtOnce: what no attempt could take is not tried again.
func TestPoisonIsBuriedAtOnce(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"text", "forged-text", "message is not of the expected form"},
		{"no tenant of ours", `{"tenant":"forged-tenant","slot":"2026-11-01T12:00:00Z/1"}`, "message: not a tenant ID: 13 characters"},
		{"no slot", `{"tenant":"taaaaaaaaaaaaaaaaaaaaaaaa"}`, "message names no slot"},
		{"nothing", "", "message is not of the expected form"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, dead := &logged{}, &letters{}
			h := onMessage[queue.Scan](newLogger(l, "scan"), Inbox{Function: "scan", Bury: dead.bury}, func(context.Context, queue.Scan, Push) error {
				t.Error("the handler was called")
				return nil
			})
			code, body := call(h, post(pushOf(tt.data)))
			if code != http.StatusNoContent || body != "" {
				t.Errorf("got %v %q, want it acknowledged", code, body)
			}
			if len(dead.data) != 1 || dead.data[0] != tt.data {
				t.Fatalf("got the letters %q, want the message as it came", dead.data)
			}
			if _, err := time.Parse(time.RFC3339, dead.about[0][LetterAt]); err != nil {
				t.Errorf("when it was given up: %v", err)
			}
			delete(dead.about[0], LetterAt)
			want := map[string]string{LetterError: tt.want, LetterFunction: "scan", LetterTopic: "scan", LetterMessage: "77", LetterAttempts: "3"}
			if diff := cmp.Diff(want, dead.about[0]); diff != "" {
				t.Errorf("what the letter says (-want +got):\n%s", diff)
			}
			tellsNothing(t, l, body, "forged")
		})
	}
}

// TestLastAttempt: a message that keeps failing is buried with its last error, and
// not before.
func TestLastAttempt(t *testing.T) {
	failure := fmt.Errorf("read tenant: %w", errors.New("the database is away"))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	tests := []struct {
		name     string
		attempts int // the push is the third
		ctx      context.Context
		handle   func() error
		bury     error
		status   int
		want     string // the letter's error; empty when there is none
	}{
		{"not the last", 4, t.Context(), func() error { return failure }, nil, 500, ""},
		{"the last", 3, t.Context(), func() error { return failure }, nil, 204, "read tenant: the database is away"},
		{"beyond the last", 2, t.Context(), func() error { return failure }, nil, 204, "read tenant: the database is away"},
		{"no limit", 0, t.Context(), func() error { return failure }, nil, 500, ""},
		{"the last, and it succeeds", 3, t.Context(), func() error { return nil }, nil, 204, ""},
		{"the last, and the letter is not out", 3, t.Context(), func() error { return failure }, errors.New("queue away"), 500, ""},
		{"the last, and out of time", 3, late, func() error { return context.DeadlineExceeded }, nil, 204, "context deadline exceeded"},
		{"the last, and Pub/Sub hung up", 3, gone, func() error { return context.Canceled }, nil, 500, ""},
		{"the last, and a panic", 3, t.Context(), func() error { panic("leaked-text") }, nil, 204, "panicked in vahti.ai/vahti/shared/serve.TestLastAttempt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, dead := &logged{}, &letters{err: tt.bury}
			in := Inbox{Function: "scan", Bury: dead.bury, Attempts: tt.attempts}
			h := onMessage[note](newLogger(l, "scan"), in, func(context.Context, note, Push) error { return tt.handle() })
			code, body := call(h, post(pushOf("secret-data")).WithContext(tt.ctx))
			if code != tt.status {
				t.Errorf("got %v, want %v", code, tt.status)
			}
			tellsNothing(t, l, body, "secret-data", "leaked-text")
			if tt.want == "" {
				if len(dead.data) != 0 {
					t.Errorf("got the letters %q, want none", dead.data)
				}
				return
			}
			if len(dead.data) != 1 || dead.data[0] != "secret-data" || !strings.HasPrefix(dead.about[0][LetterError], tt.want) || dead.bare {
				t.Errorf("got the letters %q %v, want one that says %q, in a context that lasts", dead.data, dead.about, tt.want)
			}
		})
	}
}

// TestPanicsBeforeTheLastAttempt are the function's to answer, as ever.
func TestPanicsBeforeTheLastAttempt(t *testing.T) {
	dead := &letters{}
	in := Inbox{Function: "scan", Bury: dead.bury, Attempts: 4}
	f, _ := testFunction(roomy, plain(onMessage[note](newLogger(&logged{}, "scan"), in, func(context.Context, note, Push) error { panic("x") }).ServeHTTP))
	if code, _ := call(f, post(pushOf("the data"))); code != http.StatusInternalServerError || len(dead.data) != 0 {
		t.Errorf("got %v and the letters %q, want 500 and none", code, dead.data)
	}
}

// errOurs is an error type of Vahti's own around another.
type errOurs struct{ err error }

func (e errOurs) Error() string { return "ours: " + e.err.Error() }
func (e errOurs) Unwrap() error { return e.err }

func TestSentence(t *testing.T) {
	google := status.Error(codes.Unavailable, "maija@example.com at projects/p/tenants/x")
	address := &url.Error{Op: "Get", URL: "https://maija.example.com/?token=abc", Err: errors.New("refused by maija")}
	syntax := json.Unmarshal([]byte("maija"), new(int))
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"our own", errors.New("message names no slot"), "message names no slot"},
		{"wrapped", fmt.Errorf("claim slot: %w", tenantErr()), "claim slot: no tenant named"},
		{"Google's", google, "Unavailable"},
		{"Google's, wrapped", fmt.Errorf("claim slot: %w", google), "claim slot: Unavailable"},
		{"Google's, in a type of ours", errOurs{google}, "ours: Unavailable"},
		{"an address", fmt.Errorf("read tenant: %w", address), "read tenant: error of type *url.Error"},
		{"an address that took too long", fmt.Errorf("read: %w", &url.Error{Op: "Get", URL: "https://maija", Err: context.DeadlineExceeded}), "read: context deadline exceeded"},
		{"a decoder's", fmt.Errorf("settings: %w", syntax), "settings: error of type *json.SyntaxError"},
		{"several", errors.Join(fmt.Errorf("a: %w", google), errors.New("b")), "a: Unavailable b"},
		{"two in one", fmt.Errorf("list: %w: %w", errors.New("ended"), google), "list: ended: Unavailable"},
		{"lines and controls", errors.New("a\nb\x00c\xff"), "a b c"},
		{"long", errors.New(strings.Repeat("ä", 400)), strings.Repeat("ä", 250)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Sentence(tt.err)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if strings.Contains(got, "maija") {
				t.Errorf("%q names somebody", got)
			}
		})
	}
}

func tenantErr() error {
	_, _, err := queue.Encode(queue.Scan{})
	return errors.Unwrap(err)
}
