package api

import (
	"context"
	"errors"
	"fmt"

	"vahti.ai/vahti/shared/letter"
)

// Preferences are which letters about a tenant a person gets.
type Preferences struct {
	Letters []string `json:"letters" nullable:"false" doc:"The kinds of letters that the person gets, of those that can be turned off: findings-alert, findings-digest, consent-lost, mail-failed and webhook-failed. Letters that the agreement requires are not among them."`
	Digest  string   `json:"digest,omitempty" enum:"daily,weekly" doc:"How often the summary comes. Missing for as often as the tenant has set."`
	Partner bool     `json:"partner" doc:"Whether the person acts in the tenant for a partner organisation, and so gets nothing of these before choosing it."`
}

// errNoReader is for scripts that ask for a person's letters.
var errNoReader = errors.New("an API key is no person and gets no letters")

// reader is the caller as one who gets the tenant's letters, and what they are now.
func (s *server) reader(ctx context.Context, c *call) (letter.Reader, *single[Preferences], int, error) {
	r := letter.Reader{Tenant: c.tenant().ID().String(), Account: c.who.Account, Name: c.who.Name, Address: c.who.Address}
	if r.Account == "" {
		return r, nil, 0, errNoReader
	}
	p, version, err := r.Preferences(ctx, s.db)
	return r, c.preferred(p, version), version, err
}

// partner reports whether the caller acts in the tenant for a partner organisation.
func (c *call) partner() bool { return c.entry.Via.Organisation != "" }

// preferred is what a person gets, and its version.
func (c *call) preferred(p letter.Preferences, version int) *single[Preferences] {
	out := Preferences{Letters: []string{}, Digest: string(p.Digest), Partner: c.partner()}
	for _, k := range p.Kinds(out.Partner) {
		out.Letters = append(out.Letters, string(k))
	}
	return &single[Preferences]{fmt.Sprintf(`"%d-%t"`, version, out.Partner), out}
}

func (s *server) preferences(ctx context.Context, c *call, _ *InTenant) (*single[Preferences], error) {
	_, is, _, err := s.reader(ctx, c)
	return is, err
}

// PutPreferencesIn changes which letters the caller gets.
type PutPreferencesIn struct {
	InTenant
	Careful
	Body struct {
		Letters []string `json:"letters" maxItems:"5" nullable:"false" enum:"findings-alert,findings-digest,consent-lost,mail-failed,webhook-failed" doc:"The kinds of letters to get, of those that can be turned off."`
		Digest  string   `json:"digest,omitempty" enum:"daily,weekly" doc:"How often the summary is to come. Missing for as often as the tenant has set."`
	}
}

func (s *server) putPreferences(ctx context.Context, c *call, in *PutPreferencesIn) (*single[Preferences], error) {
	r, was, version, err := s.reader(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := met(in.IfMatch, was.ETag); err != nil {
		return nil, err
	}
	choice := letter.Choice{Partner: c.partner(), Digest: letter.Cadence(in.Body.Digest), Seen: &version}
	for _, k := range in.Body.Letters {
		choice.Kinds = append(choice.Kinds, letter.Kind(k))
	}
	change, err := r.Prefer(ctx, s.db, choice, c.now)
	if err != nil {
		return nil, err
	}
	if err := change.Tell(ctx, c.tenant()); err != nil {
		return nil, err
	}
	_, is, _, err := s.reader(ctx, c)
	return is, err
}
