package exception

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Withdraw ends an exception at a person's wish and returns it as it is then. One
// that was withdrawn before is returned as it is; one that ended otherwise is
// ErrEnded. It takes what Accept takes. now is the wall clock's.
func Withdraw(ctx context.Context, t *store.Tenant, id string, by member.Actor, now time.Time) (finding.Exception, error) {
	var out finding.Exception
	if !handle.Named(id) {
		return out, ErrNone
	}
	key, err := t.Key(ctx)
	if err != nil {
		return out, err
	}
	h := t.Handle()
	err = handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		if err := authorize(tx, h, by, ErrNone); err != nil {
			return err
		}
		out, err = withdraw(tx, h, key, id, by.Who(), now)
		return err
	})
	if err != nil {
		return finding.Exception{}, fmt.Errorf("withdraw exception: %w", err)
	}
	return out, nil
}

// withdraw is the transaction of Withdraw.
func withdraw(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, id string, by trail.Who, now time.Time) (finding.Exception, error) {
	doc := handle.Doc(t)
	docs, err := tx.GetAll([]*firestore.DocumentRef{doc, doc.Collection("exceptions").Doc(id)})
	if err != nil {
		return finding.Exception{}, err
	}
	var about document.Tenant
	var d document.Exception
	if !docs[0].Exists() || !docs[1].Exists() {
		return finding.Exception{}, ErrNone
	}
	if err := docs[0].DataTo(&about); err != nil {
		return finding.Exception{}, err
	}
	if err := docs[1].DataTo(&d); err != nil {
		return finding.Exception{}, err
	}
	e, err := d.Exception(key)
	switch {
	case err != nil:
		return e, err
	case e.Because == finding.Withdrawn:
		return e, nil
	case !e.Active():
		return e, ErrEnded
	case about.State != string(tenant.Active):
		return e, ErrInactive
	}
	f, err := current(tx, doc, d.Finding)
	if err != nil {
		return e, err
	}
	end := End{Ending: finding.Ending{Exception: e, Because: finding.Withdrawn}, By: by, At: about.Clock(now), Now: now}
	if err := end.write(tx, t, key, f); err != nil {
		return e, err
	}
	if f.State == string(finding.Open) {
		if err := announce(tx, t, id, f, now); err != nil {
			return e, err
		}
	}
	return end.ended(), nil
}

// current reads an exception's finding as it is stored; zero where it is there no
// more.
func current(tx *firestore.Transaction, doc *firestore.DocumentRef, id string) (document.Finding, error) {
	snap, err := tx.Get(doc.Collection("findings").Doc(id))
	if status.Code(err) == codes.NotFound {
		return document.Finding{}, nil
	}
	if err != nil {
		return document.Finding{}, err
	}
	var f document.Finding
	return f, snap.DataTo(&f)
}

// announce leaves the message that a finding has returned.
func announce(tx *firestore.Transaction, t handle.Tenant, id string, f document.Finding, now time.Time) error {
	slot, err := tenant.ParseSlot(f.Slot)
	if err != nil {
		return err
	}
	topic, data, err := queue.Encode(queue.FindingsChanged{Tenant: handle.ID(t), Slot: slot, Findings: []finding.ID{finding.ID(f.ID)}})
	if err != nil {
		return err
	}
	return tx.Create(handle.Doc(t).Collection("outbox").Doc(id+"-withdrawn"), document.Outbox{Topic: topic, Data: data, At: now})
}

// End is an exception that ends.
type End struct {
	finding.Ending
	By  trail.Who // who ends it; nobody when it ends by itself
	At  time.Time // by the tenant's clock
	Now time.Time // by the wall clock
}

// Write ends an exception within a transaction that has read it as snap, which
// must be the exception's document, and whose finding stands as f. It writes
// nothing where the exception has ended already.
func (e End) Write(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, snap *firestore.DocumentSnapshot, f document.Finding) error {
	var d document.Exception
	if !snap.Exists() {
		return nil
	}
	if err := snap.DataTo(&d); err != nil {
		return err
	}
	if d.State != document.ExceptionActive {
		return nil
	}
	return e.write(tx, t, key, f)
}

// Ref is where an exception is stored.
func Ref(t handle.Tenant, id string) *firestore.DocumentRef {
	return handle.Doc(t).Collection("exceptions").Doc(id)
}

// write ends an exception that is active: its document, its entry of the audit
// trail and, where its finding is open and so returns, the step of the story.
func (e End) write(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, f document.Finding) error {
	x := e.Exception
	written := after(e.Now, x.Written)
	ender, err := document.SealEnder(x.ID, e.By.Name, key)
	if err != nil {
		return err
	}
	update := []firestore.Update{
		{Path: "state", Value: document.ExceptionEnded}, {Path: "ended", Value: e.At}, {Path: "endWritten", Value: written},
		{Path: "because", Value: string(e.Because)}, {Path: "lapses", Value: firestore.Delete},
	}
	if ender != nil {
		update = append(update, firestore.Update{Path: "endedBy", Value: ender})
	}
	if err := tx.Update(Ref(t, x.ID), update); err != nil {
		return err
	}
	if err := e.trail(tx, t, key); err != nil {
		return err
	}
	if f.State != string(finding.Open) {
		return nil
	}
	var by finding.Attribution
	if e.By.Name != "" {
		by = attribution(e.By, e.Now)
	}
	name, step, err := document.FromException(finding.Returned, x.ID, e.Because, f, by, e.At, written, key)
	if err != nil {
		return err
	}
	if err := tx.Create(handle.Doc(t).Collection("findings").Doc(f.ID).Collection("history").Doc(name), step); err != nil {
		return err
	}
	about := finding.Finding{ID: x.Finding, Check: x.Check, Resource: x.Resource}
	drift := finding.ExceptionDrift(about, finding.Excepted, finding.Open, e.Because, e.At, by)
	return events(tx, t, key, x.ID+"-ended", []finding.Drift{drift}, e.At, written)
}

// ended is the exception as it is after it has ended.
func (e End) ended() finding.Exception {
	x := e.Exception
	x.Ended, x.Because, x.EndedBy = e.At.UTC(), e.Because, e.By.Name
	return x
}

// trail writes the entry of the audit trail.
func (e End) trail(tx *firestore.Transaction, t handle.Tenant, key *seal.Key) error {
	before, err := json.Marshal(told(e.Exception))
	if err != nil {
		return err
	}
	ended, err := json.Marshal(told(e.ended()))
	if err != nil {
		return err
	}
	action := map[finding.EndReason]trail.Action{
		finding.Expired: trail.ExceptionExpired, finding.GotWorse: trail.ExceptionWorse, finding.Withdrawn: trail.ExceptionWithdrawn,
	}[e.Because]
	d, err := trail.NewDraft(t, key, e.Exception.ID+"-ended", e.By.Entry(trail.Entry{
		At: e.Now, Action: action, Target: "exceptions/" + e.Exception.ID, Before: before, After: ended}))
	if err != nil {
		return err
	}
	return d.Create(tx)
}
