package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// claimTime is how long an unstarted claim waits for its message before it is
// published again; againTime is how long a claim waits after that.
const (
	claimTime = time.Minute
	againTime = 15 * time.Second
)

// Late lists claims that nobody is working on: those whose message seems lost
// and those whose lease ran out unfinished. Their messages must be published
// again. Claims that can no longer be finished are abandoned on the way.
func (f *Fleet) Late(ctx context.Context) iter.Seq2[queue.Scan, error] {
	q := f.client.CollectionGroup("scans").Where("state", "==", document.Claimed)
	return func(yield func(queue.Scan, error) bool) {
		docs, err := q.Documents(ctx).GetAll()
		if err != nil {
			yield(queue.Scan{}, fmt.Errorf("list claims: %w", err))
			return
		}
		for _, snap := range docs {
			m, late, err := f.late(ctx, snap.Ref)
			if (late || err != nil) && !yield(m, err) {
				return
			}
		}
	}
}

// late decides over one claim and notes that it is published again.
func (f *Fleet) late(ctx context.Context, ref *firestore.DocumentRef) (m queue.Scan, late bool, err error) {
	id, err := tenantid.Parse(ref.Parent.Parent.ID)
	if err != nil {
		return m, false, fmt.Errorf("list claims: %w", err)
	}
	err = f.client.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		late = false
		claim, about, err := claimAndTenant(tx, ref)
		if err != nil {
			return err
		}
		slot, err1 := tenant.ParseSlot(claim.Slot)
		begun, err2 := tenant.ParseSlot(about.Slot)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		m = queue.Scan{Tenant: id, Slot: slot}
		now := f.now()
		switch {
		case claim.State != document.Claimed:
			return nil
		case about.State != string(tenant.Active), begun.Compare(slot) > 0:
			return tx.Update(ref, []firestore.Update{{Path: "state", Value: document.Abandoned}})
		case begun == slot && now.Before(about.Lease.Until):
			return nil
		}
		published := claim.Until.After(claim.Claimed.Add(claimTime)) // again, that is
		if now.Before(claim.Until) && (begun != slot || published) {
			return nil
		}
		late = true
		return tx.Update(ref, []firestore.Update{{Path: "until", Value: now.Add(againTime)}})
	})
	if err != nil {
		return m, false, fmt.Errorf("look at claim: %w", err)
	}
	return m, late, nil
}

func claimAndTenant(tx *firestore.Transaction, ref *firestore.DocumentRef) (claim document.Scan, about document.Tenant, err error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{ref, ref.Parent.Parent})
	if err != nil {
		return claim, about, err
	}
	for _, d := range docs {
		if !d.Exists() {
			return claim, about, status.Error(codes.NotFound, "claim without a tenant")
		}
	}
	return claim, about, errors.Join(docs[0].DataTo(&claim), docs[1].DataTo(&about))
}
