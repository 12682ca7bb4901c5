package record

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// memoryChunk is how many parts one transaction writes.
const memoryChunk = 8

// Remember replaces parts of the tenant's memory and drops others, by name. It
// writes nothing when there is nothing to change. Parts are written a few at a
// time: each must make sense without the others.
func (s *Scan) Remember(ctx context.Context, key *seal.Key, set map[string][]byte, drop []string) error {
	memory := handle.Doc(s.tenant).Collection("memory")
	var writes []write
	for _, name := range slices.Sorted(maps.Keys(set)) {
		packed, err := document.Pack(set[name])
		if err != nil {
			return err
		}
		box, err := key.Seal(packed, "memory/"+name)
		if err != nil {
			return err
		}
		if len(box) > document.MaxSealed {
			return errors.New("remember: a part is larger than a document holds")
		}
		writes = append(writes, write{memory.Doc(name), document.Memory{Sealed: box}})
	}
	for _, name := range drop {
		writes = append(writes, write{memory.Doc(name), nil})
	}
	for some := range slices.Chunk(writes, memoryChunk) {
		err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
			if _, err := s.held(tx); err != nil {
				return err
			}
			for _, w := range some {
				var err error
				if w.value == nil {
					err = tx.Delete(w.ref)
				} else {
					err = tx.Set(w.ref, w.value)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("remember: %w", err)
		}
	}
	return nil
}
