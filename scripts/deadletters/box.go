package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/api/option"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
)

// box is the subscription that holds dead letters. What was fetched is kept to
// this command until it is taken out or given back.
type box struct {
	client  *pubsub.Client
	project string
	where   string            // for errors
	kept    map[string]string // ack id of the latest delivery by a letter's id
}

// open connects to the emulator over a folder or to a project in the cloud.
func open(ctx context.Context, c command) (*box, error) {
	b := &box{project: c.project, where: "project " + c.project, kept: map[string]string{}}
	var opts []option.ClientOption
	if c.data != "" {
		addr, project, err := emulator(ctx, c.data)
		if err != nil {
			return nil, err
		}
		b.project, b.where = project, "the emulator over "+c.data
		if opts, err = endpoint.Options("http://" + addr); err != nil {
			return nil, err
		}
	}
	var err error
	if b.client, err = pubsub.NewClient(ctx, b.project, opts...); err != nil {
		return nil, fmt.Errorf("connect to Pub/Sub of %s: %w", b.where, err)
	}
	return b, nil
}

// emulator returns where the emulator that keeps its state in a folder is reached.
func emulator(ctx context.Context, dir string) (addr, project string, err error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", "", fmt.Errorf("there is no folder %s", dir)
	}
	stopped := fmt.Errorf("no emulator is running over %s: start one with -data %s", dir, dir)
	raw, err := os.ReadFile(filepath.Join(dir, "addresses.json"))
	if errors.Is(err, os.ErrNotExist) {
		return "", "", stopped
	}
	var a struct{ Project, PubSub string }
	if err != nil || json.Unmarshal(raw, &a) != nil || a.Project == "" || a.PubSub == "" {
		return "", "", fmt.Errorf("the file addresses.json in %s cannot be read", dir)
	}
	// One that was killed leaves its file behind.
	conn, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "tcp", a.PubSub)
	if err != nil {
		return "", "", stopped
	}
	return a.PubSub, a.Project, conn.Close()
}

func (b *box) close() error { return b.client.Close() }

func (b *box) subscription() string {
	return "projects/" + b.project + "/subscriptions/" + queue.DeadLetterTopic
}

const (
	pullSize = 100
	pullTime = 3 * time.Second // one pull that finds nothing
	empties  = 2               // pulls in a row that find nothing: then there is nothing, as far as Pub/Sub tells
	keepTime = 60              // seconds that letters are kept to this command
)

// fetch pulls all letters, oldest first.
func (b *box) fetch(ctx context.Context) ([]letter, error) {
	found := map[string]letter{}
	for empty := 0; empty < empties; {
		messages, err := b.pull(ctx)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("pull dead letters of %s: %s", b.where, status.Code(err)), b.giveBack(context.WithoutCancel(ctx)))
		}
		if empty++; len(messages) > 0 {
			empty = 0
		}
		for _, m := range messages {
			l := letterOf(m)
			b.kept[l.id] = m.GetAckId()
			if other, ok := found[l.same()]; ok && !slices.Contains(other.ids, l.id) {
				if other.at.Before(l.at) {
					l, other = other, l
				}
				l.ids = append(l.ids, other.ids...)
				found[l.same()] = l
			} else if !ok {
				found[l.same()] = l
			}
		}
	}
	letters := make([]letter, 0, len(found))
	for _, l := range found {
		letters = append(letters, l)
	}
	slices.SortFunc(letters, func(x, y letter) int { return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.id, y.id)) })
	return letters, nil
}

func (b *box) pull(ctx context.Context) ([]*pubsubpb.ReceivedMessage, error) {
	limited, cancel := context.WithTimeout(ctx, pullTime)
	defer cancel()
	resp, err := b.client.SubscriptionAdminClient.Pull(limited, &pubsubpb.PullRequest{Subscription: b.subscription(), MaxMessages: pullSize})
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return nil, nil // nothing came in time
	}
	if err != nil || len(resp.GetReceivedMessages()) == 0 {
		return nil, err
	}
	ids := make([]string, 0, len(resp.GetReceivedMessages()))
	for _, m := range resp.GetReceivedMessages() {
		ids = append(ids, m.GetAckId())
	}
	return resp.GetReceivedMessages(), b.keep(ctx, ids, keepTime)
}

func (b *box) keep(ctx context.Context, ids []string, seconds int32) error {
	return b.client.SubscriptionAdminClient.ModifyAckDeadline(ctx, &pubsubpb.ModifyAckDeadlineRequest{
		Subscription: b.subscription(), AckIds: ids, AckDeadlineSeconds: seconds,
	})
}

// giveBack leaves what was fetched and not taken out to whoever comes next.
func (b *box) giveBack(ctx context.Context) error {
	ids := make([]string, 0, len(b.kept))
	for _, id := range b.kept {
		ids = append(ids, id)
	}
	for part := range slices.Chunk(ids, pullSize) {
		if err := b.keep(ctx, part, 0); err != nil {
			return fmt.Errorf("give dead letters back to %s: %s", b.where, status.Code(err))
		}
	}
	return nil
}

// publish sends a letter where it was published at first.
func (b *box) publish(ctx context.Context, l letter) error {
	if l.topic == "" {
		return fmt.Errorf("dead letter %s does not say to which topic it belongs: it can only be dropped", l.id)
	}
	_, err := b.client.TopicAdminClient.Publish(ctx, &pubsubpb.PublishRequest{
		Topic:    "projects/" + b.project + "/topics/" + l.topic,
		Messages: []*pubsubpb.PubsubMessage{{Data: l.data, Attributes: map[string]string{serve.LetterReplayed: l.id}}},
	})
	if err != nil {
		return fmt.Errorf("replay dead letter %s: %s", l.id, status.Code(err))
	}
	return nil
}

// remove takes a letter out for good.
func (b *box) remove(ctx context.Context, l letter) error {
	acks := make([]string, len(l.ids))
	for i, id := range l.ids {
		acks[i] = b.kept[id]
	}
	err := b.client.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{Subscription: b.subscription(), AckIds: acks})
	if err != nil {
		return fmt.Errorf("take out dead letter %s: %s", l.id, status.Code(err))
	}
	for _, id := range l.ids {
		delete(b.kept, id)
	}
	return nil
}
