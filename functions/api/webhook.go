package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store/instruction"
)

// Webhook is the address that Vahti posts what scans changed to.
type Webhook struct {
	Address    string     `json:"address,omitempty" doc:"Where messages are posted: https and a public host. Missing where there is none; it is part of the setting notifications, too."`
	SecretMade *time.Time `json:"secretMade,omitempty" doc:"When the secret was made by which messages are signed. Without one nothing is sent."`
	Failing    *time.Time `json:"failing,omitempty" doc:"Since when no message was taken. Missing while they are."`
	Off        *time.Time `json:"off,omitempty" doc:"When Vahti stopped calling because nothing was taken for a day. Missing while it calls."`
}

// errNoWebhook is for who removes a webhook that there is not.
var errNoWebhook = errors.New("there is no webhook")

// hooked is a webhook with the setting that holds its address.
type hooked struct {
	Webhook
	told    instruction.Notify
	version string
}

// hook reads the tenant's webhook.
func (c *call) hook(ctx context.Context) (hooked, error) {
	value, version, err := instruction.Read(ctx, c.tenant(), notice.Setting(false))
	if err != nil {
		return hooked{}, err
	}
	told, err := instruction.ParseNotify(value)
	if err != nil {
		told = instruction.DefaultNotify() // as it was kept by another version
	}
	state, err := notice.State(ctx, c.tenant())
	if err != nil {
		return hooked{}, err
	}
	return hooked{Webhook{told.Webhook, moment(state.Made), moment(state.Failing), moment(state.Off)}, told, version}, nil
}

// direct has messages posted to another address, or to none: a documented instruction.
func (c *call) direct(ctx context.Context, h hooked, address string) error {
	h.told.Webhook = address
	value, err := json.Marshal(h.told)
	if err != nil {
		return err
	}
	_, err = instruction.Give(ctx, c.tenant(), instruction.Wish{Setting: notice.Setting(false), Value: value, Expected: h.version, Source: instruction.API}, c.actor(), c.now)
	return err
}

// shown is the webhook as it is now.
func (c *call) shown(ctx context.Context) (*single[Webhook], error) {
	h, err := c.hook(ctx)
	if err != nil {
		return nil, err
	}
	return one(h.Webhook), nil
}

func (s *server) webhook(ctx context.Context, c *call, _ *InTenant) (*single[Webhook], error) {
	return c.shown(ctx)
}

// PutWebhookIn sets the webhook's address.
type PutWebhookIn struct {
	InTenant
	Careful
	Body struct {
		Address string `json:"address" minLength:"1" maxLength:"2000" doc:"Where messages are to be posted: https and a public host."`
	}
}

func (s *server) putWebhook(ctx context.Context, c *call, in *PutWebhookIn) (*single[Webhook], error) {
	h, err := c.hook(ctx)
	if err != nil {
		return nil, err
	}
	if err := met(in.IfMatch, tagOf(h.Webhook)); err != nil {
		return nil, err
	}
	if err := c.direct(ctx, h, in.Body.Address); err != nil {
		return nil, err
	}
	return c.shown(ctx)
}

// RemoveWebhookIn removes the webhook.
type RemoveWebhookIn struct {
	InTenant
	Careful
}

// removeWebhook takes the address away and forgets the secret. A repeat after a failure
// in between does what was left.
func (s *server) removeWebhook(ctx context.Context, c *call, in *RemoveWebhookIn) (*struct{}, error) {
	h, err := c.hook(ctx)
	if err != nil {
		return nil, err
	}
	if err := met(in.IfMatch, tagOf(h.Webhook)); err != nil {
		return nil, err
	}
	if h.Address == "" && h.SecretMade == nil {
		return nil, errNoWebhook
	}
	if h.Address != "" {
		if err := c.direct(ctx, h, ""); err != nil {
			return nil, err
		}
	}
	return nil, notice.Forget(ctx, c.tenant(), c.actor(), c.now)
}

// OnceIn makes something for a tenant that takes no more to say.
type OnceIn struct {
	InTenant
	Once
}

// WebhookSecret is a secret that was made.
type WebhookSecret struct {
	Made   time.Time `json:"made" doc:"When it was made."`
	Secret string    `json:"secret,omitempty" doc:"The secret itself, by which messages are signed. It is shown once: an answer that is given again does not have it."`
}

// String keeps the secret out of formatted errors.
func (WebhookSecret) String() string { return "[webhook secret]" }

// GoString implements fmt.GoStringer for the same reason.
func (s WebhookSecret) GoString() string { return s.String() }

// kept is the answer without the secret, which is kept sealed elsewhere.
func (s WebhookSecret) kept() WebhookSecret {
	s.Secret = ""
	return s
}

func (s *server) makeWebhookSecret(ctx context.Context, c *call, _ *OnceIn) (*made[WebhookSecret], error) {
	secret, err := notice.NewSecret(ctx, c.tenant(), c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	h, err := c.hook(ctx)
	if err != nil {
		return nil, err
	}
	return &made[WebhookSecret]{ETag: tagOf(h.Webhook), Location: c.below("webhook"), Body: WebhookSecret{c.now.UTC(), secret}}, nil
}

func (s *server) activateWebhook(ctx context.Context, c *call, _ *InTenant) (*single[Webhook], error) {
	if err := notice.SwitchOn(ctx, c.tenant(), c.actor(), c.now); err != nil {
		return nil, err
	}
	return c.shown(ctx)
}

// TestedWebhook is a message that tells nothing, on its way.
type TestedWebhook struct {
	Name string `json:"name" doc:"The message's name, under which it is among the messages and which the header Vahti-Delivery carries."`
}

func (s *server) testWebhook(ctx context.Context, c *call, _ *OnceIn) (*made[TestedWebhook], error) {
	name := cmp.Or(c.once, rand.Text())
	key, err := c.tenant().Key(ctx)
	if err != nil {
		return nil, err
	}
	// A name of the caller's own choosing is no part of a path.
	name = key.Hash("webhook-test", caller(c.who), name)
	desk := notice.Desk{DB: s.db, Site: s.address, Now: s.now}
	if err := desk.Test(ctx, c.tenant(), name); err != nil {
		return nil, err
	}
	return &made[TestedWebhook]{Location: c.below("webhook/messages"), Body: TestedWebhook{"test-" + name}}, nil
}

// WebhookMessage is a message to the tenant's webhook.
type WebhookMessage struct {
	Name  string    `json:"name" doc:"Its name, which the header Vahti-Delivery carries: the same in every try."`
	Type  string    `json:"type" enum:"findings.changed,test" doc:"What it tells."`
	State string    `json:"state" enum:"waiting,taken,missed" doc:"Whether it was taken. A missed one is tried no more by itself."`
	At    time.Time `json:"at" doc:"When it was written."`
	Done  time.Time `json:"done,omitzero" doc:"When it was taken. Missing until then."`
	Tries int       `json:"tries" doc:"How often it was tried."`
	Last  string    `json:"last,omitempty" doc:"Why the last try failed, in a word."`
}

// WebhookMessages are the latest messages to the tenant's webhook.
type WebhookMessages struct {
	Items []WebhookMessage `json:"items" nullable:"false" doc:"The latest, newest first."`
}

// messagesListed is how many messages are listed.
const messagesListed = 100

func (s *server) webhookMessages(ctx context.Context, c *call, _ *InTenant) (*answer[WebhookMessages], error) {
	list, err := notice.Calls(ctx, c.tenant(), messagesListed)
	if err != nil {
		return nil, err
	}
	out := WebhookMessages{Items: []WebhookMessage{}}
	for _, m := range list {
		out.Items = append(out.Items, WebhookMessage{m.Name, m.Kind, m.State, m.At, m.Done, m.Tries, m.Last})
	}
	return &answer[WebhookMessages]{out}, nil
}

// WebhookMessageIn names a message to the webhook.
type WebhookMessageIn struct {
	InTenant
	Message string `path:"message" doc:"The message's name."`
}

// Replayed says that a message is sent anew.
type Replayed struct {
	Name string `json:"name" doc:"The message's name."`
}

func (s *server) replayWebhookMessage(ctx context.Context, c *call, in *WebhookMessageIn) (*answer[Replayed], error) {
	if err := notice.Replay(ctx, c.tenant(), in.Message, c.now); err != nil {
		return nil, err
	}
	return &answer[Replayed]{Replayed{in.Message}}, nil
}
