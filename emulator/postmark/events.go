package postmark

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Event is something that becomes of a message.
type Event string

// The events that can be played.
const (
	DeliveryEvent  Event = "Delivery"
	BounceEvent    Event = "Bounce" // hard: the address does not exist
	SoftEvent      Event = "SoftBounce"
	ComplaintEvent Event = "SpamComplaint"
	ResumeEvent    Event = "Reactivation" // the recipient is written to again
)

// Events lists the events.
func Events() []Event {
	return []Event{DeliveryEvent, BounceEvent, SoftEvent, ComplaintEvent, ResumeEvent}
}

var (
	errMessage = errors.New("there is no such message")
	errEvent   = errors.New("there is no such event")
)

// Play has something become of a message, and the webhook told of it.
func (s *Server) Play(id string, e Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.sent {
		if s.sent[i].ID == id {
			return s.play(&s.sent[i], e)
		}
	}
	return errMessage
}

// play is Play of a message while the lock is held.
func (s *Server) play(m *Message, e Event) error {
	now, address := s.cfg.Now().UTC(), strings.ToLower(m.To)
	told := []map[string]any{}
	common := func(record string) map[string]any {
		return map[string]any{"RecordType": record, "ServerID": 23, "MessageStream": m.Stream, "MessageID": m.ID, "Tag": m.Tag, "Metadata": m.Metadata}
	}
	bounce := func(record, kind string, code int, inactive bool) map[string]any {
		s.bounces++
		b := common(record)
		b["ID"], b["Type"], b["TypeCode"], b["Name"], b["Email"], b["From"], b["BouncedAt"] = s.bounces, kind, code, kind, m.To, m.From, now.Format(time.RFC3339Nano)
		b["Inactive"], b["CanActivate"], b["Subject"], b["Description"], b["Details"] = inactive, record == "Bounce", m.Subject, "As it was played.", ""
		return b
	}
	change := func(suppress bool, reason any) map[string]any {
		c := common("SubscriptionChange")
		c["Recipient"], c["ChangedAt"], c["Origin"], c["SuppressSending"], c["SuppressionReason"] = m.To, now.Format(time.RFC3339Nano), "Recipient", suppress, reason
		return c
	}
	switch e {
	case DeliveryEvent:
		d := common("Delivery")
		d["Recipient"], d["DeliveredAt"], d["Details"] = m.To, now.Format(time.RFC3339Nano), "250 OK"
		told = append(told, d)
	case BounceEvent:
		s.suppressed[address] = "HardBounce"
		told = append(told, bounce("Bounce", "HardBounce", 1, true), change(true, "HardBounce"))
	case SoftEvent:
		told = append(told, bounce("Bounce", "SoftBounce", 4096, false))
	case ComplaintEvent:
		s.suppressed[address] = "SpamComplaint"
		told = append(told, bounce("SpamComplaint", "SpamComplaint", 512, true), change(true, "SpamComplaint"))
	case ResumeEvent:
		delete(s.suppressed, address)
		told = append(told, change(false, nil))
	default:
		return errEvent
	}
	m.Events = append(m.Events, string(e))
	for _, body := range told {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		s.call(s.hook, raw)
	}
	return nil
}

// tries is how often a webhook is called before Postmark gives up.
const tries = 10

// call calls the webhook until it answers 200, or 403, which says to stop.
func (s *Server) call(h webhook, body []byte) {
	if h.address == "" {
		return
	}
	s.calls.Go(func() {
		for try := range tries {
			if try > 0 {
				select {
				case <-time.After(s.cfg.Backoff):
				case <-s.ctx.Done():
					return
				}
			}
			r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, h.address, bytes.NewReader(body))
			if err != nil {
				return
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("User-Agent", "Postmark")
			r.SetBasicAuth(h.user, h.password)
			answer, err := s.client.Do(r)
			if err != nil {
				continue
			}
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusForbidden {
				return
			}
		}
	})
}
