package scan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// What a scan leaves for later ones: how far each resource is whose parents take
// turns, in the part "turns", and the notable entities of parents until their
// next turn, in parts of their own. A tenant that is read whole in every scan
// leaves nothing.

const turnsPart = "turns"

// memoryPart is one part of what is remembered of a resource.
type memoryPart struct {
	Resource snapshot.Resource `json:"resource"`
	Parents  snapshot.Memory   `json:"parents"`
}

// partSize is how much of a resource's memory goes into one part, in bytes
// before packing.
const partSize = 2 << 20

var errMemory = errors.New("what earlier scans left is not in the expected form")

// resume puts into the snapshot how far earlier scans were, and returns what
// they remembered by resource. With an error, which says that it is damaged or of
// another version's form, the snapshot is as before and the turns begin anew:
// until a round is whole again nothing is said to be in order.
func resume(s *snapshot.Snapshot, parts map[string][]byte) (map[snapshot.Resource]snapshot.Memory, error) {
	remembered, turns, err := parse(parts)
	if err != nil {
		return nil, err
	}
	trial := snapshot.New(s.Now, s.Settings)
	for _, key := range snapshot.Keys() {
		if memory := remembered[key.Resource()]; len(memory) > 0 {
			if key.Decode(trial, "", []byte("[]")) != nil || snapshot.Recall(key, trial, memory, func(string) bool { return true }) != nil {
				return nil, errMemory
			}
		}
	}
	for r, turn := range turns {
		s.SetTurn(r, turn)
	}
	return remembered, nil
}

// parse reads the parts that an earlier scan left.
func parse(parts map[string][]byte) (remembered map[snapshot.Resource]snapshot.Memory, turns map[snapshot.Resource]snapshot.Turn, err error) {
	remembered = map[snapshot.Resource]snapshot.Memory{}
	for name, raw := range parts {
		if name == watchedPart {
			continue
		}
		if name == turnsPart {
			if json.Unmarshal(raw, &turns) != nil {
				return nil, nil, errMemory
			}
			continue
		}
		var part memoryPart
		if json.Unmarshal(raw, &part) != nil {
			return nil, nil, errMemory
		}
		if remembered[part.Resource] == nil {
			remembered[part.Resource] = snapshot.Memory{}
		}
		for parent, entities := range part.Parents {
			remembered[part.Resource][parent] = entities
		}
	}
	return remembered, turns, nil
}

// recall adds to what was read what is remembered of those who had no turn.
func recall(s *snapshot.Snapshot, remembered map[snapshot.Resource]snapshot.Memory) error {
	for _, key := range snapshot.Keys() {
		if memory := remembered[key.Resource()]; len(memory) > 0 {
			if err := snapshot.Recall(key, s, memory, there(s, key.Resource(), memory)); err != nil {
				return errMemory
			}
		}
	}
	return nil
}

// there tells which of the parents that are remembered of a resource still are ones:
// who left the tenant, became a guest or lost the mailbox is none any more.
func there(s *snapshot.Snapshot, r snapshot.Resource, memory snapshot.Memory) func(string) bool {
	ids := map[string]bool{}
	for id := range graph.Parents(r, s) {
		if _, remembered := memory[id]; remembered {
			ids[strings.Clone(id)] = true
		}
	}
	return func(id string) bool { return ids[id] }
}

// leave returns the parts that a later scan needs, all of them. Of a resource that
// could not be read this time it leaves what was remembered before: forgetting it
// would let the next scan take what it does not see for mended.
func leave(s *snapshot.Snapshot, before map[snapshot.Resource]snapshot.Memory) (map[string][]byte, error) {
	parts := map[string][]byte{}
	turns := map[snapshot.Resource]snapshot.Turn{}
	for _, key := range snapshot.Keys() {
		turn, known := s.Turn(key.Resource())
		if !known || turn.Scanned >= turn.Total {
			continue // everybody had a turn in this scan
		}
		turns[key.Resource()] = turn
		memory := before[key.Resource()]
		if s.Has(key.Resource()) {
			var err error
			if memory, err = snapshot.Remember(key, s); err != nil {
				return nil, err
			}
		}
		if err := split(key.Resource(), memory, parts); err != nil {
			return nil, err
		}
	}
	if len(turns) == 0 {
		return nil, nil
	}
	raw, err := json.Marshal(turns)
	if err != nil {
		return nil, fmt.Errorf("leave turns: %w", err)
	}
	parts[turnsPart] = raw
	return parts, nil
}

// split divides a resource's memory by a hash of the parents, so that a change
// of one parent changes one part.
func split(r snapshot.Resource, memory snapshot.Memory, parts map[string][]byte) error {
	size := 0
	for parent, raw := range memory {
		size += len(parent) + len(raw) + 8
	}
	digits := 0
	for limit := partSize; size > limit; limit *= 16 {
		digits++
	}
	byPart := map[string]snapshot.Memory{}
	for parent, raw := range memory {
		name := nameOf(string(r), 8) + "-" + nameOf(parent, digits)
		if byPart[name] == nil {
			byPart[name] = snapshot.Memory{}
		}
		byPart[name][parent] = raw
	}
	for name, part := range byPart {
		raw, err := json.Marshal(memoryPart{Resource: r, Parents: part})
		if err != nil {
			return fmt.Errorf("leave memory: %w", err)
		}
		parts[name] = raw
	}
	return nil
}

func nameOf(text string, digits int) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:digits]
}

// difference returns what has to be written and dropped to get from what is
// stored to what is to be.
func difference(stored, wanted map[string][]byte) (set map[string][]byte, drop []string) {
	set = map[string][]byte{}
	for name, raw := range wanted {
		if !bytes.Equal(stored[name], raw) {
			set[name] = raw
		}
	}
	for name := range stored {
		if wanted[name] == nil {
			drop = append(drop, name)
		}
	}
	return set, drop
}
