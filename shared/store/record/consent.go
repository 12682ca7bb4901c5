package record

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// lostEvery is how often a tenant that withdrew its consent is asked whether it has
// given it again.
const lostEvery = 24 * time.Hour

// consent is what a scan's end writes of what it may read.
type consent struct {
	now   *store.Consent // nil for nothing to write
	entry *trail.Draft   // nil where it was lost before
}

// consented prepares what is written where the consent has changed.
func (s *Scan) consented(ctx context.Context, r Result) (consent, error) {
	if r.Consent == nil || s.light {
		return consent{}, nil
	}
	if r.Consent.Lost && r.ConsentWas.Lost {
		return consent{now: r.Consent}, nil
	}
	before, err1 := json.Marshal(told{r.ConsentWas.Permissions, r.ConsentWas.Lost})
	after, err2 := json.Marshal(told{r.Consent.Permissions, r.Consent.Lost})
	if err := errors.Join(err1, err2); err != nil {
		return consent{}, err
	}
	key, err := handle.Keys(handle.DBOf(s.tenant)).Of(ctx, handle.ID(s.tenant))
	if err != nil {
		return consent{}, err
	}
	draft, err := trail.NewDraft(s.tenant, key, "consent-"+s.slot.Key(), trail.Entry{At: s.now().UTC(), Action: actionOf(r.ConsentWas, *r.Consent), Target: "consent", Before: before, After: after})
	return consent{r.Consent, &draft}, err
}

// told is a consent as the audit trail shows it.
type told struct {
	Permissions []string `json:"permissions"`
	Lost        bool     `json:"lost"`
}

// actionOf says whether Microsoft lets Vahti read nothing any more, less than before,
// or something more.
func actionOf(was, now store.Consent) trail.Action {
	missing := func(permission string) bool { return !slices.Contains(now.Permissions, permission) }
	switch {
	case now.Lost:
		return trail.ConsentWithdrawn
	case slices.ContainsFunc(was.Permissions, missing):
		return trail.ConsentNarrowed
	}
	return trail.ConsentGranted
}

// write notes the consent, makes a tenant that has been scanned an active one, and
// has one that can be scanned no more asked again tomorrow, and its people told.
func (c consent) write(tx *firestore.Transaction, doc *firestore.DocumentRef, ended time.Time) error {
	if c.now == nil {
		return nil
	}
	updates := []firestore.Update{{Path: "consent", Value: document.Consent{Permissions: c.now.Permissions, Seen: c.now.Seen, Lost: c.now.Lost}}}
	if c.now.Lost {
		updates = append(updates, firestore.Update{Path: "due", Value: ended.Add(lostEvery)})
		if c.entry != nil {
			updates = append(updates, firestore.Update{Path: "lostAt", Value: c.now.Seen})
		}
	} else {
		updates = append(updates, firestore.Update{Path: "state", Value: string(tenant.Active)}, firestore.Update{Path: "lostAt", Value: firestore.Delete})
	}
	if err := tx.Update(doc, updates); err != nil {
		return err
	}
	if c.entry == nil {
		return nil
	}
	return c.entry.Create(tx)
}
