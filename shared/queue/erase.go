package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/wire"
	"vahti.ai/vahti/shared/tenant"
)

// EraseTopic is that of the end of agreements.
const EraseTopic = "erase"

// Erase asks for what the end of agreements brings: letters, erasures that are due,
// and the ledger applied where a database was restored.
type Erase struct{}

// Topic implements Message.
func (Erase) Topic() string { return EraseTopic }

func (m Erase) encode() ([]byte, error) { return json.Marshal(m) }

// Receive decodes a pushed message.
func (*Erase) Receive(b wire.Body) error { return nothing(b) }

// DeadLetters is the subscription that holds the messages that could not be worked on.
type DeadLetters struct {
	client       *pubsub.Client
	subscription string
}

// NewDeadLetters returns the dead letters of a project. The client stays the caller's.
func NewDeadLetters(client *pubsub.Client, project string) *DeadLetters {
	return &DeadLetters{client: client, subscription: "projects/" + project + "/subscriptions/" + DeadLetterTopic}
}

// How dead letters are looked through: so many at a time, for at most so long a pull,
// until so many pulls in a row brought none.
const (
	lettersPulled = 100
	pullTime      = 3 * time.Second
	lettersKept   = 60 // seconds, to whoever looks through them
	pullsEmpty    = 2
)

// Forget takes out the dead letters that are about a tenant, or about one of the customers
// at Stripe that it is, and returns how many there were; the others are left to whoever
// comes next. With keep they are only counted. As
// Pub/Sub may hold back a message, none found is no proof that there is none: call it
// again later.
func (d *DeadLetters) Forget(ctx context.Context, id tenant.ID, keep bool, customers ...string) (n int, err error) {
	if id.IsZero() {
		return 0, tenant.ErrZero
	}
	var others []string
	defer func() {
		if back := d.release(context.WithoutCancel(ctx), others); err == nil {
			err = back
		}
	}()
	seen := map[string]bool{}
	for empty := 0; empty < pullsEmpty; {
		messages, err := d.pull(ctx)
		if err != nil {
			return n, err
		}
		empty++
		var own []string
		for _, m := range messages {
			owner, customer := of(m.GetMessage())
			about := owner == id.String() || owner == "" && customer != "" && slices.Contains(customers, customer)
			if !seen[m.GetMessage().GetMessageId()] {
				seen[m.GetMessage().GetMessageId()] = true
				empty = 0
				if about {
					n++
				}
			}
			if about && !keep {
				own = append(own, m.GetAckId())
			} else {
				others = append(others, m.GetAckId())
			}
		}
		if len(own) > 0 {
			err := d.client.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{Subscription: d.subscription, AckIds: own})
			if err != nil {
				return n, fmt.Errorf("take out dead letters: %s", status.Code(err))
			}
		}
	}
	return n, nil
}

// of returns whom a dead letter is about, a tenant or a customer at Stripe; empty where it
// does not say.
func of(m *pubsubpb.PubsubMessage) (owner, customer string) {
	var body struct {
		Tenant   string `json:"tenant"`
		Customer string `json:"customer"`
	}
	if json.Unmarshal(m.GetData(), &body) != nil {
		return "", ""
	}
	return body.Tenant, body.Customer
}

func (d *DeadLetters) pull(ctx context.Context) ([]*pubsubpb.ReceivedMessage, error) {
	limited, cancel := context.WithTimeout(ctx, pullTime)
	defer cancel()
	answer, err := d.client.SubscriptionAdminClient.Pull(limited, &pubsubpb.PullRequest{Subscription: d.subscription, MaxMessages: lettersPulled})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, fmt.Errorf("pull dead letters: %w", ctx.Err())
	case err != nil && limited.Err() != nil:
		return nil, nil // nothing came in time
	case err != nil:
		return nil, fmt.Errorf("pull dead letters: %s", status.Code(err))
	}
	var ids []string
	for _, m := range answer.GetReceivedMessages() {
		ids = append(ids, m.GetAckId())
	}
	return answer.GetReceivedMessages(), d.hold(ctx, ids, lettersKept)
}

// hold keeps letters to this caller for some seconds; for none it gives them back.
func (d *DeadLetters) hold(ctx context.Context, ids []string, seconds int32) error {
	if len(ids) == 0 {
		return nil
	}
	err := d.client.SubscriptionAdminClient.ModifyAckDeadline(ctx, &pubsubpb.ModifyAckDeadlineRequest{
		Subscription: d.subscription, AckIds: ids, AckDeadlineSeconds: seconds})
	if err != nil {
		return fmt.Errorf("hold dead letters: %s", status.Code(err))
	}
	return nil
}

func (d *DeadLetters) release(ctx context.Context, ids []string) error {
	for len(ids) > 0 {
		part := ids[:min(len(ids), lettersPulled)]
		if err := d.hold(ctx, part, 0); err != nil {
			return err
		}
		ids = ids[len(part):]
	}
	return nil
}
