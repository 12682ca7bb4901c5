package fleet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Put creates a tenant, or brings the one with the same Entra id up to date,
// and returns its ID. Putting the same again writes nothing. A recording older
// than the last scan is refused with ErrOlder.
func (f *Fleet) Put(ctx context.Context, n NewTenant) (tenant.ID, error) {
	keys := handle.Keys(f.db)
	hash, err := keys.Directory(ctx, n.Profile.EntraID)
	if err != nil {
		return tenant.ID{}, fmt.Errorf("create tenant: %w", err)
	}
	id, doc, err := f.find(ctx, hash)
	if err != nil {
		return tenant.ID{}, fmt.Errorf("create tenant: %w", err)
	}
	fresh := id.IsZero()
	if fresh {
		id = tenantid.New()
	}
	key, err := keys.Create(ctx, id)
	if err != nil {
		return id, fmt.Errorf("create tenant: %w", err)
	}
	h, err := handle.Of(f.db, id)
	if err != nil {
		return id, err
	}
	if err := f.putSettings(ctx, h, key, n.Settings); err != nil {
		return id, fmt.Errorf("create tenant: %w", err)
	}
	if fresh {
		return id, f.create(ctx, h, key, hash, n)
	}
	return id, f.update(ctx, h, key, doc, n)
}

// find returns the tenant with the hash of an Entra id, or the zero ID.
func (f *Fleet) find(ctx context.Context, hash string) (tenant.ID, document.Tenant, error) {
	docs, err := f.client.Collection("tenants").Where("entra", "==", hash).Limit(1).Documents(ctx).GetAll()
	if err != nil || len(docs) == 0 {
		return tenant.ID{}, document.Tenant{}, err
	}
	d, err := dueOf(docs[0])
	return d.ID, d.doc, err
}

func (f *Fleet) create(ctx context.Context, h handle.Tenant, key *seal.Key, hash string, n NewTenant) error {
	profile, err := sealProfile(key, n.Profile)
	if err != nil {
		return err
	}
	doc := document.Tenant{
		State: string(tenant.Active), Profile: profile, Entra: hash, Language: n.Language,
		Interval: n.Interval, Due: f.now(), Recorded: n.Recorded,
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := handle.Doc(h).Create(ctx, doc)
		return err
	})
	if err != nil {
		return fmt.Errorf("create tenant: %w", err)
	}
	return nil
}

func sealProfile(key *seal.Key, p tenant.Profile) ([]byte, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return key.Seal(plain, "profile")
}

func (f *Fleet) update(ctx context.Context, h handle.Tenant, key *seal.Key, have document.Tenant, n NewTenant) error {
	var updates []firestore.Update
	plain, err := key.Open(have.Profile, "profile")
	if err != nil {
		return fmt.Errorf("read profile: %w", err)
	}
	var p tenant.Profile
	if err := json.Unmarshal(plain, &p); err != nil {
		return errors.New("read profile: not in the expected form")
	}
	if p != n.Profile {
		box, err := sealProfile(key, n.Profile)
		if err != nil {
			return err
		}
		updates = append(updates, firestore.Update{Path: "profile", Value: box})
	}
	if n.Recorded != nil {
		last, err := tenant.ParseSlot(have.Slot)
		if err != nil {
			return err
		}
		if !last.IsZero() && n.Recorded.Before(last.At) {
			return ErrOlder
		}
	}
	if (n.Recorded == nil) != (have.Recorded == nil) || n.Recorded != nil && !n.Recorded.Equal(*have.Recorded) {
		updates = append(updates, firestore.Update{Path: "recorded", Value: n.Recorded})
	}
	if n.Language != have.Language {
		updates = append(updates, firestore.Update{Path: "language", Value: n.Language})
	}
	if n.Interval != have.Interval {
		updates = append(updates, firestore.Update{Path: "interval", Value: n.Interval})
	}
	if len(updates) == 0 {
		return nil
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := handle.Doc(h).Update(ctx, updates)
		return err
	})
	if err != nil {
		return fmt.Errorf("update tenant: %w", err)
	}
	return nil
}

// putSettings stores what the customer declared, if it differs from what is stored.
func (f *Fleet) putSettings(ctx context.Context, h handle.Tenant, key *seal.Key, settings json.RawMessage) error {
	ref := handle.Doc(h).Collection("settings").Doc("current")
	snap, err := ref.Get(ctx)
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("read settings: %w", err)
	}
	if err == nil {
		var have document.Settings
		if err := snap.DataTo(&have); err != nil {
			return fmt.Errorf("read settings: not in the expected form")
		}
		if plain, err := key.Open(have.Sealed, "settings"); err == nil && bytes.Equal(plain, settings) {
			return nil
		}
	} else if len(settings) == 0 {
		return nil
	}
	box, err := key.Seal(settings, "settings")
	if err != nil {
		return err
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Set(ctx, document.Settings{Sealed: box})
		return err
	})
	if err != nil {
		return fmt.Errorf("store settings: %w", err)
	}
	return nil
}
