package notice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/outbox"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// news is tenants/{t}/news/{slot}: what one scan changed, and whether it was told.
type news struct {
	Slot  string     `firestore:"slot"`
	At    time.Time  `firestore:"at"`              // when it was first heard of
	Due   *time.Time `firestore:"due,omitempty"`   // when it is looked at next, until it is told
	Items []byte     `firestore:"items,omitempty"` // JSON list of Item, once they are known
	Told  *time.Time `firestore:"told,omitempty"`
	Tries int        `firestore:"tries,omitempty"` // how often it could not be told
	// Expires is when Firestore removes it: the digests that tell it are long made.
	Expires time.Time `firestore:"expires"`
}

const (
	// newsKept is how long news is kept.
	newsKept = 60 * 24 * time.Hour
	// scanPatience is how long news waits for its scan to end. What the scan changes
	// afterwards is further news.
	scanPatience = 15 * time.Minute
	// missedFor is how long what nobody was told of is looked for. A message lies in the
	// queue no longer, and news is kept longer.
	missedFor = 31 * 24 * time.Hour
	// look is how often it is looked whether the scan has ended.
	look = 20 * time.Second
	// further is how much further news of one scan there may be.
	further = 20
)

func (n news) items() ([]Item, error) {
	var out []Item
	if len(n.Items) > 0 && json.Unmarshal(n.Items, &out) != nil {
		return nil, errForm
	}
	return out, nil
}

var errForm = errors.New("news is not in the expected form")

// Place names news that is to be told.
type Place struct {
	Tenant tenant.ID
	Name   string
}

func newsName(slot tenant.Slot, n int) string {
	if n == 0 {
		return slot.Key()
	}
	return fmt.Sprintf("%s-%d", slot.Key(), n)
}

func newsRef(t *store.Tenant, name string) *firestore.DocumentRef {
	return handle.Doc(t.Handle()).Collection("news").Doc(name)
}

// Note keeps that a scan changed findings, and returns where. A repeat keeps nothing
// new. Findings that it changed after the news was told are further news of the same
// scan; ok is false where everything was told.
func (d *Desk) Note(ctx context.Context, t *store.Tenant, slot tenant.Slot, ids []finding.ID) (p Place, ok bool, err error) {
	now := d.Now().UTC()
	fresh := news{Slot: slot.String(), At: now, Due: &now, Expires: now.Add(newsKept)}
	told := map[finding.ID]int{}
	for n := range further {
		p := Place{t.ID(), newsName(slot, n)}
		ref := newsRef(t, p.Name)
		snap, err := ref.Get(ctx)
		if status.Code(err) == codes.NotFound {
			if n > 0 {
				if more, err := d.untold(ctx, t, slot, ids, told); err != nil || !more {
					return p, false, err
				}
			}
			err = handle.Retry(ctx, func(ctx context.Context) error {
				_, err := ref.Create(ctx, fresh)
				return err
			})
			if err != nil && status.Code(err) != codes.AlreadyExists {
				return p, false, fmt.Errorf("keep news: %w", err)
			}
			return p, true, nil
		}
		var have news
		if err == nil {
			err = snap.DataTo(&have)
		}
		if err != nil {
			return p, false, fmt.Errorf("read news: %w", err)
		}
		if have.Told == nil && len(have.Items) == 0 {
			return p, true, nil // what it will tell is read then
		}
		items, err := have.items()
		if err != nil {
			return p, false, err
		}
		for _, i := range items {
			told[i.Finding] = max(told[i.Finding], i.Version)
		}
		if have.Told == nil {
			if more, err := d.untold(ctx, t, slot, ids, told); err != nil || !more {
				return p, err == nil, err
			}
		}
	}
	return Place{}, false, errors.New("a scan has too much further news")
}

// untold reports whether the scan changed one of the findings after what was told.
func (d *Desk) untold(ctx context.Context, t *store.Tenant, slot tenant.Slot, ids []finding.ID, told map[finding.ID]int) (bool, error) {
	for _, id := range ids {
		f, err := t.FindingFacts(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return false, err
		}
		if f.Slot == slot.String() && told[id] < f.Version {
			return true, nil
		}
	}
	return false, nil
}

// Waiting lists news that is to be looked at now, of all tenants, oldest first.
func Waiting(ctx context.Context, db *store.DB, now time.Time, limit int) ([]Place, error) {
	docs, err := handle.Vahti(db.Handle()).CollectionGroup("news").Where("due", "<=", now.UTC()).OrderBy("due", firestore.Asc).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list news: %w", err)
	}
	return places(docs), nil
}

// places are where documents below tenants lie; one below anything else is passed over.
func places(docs []*firestore.DocumentSnapshot) (out []Place) {
	for _, snap := range docs {
		of := snap.Ref.Parent.Parent
		if of == nil {
			continue
		}
		if id, err := tenantid.Parse(of.ID); err == nil {
			out = append(out, Place{id, snap.Ref.ID})
		}
	}
	return out
}

// Tell tells the news of one scan, if the scan has ended, and reports whether it is
// told now. Where it has not, the news is looked at again a little later.
func (d *Desk) Tell(ctx context.Context, p Place) (bool, error) {
	t, err := d.DB.Tenant(p.Tenant)
	if err != nil {
		return false, err
	}
	ref := newsRef(t, p.Name)
	snap, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return true, nil
	}
	var n news
	if err == nil {
		err = snap.DataTo(&n)
	}
	if err != nil {
		return false, fmt.Errorf("read news: %w", err)
	}
	if n.Told != nil {
		return true, d.done(ctx, ref)
	}
	slot, err := tenant.ParseSlot(n.Slot)
	if err != nil {
		return false, errForm
	}
	h, err := enter(ctx, t)
	if errors.Is(err, errUnwatched) {
		return true, d.done(ctx, ref)
	}
	if err != nil {
		return false, err
	}
	if n.Items == nil {
		ended, err := t.Ended(ctx, slot)
		if err != nil {
			return false, err
		}
		if !ended && d.Now().Before(n.At.Add(scanPatience)) {
			return false, d.later(ctx, snap)
		}
		if n, err = d.freeze(ctx, h, snap, n, slot); err != nil {
			return false, err
		}
	}
	items, err := n.items()
	if err != nil {
		return false, err
	}
	if err := d.write(ctx, h, p, slot, n.At, items); err != nil {
		return false, err
	}
	if err := d.digests(ctx, h); err != nil {
		return false, err
	}
	return true, d.done(ctx, ref)
}

// freeze reads what the scan changed and was not told yet, and keeps it: whoever goes
// on after a crash tells the same.
func (d *Desk) freeze(ctx context.Context, h house, snap *firestore.DocumentSnapshot, n news, slot tenant.Slot) (news, error) {
	changed, err := h.ChangedIn(ctx, slot)
	if err != nil {
		return n, err
	}
	before, err := d.before(ctx, h.Tenant, slot, snap.Ref.ID)
	if err != nil {
		return n, err
	}
	changed = slices.DeleteFunc(changed, func(c store.Changed) bool { return c.Kind == "" || before[c.ID] >= c.Version })
	if err := d.missed(ctx, h.Tenant, changed); err != nil {
		return n, err
	}
	items := []Item{}
	for _, c := range changed {
		items = append(items, Item{c.ID, c.Version, c.Check, c.Severity, c.Kind, serious(h.notify, c)})
	}
	if n.Items, err = json.Marshal(items); err != nil {
		return n, fmt.Errorf("keep news: %w", err)
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := snap.Ref.Update(ctx, []firestore.Update{{Path: "items", Value: n.Items}}, firestore.LastUpdateTime(snap.UpdateTime))
		return err
	})
	if status.Code(err) != codes.FailedPrecondition {
		if err != nil {
			return n, fmt.Errorf("keep news: %w", err)
		}
		return n, nil
	}
	// Another was first, or one's own answer was lost: what is kept holds.
	again, err := snap.Ref.Get(ctx)
	var have news
	if err == nil {
		err = again.DataTo(&have)
	}
	if err != nil {
		return n, fmt.Errorf("read news: %w", err)
	}
	if have.Items == nil {
		return n, errors.New("news was put off meanwhile")
	}
	return have, nil
}

// missed finds what nobody was told of. News tells a finding as it is when the news is
// read: where a scan opens one, and another changes it before that, the first scan's
// news is without it, and the second would tell it as a mere change. What it was before
// is then in the finding's history, and becomes its kind: the earliest of the steps since
// it was last told or mended.
func (d *Desk) missed(ctx context.Context, t *store.Tenant, changed []store.Changed) error {
	told := map[string]map[finding.ID]int{} // by slot
	knows := func(s store.ScanStep, v store.Version) (bool, error) {
		if told[s.Slot] == nil {
			slot, err := tenant.ParseSlot(s.Slot)
			if err != nil {
				return true, nil //nolint:nilerr // a step of no scan is told by none
			}
			if told[s.Slot], err = d.before(ctx, t, slot, ""); err != nil {
				return false, err
			}
		}
		return told[s.Slot][v.Finding] >= v.Number, nil
	}
	var at []int // in changed
	var of []store.Version
	for i, c := range changed {
		if c.Kind == finding.Changed && c.State == finding.Open && c.Version > 1 {
			at, of = append(at, i), append(of, store.Version{Finding: c.ID, Number: c.Version - 1})
		}
	}
	for len(of) > 0 {
		steps, err := t.ScanSteps(ctx, of)
		if err != nil {
			return err
		}
		var nextAt []int
		var next []store.Version
		for n, s := range steps {
			if s.Kind == "" || s.Kind == finding.Closed || d.Now().Sub(s.Written) > missedFor {
				continue
			}
			if known, err := knows(s, of[n]); err != nil {
				return err
			} else if known {
				continue
			}
			if s.Kind != finding.Changed {
				changed[at[n]].Kind = s.Kind
			}
			if of[n].Number > 1 {
				nextAt, next = append(nextAt, at[n]), append(next, store.Version{Finding: of[n].Finding, Number: of[n].Number - 1})
			}
		}
		at, of = nextAt, next
	}
	return nil
}

// before is what was told of a scan in news before that of a name, or in all of it where
// the name is empty.
func (d *Desk) before(ctx context.Context, t *store.Tenant, slot tenant.Slot, name string) (map[finding.ID]int, error) {
	told := map[finding.ID]int{}
	for n := range further {
		if newsName(slot, n) == name {
			break
		}
		snap, err := newsRef(t, newsName(slot, n)).Get(ctx)
		if status.Code(err) == codes.NotFound && name == "" {
			break // they are kept in order
		}
		if status.Code(err) == codes.NotFound {
			continue
		}
		var have news
		if err == nil {
			err = snap.DataTo(&have)
		}
		if err != nil {
			return nil, fmt.Errorf("read news: %w", err)
		}
		items, err := have.items()
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			told[i.Finding] = max(told[i.Finding], i.Version)
		}
	}
	return told, nil
}

// done notes that news is told. It may be repeated: the first moment stays, which says
// in which digest it is.
func (d *Desk) done(ctx context.Context, ref *firestore.DocumentRef) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		snap, err := ref.Get(ctx)
		if status.Code(err) == codes.NotFound {
			return nil
		}
		var n news
		if err == nil {
			err = snap.DataTo(&n)
		}
		if err != nil || n.Told != nil && n.Due == nil {
			return err
		}
		updates := []firestore.Update{{Path: "due", Value: firestore.Delete}}
		if n.Told == nil {
			updates = append(updates, firestore.Update{Path: "told", Value: d.Now().UTC()})
		}
		_, err = ref.Update(ctx, updates, firestore.LastUpdateTime(snap.UpdateTime))
		if status.Code(err) == codes.FailedPrecondition {
			return status.Error(codes.Aborted, "changed meanwhile")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("note that news is told: %w", err)
	}
	return nil
}

// later has news looked at again, unless somebody has dealt with it meanwhile.
func (d *Desk) later(ctx context.Context, snap *firestore.DocumentSnapshot) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := snap.Ref.Update(ctx, []firestore.Update{{Path: "due", Value: d.Now().Add(look).UTC()}}, firestore.LastUpdateTime(snap.UpdateTime))
		return err
	})
	if err != nil && status.Code(err) != codes.FailedPrecondition {
		return fmt.Errorf("put news off: %w", err)
	}
	return nil
}

// PutOff has news that could not be told looked at again later, the later the more often
// it failed, so that it stands before no other. What is told meanwhile stays told.
func (d *Desk) PutOff(ctx context.Context, p Place) error {
	t, err := d.DB.Tenant(p.Tenant)
	if err != nil {
		return err
	}
	ref := newsRef(t, p.Name)
	err = handle.Retry(ctx, func(ctx context.Context) error {
		snap, err := ref.Get(ctx)
		if status.Code(err) == codes.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		// Field by field: it may be in no form that can be read.
		if due, err := snap.DataAt("due"); err != nil || due == nil {
			return nil //nolint:nilerr // it waits no more
		}
		had, _ := snap.DataAt("tries")
		tries, _ := had.(int64)
		_, err = ref.Update(ctx, []firestore.Update{{Path: "due", Value: d.Now().Add(outbox.Wait(int(tries) + 1)).UTC()}, {Path: "tries", Value: tries + 1}},
			firestore.LastUpdateTime(snap.UpdateTime))
		return err
	})
	if err != nil && status.Code(err) != codes.FailedPrecondition {
		return fmt.Errorf("put news off: %w", err)
	}
	return nil
}

func update(ctx context.Context, ref *firestore.DocumentRef, updates ...firestore.Update) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Update(ctx, updates)
		return err
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("keep notice: %w", err)
	}
	return nil
}

// write writes the letters and the webhook's message about a scan.
func (d *Desk) write(ctx context.Context, h house, p Place, slot tenant.Slot, at time.Time, items []Item) error {
	if len(items) == 0 {
		return nil
	}
	if err := d.post(ctx, h, p.Name, slot, at, items); err != nil {
		return err
	}
	if !slices.ContainsFunc(items, func(i Item) bool { return i.AtOnce }) {
		return nil
	}
	return d.alert(ctx, h, p.Name, items)
}
