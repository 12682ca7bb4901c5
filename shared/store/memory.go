package store

import (
	"context"
	"fmt"

	"vahti.ai/vahti/shared/store/document"
)

// Memory reads what earlier scans left for later ones, by name. See
// [vahti.ai/vahti/shared/store/record.Scan.Remember].
func (t *Tenant) Memory(ctx context.Context) (map[string][]byte, error) {
	docs, err := t.doc().Collection("memory").Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read memory: %w", err)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]byte, len(docs))
	for _, doc := range docs {
		var d document.Memory
		if err := doc.DataTo(&d); err != nil {
			return nil, fmt.Errorf("read memory: %w", err)
		}
		packed, err := key.Open(d.Sealed, "memory/"+doc.Ref.ID)
		if err != nil {
			return nil, fmt.Errorf("read memory: %w", err)
		}
		if out[doc.Ref.ID], err = document.Unpack(packed); err != nil {
			return nil, fmt.Errorf("read memory: %w", err)
		}
	}
	return out, nil
}
