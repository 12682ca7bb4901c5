package grant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// step is one step of a grant under way.
type step struct {
	t   handle.Tenant
	key *seal.Key
	now time.Time
}

func newStep(ctx context.Context, t *store.Tenant, now time.Time) (step, error) {
	key, err := t.Key(ctx)
	return step{t.Handle(), key, now.UTC().Truncate(time.Microsecond)}, err
}

func (s step) grants() *firestore.CollectionRef { return handle.Doc(s.t).Collection("grants") }

// write writes what a grant has become, with its entry of the audit trail. A step is
// taken once in a grant's life, so its name is the entry's.
func (s step) write(tx *firestore.Transaction, g Grant, action trail.Action, by trail.Entry) error {
	_, verb, _ := strings.Cut(string(action), ".")
	return s.writeAs(tx, g, verb, action, by)
}

// writeAs is write for a step that shares its action with another.
func (s step) writeAs(tx *firestore.Transaction, g Grant, verb string, action trail.Action, by trail.Entry) error {
	d, err := g.stored(s.key)
	if err != nil {
		return err
	}
	after, err := json.Marshal(g.told())
	if err != nil {
		return err
	}
	by.At, by.Action, by.Target, by.After = s.now, action, "grants/"+g.ID, after
	by.Grant, by.Purpose, by.Reason = g.ID, string(g.Purpose), g.Reason
	entry, err := trail.NewDraft(s.t, s.key, "grant-"+g.ID+"-"+verb, by)
	if err != nil {
		return err
	}
	return errors.Join(tx.Set(s.grants().Doc(g.ID), d), entry.Create(tx))
}

// told is what the audit trail keeps of a grant.
func (g Grant) told() map[string]any {
	out := map[string]any{"state": g.State, "operator": g.Operator, "goal": g.Goal, "views": g.Views, "method": g.Method, "minutes": int(g.Limit / time.Minute),
		"approval": g.Approval}
	if !g.Until.IsZero() {
		out["until"] = g.Until
	}
	if g.Because != "" {
		out["because"] = g.Because
	}
	if g.Outcome != "" {
		out["outcome"] = g.Outcome
	}
	return out
}

// operator is the trail's word for an operator who does something.
func (o Operator) entry() trail.Entry {
	return trail.Entry{By: trail.Operator, Actor: o.Name, Account: o.Account, Address: o.Address}
}

// customer is the trail's word for a member who does something.
func customer(by member.Actor) trail.Entry {
	return trail.Entry{By: trail.Member, Actor: by.Name, Account: by.Account, Address: by.Address}
}

// Ask asks for a grant and returns it: asked where the customer has to approve, else
// approved. A repeat of the same request returns what it made. An operator who owes
// the outcome of another grant, of whichever tenant, gets none.
func Ask(ctx context.Context, t *store.Tenant, w Wish, by Operator, now time.Time) (Grant, error) {
	if !named(by.Account) || by.Name == "" {
		return Grant{}, ErrOperator
	}
	w, err := w.clean(now)
	if err != nil {
		return Grant{}, err
	}
	s, err := newStep(ctx, t, now)
	if err != nil {
		return Grant{}, err
	}
	g := Grant{ID: s.key.Hash("grant", by.Account, w.Request), State: Approved, Operator: by.Name, Account: by.Account, Purpose: w.Purpose, Reason: w.Reason,
		Goal: w.Goal, Views: w.Views, Method: w.Method, Limit: w.Limit, Asked: s.now}
	if w.Purpose == QualityAssurance {
		g.notAfter = w.qualityEnds()
	}
	var out Grant
	err = handle.Transact(ctx, handle.DBOf(s.t), func(_ context.Context, tx *firestore.Transaction) error {
		out, err = s.ask(tx, g, by)
		return err
	})
	if err != nil {
		return Grant{}, fmt.Errorf("ask for support access: %w", err)
	}
	return out, nil
}

// ask is the transaction of Ask.
func (s step) ask(tx *firestore.Transaction, g Grant, by Operator) (Grant, error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(s.t), s.grants().Doc(g.ID)})
	if err != nil {
		return g, err
	}
	if docs[1].Exists() {
		return grantOf(docs[1], s.key, s.now)
	}
	var about document.Tenant
	if !docs[0].Exists() {
		return g, member.ErrNotFound
	}
	if err := docs[0].DataTo(&about); err != nil {
		return g, err
	}
	if tenant.State(about.State) == tenant.Erased {
		return g, member.ErrNotFound
	}
	if g.Approval, err = instruction.ApprovalNeeded(tx, s.t, s.key); err != nil {
		return g, err
	}
	if err := s.owing(tx, by.Account); err != nil {
		return g, err
	}
	// Grants are listed by when they were asked for, so that has to rise.
	last, err := tx.Documents(handle.Doc(s.t).Collection("grants").OrderBy("asked", firestore.Desc).Limit(1)).GetAll()
	if err != nil {
		return g, err
	}
	for _, snap := range last {
		var d document.Grant
		if err := snap.DataTo(&d); err != nil {
			return g, err
		}
		if !s.now.After(d.Asked) {
			g.Asked = d.Asked.UTC().Add(time.Microsecond)
		}
	}
	g.Until = s.now.Add(Patience)
	if g.State = Approved; g.Approval {
		g.State = Asked
	}
	return g, s.write(tx, g, trail.GrantAsked, by.entry())
}

// owing refuses an operator who owes an outcome, or has too many grants already.
func (s step) owing(tx *firestore.Transaction, account string) error {
	n, err := s.held(tx, account)
	if err == nil && n >= maxOwing {
		err = ErrTooMany
	}
	return err
}

// held refuses an operator who owes the outcome of a grant, and otherwise counts the
// operator's grants that are not over and done with. It looks at all tenants, and reads
// no more of them than that.
func (s step) held(tx *firestore.Transaction, account string) (int, error) {
	client := handle.Vahti(handle.DBOf(s.t))
	docs, err := tx.Documents(client.CollectionGroup("grants").Where("owing", "==", account).Limit(maxOwing)).GetAll()
	if err != nil {
		return 0, err
	}
	for _, snap := range docs {
		var d document.Grant
		if err := snap.DataTo(&d); err != nil {
			return 0, err
		}
		over := d.State == document.GrantEnded || d.State == document.GrantActive && d.Until != nil && !s.now.Before(*d.Until)
		if over && d.Started != nil {
			return 0, ErrOwed
		}
	}
	return len(docs), nil
}

// change changes one grant in a transaction. may refuses, or returns what the grant
// becomes, with what the trail calls that; without an action it stays as it is.
func change(ctx context.Context, t *store.Tenant, doing, id string, now time.Time, may func(*firestore.Transaction, step, Grant) (Grant, trail.Action, trail.Entry, error)) (Grant, error) {
	if !handle.Named(id) {
		return Grant{}, ErrNone
	}
	s, err := newStep(ctx, t, now)
	if err != nil {
		return Grant{}, err
	}
	var out Grant
	err = handle.Transact(ctx, handle.DBOf(s.t), func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.grants().Doc(id))
		if status.Code(err) == codes.NotFound {
			snap = nil
		} else if err != nil {
			return err
		}
		var was Grant
		if snap != nil {
			if was, err = grantOf(snap, s.key, s.now); err != nil {
				return err
			}
		}
		is, action, by, err := may(tx, s, was)
		if err != nil {
			return err
		}
		if out = is; action == "" {
			return nil
		}
		return s.write(tx, is, action, by)
	})
	if err != nil {
		return Grant{}, fmt.Errorf("%s: %w", doing, err)
	}
	return out, nil
}
