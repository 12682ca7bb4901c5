package queue

import (
	"encoding/json"
	"regexp"

	"vahti.ai/vahti/shared/internal/wire"
)

// BillingTopic is where it is asked to look at what customers have subscribed to.
const BillingTopic = "billing"

// Billing asks to read what a customer at Stripe has subscribed to and to do what
// follows. It says nothing of that itself, so that a message which comes late, or
// twice, or before another, does no harm. Empty it asks to look at every customer,
// which is what is scheduled.
type Billing struct {
	Customer string // by the ID that Stripe gave
	Charge   string // a payment, by its ID, where only that is known of the customer
}

// Topic implements Message.
func (Billing) Topic() string { return BillingTopic }

type billingBody struct {
	Customer string `json:"customer,omitempty"`
	Charge   string `json:"charge,omitempty"`
}

// stripeID is what Stripe calls its things.
var stripeID = regexp.MustCompile(`^[a-z]{2,10}_[A-Za-z0-9_]{1,200}$`)

// valid refuses what is both, or what Stripe calls nothing.
func (b Billing) valid() error {
	if b.Customer != "" && (b.Charge != "" || !stripeID.MatchString(b.Customer)) || b.Charge != "" && !stripeID.MatchString(b.Charge) {
		return errForm
	}
	return nil
}

func (b Billing) encode() ([]byte, error) {
	if err := b.valid(); err != nil {
		return nil, err
	}
	return json.Marshal(billingBody(b))
}

// Receive decodes a pushed message.
func (b *Billing) Receive(body wire.Body) error {
	*b = Billing{}
	if len(body.Bytes()) == 0 {
		return nil // Cloud Scheduler may publish an empty message
	}
	var m billingBody
	if err := decode(body, &m); err != nil {
		return err
	}
	if err := Billing(m).valid(); err != nil {
		return err
	}
	*b = Billing(m)
	return nil
}
