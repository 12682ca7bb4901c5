package serve

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/internal/wire"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// note is a message that takes anything.
type note struct{ text string }

func (n *note) Receive(b wire.Body) error {
	n.text = string(b.Bytes())
	return nil
}

func post(body string) *http.Request {
	return httptest.NewRequest("POST", "/", strings.NewReader(body))
}

// published is when what pushOf pushes was published.
var published = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// pushOf wraps data as Pub/Sub does.
func pushOf(data string) string {
	return fmt.Sprintf(`{"message":{"attributes":{},"data":%q,"messageId":"77","message_id":"77","publishTime":"2026-11-01T12:00:00Z"},`+
		`"subscription":"projects/p/subscriptions/scan","deliveryAttempt":3}`, base64.StdEncoding.EncodeToString([]byte(data)))
}

func TestOnMessage(t *testing.T) {
	id := tenanttest.ID(t).String()
	good := `{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1"}`
	l := &logged{}
	var got queue.Scan
	var about Push
	h := onMessage[queue.Scan](newLogger(l, "scan"), Inbox{}, func(_ context.Context, m queue.Scan, p Push) error {
		got, about = m, p
		return nil
	})
	status, body := call(h, post(pushOf(good)))
	if status != http.StatusNoContent || body != "" {
		t.Errorf("got %v %q, want 204", status, body)
	}
	if got.Tenant.String() != id || got.Slot.String() != "2026-11-01T12:00:00Z/1" {
		t.Errorf("got the message %v, want the one pushed", got)
	}
	if diff := cmp.Diff(Push{ID: "77", Subscription: "projects/p/subscriptions/scan", Attempt: 3, Published: published}, about); diff != "" {
		t.Errorf("what the push says of itself (-want +got):\n%s", diff)
	}
	if l.text() != "" {
		t.Errorf("got the log\n%s\nwant none", l.text())
	}
}

func TestOnMessageWithoutADeadLetter(t *testing.T) {
	var about Push
	h := onMessage[queue.Tick](newLogger(&logged{}, "dispatch"), Inbox{}, func(_ context.Context, _ queue.Tick, p Push) error {
		about = p
		return nil
	})
	if status, _ := call(h, post(`{"message":{"messageId":"1"},"subscription":"s"}`)); status != http.StatusNoContent {
		t.Errorf("got %v, want 204", status)
	}
	if diff := cmp.Diff(Push{ID: "1", Subscription: "s"}, about); diff != "" {
		t.Errorf("what the push says of itself (-want +got):\n%s", diff)
	}
}

func TestMalformedPush(t *testing.T) {
	tests := []struct{ name, body string }{
		{"nothing", ""},
		{"no JSON", "leaked-text"},
		{"null", "null"},
		{"a list", "[]"},
		{"no message", `{"subscription":"leaked-text"}`},
		{"message null", `{"message":null}`},
		{"message that is text", `{"message":"leaked-text"}`},
		{"no message ID", `{"message":{"data":"e30="}}`},
		{"data that is no base64", `{"message":{"messageId":"1","data":"leaked-text!"}}`},
		{"data that is an object", `{"message":{"messageId":"1","data":{"tenant":"leaked-text"}}}`},
		{"attempt that is text", `{"message":{"messageId":"1"},"deliveryAttempt":"leaked-text"}`},
		{"trailing data", pushOf(`{}`) + "leaked-text"},
		{"two pushes", pushOf(`{}`) + pushOf(`{}`)},
		{"cut short", pushOf(`{}`)[:60]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &logged{}
			h := onMessage[note](newLogger(l, "test"), Inbox{}, func(context.Context, note, Push) error {
				t.Error("the handler was called")
				return nil
			})
			status, body := call(h, post(tt.body))
			if status != http.StatusBadRequest {
				t.Errorf("got %v, want 400", status)
			}
			tellsNothing(t, l, body, "leaked-text")
			if lines := l.lines(t); len(lines) != 1 || lines[0]["severity"] != "ERROR" || lines[0]["message"] != "push refused" {
				t.Errorf("got the log %v, want one line about a refused push", lines)
			}
		})
	}
}

// TestForgedMessages: data that is no message of ours is refused, and nothing of
// it is kept.
func TestForgedMessages(t *testing.T) {
	id := tenanttest.ID(t).String()
	tests := []struct{ name, data string }{
		{"another name of the tenant", `{"tenant":"forged-tenant","slot":"2026-11-01T12:00:00Z/1"}`},
		{"a path", `{"tenant":"../tenants/forged-tenant","slot":"2026-11-01T12:00:00Z/1"}`},
		{"no tenant", `{"slot":"2026-11-01T12:00:00Z/1"}`},
		{"no slot", `{"tenant":"` + id + `"}`},
		{"a slot of text", `{"tenant":"` + id + `","slot":"forged-slot"}`},
		{"an unknown field", `{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1","operator":"forged-field"}`},
		{"a second message", `{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1"}{"tenant":"forged-tenant"}`},
		{"text", "forged-text"},
		{"nothing", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &logged{}
			h := onMessage[queue.Scan](newLogger(l, "scan"), Inbox{}, func(context.Context, queue.Scan, Push) error {
				t.Error("the handler was called")
				return nil
			})
			status, body := call(h, post(pushOf(tt.data)))
			if status != http.StatusBadRequest || body != "message refused\n" {
				t.Errorf("got %v %q, want 400", status, body)
			}
			tellsNothing(t, l, body, "forged", id, base64.StdEncoding.EncodeToString([]byte("forged"))[:8])
			lines := l.lines(t)
			if len(lines) != 1 || lines[0]["messageId"] != "77" || lines[0]["attempt"] != 3.0 || lines[0]["message"] != "message refused" {
				t.Errorf("got the log %v, want one line with message ID and attempt", lines)
			}
		})
	}
}

func TestFailedMessages(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name     string
		ctx      context.Context
		err      error
		severity string
	}{
		{"an error", t.Context(), errors.New("database went away"), "WARNING"},
		{"out of time", t.Context(), fmt.Errorf("read tenant: %w", context.DeadlineExceeded), "WARNING"},
		{"cancelled", t.Context(), fmt.Errorf("read tenant: %w", context.Canceled), "INFO"},
		{"cancelled, in a client's words", gone, errors.New("rpc error: code = Canceled"), "INFO"},
		{"an error for clients", t.Context(), &Error{Status: 404, Detail: "not here"}, "WARNING"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &logged{}
			h := onMessage[note](newLogger(l, "scan"), Inbox{}, func(context.Context, note, Push) error { return tt.err })
			status, body := call(h, post(pushOf("the data")).WithContext(tt.ctx))
			if status != http.StatusInternalServerError || body != "message failed\n" {
				t.Errorf("got %v %q, want 500 without a reason", status, body)
			}
			want := []map[string]any{{"severity": tt.severity, "message": "message failed", "function": "scan",
				"messageId": "77", "attempt": 3.0, "error": tt.err.Error()}}
			if diff := cmp.Diff(want, l.lines(t)); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
			tellsNothing(t, l, body, "the data", base64.StdEncoding.EncodeToString([]byte("the data")))
		})
	}
}

// TestTheHandlersContextIsTheRequests: when Pub/Sub hangs up, work stops.
func TestTheHandlersContextIsTheRequests(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan error, 1)
	f, _ := testFunction(roomy, plain(onMessage[note](newLogger(&logged{}, "scan"), Inbox{}, func(ctx context.Context, _ note, _ Push) error {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return ctx.Err()
	}).ServeHTTP))
	server := httptest.NewServer(f)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(pushOf("x")))
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := http.DefaultClient.Do(r); err == nil {
		_ = answer.Body.Close()
		t.Error("got an answer, want none")
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the handler's context: got %v, want %v", err, context.Canceled)
	}
}

// FuzzOnMessage: no body makes the adapter panic, and a handler is only called
// with a tenant that was named in full.
func FuzzOnMessage(f *testing.F) {
	id := tenanttest.ID(f).String()
	f.Add(pushOf(`{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1"}`))
	f.Add(pushOf(`{}`))
	f.Add(`{"message":{"messageId":"1","data":"e30="},"deliveryAttempt":1e3}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, body string) {
		called := false
		h := onMessage[queue.Scan](newLogger(&logged{}, "scan"), Inbox{}, func(_ context.Context, m queue.Scan, p Push) error {
			called = true
			if m.Tenant == (tenant.ID{}) || m.Slot.IsZero() || p.ID == "" {
				t.Errorf("the handler got %v, %v", m, p)
			}
			return nil
		})
		if status, _ := call(h, post(body)); called != (status == http.StatusNoContent) || !called && status != http.StatusBadRequest {
			t.Errorf("got %v, called: %v", status, called)
		}
	})
}
