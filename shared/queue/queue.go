// Package queue is the messages between functions, as types, and their
// publishing. A message's tenant ID can only come from a received message or
// from the code that publishes it, never from text a function made up.
package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/pubsub/v2"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/internal/wire"
	"vahti.ai/vahti/shared/tenant"
)

// The topics, the same names in code, in terraform and on dashboards.
const (
	TickTopic            = "tick"
	ScanTopic            = "scan"
	FindingsChangedTopic = "findings-changed"
	DeadLetterTopic      = "dead-letter"
)

// Tick asks dispatch to look for tenants that are due.
type Tick struct {
	// Before, when set, makes every active tenant due whose last scan began
	// before that moment, whatever its schedule. A repeat of the same tick
	// therefore starts nothing twice.
	Before time.Time
}

// Scan asks for one scan of one tenant.
type Scan struct {
	Tenant tenant.ID
	Slot   tenant.Slot
}

// FindingsChanged says that a scan changed findings.
type FindingsChanged struct {
	Tenant   tenant.ID
	Slot     tenant.Slot
	Findings []finding.ID
}

// A Message is any of the above.
type Message interface {
	// Topic is where the message is published.
	Topic() string
	encode() ([]byte, error)
}

// Topic implements Message.
func (Tick) Topic() string { return TickTopic }

// Topic implements Message.
func (Scan) Topic() string { return ScanTopic }

// Topic implements Message.
func (FindingsChanged) Topic() string { return FindingsChangedTopic }

// body is every message's form on the wire.
type body struct {
	Tenant   string       `json:"tenant,omitempty"`
	Slot     string       `json:"slot,omitempty"`
	Findings []finding.ID `json:"findings,omitempty"`
	Before   *time.Time   `json:"before,omitempty"`
}

func (t Tick) encode() ([]byte, error) {
	var b body
	if !t.Before.IsZero() {
		b.Before = &t.Before
	}
	return json.Marshal(b)
}

func (s Scan) encode() ([]byte, error) {
	if s.Tenant.IsZero() {
		return nil, tenant.ErrZero
	}
	return json.Marshal(body{Tenant: s.Tenant.String(), Slot: s.Slot.String()})
}

func (f FindingsChanged) encode() ([]byte, error) {
	if f.Tenant.IsZero() {
		return nil, tenant.ErrZero
	}
	return json.Marshal(body{Tenant: f.Tenant.String(), Slot: f.Slot.String(), Findings: f.Findings})
}

// Receive decodes a pushed message.
func (t *Tick) Receive(b wire.Body) error {
	if len(b.Bytes()) == 0 {
		*t = Tick{}
		return nil // Cloud Scheduler may publish an empty tick
	}
	m, err := decode(b)
	if err != nil {
		return err
	}
	*t = Tick{}
	if m.Before != nil {
		t.Before = *m.Before
	}
	return nil
}

// Receive decodes a pushed message.
func (s *Scan) Receive(b wire.Body) error {
	id, slot, _, err := decodeTenant(b)
	*s = Scan{id, slot}
	return err
}

// Receive decodes a pushed message.
func (f *FindingsChanged) Receive(b wire.Body) error {
	id, slot, m, err := decodeTenant(b)
	*f = FindingsChanged{id, slot, m.Findings}
	return err
}

func decodeTenant(b wire.Body) (tenant.ID, tenant.Slot, body, error) {
	m, err := decode(b)
	if err != nil {
		return tenant.ID{}, tenant.Slot{}, body{}, err
	}
	id, err := tenantid.Parse(m.Tenant)
	if err != nil {
		return tenant.ID{}, tenant.Slot{}, body{}, fmt.Errorf("message: %w", err)
	}
	slot, err := tenant.ParseSlot(m.Slot)
	if err != nil || slot.IsZero() {
		return tenant.ID{}, tenant.Slot{}, body{}, fmt.Errorf("message names no slot")
	}
	return id, slot, m, nil
}

func decode(b wire.Body) (body, error) {
	var m body
	d := json.NewDecoder(bytes.NewReader(b.Bytes()))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return body{}, fmt.Errorf("message is not of the expected form")
	}
	return m, nil
}

// Encode returns the message's topic and data, for an outbox.
func Encode(m Message) (topic string, data []byte, err error) {
	data, err = m.encode()
	return m.Topic(), data, err
}

// Publisher publishes messages through Pub/Sub.
type Publisher struct {
	client *pubsub.Client
	topics map[string]*pubsub.Publisher
}

// NewPublisher returns a publisher to the given topics. The client stays the
// caller's to close after Stop.
func NewPublisher(client *pubsub.Client, topics ...string) *Publisher {
	p := &Publisher{client: client, topics: map[string]*pubsub.Publisher{}}
	for _, name := range topics {
		t := client.Publisher(name)
		t.PublishSettings.DelayThreshold = time.Millisecond
		t.PublishSettings.CountThreshold = 100
		p.topics[name] = t
	}
	return p
}

// Publish publishes one message and returns once Pub/Sub has stored it.
func (p *Publisher) Publish(ctx context.Context, m Message) error {
	topic, data, err := Encode(m)
	if err != nil {
		return fmt.Errorf("encode message: %w", err)
	}
	return p.PublishEncoded(ctx, topic, data)
}

// PublishEncoded publishes what Encode returned, as kept in an outbox.
func (p *Publisher) PublishEncoded(ctx context.Context, topic string, data []byte) error {
	t, ok := p.topics[topic]
	if !ok {
		return fmt.Errorf("publish: this function does not publish to %q", topic)
	}
	if _, err := t.Publish(ctx, &pubsub.Message{Data: data}).Get(ctx); err != nil {
		return fmt.Errorf("publish to %s: %w", topic, err)
	}
	return nil
}

// Stop sends what is still held back.
func (p *Publisher) Stop() {
	for _, t := range p.topics {
		t.Stop()
	}
}
