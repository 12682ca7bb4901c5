package notice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/outbox"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// call is tenants/{t}/hooks/{name}: a message to the tenant's webhook.
type call struct {
	Kind  string     `firestore:"kind"`
	At    time.Time  `firestore:"at"`
	Body  []byte     `firestore:"body"` // JSON, without names of people or things
	Due   *time.Time `firestore:"due,omitempty"`
	Since time.Time  `firestore:"since"` // when it was first to be sent, or sent anew
	Tries int        `firestore:"tries"`
	Claim string     `firestore:"claim,omitempty"`
	State string     `firestore:"state"`
	Last  string     `firestore:"last,omitempty"` // why the last try failed, in a word
	Done  *time.Time `firestore:"done,omitempty"` // when it was taken
	// Expires is when Firestore removes it.
	Expires time.Time `firestore:"expires"`
}

// The states of a message to a webhook.
const (
	CallWaiting = "waiting"
	CallTaken   = "taken"
	CallMissed  = "missed" // not taken; somebody may send it anew
)

const (
	// callPatience is how long a message is tried before it is missed and the webhook
	// switched off.
	callPatience = 24 * time.Hour
	callsKept    = 30 * 24 * time.Hour
	// listed is how many findings a message lists; the rest is counted.
	listed = 500
)

// The kinds of messages to a webhook.
const (
	ChangedEvent = "findings.changed"
	TestEvent    = "test"
)

// event is the body of a message, in its first version.
type event struct {
	ID       string           `json:"id"`
	Type     string           `json:"type"`
	Version  int              `json:"version"`
	At       time.Time        `json:"at"`
	Tenant   string           `json:"tenant"`
	Scan     string           `json:"scan,omitempty"`
	Link     string           `json:"link,omitempty"`
	Total    int              `json:"total"`
	Changes  []change1        `json:"changes"`
	Counts   map[string]int   `json:"counts"` // by what became of findings
	Severest finding.Severity `json:"severest,omitempty"`
}

type change1 struct {
	Finding  finding.ID       `json:"finding"`
	Check    string           `json:"check"`
	Title    string           `json:"title,omitempty"`
	Severity finding.Severity `json:"severity"`
	Change   finding.Kind     `json:"change"`
}

// post writes the webhook's message about a scan, if the tenant has a webhook.
func (d *Desk) post(ctx context.Context, h house, name string, slot tenant.Slot, at time.Time, items []Item) error {
	if h.notify.Webhook == "" {
		return nil
	}
	e := event{ID: name, Type: ChangedEvent, Version: 1, At: at.UTC(), Tenant: h.ID().String(), Scan: slot.String(), Link: d.Site + "/tenants/" + h.ID().String(),
		Total: len(items), Counts: map[string]int{}}
	for _, i := range items {
		e.Counts[string(i.Change)]++
		if len(e.Changes) < listed {
			e.Changes = append(e.Changes, change1{i.Finding, i.Check, d.Title(i.Check, h.about.Language), i.Severity, i.Change})
		}
	}
	for _, s := range finding.Severities() {
		for _, i := range items {
			if i.Severity == s && e.Severest == "" {
				e.Severest = s
			}
		}
	}
	return d.keep(ctx, h.Tenant, name, e)
}

// keep keeps a message until it is taken, once by its name.
func (d *Desk) keep(ctx context.Context, t *store.Tenant, name string, e event) error {
	c, there, err := readChannel(ctx, t)
	if err != nil || !there {
		return err // without a secret nothing could be believed
	}
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("keep message: %w", err)
	}
	now := d.Now().UTC()
	doc := call{Kind: e.Type, At: now, Body: body, Due: &now, Since: now, State: CallWaiting, Expires: now.Add(callsKept)}
	if c.Off != nil {
		doc.Due, doc.State = nil, CallMissed
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := callRef(t, name).Create(ctx, doc)
		return err
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("keep message: %w", err)
	}
	return nil
}

func callRef(t *store.Tenant, name string) *firestore.DocumentRef {
	return handle.Doc(t.Handle()).Collection("hooks").Doc(name)
}

// Test has a message sent to the webhook that tells nothing, to see whether it
// arrives. name is the wish's own.
func (d *Desk) Test(ctx context.Context, t *store.Tenant, name string) error {
	if !handle.Named("test-" + name) {
		return store.ErrNotFound
	}
	_, there, err := readChannel(ctx, t)
	if err == nil && !there {
		err = ErrNoSecret
	}
	if err != nil {
		return err
	}
	return d.keep(ctx, t, "test-"+name, event{ID: "test-" + name, Type: TestEvent, Version: 1, At: d.Now().UTC(), Tenant: t.ID().String(), Changes: []change1{}, Counts: map[string]int{}})
}

// Sent is a message to the webhook as people see it.
type Sent struct {
	Name, Kind, State, Last string
	At                      time.Time
	Done                    time.Time // zero until it was taken
	Tries                   int
}

// Calls lists the newest messages to a tenant's webhook, newest first.
func Calls(ctx context.Context, t *store.Tenant, limit int) ([]Sent, error) {
	docs, err := handle.Doc(t.Handle()).Collection("hooks").OrderBy("at", firestore.Desc).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	var out []Sent
	for _, snap := range docs {
		var c call
		if err := snap.DataTo(&c); err != nil {
			return nil, fmt.Errorf("list messages: %w", err)
		}
		s := Sent{Name: snap.Ref.ID, Kind: c.Kind, State: c.State, Last: c.Last, At: c.At.UTC(), Tries: c.Tries}
		if c.Done != nil {
			s.Done = c.Done.UTC()
		}
		out = append(out, s)
	}
	return out, nil
}

// ErrNoCall is for people who want a message sent anew that is not there any more.
var ErrNoCall = errors.New("there is no such message any more")

// Replay has a message sent anew under its own name, by which its receiver knows it.
// Whether somebody may is for the caller to ask.
func Replay(ctx context.Context, t *store.Tenant, name string, now time.Time) error {
	if !handle.Named(name) {
		return ErrNoCall
	}
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := callRef(t, name).Update(ctx, []firestore.Update{{Path: "due", Value: now.UTC()}, {Path: "since", Value: now.UTC()}, {Path: "tries", Value: 0},
			{Path: "state", Value: CallWaiting}, {Path: "claim", Value: firestore.Delete}})
		return err
	})
	if status.Code(err) == codes.NotFound {
		return ErrNoCall
	}
	if err != nil {
		return fmt.Errorf("send message anew: %w", err)
	}
	return nil
}

// Call is a message that is to be sent to a tenant's webhook now. Its methods are for
// one goroutine at a time.
type Call struct {
	Tenant  tenant.ID
	Message notify.Message
	Tries   int
	Address string
	Secrets []string

	since time.Time
	entry *outbox.Entry
	of    *store.Tenant
}

// errOff says that a webhook is not called: it has no address any more, or is off.
var errOff = errors.New("the webhook is not called")

// DueCalls lists messages that are to be sent now, of all tenants, those that have
// waited longest first. Those whose tenant has no webhook any more are missed.
func (d *Desk) DueCalls(ctx context.Context, limit int) (out []*Call, errs []error) {
	now := d.Now()
	docs, err := handle.Vahti(d.DB.Handle()).CollectionGroup("hooks").Where("due", "<=", now.UTC()).OrderBy("due", firestore.Asc).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, []error{fmt.Errorf("list messages: %w", err)}
	}
	for _, snap := range docs {
		c, err := d.callOf(ctx, snap, now)
		if errors.Is(err, errOff) {
			err = outbox.Of(snap).Done(ctx, firestore.Update{Path: "state", Value: CallMissed})
		} else if err == nil {
			out = append(out, c)
		}
		if err != nil {
			// Later, so that those of tenants that cannot be read do not stand before others.
			errs = append(errs, err, outbox.Of(snap).Later(ctx, now.Add(time.Hour)))
		}
	}
	return out, errs
}

func (d *Desk) callOf(ctx context.Context, snap *firestore.DocumentSnapshot, now time.Time) (*Call, error) {
	var c call
	if err := snap.DataTo(&c); err != nil || snap.Ref.Parent.Parent == nil {
		return nil, errForm
	}
	id, err := tenantid.Parse(snap.Ref.Parent.Parent.ID)
	if err != nil {
		return nil, errForm
	}
	t, err := d.DB.Tenant(id)
	if err != nil {
		return nil, err
	}
	h, err := enter(ctx, t)
	if errors.Is(err, errUnwatched) {
		return nil, errOff
	}
	if err != nil {
		return nil, err
	}
	ch, there, err := readChannel(ctx, t)
	if err != nil {
		return nil, err
	}
	if !there || ch.Off != nil || h.notify.Webhook == "" {
		return nil, errOff
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	secrets, err := ch.signing(key, now)
	if err != nil {
		return nil, err
	}
	return &Call{id, notify.Message{Name: snap.Ref.ID, Kind: c.Kind, At: c.At, Event: c.Body}, c.Tries, h.notify.Webhook, secrets, c.Since, outbox.Of(snap), t}, nil
}

// Claim takes the message for one try. False means that another has taken it.
func (c *Call) Claim(ctx context.Context, now time.Time) (bool, error) {
	return c.entry.Claim(ctx, c.Tries+1, now)
}

// Taken notes that the message was taken, and that the webhook answers.
func (c *Call) Taken(ctx context.Context, now time.Time) error {
	err := c.entry.Done(ctx, firestore.Update{Path: "state", Value: CallTaken}, firestore.Update{Path: "done", Value: now.UTC()})
	if err != nil {
		return err
	}
	ch, _, err := readChannel(ctx, c.of)
	if err != nil || ch.Failing == nil {
		return err
	}
	return update(ctx, channelRef(c.of), firestore.Update{Path: "failing", Value: firestore.Delete})
}

// Later puts the message off without a try, as one before it was not taken.
func (c *Call) Later(ctx context.Context, until time.Time) error { return c.entry.Later(ctx, until) }

// Failed notes that the message was not taken and why, in a word. It is tried again;
// after a day it is missed, and where the webhook took nothing for that long it is
// switched off and the tenant's owners and admins are told.
func (d *Desk) Failed(ctx context.Context, c *Call, why string) error {
	now := d.Now()
	ch, _, err := readChannel(ctx, c.of)
	if err != nil {
		return err
	}
	if ch.Failing == nil {
		if err := update(ctx, channelRef(c.of), firestore.Update{Path: "failing", Value: now.UTC()}); err != nil {
			return err
		}
		ch.Failing = &now
	}
	last := firestore.Update{Path: "last", Value: why}
	if now.Sub(c.since) < callPatience {
		return c.entry.Later(ctx, now.Add(outbox.Wait(c.Tries+1)), last)
	}
	if ch.Off == nil && now.Sub(*ch.Failing) >= callPatience-time.Hour {
		name := fmt.Sprintf("%s-%s-%d", letter.HookFailed, c.Tenant, ch.Episode)
		if err := d.admins(ctx, c.of, letter.HookFailed, "/notifications", name); err != nil {
			return err
		}
		if err := update(ctx, channelRef(c.of), firestore.Update{Path: "off", Value: now.UTC()}); err != nil {
			return err
		}
	}
	return c.entry.Done(ctx, firestore.Update{Path: "state", Value: CallMissed}, last)
}
