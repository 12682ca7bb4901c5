package notice

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// channel is tenants/{t}/channels/webhook.
type channel struct {
	Sealed []byte    `firestore:"sealed"` // secrets, as JSON
	Made   time.Time `firestore:"made"`   // when the newest secret was made
	// Failing is since when no message was taken; nil while they are.
	Failing *time.Time `firestore:"failing,omitempty"`
	// Off is when Vahti stopped calling because nothing was taken for a day.
	Off *time.Time `firestore:"off,omitempty"`
	// Episode rises each time the webhook is switched on again.
	Episode int `firestore:"episode"`
}

// secrets is the sealed part of a channel.
type secrets struct {
	Newest string `json:"newest"`
	Before string `json:"before,omitempty"` // the one that the newest replaced
}

// overlap is for how long the secret before signs beside the new one.
const overlap = 24 * time.Hour

const channelPlace = "channels/webhook"

func channelRef(t *store.Tenant) *firestore.DocumentRef {
	return handle.Doc(t.Handle()).Collection("channels").Doc("webhook")
}

// Webhook is how a tenant's webhook stands.
type Webhook struct {
	Made    time.Time // when its secret was made; zero where there is none
	Failing time.Time // since when nothing was taken; zero while it is
	Off     time.Time // when Vahti stopped calling it; zero while it calls
}

// State returns how a tenant's webhook stands.
func State(ctx context.Context, t *store.Tenant) (Webhook, error) {
	c, _, err := readChannel(ctx, t)
	w := Webhook{Made: c.Made}
	if c.Failing != nil {
		w.Failing = c.Failing.UTC()
	}
	if c.Off != nil {
		w.Off = c.Off.UTC()
	}
	return w, err
}

// ready reports whether the channel has a secret: without one nothing is sent.
func (c channel) ready() bool { return len(c.Sealed) > 0 }

// readChannel returns the channel's document, and whether it has a secret.
func readChannel(ctx context.Context, t *store.Tenant) (channel, bool, error) {
	snap, err := channelRef(t).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return channel{}, false, nil
	}
	var c channel
	if err == nil {
		err = snap.DataTo(&c)
	}
	if err != nil {
		return c, false, fmt.Errorf("read webhook: %w", err)
	}
	return c, c.ready(), nil
}

func (c channel) secrets(key *seal.Key) (secrets, error) {
	var s secrets
	plain, err := key.Open(c.Sealed, channelPlace)
	if err != nil {
		return s, fmt.Errorf("read webhook: %w", err)
	}
	if json.Unmarshal(plain, &s) != nil {
		return s, errForm
	}
	return s, nil
}

// signing returns the secrets by which a message is signed at a moment.
func (c channel) signing(key *seal.Key, now time.Time) ([]string, error) {
	s, err := c.secrets(key)
	if err != nil {
		return nil, err
	}
	if s.Before != "" && now.Before(c.Made.Add(overlap)) {
		return []string{s.Newest, s.Before}, nil
	}
	return []string{s.Newest}, nil
}

// NewSecret makes a new secret for the tenant's webhook and returns it, this once. The
// one before signs beside it for a day. It takes the right to change settings.
func NewSecret(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) (string, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return "", err
	}
	var raw [32]byte
	_, _ = rand.Read(raw[:])
	secret := "vahti_" + base64.RawURLEncoding.EncodeToString(raw[:])
	err = change(ctx, t, by, key, now, func(c channel, _ bool) (channel, error) {
		next := secrets{Newest: secret}
		if len(c.Sealed) > 0 {
			had, err := c.secrets(key)
			if err != nil {
				return c, err
			}
			next.Before = had.Newest
			if had.Newest == secret { // a repeat of the transaction
				next.Before = had.Before
			}
		}
		plain, err := json.Marshal(next)
		if err != nil {
			return c, err
		}
		c.Sealed, err = key.Seal(plain, channelPlace)
		c.Made = now.UTC()
		return c, err
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// ErrNoSecret is for people who switch on a webhook that has no secret yet.
var ErrNoSecret = errors.New("make a secret for the webhook first")

// SwitchOn has the webhook called again after Vahti has stopped. It takes the right to
// change settings.
func SwitchOn(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) error {
	key, err := t.Key(ctx)
	if err != nil {
		return err
	}
	return change(ctx, t, by, key, now, func(c channel, there bool) (channel, error) {
		if !there {
			return c, ErrNoSecret
		}
		if c.Off != nil {
			c.Off, c.Failing = nil, nil
			c.Episode++
		}
		return c, nil
	})
}

// Forget forgets the webhook's secrets: nothing is sent until there is a new one. It
// takes the right to change settings, and may be repeated.
func Forget(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) error {
	key, err := t.Key(ctx)
	if err != nil {
		return err
	}
	return change(ctx, t, by, key, now, func(c channel, there bool) (channel, error) {
		if !there {
			return c, nil
		}
		return channel{Episode: c.Episode + 1}, nil
	})
}

// shown is what the audit trail tells of a channel.
func (c channel) shown() (json.RawMessage, error) {
	if !c.ready() {
		return nil, nil
	}
	out := map[string]any{"secretMade": c.Made.UTC()}
	if c.Off != nil {
		out["off"] = c.Off.UTC()
	}
	return json.Marshal(out)
}

// change changes the channel as somebody who may, and tells the audit trail.
func change(ctx context.Context, t *store.Tenant, by member.Actor, key *seal.Key, now time.Time, f func(channel, bool) (channel, error)) error {
	ref := channelRef(t)
	name := rand.Text()
	err := handle.Transact(ctx, handle.DBOf(t.Handle()), func(_ context.Context, tx *firestore.Transaction) error {
		if _, err := member.Authorize(tx, t.Handle(), by, tenant.Configure); err != nil {
			return err
		}
		docs, err := tx.GetAll([]*firestore.DocumentRef{ref})
		if err != nil {
			return err
		}
		var c channel
		if docs[0].Exists() {
			if err := docs[0].DataTo(&c); err != nil {
				return err
			}
		}
		before, err := c.shown()
		if err != nil {
			return err
		}
		if c, err = f(c, c.ready()); err != nil {
			return err
		}
		after, err := c.shown()
		if err != nil {
			return err
		}
		draft, err := trail.NewDraft(t.Handle(), key, "webhook-"+name, trail.Entry{At: now.UTC(), By: by.Kind(), Actor: by.Name, Account: by.ID(),
			Address: by.Address, Action: trail.NotificationRedirected, Target: "channels/webhook", Before: before, After: after})
		if err != nil {
			return err
		}
		if err := tx.Set(ref, c); err != nil {
			return err
		}
		return draft.Create(tx)
	})
	// The entry's name is this change's own: where it is there, the answer was lost.
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("change webhook: %w", err)
	}
	return nil
}
