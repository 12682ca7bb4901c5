// Package queue is the messages between functions, as types, and their
// publishing. A message's tenant ID can only come from a received message or
// from the code that publishes it, never from text a function made up.
package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
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
	// Light asks for a light pass: no more than what changed since the scan
	// before. It has no claim, and Slot says which minute it is for.
	Light bool
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

// The messages' forms on the wire. Each has its own, so that a message of one
// topic is refused by the receivers of another.
type (
	tickBody struct {
		Before *time.Time `json:"before,omitempty"`
	}
	scanBody struct {
		Tenant string `json:"tenant"`
		Slot   string `json:"slot"`
		Light  bool   `json:"light,omitempty"`
	}
	changedBody struct {
		Tenant   string       `json:"tenant"`
		Slot     string       `json:"slot"`
		Findings []finding.ID `json:"findings,omitempty"`
	}
)

func (t Tick) encode() ([]byte, error) {
	var b tickBody
	if !t.Before.IsZero() {
		b.Before = &t.Before
	}
	return json.Marshal(b)
}

func (s Scan) encode() ([]byte, error) {
	if err := named(s.Tenant, s.Slot); err != nil {
		return nil, err
	}
	return json.Marshal(scanBody{Tenant: s.Tenant.String(), Slot: s.Slot.String(), Light: s.Light})
}

func (f FindingsChanged) encode() ([]byte, error) {
	if err := named(f.Tenant, f.Slot); err != nil {
		return nil, err
	}
	if !wellFormed(f.Findings) {
		return nil, errFinding
	}
	return json.Marshal(changedBody{Tenant: f.Tenant.String(), Slot: f.Slot.String(), Findings: f.Findings})
}

var (
	errForm    = errors.New("message is not of the expected form")
	errSlot    = errors.New("message names no slot")
	errFinding = errors.New("message names a finding as none is named")
)

// named refuses a message about no tenant or no slot, which no receiver takes.
func named(id tenant.ID, slot tenant.Slot) error {
	if id.IsZero() {
		return tenant.ErrZero
	}
	if slot.IsZero() {
		return errSlot
	}
	return nil
}

// findingID is what findings may be called. Their names become documents'
// names, where a slash would lead to other documents.
var findingID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

func wellFormed(ids []finding.ID) bool {
	return !slices.ContainsFunc(ids, func(id finding.ID) bool { return !findingID.MatchString(string(id)) })
}

// Receive decodes a pushed message.
func (t *Tick) Receive(b wire.Body) error {
	*t = Tick{}
	if len(b.Bytes()) == 0 {
		return nil // Cloud Scheduler may publish an empty tick
	}
	var m tickBody
	if err := decode(b, &m); err != nil {
		return err
	}
	if m.Before != nil {
		t.Before = *m.Before
	}
	return nil
}

// Receive decodes a pushed message.
func (s *Scan) Receive(b wire.Body) error {
	*s = Scan{}
	var m scanBody
	if err := decode(b, &m); err != nil {
		return err
	}
	id, slot, err := parse(m.Tenant, m.Slot)
	if err != nil {
		return err
	}
	*s = Scan{Tenant: id, Slot: slot, Light: m.Light}
	return nil
}

// Receive decodes a pushed message.
func (f *FindingsChanged) Receive(b wire.Body) error {
	*f = FindingsChanged{}
	var m changedBody
	if err := decode(b, &m); err != nil {
		return err
	}
	id, slot, err := parse(m.Tenant, m.Slot)
	if err != nil {
		return err
	}
	if !wellFormed(m.Findings) {
		return errFinding
	}
	*f = FindingsChanged{id, slot, m.Findings}
	return nil
}

// parse reads what a message names. Its errors quote nothing.
func parse(id, slot string) (tenant.ID, tenant.Slot, error) {
	t, err := tenantid.Parse(id)
	if err != nil {
		return tenant.ID{}, tenant.Slot{}, fmt.Errorf("message: %w", err)
	}
	s, err := tenant.ParseSlot(slot)
	if err != nil || s.IsZero() {
		return tenant.ID{}, tenant.Slot{}, errSlot
	}
	return t, s, nil
}

// decode reads one JSON object with no field but those of into, and nothing
// after it.
func decode(b wire.Body, into any) error {
	if !bytes.HasPrefix(bytes.TrimLeft(b.Bytes(), " \t\r\n"), []byte("{")) {
		return errForm // null would decode into anything
	}
	d := json.NewDecoder(bytes.NewReader(b.Bytes()))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errForm
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errForm
	}
	return nil
}

// Encode returns the message's topic and data, for an outbox.
func Encode(m Message) (topic string, data []byte, err error) {
	data, err = m.encode()
	if err != nil {
		return "", nil, fmt.Errorf("encode message: %w", err)
	}
	return m.Topic(), data, nil
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

// Publish publishes one message and returns once Pub/Sub has stored it. After
// an error it may have been stored all the same.
func (p *Publisher) Publish(ctx context.Context, m Message) error {
	topic, data, err := Encode(m)
	if err != nil {
		return err
	}
	return p.PublishEncoded(ctx, topic, data)
}

// PublishEncoded publishes what Encode returned, as kept in an outbox.
func (p *Publisher) PublishEncoded(ctx context.Context, topic string, data []byte) error {
	return p.send(ctx, topic, &pubsub.Message{Data: data})
}

func (p *Publisher) send(ctx context.Context, topic string, m *pubsub.Message) error {
	t, ok := p.topics[topic]
	if !ok {
		return fmt.Errorf("publish: this function does not publish to %q", topic)
	}
	if err := ctx.Err(); err != nil { // the client would publish all the same
		return fmt.Errorf("publish to %s: %w", topic, err)
	}
	if _, err := t.Publish(ctx, m).Get(ctx); err != nil {
		return fmt.Errorf("publish to %s: %w", topic, err)
	}
	return nil
}

// Bury publishes a message that a function cannot take to the dead letter topic,
// with what there is to say about it. It returns once Pub/Sub has stored it.
func (p *Publisher) Bury(ctx context.Context, data []byte, about map[string]string) error {
	return p.send(ctx, DeadLetterTopic, &pubsub.Message{Data: data, Attributes: about})
}

// Stop sends what is still held back.
func (p *Publisher) Stop() {
	for _, t := range p.topics {
		t.Stop()
	}
}
