package document

import (
	"encoding/json"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/seal"
)

// Change is tenants/{t}/findings/{f}/history/{name}: a step of a finding's story.
// What a scan changed is named after the version; what became of an exception
// after the version that it met, the exception and the kind.
type Change struct {
	Kind    string    `firestore:"kind"`
	At      time.Time `firestore:"at"` // tenant's clock
	Slot    string    `firestore:"slot"`
	Version int       `firestore:"version"`
	Reason  string    `firestore:"reason"`
	From    []byte    `firestore:"from,omitempty"` // facts before, JSON
	To      []byte    `firestore:"to"`             // facts after, JSON
	// Written is by the wall clock. Within a version it is the order of what became
	// of exceptions.
	Written   time.Time `firestore:"written"`
	By        []byte    `firestore:"by,omitempty"` // sealed finding.Attribution
	Exception string    `firestore:"exception,omitempty"`
	Because   string    `firestore:"because,omitempty"` // a finding.EndReason
}

// FromChange returns the step of a change, and its name, for a finding as stored.
func FromChange(c finding.Change, after Finding, written time.Time, key *seal.Key) (name string, d Change, err error) {
	name = fmt.Sprintf("%08d", after.Version)
	d = Change{Kind: string(c.Kind), At: c.At, Slot: c.Slot, Version: after.Version, Reason: after.Reason, To: after.Facts, Written: written}
	if c.From != nil {
		if d.From, err = json.Marshal(c.From); err != nil {
			return "", d, fmt.Errorf("facts of %s: %w", c.Finding.Check, err)
		}
	}
	d.By, err = sealBy(c.By, key, stepPlace(after.ID, name))
	return name, d, err
}

// FromException returns the step of a finding that was accepted or has returned,
// and its name. because is empty for one that was accepted.
func FromException(kind finding.Kind, exception string, because finding.EndReason, f Finding, by finding.Attribution, at, written time.Time, key *seal.Key) (name string, d Change, err error) {
	name = fmt.Sprintf("%08d-%s-%s", f.Version, exception, kind)
	d = Change{Kind: string(kind), At: at, Slot: f.Slot, Version: f.Version, Reason: f.Reason, To: f.Facts, Written: written,
		Exception: exception, Because: string(because)}
	d.By, err = sealBy(by, key, stepPlace(f.ID, name))
	return name, d, err
}

// Attribution unseals who made the step named name of a finding.
func (d Change) Attribution(id, name string, key *seal.Key) (finding.Attribution, error) {
	var by finding.Attribution
	if len(d.By) == 0 {
		return by, nil
	}
	plain, err := key.Open(d.By, stepPlace(id, name))
	if err != nil {
		return by, err
	}
	if json.Unmarshal(plain, &by) != nil {
		return by, fmt.Errorf("who made a change is %w", errPacked)
	}
	return by, nil
}

func sealBy(by finding.Attribution, key *seal.Key, place string) ([]byte, error) {
	if by == (finding.Attribution{}) {
		return nil, nil
	}
	plain, err := json.Marshal(by)
	if err != nil {
		return nil, fmt.Errorf("who made a change: %w", err)
	}
	return key.Seal(plain, place)
}

func stepPlace(id, name string) string { return place(id) + "/history/" + name }

// Drift is tenants/{t}/changes/{name}: what differs from the scan before, as one
// transaction recorded it.
type Drift struct {
	Slot    string    `firestore:"slot"` // of the scan that saw it; empty for what a person did
	At      time.Time `firestore:"at"`   // tenant's clock
	Written time.Time `firestore:"written"`
	// Scored is At where the document carries the score that the tenant had from
	// then on, and missing where it carries none.
	Scored *time.Time `firestore:"scored,omitempty"`
	Score  float64    `firestore:"score,omitempty"`
	Sealed []byte     `firestore:"sealed,omitempty"` // packed JSON list of finding.Drift
}

// SealDrift seals a list of drift into one document or, where it is too large for
// one, into several whose names begin with name; it returns the sealed parts by
// name. A single record that no document holds is kept without From and To.
func SealDrift(name string, list []finding.Drift, key *seal.Key) (map[string][]byte, error) {
	if len(list) == 0 {
		return nil, nil
	}
	plain, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("seal drift: %w", err)
	}
	packed, err := Pack(plain)
	if err != nil {
		return nil, fmt.Errorf("seal drift: %w", err)
	}
	sealed, err := key.Seal(packed, driftPlace(name))
	if err != nil {
		return nil, fmt.Errorf("seal drift: %w", err)
	}
	if len(sealed) <= MaxSealed {
		return map[string][]byte{name: sealed}, nil
	}
	if len(list) == 1 {
		bare := list[0]
		bare.From, bare.To = json.RawMessage("null"), json.RawMessage("null")
		return SealDrift(name, []finding.Drift{bare}, key)
	}
	out := map[string][]byte{}
	for i, half := range [][]finding.Drift{list[:len(list)/2], list[len(list)/2:]} {
		parts, err := SealDrift(fmt.Sprintf("%s-%d", name, i), half, key)
		if err != nil {
			return nil, err
		}
		for name, sealed := range parts {
			out[name] = sealed
		}
	}
	return out, nil
}

// Drift unseals what the document named name lists.
func (d Drift) Drift(name string, key *seal.Key) ([]finding.Drift, error) {
	if len(d.Sealed) == 0 {
		return nil, nil
	}
	packed, err := key.Open(d.Sealed, driftPlace(name))
	if err != nil {
		return nil, err
	}
	plain, err := Unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("drift is %w", err)
	}
	var list []finding.Drift
	if json.Unmarshal(plain, &list) != nil {
		return nil, fmt.Errorf("drift is %w", errPacked)
	}
	return list, nil
}

func driftPlace(name string) string { return "changes/" + name }
