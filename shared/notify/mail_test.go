package notify_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/notify/notifytest"
)

const serverToken = "token-of-the-server"

// mailSide is Postmark's stand-in.
type mailSide struct {
	server *postmark.Server
	base   string
	mu     sync.Mutex
	fault  postmark.Fault
}

func newMailSide(t *testing.T) notifytest.Side {
	t.Helper()
	s := &mailSide{}
	var err error
	s.server, err = postmark.Open(postmark.Config{Token: serverToken, Slowness: time.Second, Fate: func() postmark.Fault {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.fault
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.server.Close() })
	if s.base, err = s.server.Serve(); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *mailSide) Channel(t *testing.T) notify.Channel {
	t.Helper()
	return account(t, s.base, serverToken).Mail("aino@customer.example", "reference-1")
}

func account(t *testing.T, base, token string) *notify.Postmark {
	t.Helper()
	return streaming(t, base, token, "outbound")
}

// streaming is the account with letters of a message stream.
func streaming(t *testing.T, base, token, stream string) *notify.Postmark {
	t.Helper()
	p, err := notify.NewPostmark(notify.PostmarkConfig{Base: base, From: "Vahti <vahti@vahti.example>", Stream: stream, Patience: 5 * time.Second,
		Token: func(context.Context) (string, error) { return token, nil }})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (s *mailSide) Behave(t *testing.T, a notifytest.Answer) {
	t.Helper()
	s.mu.Lock()
	s.fault = map[notifytest.Answer]postmark.Fault{notifytest.Later: postmark.Busy, notifytest.Lose: postmark.Lost, notifytest.Slow: postmark.Slow}[a]
	s.mu.Unlock()
	switch a {
	case notifytest.Refuse:
		s.server.Deactivate("aino@customer.example")
	case notifytest.Absent:
		s.base = "http://127.0.0.1:1"
	case notifytest.Turn:
		turn := httptest.NewServer(http.RedirectHandler(s.base+"/email", http.StatusTemporaryRedirect))
		t.Cleanup(turn.Close)
		s.base = turn.URL
	}
}

func (s *mailSide) Got() int { return len(s.server.Sent()) }

func (*mailSide) Tells() []string { return []string{"aino", "customer.example", serverToken} }

func TestMail(t *testing.T) { notifytest.Channel(t, newMailSide) }

// TestMailFaults is every way in which Postmark fails, as Send and Taken tell it.
func TestMailFaults(t *testing.T) {
	tests := []struct {
		fault          postmark.Fault
		refused, doubt bool
	}{
		{postmark.Busy, false, false},
		{postmark.Unsigned, false, false},
		{postmark.Broken, false, true},
		{postmark.Upkeep, false, true},
		{postmark.Lost, false, true},
		{postmark.LostTo, false, true},
		{postmark.Unheard, false, true},
	}
	for _, tt := range tests {
		t.Run(string(tt.fault), func(t *testing.T) {
			s, ok := newMailSide(t).(*mailSide)
			if !ok {
				t.Fatal("no side")
			}
			s.fault = tt.fault
			_, err := s.Channel(t).Send(t.Context(), notify.Message{Name: "one", Text: "x"})
			if err == nil || errors.Is(err, notify.ErrRefused) != tt.refused || errors.Is(err, notify.ErrDoubt) != tt.doubt {
				t.Errorf("got %v", err)
			}
			_, taken, err := s.Channel(t).Taken(t.Context(), notify.Message{})
			if want := s.Got() == 1; taken != want || err != nil {
				t.Errorf("taken: got %v, want %v: %v", taken, want, err)
			}
		})
	}
	s, _ := newMailSide(t).(*mailSide)
	bad := account(t, s.base, "another").Mail("aino@customer.example", "r")
	if _, err := bad.Send(t.Context(), notify.Message{Text: "x"}); err == nil || errors.Is(err, notify.ErrRefused) || errors.Is(err, notify.ErrDoubt) {
		t.Errorf("with another token: got %v", err)
	}
	if _, _, err := bad.Taken(t.Context(), notify.Message{}); err == nil {
		t.Error("with another token: a search answers")
	}
}

// TestStreams: a letter that was taken is found in whatever stream it is, and no letter
// of another stream in its place.
func TestStreams(t *testing.T) {
	for _, stream := range []string{"", "outbound", "vahti-letters"} {
		t.Run("stream "+stream, func(t *testing.T) {
			s, ok := newMailSide(t).(*mailSide)
			if !ok {
				t.Fatal("no side")
			}
			s.fault = postmark.Lost
			m := streaming(t, s.base, serverToken, stream).Mail("aino@customer.example", "reference-1")
			if _, err := m.Send(t.Context(), notify.Message{Text: "x"}); !errors.Is(err, notify.ErrDoubt) {
				t.Fatalf("an answer that was lost: got %v", err)
			}
			if _, taken, err := m.Taken(t.Context(), notify.Message{}); !taken || err != nil {
				t.Errorf("taken: got %v, want true: %v", taken, err)
			}
			other := streaming(t, s.base, serverToken, "another").Mail("aino@customer.example", "reference-1")
			if _, taken, err := other.Taken(t.Context(), notify.Message{}); taken || err != nil {
				t.Errorf("taken in another stream: got %v, want false: %v", taken, err)
			}
		})
	}
}

func TestNewPostmark(t *testing.T) {
	token := func(context.Context) (string, error) { return "", nil }
	for _, base := range []string{"", "api.postmarkapp.com", "http://api.postmarkapp.com", "ftp://127.0.0.1"} {
		if _, err := notify.NewPostmark(notify.PostmarkConfig{Base: base, From: "a@b.example", Token: token, Patience: time.Second}); err == nil {
			t.Errorf("%q: got no error", base)
		}
	}
}
