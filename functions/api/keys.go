package api

import (
	"context"
	"time"

	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/tenant"
)

// Key is an API key, without its secret.
type Key struct {
	ID          string     `json:"id" doc:"The key's ID."`
	Name        string     `json:"name" doc:"What it is for."`
	By          string     `json:"by" doc:"Who made it."`
	Permissions []string   `json:"permissions" nullable:"false" doc:"What it may do."`
	Created     time.Time  `json:"created" doc:"When it was made."`
	Expires     time.Time  `json:"expires" doc:"When it ends."`
	Used        *time.Time `json:"used,omitempty" doc:"When it was used last, to the hour."`
	Revoked     *time.Time `json:"revoked,omitempty" doc:"When it was revoked."`
	Resting     bool       `json:"resting" doc:"Whether it rests: who made it may not do any more what it carries, as where they are a member no more. It opens nothing; somebody who may makes a new one."`
	Valid       bool       `json:"valid" doc:"Whether it opens anything now."`
}

func keyOf(k apikey.Key, now time.Time) Key {
	out := Key{k.ID, k.Name, k.By, []string{}, k.Created.UTC(), k.Expires.UTC(), moment(k.Used), moment(k.Revoked), k.Resting, k.Valid(now)}
	for _, p := range k.Permissions {
		out.Permissions = append(out.Permissions, string(p))
	}
	return out
}

// KeysIn asks for API keys.
type KeysIn struct {
	InTenant
	Paged
}

func (s *server) keys(ctx context.Context, c *call, in *KeysIn) (*answer[Page[Key]], error) {
	sc, err := c.scope(ctx, "keys", nil)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := apikey.List(ctx, c.tenant(), after, in.Limit)
	if err == nil {
		err = apikey.Rest(ctx, s.db, c.tenant(), list)
	}
	if err != nil {
		return nil, err
	}
	return pageOf(list, sc.write(next), func(k apikey.Key) Key { return keyOf(k, c.now) }), nil
}

// CreateKeyIn makes an API key.
type CreateKeyIn struct {
	InTenant
	Once
	Body struct {
		Name        string    `json:"name" minLength:"1" maxLength:"100" doc:"What it is for."`
		Permissions []string  `json:"permissions" minItems:"1" maxItems:"20" nullable:"false" enum:"read,export,trail.read,scan.request,decide,configure" doc:"What it may do."`
		Expires     time.Time `json:"expires" doc:"When it ends, at most 365 days away."`
	}
}

// CreatedKey is an API key that was made.
type CreatedKey struct {
	Key
	Text string `json:"text,omitempty" doc:"The key itself. It is shown once: an answer that is given again does not have it."`
}

// String keeps the key out of formatted errors.
func (CreatedKey) String() string { return "[API key]" }

// GoString implements fmt.GoStringer for the same reason.
func (k CreatedKey) GoString() string { return k.String() }

// kept is the answer without the key's text, of which only a hash is kept.
func (k CreatedKey) kept() CreatedKey {
	k.Text = ""
	return k
}

func (s *server) createKey(ctx context.Context, c *call, in *CreateKeyIn) (*made[CreatedKey], error) {
	wish := apikey.Wish{Name: in.Body.Name, Expires: in.Body.Expires}
	for _, p := range in.Body.Permissions {
		wish.Permissions = append(wish.Permissions, tenant.Permission(p))
	}
	k, text, err := apikey.Create(ctx, c.tenant(), wish, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	shown := keyOf(k, c.now)
	return &made[CreatedKey]{ETag: tagOf(shown), Location: c.path("keys", k.ID), Body: CreatedKey{shown, string(text)}}, nil
}

// KeyIn names an API key.
type KeyIn struct {
	InTenant
	Key string `path:"key" doc:"The key's ID."`
}

// key reads a key as it is shown, which says whether it rests.
func (s *server) key(ctx context.Context, c *call, id string) (Key, error) {
	k, err := apikey.Get(ctx, c.tenant(), id)
	if err != nil {
		return Key{}, err
	}
	list := []apikey.Key{k}
	if err := apikey.Rest(ctx, s.db, c.tenant(), list); err != nil {
		return Key{}, err
	}
	return keyOf(list[0], c.now), nil
}

func (s *server) oneKey(ctx context.Context, c *call, in *KeyIn) (*single[Key], error) {
	k, err := s.key(ctx, c, in.Key)
	if err != nil {
		return nil, err
	}
	return one(k), nil
}

// RevokeKeyIn revokes an API key.
type RevokeKeyIn struct {
	KeyIn
	Careful
}

// revokeKey revokes a key that the caller has read. That it is revoked is for good:
// whoever does so in the same moment wants the same.
func (s *server) revokeKey(ctx context.Context, c *call, in *RevokeKeyIn) (*single[Key], error) {
	was, err := s.key(ctx, c, in.Key)
	if err != nil {
		return nil, err
	}
	if err := met(in.IfMatch, tagOf(was)); err != nil {
		return nil, err
	}
	k, err := apikey.Revoke(ctx, c.tenant(), in.Key, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(keyOf(k, c.now)), nil
}
