package api

import (
	"context"
	"strconv"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
)

// LookupIn asks for the findings about a resource.
type LookupIn struct {
	InTenant
	Spoken
	ID     string `query:"id" required:"true" minLength:"1" maxLength:"500" doc:"The ID of the person or resource, exactly: Microsoft Entra's object ID, or a domain's name."`
	Kind   string `query:"kind" maxLength:"100" doc:"Only findings about resources of this kind, such as users or applications."`
	Cursor string `query:"cursor" maxLength:"4096" doc:"The next of the page before; nothing for the first page."`
}

// lookup finds the findings about a resource without reading any other: a finding's
// ID is a keyed hash of its check and its resource, so that those that there can be
// are worked out, check by check. Findings that only point at the resource among
// others are sealed and are not found so, and neither are those of checks that are
// no longer made.
func (s *server) lookup(ctx context.Context, c *call, in *LookupIn) (*answer[Page[Finding]], error) {
	t := c.tenant()
	k, err := s.catalogue(ctx, t, in.Language)
	if err != nil {
		return nil, err
	}
	sc, err := c.scope(ctx, "lookup", []string{in.ID, in.Kind})
	if err != nil {
		return nil, err
	}
	place, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	from := 0
	if place != "" {
		if from, err = strconv.Atoi(place); err != nil || from < 0 || from > len(k.checks) {
			return nil, errCursor()
		}
	}
	to := min(from+store.MaxExamined, len(k.checks))
	ids := make([]finding.ID, 0, to-from)
	for _, known := range k.checks[from:to] {
		ids = append(ids, finding.ID(sc.key.Hash("finding", known.ID, in.ID)))
	}
	list, err := t.FindingsNamed(ctx, ids)
	if err != nil {
		return nil, err
	}
	var kept []finding.Finding
	for _, f := range list {
		if in.Kind == "" || resourceOf(f).Kind == in.Kind {
			kept = append(kept, f)
		}
	}
	next := ""
	if to < len(k.checks) {
		next = strconv.Itoa(to)
	}
	return pageOf(kept, sc.write(next), k.finding), nil
}
