package api

import (
	"context"
	"encoding/json"
	"time"

	"vahti.ai/vahti/shared/store/trail"
)

// TrailEntry is an entry of the audit trail.
type TrailEntry struct {
	ID      string          `json:"id" doc:"Names the entry."`
	At      time.Time       `json:"at" doc:"When it happened."`
	Kind    string          `json:"kind,omitempty" enum:"member,operator,key" doc:"What the actor is; missing for Vahti itself."`
	Actor   string          `json:"actor,omitempty" doc:"Who did it: a sign-in name or a key's."`
	Account string          `json:"account,omitempty" doc:"The actor's account or key, by ID."`
	Address string          `json:"address,omitempty" doc:"From which network address."`
	Action  string          `json:"action" doc:"What was done: a noun and a verb." example:"exception.accepted"`
	Target  string          `json:"target" doc:"What it was done to, as a path below the tenant."`
	Grant   string          `json:"grant,omitempty" doc:"The support access under which it was done."`
	Purpose string          `json:"purpose,omitempty" doc:"What the support access is for."`
	Reason  string          `json:"reason,omitempty" doc:"Why it was done."`
	Before  json.RawMessage `json:"before,omitempty" doc:"What it was."`
	After   json.RawMessage `json:"after,omitempty" doc:"What it became."`
	Damaged bool            `json:"damaged" doc:"Whether the entry cannot be read; then only its time, action and target are told."`
}

// TrailIn asks for the audit trail.
type TrailIn struct {
	InTenant
	Paged
	From   time.Time `query:"from" doc:"Only entries from this moment on."`
	To     time.Time `query:"to" doc:"Only entries before this moment."`
	Order  string    `query:"order" enum:"newest,oldest" default:"newest" doc:"Which come first."`
	Action string    `query:"action" maxLength:"100" doc:"Only actions that begin so, such as grant. for all of support access."`
	Target string    `query:"target" maxLength:"200" doc:"Only targets that begin so."`
	Actor  string    `query:"actor" maxLength:"200" doc:"Only what this actor did: a sign-in name, or an account or key by ID."`
	Text   string    `query:"q" maxLength:"200" doc:"Only entries with this text in them."`
}

func (s *server) trail(ctx context.Context, c *call, in *TrailIn) (*answer[Page[TrailEntry]], error) {
	p, err := trail.Of(c.tenant()).List(ctx, trail.Query{
		From: in.From, To: in.To, Newest: in.Order == "newest", Action: in.Action, Target: in.Target, Actor: in.Actor, Text: in.Text, Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, err
	}
	return pageOf(p.Records, p.Next, func(r trail.Record) TrailEntry {
		return TrailEntry{r.Name, r.At.UTC(), string(r.By), r.Actor, r.Account, r.Address, string(r.Action), r.Target, r.Grant, r.Purpose, r.Reason, r.Before, r.After, r.Damaged}
	}), nil
}

// Verification is what comes of comparing the audit trail with its chain.
type Verification struct {
	Sound    bool   `json:"sound" doc:"Whether everything is as Vahti wrote it."`
	Entries  int    `json:"entries" doc:"How many entries were looked at."`
	Links    int    `json:"links" doc:"How many links of the chain were looked at."`
	Waiting  int    `json:"waiting" doc:"How many entries are too new to be sealed into the chain."`
	Unproven int    `json:"unproven" doc:"How many entries are covered by a link that was removed or changed, so that nothing is known of them."`
	Retired  int64  `json:"retired,omitempty" doc:"The last link that was removed because of its age; missing where none was."`
	Flaws    []Flaw `json:"flaws" nullable:"false" doc:"What is not as Vahti wrote it."`
	More     int    `json:"more" doc:"How many further flaws there are that are not named."`
}

// Flaw is one thing that is not as Vahti wrote it.
type Flaw struct {
	Kind  string `json:"kind" doc:"What is wrong."`
	Entry string `json:"entry,omitempty" doc:"With which entry, by its ID."`
	Link  int64  `json:"link,omitempty" doc:"With which link of the chain, by its number."`
}

// verifyTrail verifies the tenant's audit trail, which reads all of it: so often of a
// tenant, whoever asks.
func (s *server) verifyTrail(ctx context.Context, c *call, _ *InTenant) (*answer[Verification], error) {
	if _, wait, ok := s.verified.Take(c.tenant().ID().String()); !ok {
		return nil, errTooMany(wait)
	}
	r, err := trail.Of(c.tenant()).Verify(ctx, c.now)
	if err != nil {
		return nil, err
	}
	out := Verification{Sound: r.Sound(), Entries: r.Entries, Links: r.Links, Waiting: r.Waiting, Unproven: r.Unproven, Retired: r.Retired, Flaws: []Flaw{}, More: r.More}
	for _, p := range r.Problems {
		out.Flaws = append(out.Flaws, Flaw{string(p.Flaw), p.Entry, p.Link})
	}
	return &answer[Verification]{out}, nil
}

// Accesses sums up who reached a tenant's data in a period.
type Accesses struct {
	From     time.Time      `json:"from" doc:"From this moment on."`
	To       time.Time      `json:"to" doc:"Before this moment."`
	Counts   map[string]int `json:"counts" doc:"How many accesses there were, by kind."`
	Items    []Access       `json:"items" nullable:"false" doc:"Who reached the data, by kind."`
	Refused  int            `json:"refused" doc:"How many sign-ins failed."`
	Damaged  int            `json:"damaged" doc:"How many accesses cannot be read."`
	Unlisted int            `json:"unlisted" doc:"How many are counted and not listed, since there are too many."`
}

// Access is what one actor did in one way.
type Access struct {
	Kind    string    `json:"kind" enum:"member,support,key,export" doc:"The way in which the data was reached."`
	Actor   string    `json:"actor" doc:"Who it was."`
	Account string    `json:"account,omitempty" doc:"The actor's account or key, by ID."`
	Grant   string    `json:"grant,omitempty" doc:"The support access under which it was done."`
	Purpose string    `json:"purpose,omitempty" doc:"What the support access was for."`
	Reason  string    `json:"reason,omitempty" doc:"Why it was asked for."`
	Count   int       `json:"count" doc:"How often."`
	First   time.Time `json:"first" doc:"The first time."`
	Last    time.Time `json:"last" doc:"The last time."`
}

// AccessIn asks who reached a tenant's data.
type AccessIn struct {
	InTenant
	From time.Time `query:"from" required:"true" doc:"From this moment on."`
	To   time.Time `query:"to" required:"true" doc:"Before this moment, at most 366 days later."`
}

func (s *server) access(ctx context.Context, c *call, in *AccessIn) (*answer[Accesses], error) {
	if in.To.Sub(in.From) > trail.MaxPeriod {
		return nil, trail.ErrPeriod
	}
	if _, wait, ok := s.summaries.Take(c.tenant().ID().String()); !ok {
		return nil, errTooMany(wait)
	}
	sum, err := trail.Of(c.tenant()).Accesses(ctx, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := Accesses{From: in.From.UTC(), To: in.To.UTC(), Counts: map[string]int{}, Items: []Access{}, Refused: sum.Refused, Damaged: sum.Damaged, Unlisted: sum.Unlisted}
	for kind, n := range sum.Counts {
		out.Counts[string(kind)] = n
	}
	for _, a := range sum.List {
		out.Items = append(out.Items, Access{string(a.Kind), a.Actor, a.Account, a.Grant, a.Purpose, a.Reason, a.Count, a.First.UTC(), a.Last.UTC()})
	}
	return &answer[Accesses]{out}, nil
}
