package scan

import (
	"errors"
	"slices"

	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/store"
)

// seen returns what Microsoft lets Vahti read of the tenant, where that is another
// than what was known.
func (w *work) seen(in reading) *store.Consent {
	was := in.consent
	if !was.Seen.IsZero() && !was.Lost && slices.Equal(was.Permissions, in.stats.Granted) {
		return nil
	}
	return &store.Consent{Permissions: in.stats.Granted, Seen: w.now().UTC()}
}

// lost is seen for a scan that got no token: it returns something where the tenant
// has withdrawn its consent. Its findings stay as they are.
func (w *work) lost(in reading, err error) *store.Consent {
	var t *graph.TokenError
	if !errors.As(err, &t) || !t.ConsentLost() {
		return nil
	}
	if in.consent.Lost {
		return &in.consent // asked for again a day later
	}
	return &store.Consent{Permissions: in.consent.Permissions, Seen: w.now().UTC(), Lost: true}
}
