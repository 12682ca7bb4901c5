package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Loss is a tenant whose administrators have withdrawn their consent, and whose people
// have not been told.
type Loss struct {
	Tenant tenant.ID
	at     time.Time
}

// Lost lists some of them, the oldest first, at most limit after so many that are passed
// over. A tenant that cannot be read stops no
// other, and is an error beside them.
func (d *Desk) Lost(ctx context.Context, passed, limit int) (out []Loss, err error) {
	docs, err := handle.Vahti(d.DB.Handle()).Collection("tenants").Where("lostAt", "<=", d.Now().UTC()).OrderBy("lostAt", firestore.Asc).Offset(passed).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list lost consents: %w", err)
	}
	for _, snap := range docs {
		var about document.Tenant
		id, bad := tenantid.Parse(snap.Ref.ID)
		if bad != nil || snap.DataTo(&about) != nil || about.LostAt == nil {
			err = errors.New("list lost consents: a tenant is not in the expected form")
			continue
		}
		out = append(out, Loss{id, about.LostAt.UTC()})
	}
	return out, err
}

// TellLoss writes to the tenant's owners and admins, once for each time that the consent
// is lost, and notes that they were told unless it was lost again since.
func (d *Desk) TellLoss(ctx context.Context, l Loss) error {
	t, err := d.DB.Tenant(l.Tenant)
	if err != nil {
		return err
	}
	if err := d.admins(ctx, t, letter.ConsentLost, "", fmt.Sprintf("%s-%s-%d", letter.ConsentLost, l.Tenant, l.at.Unix())); err != nil {
		return err
	}
	doc := handle.Doc(t.Handle())
	err = handle.Transact(ctx, d.DB.Handle(), func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{doc})
		if err != nil || !docs[0].Exists() {
			return err
		}
		var about document.Tenant
		if err := docs[0].DataTo(&about); err != nil {
			return err
		}
		if about.LostAt == nil || !about.LostAt.Equal(l.at) {
			return nil
		}
		return tx.Update(doc, []firestore.Update{{Path: "lostAt", Value: firestore.Delete}})
	})
	if err != nil {
		return fmt.Errorf("note that a lost consent was told: %w", err)
	}
	return nil
}
