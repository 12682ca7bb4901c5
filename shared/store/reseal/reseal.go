// Package reseal seals anew, with the key that a tenant seals with now, what an older of
// its keys sealed. Nothing else of a document changes, and nothing waits: who reads or
// writes meanwhile does so as ever, and what was written meanwhile is looked at again.
//
// It goes through everything below a tenant in the database vahti, the entries on their
// way into the audit trail apart, which are created once and leave within minutes. A
// repeat, and one that goes on after another was stopped, find what is done done.
package reseal

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
)

// Result is what became of a tenant's documents.
type Result struct {
	Documents int // that were looked at
	Sealed    int // fields that were sealed anew
	// Left counts, by collection and field, what an older key sealed and nobody knows the
	// place of: it stays as it is and can be read.
	Left map[string]int
}

// Tenant goes through a tenant's documents. What it returns with an error it has done.
func Tenant(ctx context.Context, t *store.Tenant) (Result, error) {
	out := Result{Left: map[string]int{}}
	key, err := t.Key(ctx)
	if err != nil {
		return out, err
	}
	doc := handle.Doc(t.Handle())
	p := &pass{db: handle.DBOf(t.Handle()), root: doc.Path + "/", key: key, out: &out}
	snap, err := doc.Get(ctx)
	if err == nil {
		err = p.look(ctx, snap)
	}
	if err == nil {
		err = p.below(ctx, doc)
	}
	if err != nil {
		return out, fmt.Errorf("seal anew: %w", err)
	}
	return out, nil
}

// pass is one tenant's under way.
type pass struct {
	db   handle.DB
	root string // the path of the tenant's document, with a slash
	key  *seal.Key
	out  *Result
}

// onTheWay is the collection that is left alone.
const onTheWay = "trail"

// page is how many documents are read at a time: some are as large as documents can be.
const page = 50

// below goes through the collections below a document, and what is below theirs.
func (p *pass) below(ctx context.Context, doc *firestore.DocumentRef) error {
	collections, err := doc.Collections(ctx).GetAll()
	if err != nil {
		return err
	}
	for _, c := range collections {
		if c.ID == onTheWay {
			continue
		}
		for next := c.OrderBy(firestore.DocumentID, firestore.Asc).Limit(page); ; {
			docs, err := next.Documents(ctx).GetAll()
			if err != nil {
				return err
			}
			for _, snap := range docs {
				if err := p.look(ctx, snap); err != nil {
					return err
				}
				if err := p.below(ctx, snap.Ref); err != nil {
					return err
				}
			}
			if len(docs) < page {
				break
			}
			next = c.OrderBy(firestore.DocumentID, firestore.Asc).StartAfter(docs[len(docs)-1]).Limit(page)
		}
	}
	return nil
}

// look seals a document's fields anew where that is needed.
func (p *pass) look(ctx context.Context, snap *firestore.DocumentSnapshot) error {
	p.out.Documents++
	updates, left := p.updates(snap)
	for _, name := range left {
		p.out.Left[name]++
	}
	if len(updates) == 0 {
		return nil
	}
	n := 0
	err := handle.Transact(ctx, p.db, func(_ context.Context, tx *firestore.Transaction) error {
		n = 0
		docs, err := tx.GetAll([]*firestore.DocumentRef{snap.Ref})
		if err != nil || !docs[0].Exists() {
			return err // deleted meanwhile
		}
		updates, _ := p.updates(docs[0])
		if len(updates) == 0 {
			return nil // written meanwhile
		}
		n = len(updates)
		return tx.Update(snap.Ref, updates)
	})
	if err == nil {
		p.out.Sealed += n
	}
	return err
}

// updates are the fields of a document that an older key sealed, sealed anew, and the
// names of those that cannot be opened.
func (p *pass) updates(snap *firestore.DocumentSnapshot) (updates []firestore.Update, left []string) {
	for field, value := range snap.Data() {
		sealed, ok := value.([]byte)
		if !ok {
			left = append(left, p.within(snap, field, value)...)
			continue
		}
		if !p.key.Older(sealed) {
			continue
		}
		at := place(strings.TrimPrefix(snap.Ref.Path+"/", p.root), field)
		plain, err := p.key.Open(sealed, at)
		if err == nil {
			sealed, err = p.key.Seal(plain, at)
		}
		if err != nil {
			left = append(left, snap.Ref.Parent.ID+"."+field)
			continue
		}
		updates = append(updates, firestore.Update{FieldPath: firestore.FieldPath{field}, Value: sealed})
	}
	return updates, left
}

// within names what an older key sealed and lies deeper in a field, where nothing sealed
// is kept.
func (p *pass) within(snap *firestore.DocumentSnapshot, field string, value any) (left []string) {
	switch v := value.(type) {
	case []byte:
		if p.key.Older(v) {
			left = append(left, snap.Ref.Parent.ID+"."+field)
		}
	case map[string]any:
		for _, inner := range v {
			left = append(left, p.within(snap, field, inner)...)
		}
	case []any:
		for _, inner := range v {
			left = append(left, p.within(snap, field, inner)...)
		}
	}
	return left
}

// place is what a field was sealed for, by the path of its document below the tenant's,
// with a slash at its end: the document where one field is sealed, and further fields by
// their names. The tenant's own document and the settings were there before that rule.
func place(path, field string) string {
	path = strings.TrimSuffix(path, "/")
	switch {
	case path == "":
		return field
	case path == "settings/current":
		return "settings"
	case field == "sealed" || field == "by":
		return path
	}
	return path + "/" + field
}
