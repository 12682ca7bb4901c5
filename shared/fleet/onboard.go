package fleet

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Why a step of onboarding is refused, in words for whoever takes it.
var (
	ErrTaken    = errors.New("another customer of Vahti has this Microsoft 365 already")
	ErrOther    = errors.New("the consent is for another Microsoft 365 than this customer's")
	ErrOver     = errors.New("the customer's agreement has ended")
	ErrNoTenant = errors.New("there is no such customer")
	ErrCalm     = errors.New("a scan was asked for a moment ago; wait for it to end")
	ErrPaused   = errors.New("scanning is paused")
	ErrUnread   = errors.New("an administrator has to give Vahti access to Microsoft 365 first")
)

// never is when a tenant is due that cannot be scanned yet.
var never = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)

// NewCustomer describes a customer who is invited.
type NewCustomer struct {
	// Request names the wish: the same one again is the same tenant.
	Request  string
	Name     string
	EntraID  string // of the customer's Microsoft 365, where it is known; otherwise whoever consents says
	Language string // en, fi or sv
	Plan     tenant.Plan
}

// Invite makes a tenant whose administrator has yet to consent, and its data key,
// and returns its ID. A repeat of the same request returns the same.
func (f *Fleet) Invite(ctx context.Context, n NewCustomer, actor, address string) (tenant.ID, error) {
	id, err := f.invite(ctx, n, actor, address)
	if err != nil {
		return id, fmt.Errorf("invite customer: %w", err)
	}
	return id, nil
}

func (f *Fleet) invite(ctx context.Context, n NewCustomer, actor, address string) (tenant.ID, error) {
	keys := handle.Keys(f.db)
	n.Name = strings.TrimSpace(n.Name)
	if keys == nil || !handle.Named(n.Request) || n.Name == "" {
		return tenant.ID{}, errors.New("a customer has a name, and a wish a name of its own")
	}
	if n.Plan != "" {
		if err := n.Plan.Validate(); err != nil {
			return tenant.ID{}, err
		}
	}
	// The wish holds the tenant's ID, so that a repeat finds what it made.
	fresh := tenantid.New()
	wish := f.client.Collection("wishes").Doc(n.Request)
	err := handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{wish})
		if err != nil {
			return err
		}
		if docs[0].Exists() {
			var had document.Wish
			if err := docs[0].DataTo(&had); err != nil {
				return errors.New("a wish is not in the expected form")
			}
			fresh, err = tenantid.Parse(had.Tenant)
			return err
		}
		return tx.Create(wish, document.Wish{Tenant: fresh.String(), At: f.now()})
	})
	if err != nil {
		return tenant.ID{}, err
	}
	key, err := keys.Create(ctx, fresh)
	if err != nil {
		return tenant.ID{}, err
	}
	profile, err := sealProfile(key, tenant.Profile{Name: n.Name, EntraID: strings.ToLower(n.EntraID)})
	if err != nil {
		return tenant.ID{}, err
	}
	h, err := handle.Of(f.db, fresh)
	if err != nil {
		return tenant.ID{}, err
	}
	interval := tenant.MaxInterval
	if n.Plan != "" {
		interval = n.Plan.Shortest()
	}
	doc := document.Tenant{State: string(tenant.Invited), Profile: profile, Language: n.Language, Interval: interval, Plan: string(n.Plan), Due: never}
	doc.Spread, doc.Pass = document.Place(fresh.String())
	who := trail.Who{Name: actor, Address: address}
	if actor != "" {
		who.By = trail.Operator
	}
	entry, err := trail.NewDraft(h, key, "invited", who.Entry(trail.Entry{At: f.now().UTC(), Action: trail.TenantCreated, Target: "tenant"}))
	if err != nil {
		return tenant.ID{}, err
	}
	return fresh, handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(h)})
		if err != nil || docs[0].Exists() {
			return err
		}
		if err := tx.Create(handle.Doc(h), doc); err != nil {
			return err
		}
		return entry.Create(tx)
	})
}

// Consent notes that an administrator of a tenant let Vahti read it, and has it
// scanned as soon as the next tick comes. Consenting again has it scanned again. It
// is refused with ErrTaken where another tenant has that Microsoft 365, and with
// ErrOther where the tenant has another. It takes the permission tenant.Configure, or
// Vahti itself.
func (f *Fleet) Consent(ctx context.Context, t *store.Tenant, entraID string, by member.Actor) error {
	entraID = strings.ToLower(entraID)
	hash, err := handle.Keys(f.db).Directory(ctx, entraID)
	if err != nil {
		return fmt.Errorf("note consent: %w", err)
	}
	key, err := t.Key(ctx)
	if err != nil {
		return fmt.Errorf("note consent: %w", err)
	}
	now, own := f.now().UTC(), rand.Text()
	doc := handle.Doc(t.Handle())
	err = handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		if err := authorize(tx, t, by, tenant.Configure); err != nil {
			return err
		}
		docs, err := tx.GetAll([]*firestore.DocumentRef{doc})
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNoTenant
		}
		var have document.Tenant
		if err := docs[0].DataTo(&have); err != nil {
			return errors.New("tenant is not in the expected form")
		}
		owner, err := firstOf(tx.Documents(f.withHash(hash)).GetAll())
		if err != nil {
			return err
		}
		if !owner.IsZero() && owner != t.ID() {
			return ErrTaken
		}
		plain, err := key.Open(have.Profile, "profile")
		if err != nil {
			return fmt.Errorf("read profile: %w", err)
		}
		var p tenant.Profile
		if json.Unmarshal(plain, &p) != nil {
			return errors.New("read profile: not in the expected form")
		}
		switch state := tenant.State(have.State); {
		case p.EntraID != "" && !strings.EqualFold(p.EntraID, entraID):
			return ErrOther
		case state != tenant.Invited && !state.Watched():
			return ErrOver
		case state.Watched() && p.EntraID != "" && !have.Due.After(now):
			return nil // noted already, and the scan comes
		}
		updates := []firestore.Update{{Path: "due", Value: now}, {Path: "entra", Value: hash}}
		if have.Onboarded.IsZero() {
			updates = append(updates, firestore.Update{Path: "onboarded", Value: now})
		}
		if have.State == string(tenant.Invited) {
			updates = append(updates, firestore.Update{Path: "state", Value: string(tenant.Consented)})
		}
		told, err := bound(p.EntraID, entraID, trail.Entry{At: now, Action: trail.ConsentGranted, Target: "consent"})
		if err != nil {
			return err
		}
		if p.EntraID != entraID {
			p.EntraID = entraID
			box, err := sealProfile(key, p)
			if err != nil {
				return err
			}
			updates = append(updates, firestore.Update{Path: "profile", Value: box})
		}
		entry, err := trail.NewDraft(t.Handle(), key, "consented-"+own, by.Who().Entry(told))
		if err != nil {
			return err
		}
		if err := tx.Update(doc, updates); err != nil {
			return err
		}
		return entry.Create(tx)
	})
	if err != nil {
		return fmt.Errorf("note consent: %w", err)
	}
	return nil
}

// authorize refuses who may not do something in a tenant any more, whatever let them in
// before.
func authorize(tx *firestore.Transaction, t *store.Tenant, by member.Actor, p tenant.Permission) error {
	if by.Service {
		return nil
	}
	_, err := member.Authorize(tx, t.Handle(), by, p)
	if errors.Is(err, member.ErrNotFound) {
		return ErrNoTenant
	}
	return err
}

// bound completes the entry of a consent with the Microsoft 365 that the tenant had, and
// the one that it has by it.
func bound(was, is string, e trail.Entry) (_ trail.Entry, err error) {
	of := func(entraID string) json.RawMessage {
		if entraID == "" {
			return nil
		}
		told, failed := json.Marshal(map[string]string{"entra": entraID})
		err = errors.Join(err, failed)
		return told
	}
	e.Before, e.After = of(was), of(is)
	return e, err
}

// calm is how long after a scan began another cannot be asked for.
const calm = 5 * time.Minute

// Ask has a tenant scanned as soon as the next tick comes, whatever its schedule.
// Asking again before that changes nothing. It is refused with ErrCalm where a scan
// began within the last minutes. It takes the permission tenant.RequestScan, or Vahti itself.
func (f *Fleet) Ask(ctx context.Context, t *store.Tenant, by member.Actor) error {
	key, err := t.Key(ctx)
	if err != nil {
		return fmt.Errorf("ask for a scan: %w", err)
	}
	now, own := f.now().UTC(), rand.Text()
	doc := handle.Doc(t.Handle())
	err = handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		if err := authorize(tx, t, by, tenant.RequestScan); err != nil {
			return err
		}
		docs, err := tx.GetAll([]*firestore.DocumentRef{doc})
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNoTenant
		}
		var have document.Tenant
		if err := docs[0].DataTo(&have); err != nil {
			return errors.New("tenant is not in the expected form")
		}
		switch state := tenant.State(have.State); {
		case state == tenant.Invited:
			return ErrUnread
		case !state.Watched():
			return ErrOver
		case !have.Watched():
			return ErrPaused
		case !have.Due.After(now):
			return nil // it comes anyway
		case now.Sub(have.Began).Abs() < calm:
			return ErrCalm
		}
		entry, err := trail.NewDraft(t.Handle(), key, "asked-"+own, by.Who().Entry(trail.Entry{At: now, Action: trail.ScanRequested, Target: "scans"}))
		if err != nil {
			return err
		}
		if err := tx.Update(doc, []firestore.Update{{Path: "due", Value: now}}); err != nil {
			return err
		}
		return entry.Create(tx)
	})
	if err != nil {
		return fmt.Errorf("ask for a scan: %w", err)
	}
	return nil
}
