package queue

import (
	"encoding/json"

	"vahti.ai/vahti/shared/internal/wire"
)

// The topics of scheduled work that is about no tenant in particular.
const (
	SweepTopic  = "sweep"
	RetainTopic = "retain"
	// DeliverTopic is where whoever wrote something to be sent says so; a schedule
	// says it each minute in any case.
	DeliverTopic = "deliver"
)

// Sweep asks for what is to be seen to every few minutes: the audit trail is
// sealed, what is due is done, what is over is forgotten, what is unusual is told.
type Sweep struct{}

// Retain asks for the removal of what the audit trail need not keep any longer.
type Retain struct{}

// Deliver asks for what waits to be sent: letters, customers' webhooks, digests.
type Deliver struct{}

// Topic implements Message.
func (Sweep) Topic() string { return SweepTopic }

// Topic implements Message.
func (Retain) Topic() string { return RetainTopic }

// Topic implements Message.
func (Deliver) Topic() string { return DeliverTopic }

func (m Sweep) encode() ([]byte, error)   { return json.Marshal(m) }
func (m Retain) encode() ([]byte, error)  { return json.Marshal(m) }
func (m Deliver) encode() ([]byte, error) { return json.Marshal(m) }

// Receive decodes a pushed message.
func (*Sweep) Receive(b wire.Body) error { return nothing(b) }

// Receive decodes a pushed message.
func (*Retain) Receive(b wire.Body) error { return nothing(b) }

// Receive decodes a pushed message.
func (*Deliver) Receive(b wire.Body) error { return nothing(b) }

// nothing takes an object without fields, or no body at all, which Cloud Scheduler
// may publish.
func nothing(b wire.Body) error {
	if len(b.Bytes()) == 0 {
		return nil
	}
	return decode(b, &struct{}{})
}
