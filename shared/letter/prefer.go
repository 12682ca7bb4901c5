package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// Choice is what a reader wants from now on.
type Choice struct {
	Kinds   []Kind  // of the optional kinds
	Partner bool    // the reader acts in the tenant for a partner organisation
	Digest  Cadence // empty for the tenant's
	// Seen is the version that the reader has looked at; nil for whichever there is.
	Seen *int
}

func (c Choice) validate() error {
	if c.Digest != "" && c.Digest != Daily && c.Digest != Weekly || slices.ContainsFunc(c.Kinds, func(k Kind) bool { return !k.Optional() }) {
		return ErrPreferences
	}
	return nil
}

// apply returns what the preferences become. What somebody chose as a member stays when
// they choose for a partner organisation, and the other way round.
func (c Choice) apply(p Preferences) Preferences {
	out := Preferences{Muted: p.Muted, Wanted: p.Wanted, Digest: c.Digest}
	kinds := slices.Compact(slices.Sorted(slices.Values(c.Kinds)))
	if c.Partner {
		out.Wanted = kinds
		return out
	}
	out.Muted = slices.Sorted(slices.Values(slices.DeleteFunc(OptionalKinds(), func(k Kind) bool { return slices.Contains(kinds, k) })))
	return out
}

// Prefer replaces what a reader wants, and returns what the tenant's audit trail is to
// tell of it. Where the reader wants that already, nothing changes and nothing is told.
func (r Reader) Prefer(ctx context.Context, db *store.DB, c Choice, now time.Time) (Change, error) {
	if err := c.validate(); err != nil {
		return Change{}, err
	}
	return r.change(ctx, db, "", now, func(p Preferences, version int) (Preferences, error) {
		next := c.apply(p)
		if c.Seen != nil && *c.Seen != version && !same(p, next) {
			return p, ErrPreferred
		}
		return next, nil
	})
}

// byLink is how the audit trail says that a reader followed a letter's link, or their
// mail program did at the press of its button.
const byLink = "by the link in a letter"

// Mute turns one optional kind off, as a reader does by the link in a letter, whether
// as a member or for a partner organisation. It may be repeated.
func (r Reader) Mute(ctx context.Context, db *store.DB, k Kind, now time.Time) (Change, error) {
	if !k.Optional() {
		return Change{}, ErrPreferences
	}
	return r.change(ctx, db, byLink, now, func(p Preferences, _ int) (Preferences, error) {
		muted := append(slices.Clone(p.Muted), k)
		slices.Sort(muted)
		return Preferences{Muted: slices.Compact(muted), Wanted: slices.DeleteFunc(slices.Clone(p.Wanted), func(w Kind) bool { return w == k }), Digest: p.Digest}, nil
	})
}

func same(a, b Preferences) bool {
	return a.Digest == b.Digest && slices.Equal(a.Muted, b.Muted) && slices.Equal(a.Wanted, b.Wanted)
}

// change changes the preferences and keeps, in the same transaction, what is to be told.
func (r Reader) change(ctx context.Context, db *store.DB, reason string, now time.Time, f func(Preferences, int) (Preferences, error)) (Change, error) {
	ref, err := r.ref(db)
	if err != nil {
		return Change{}, err
	}
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return Change{}, err
	}
	now = now.UTC().Truncate(time.Microsecond)
	var out Change
	people := handle.New(handle.People(db.Handle()), nil, nil, nil, nil)
	err = handle.Transact(ctx, people, func(_ context.Context, tx *firestore.Transaction) error {
		out = Change{}
		docs, err := tx.GetAll([]*firestore.DocumentRef{ref})
		if err != nil {
			return err
		}
		var d preferences
		if docs[0].Exists() {
			if err := docs[0].DataTo(&d); err != nil {
				return err
			}
		}
		was := d.read()
		is, err := f(was, d.Version)
		if err != nil || same(was, is) {
			return err
		}
		d = preferences{Muted: texts(is.Muted), Wanted: texts(is.Wanted), Digest: string(is.Digest), Tenant: r.Tenant, Version: d.Version + 1}
		c, err := r.told(key, fmt.Sprintf("preferences-%s-%d-%d", r.Account, now.UnixMicro(), d.Version), reason, was, is, now)
		if err != nil {
			return err
		}
		c.ref = handle.People(db.Handle()).Collection("preferencechanges").Doc(r.Tenant + "-" + c.Name)
		if err := tx.Set(ref, d); err != nil {
			return err
		}
		out = c
		return tx.Create(c.ref, c.doc)
	})
	if err != nil {
		return Change{}, fmt.Errorf("keep preferences: %w", err)
	}
	return out, nil
}

func texts(kinds []Kind) []string {
	out := []string{}
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return out
}

// Change is one change of a reader's preferences, as the tenant's audit trail tells it;
// zero where nothing changed. It waits in the people database, where the preferences
// are, until it was told: a transaction covers one database, and who hears a letter's
// link sees no tenant.
type Change struct {
	Name  string // of the entry
	entry trail.Entry
	doc   change
	ref   *firestore.DocumentRef
}

// change is preferencechanges/{tenant}-{name} in the people database.
type change struct {
	Tenant string    `firestore:"tenant"`
	Name   string    `firestore:"name"`
	At     time.Time `firestore:"at"`
	Sealed []byte    `firestore:"sealed"` // with the key of the people who sign in
}

// changed is the sealed part of a change.
type changed struct {
	Account string          `json:"account"`
	Actor   string          `json:"actor,omitempty"`
	Address string          `json:"address,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Before  json.RawMessage `json:"before"`
	After   json.RawMessage `json:"after"`
}

func (c changed) entry(at time.Time) trail.Entry {
	return trail.Entry{At: at.UTC(), By: trail.Member, Actor: c.Actor, Account: c.Account, Address: c.Address, Action: trail.PreferencesChanged,
		Target: "preferences/" + c.Account, Reason: c.Reason, Before: c.Before, After: c.After}
}

// shown is what the audit trail keeps of preferences.
func shown(p Preferences) (json.RawMessage, error) {
	return json.Marshal(map[string]any{"letters": p.Kinds(false), "lettersForPartner": p.Kinds(true), "digest": p.Digest})
}

func changePlace(tenant, name string) string { return "preferencechanges/" + tenant + "/" + name }

// told is a change ready to be kept.
func (r Reader) told(key *seal.Key, name, reason string, was, is Preferences, now time.Time) (Change, error) {
	before, err := shown(was)
	if err != nil {
		return Change{}, err
	}
	after, err := shown(is)
	if err != nil {
		return Change{}, err
	}
	part := changed{r.Account, r.Name, r.Address, reason, before, after}
	plain, err := json.Marshal(part)
	if err != nil {
		return Change{}, err
	}
	sealed, err := key.Seal(plain, changePlace(r.Tenant, name))
	if err != nil {
		return Change{}, err
	}
	return Change{Name: name, entry: part.entry(now), doc: change{r.Tenant, name, now, sealed}}, nil
}

// Tell writes the change into the audit trail of its tenant. It may be repeated, and
// both who made the change and the sweep do.
func (c Change) Tell(ctx context.Context, t *store.Tenant) error {
	if c.Name == "" {
		return nil
	}
	if t.ID().String() != c.doc.Tenant {
		return errForm
	}
	return trail.Of(t).Add(ctx, c.Name, c.entry)
}

// Changes lists the changes of preferences that wait to be told, oldest first. One that
// cannot be read yields an error and the listing goes on.
func Changes(ctx context.Context, db *store.DB) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		key, err := peoplesKey(ctx, db)
		if err != nil {
			yield(Change{}, err)
			return
		}
		q := handle.People(db.Handle()).Collection("preferencechanges").OrderBy("at", firestore.Asc)
		for {
			docs, err := q.Limit(changesAtOnce).Documents(ctx).GetAll()
			if err != nil {
				yield(Change{}, fmt.Errorf("list changes of preferences: %w", err))
				return
			}
			for _, snap := range docs {
				if c, err := openChange(key, snap); !yield(c, err) {
					return
				}
			}
			if len(docs) < changesAtOnce {
				return
			}
			q = q.StartAfter(docs[len(docs)-1])
		}
	}
}

// changesAtOnce is how many changes are read at a time.
const changesAtOnce = 200

func openChange(key *seal.Key, snap *firestore.DocumentSnapshot) (Change, error) {
	c := Change{ref: snap.Ref}
	if snap.DataTo(&c.doc) != nil || snap.Ref.ID != c.doc.Tenant+"-"+c.doc.Name {
		return c, errForm
	}
	plain, err := key.Open(c.doc.Sealed, changePlace(c.doc.Tenant, c.doc.Name))
	if err != nil {
		return c, fmt.Errorf("read change of preferences: %w", err)
	}
	var part changed
	if json.Unmarshal(plain, &part) != nil {
		return c, errForm
	}
	c.Name, c.entry = c.doc.Name, part.entry(c.doc.At)
	return c, nil
}

// Settle tells a change and forgets it. That of a tenant whose key was destroyed is
// forgotten alone: its trail is no more.
func (c Change) Settle(ctx context.Context, db *store.DB) error {
	id, err := tenantid.Parse(c.doc.Tenant)
	if err != nil {
		return errForm
	}
	t, err := db.Tenant(id)
	if err == nil && c.entry.Actor == "" { // a link of the time when it did not say
		m, lookErr := member.Get(ctx, t, c.entry.Account)
		if lookErr != nil && !errors.Is(lookErr, member.ErrNone) {
			err = lookErr
		}
		c.entry.Actor = m.Email
	}
	if err == nil {
		err = c.Tell(ctx, t)
	}
	if err != nil && !errors.Is(err, seal.ErrNoKey) {
		return err
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := c.ref.Delete(ctx)
		return err
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("forget change of preferences: %w", err)
	}
	return nil
}
