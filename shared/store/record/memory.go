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
	writes, err := s.memories(key, set, drop)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(writes, memoryChunk) {
		err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
			if _, err := s.held(tx); err != nil {
				return err
			}
			return apply(tx, some)
		})
		if err != nil {
			return fmt.Errorf("remember: %w", err)
		}
	}
	return nil
}

// RememberAtEnd has Finish do what Remember does, in the transaction that ends the
// scan: for what must not be remembered of a scan that never ended. It takes as many
// parts as Remember writes at a time.
func (s *Scan) RememberAtEnd(key *seal.Key, set map[string][]byte, drop []string) error {
	writes, err := s.memories(key, set, drop)
	if err != nil {
		return err
	}
	if len(writes) > memoryChunk {
		return errors.New("remember: these are too many parts for the end of a scan")
	}
	s.atEnd = writes
	return nil
}

// memories makes the writes of a change of memory; one without a value deletes.
func (s *Scan) memories(key *seal.Key, set map[string][]byte, drop []string) (writes []write, err error) {
	memory := handle.Doc(s.tenant).Collection("memory")
	for _, name := range slices.Sorted(maps.Keys(set)) {
		packed, err := document.Pack(set[name])
		if err != nil {
			return nil, err
		}
		box, err := key.Seal(packed, "memory/"+name)
		if err != nil {
			return nil, err
		}
		if len(box) > document.MaxSealed {
			return nil, errors.New("remember: a part is larger than a document holds")
		}
		writes = append(writes, write{memory.Doc(name), document.Memory{Sealed: box}})
	}
	for _, name := range drop {
		writes = append(writes, write{memory.Doc(name), nil})
	}
	return writes, nil
}

func apply(tx *firestore.Transaction, writes []write) error {
	for _, w := range writes {
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
}
