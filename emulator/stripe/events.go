package stripe

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// pinned is the version of the API that stripe-go v76 has.
const pinned = "2023-10-16"

// event is an event that is still to be sent.
type event struct {
	ID   string          `json:"id"`
	Body json.RawMessage `json:"body"`
	// Next is when it is sent again after it was refused.
	Next int64 `json:"next"`
	// Tries is how often it was refused.
	Tries int `json:"tries"`
}

func (s *Server) version() string {
	if s.config.Version == "" {
		return pinned
	}
	return s.config.Version
}

func (s *Server) eventsNewer() bool { return newer(s.version()) }

// emit makes an event.
func (s *Server) emit(kind string, about object, at int64) {
	e := &event{ID: s.id("evt")}
	body, err := json.Marshal(object{
		"id": e.ID, "object": "event", "api_version": s.version(), "created": at, "data": object{"object": about}, "livemode": false,
		"pending_webhooks": 1, "request": object{"id": nil, "idempotency_key": nil}, "type": kind,
	})
	if err != nil {
		return // of texts and numbers alone it never is
	}
	e.Body = body
	s.state.Events = append(s.state.Events, e)
}

// Signature is the header that signs a body at a moment with each of the secrets.
func Signature(body []byte, at time.Time, secrets ...string) string {
	header := fmt.Sprintf("t=%d", at.Unix())
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		fmt.Fprintf(mac, "%d.", at.Unix())
		mac.Write(body)
		header += ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	return header
}

// Waiting counts the events that are still to be sent.
func (s *Server) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.state.Events)
}

// Take returns the bodies of the events that wait, and forgets them: for who sends them
// in ways of its own.
func (s *Server) Take() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out [][]byte
	for _, e := range s.state.Events {
		out = append(out, e.Body)
	}
	s.state.Events = nil
	return out
}

// Flush sends the events that wait, and keeps those that are not taken.
func (s *Server) Flush(ctx context.Context) {
	s.mu.Lock()
	where, secrets := s.webhook, s.config.Sign
	now := s.config.Now().Unix()
	var sending []*event
	for _, e := range s.state.Events {
		if where == "" || e.Next > now || s.chance(s.config.Delay) {
			continue
		}
		sending = append(sending, e)
		if s.chance(s.config.Double) {
			sending = append(sending, e)
		}
	}
	if s.config.Shuffle {
		s.config.Rand.Shuffle(len(sending), func(i, j int) { sending[i], sending[j] = sending[j], sending[i] })
	}
	s.mu.Unlock()
	taken := map[string]bool{}
	for _, e := range sending {
		if s.send(ctx, where, e.Body, secrets) {
			taken[e.ID] = true
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []*event
	for _, e := range s.state.Events {
		if taken[e.ID] {
			continue
		}
		left = append(left, e)
	}
	for _, e := range sending {
		if !taken[e.ID] {
			e.Tries++
			e.Next = now + int64(min(e.Tries, 10)) // sooner than Stripe, who waits for hours
		}
	}
	if len(sending) > 0 {
		s.state.Events = left
		_ = s.save()
	}
}

// send sends an event once and reports whether it was taken.
func (s *Server) send(ctx context.Context, where string, body []byte, secrets []string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, where, bytes.NewReader(body))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
	r.Header.Set("Stripe-Signature", Signature(body, s.config.Now(), secrets...))
	answer, err := s.config.HTTP.Do(r)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode >= 200 && answer.StatusCode < 300
}
