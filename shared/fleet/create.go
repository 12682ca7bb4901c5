package fleet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// NewTenant describes a tenant to create.
type NewTenant struct {
	Profile  tenant.Profile
	Settings json.RawMessage // as the customer declared them; validated by the caller
	Language string          // en, fi or sv
	Plan     tenant.Plan     // what the customer agreed to; bounds the interval
	Interval time.Duration   // between scans; zero for the shortest of the plan, without a plan the longest
	Recorded *time.Time      // the moment a recording was made; whole seconds count
}

// Put creates a tenant, or brings the one with the same Entra id up to date,
// and returns its ID. Putting the same again writes nothing, and of several made
// at the same moment one creates the tenant. An interval outside the plan is
// refused. A recording older than the last scan is refused with ErrOlder and
// changes nothing; the ID is returned with it.
func (f *Fleet) Put(ctx context.Context, n NewTenant) (tenant.ID, error) {
	id, err := f.put(ctx, n)
	if err != nil && !errors.Is(err, ErrOlder) {
		err = fmt.Errorf("put tenant: %w", err)
	}
	return id, err
}

func (f *Fleet) put(ctx context.Context, n NewTenant) (tenant.ID, error) {
	keys := handle.Keys(f.db)
	if keys == nil {
		return tenant.ID{}, errors.New("this function cannot seal")
	}
	if n.Interval == 0 {
		n.Interval = tenant.MaxInterval
		if n.Plan != "" {
			n.Interval = n.Plan.Shortest()
		}
	}
	if err := n.Plan.Allow(n.Interval); err != nil {
		return tenant.ID{}, err
	}
	if n.Recorded != nil {
		at := n.Recorded.UTC().Truncate(time.Second) // as in a slot
		n.Recorded = &at
	}
	hash, err := keys.Directory(ctx, n.Profile.EntraID)
	if err != nil {
		return tenant.ID{}, err
	}
	id, err := firstOf(f.withHash(hash).Documents(ctx).GetAll())
	if err != nil {
		return tenant.ID{}, err
	}
	if id.IsZero() {
		var created bool
		if id, created, err = f.create(ctx, keys, hash, n); err != nil || created {
			return id, err
		}
	}
	key, err := keys.Create(ctx, id)
	if err != nil {
		return id, err
	}
	return id, f.update(ctx, id, key, n)
}

// withHash asks for the tenant with the hash of an Entra id.
func (f *Fleet) withHash(hash string) firestore.Query {
	return f.client.Collection("tenants").Where("entra", "==", hash).Limit(1)
}

// firstOf returns whose document an answer holds, or the zero ID.
func firstOf(docs []*firestore.DocumentSnapshot, err error) (tenant.ID, error) {
	if err != nil || len(docs) == 0 {
		return tenant.ID{}, err
	}
	return tenantid.Parse(docs[0].Ref.ID)
}

// create makes a tenant under a new ID, in a transaction that asks once more
// whether there is one: then it returns that one's ID and creates nothing. The
// key made for it remains, and seals nothing.
func (f *Fleet) create(ctx context.Context, keys *seal.Keys, hash string, n NewTenant) (id tenant.ID, created bool, err error) {
	fresh := tenantid.New()
	key, err := keys.Create(ctx, fresh)
	if err != nil {
		return id, false, err
	}
	profile, err := sealProfile(key, n.Profile)
	if err != nil {
		return id, false, err
	}
	settings, err := sealSettings(key, n.Settings)
	if err != nil {
		return id, false, err
	}
	h, err := handle.Of(f.db, fresh)
	if err != nil {
		return id, false, err
	}
	doc := document.Tenant{
		State: string(tenant.Active), Profile: profile, Entra: hash, Language: n.Language,
		Interval: n.Interval, Plan: string(n.Plan), Due: f.now(), Recorded: n.Recorded,
	}
	doc.Spread, doc.Pass = document.Place(fresh.String())
	err = f.client.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		found, err := firstOf(tx.Documents(f.withHash(hash)).GetAll())
		if id, created = found, found.IsZero(); err != nil || !created {
			return err
		}
		id = fresh
		if len(n.Settings) > 0 {
			if err := tx.Create(settingsOf(h), settings); err != nil {
				return err
			}
		}
		return tx.Create(handle.Doc(h), doc)
	}, firestore.MaxAttempts(attempts))
	return id, created, err
}

// attempts is how often a transaction over tenants is tried.
const attempts = 12

func settingsOf(h handle.Tenant) *firestore.DocumentRef {
	return handle.Doc(h).Collection("settings").Doc("current")
}

func sealProfile(key *seal.Key, p tenant.Profile) ([]byte, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return key.Seal(plain, "profile")
}

func sealSettings(key *seal.Key, settings json.RawMessage) (document.Settings, error) {
	box, err := key.Seal(settings, "settings")
	return document.Settings{Sealed: box}, err
}

// update brings a tenant's document and settings up to date, both or neither.
func (f *Fleet) update(ctx context.Context, id tenant.ID, key *seal.Key, n NewTenant) error {
	h, err := handle.Of(f.db, id)
	if err != nil {
		return err
	}
	return f.client.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(h), settingsOf(h)})
		if err != nil {
			return err
		}
		var have document.Tenant
		if err := docs[0].DataTo(&have); err != nil {
			return errors.New("tenant is not in the expected form")
		}
		updates, err := differences(key, have, n, f.now())
		if err != nil {
			return err
		}
		stale, err := staleSettings(key, docs[1], n.Settings)
		if err != nil {
			return err
		}
		if stale {
			settings, err := sealSettings(key, n.Settings)
			if err != nil {
				return err
			}
			if err := tx.Set(settingsOf(h), settings); err != nil {
				return err
			}
		}
		if len(updates) == 0 {
			return nil
		}
		return tx.Update(handle.Doc(h), updates)
	}, firestore.MaxAttempts(attempts))
}

// differences are the updates that make a tenant's document say what n says. With
// a shorter interval the next scan is not left to the longer one.
func differences(key *seal.Key, have document.Tenant, n NewTenant, now time.Time) ([]firestore.Update, error) {
	last, err := tenant.ParseSlot(have.Slot)
	if err != nil {
		return nil, err
	}
	if n.Recorded != nil && !last.IsZero() && n.Recorded.Before(last.At) {
		return nil, ErrOlder
	}
	plain, err := key.Open(have.Profile, "profile")
	if err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	var p tenant.Profile
	if err := json.Unmarshal(plain, &p); err != nil {
		return nil, errors.New("read profile: not in the expected form")
	}
	var updates []firestore.Update
	if p != n.Profile {
		box, err := sealProfile(key, n.Profile)
		if err != nil {
			return nil, err
		}
		updates = append(updates, firestore.Update{Path: "profile", Value: box})
	}
	if (n.Recorded == nil) != (have.Recorded == nil) || n.Recorded != nil && !n.Recorded.Equal(*have.Recorded) {
		updates = append(updates, firestore.Update{Path: "recorded", Value: n.Recorded})
	}
	if n.Language != have.Language {
		updates = append(updates, firestore.Update{Path: "language", Value: n.Language})
	}
	if n.Interval != have.Interval {
		updates = append(updates, firestore.Update{Path: "interval", Value: n.Interval})
		have.Interval = n.Interval
		if next := have.NextDue(now); next.Before(have.Due) {
			updates = append(updates, firestore.Update{Path: "due", Value: next})
		}
	}
	if string(n.Plan) != have.Plan {
		updates = append(updates, firestore.Update{Path: "plan", Value: string(n.Plan)})
	}
	return updates, nil
}

// staleSettings reports whether what is stored differs from what was declared.
func staleSettings(key *seal.Key, snap *firestore.DocumentSnapshot, settings json.RawMessage) (bool, error) {
	if !snap.Exists() {
		return len(settings) > 0, nil
	}
	var have document.Settings
	if err := snap.DataTo(&have); err != nil {
		return false, errors.New("settings are not in the expected form")
	}
	plain, err := key.Open(have.Sealed, "settings")
	same := err == nil && bytes.Equal(plain, settings)
	return !same, nil // what cannot be unsealed is written anew
}
