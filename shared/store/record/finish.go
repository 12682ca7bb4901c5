package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// Result is what a finished scan leaves behind.
type Result struct {
	Error       string // why there are no verdicts; empty when there are
	Requests    int
	Subrequests int
	Floor       int
	Bytes       int64
	Unread      []store.Unread
	Verdicts    []store.Verdict
	Open        map[finding.Severity]int // without those that are excepted
	// Drift is the verdicts that differ from the last scan's; see VerdictDrift.
	Drift []finding.Drift
	// Score is the tenant's posture score. It is recorded where Drift is not empty,
	// and where Baseline says that there is no earlier scan to differ from.
	Score    float64
	Baseline bool
	// People is how many people are watched; nil where they were not read, and then
	// what was known stays.
	People *int
	// Consent is what Microsoft lets Vahti read, where that is another than what was
	// known, ConsentWas; nil otherwise.
	Consent    *store.Consent
	ConsentWas store.Consent
}

// VerdictDrift compares the verdicts of two scans, the earlier one's first; see
// [finding.VerdictDrift].
func VerdictDrift(before, now []store.Verdict, at time.Time) []finding.Drift {
	if before == nil {
		return nil
	}
	return finding.VerdictDrift(byCheck(before), byCheck(now), at)
}

func byCheck(verdicts []store.Verdict) map[string]finding.Verdict {
	out := make(map[string]finding.Verdict, len(verdicts))
	for _, v := range verdicts {
		out[v.Check] = v.Verdict
	}
	return out
}

// Finish writes the scan's document, the last write of a scan, together with the
// verdicts that differ from the last scan's and what RememberAtEnd was given. What it wrote is final: of a finished
// scan a repeat writes nothing. A light pass gives its lease back.
func (s *Scan) Finish(ctx context.Context, r Result) error {
	d, err := s.document(r)
	if err != nil {
		return fmt.Errorf("finish scan: %w", err)
	}
	drift, err := s.drift(ctx, r)
	if err != nil {
		return fmt.Errorf("finish scan: %w", err)
	}
	consent, err := s.consented(ctx, r)
	if err != nil {
		return fmt.Errorf("finish scan: %w", err)
	}
	err = s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		claim, over, err := s.claim(tx)
		if over || err != nil {
			return err
		}
		about, err := s.held(tx)
		if err != nil {
			return err
		}
		d.Claimed, d.Again, d.Parts, d.Ended = claim.Claimed, claim.Again, claim.Parts, s.now()
		d.Millis = d.Ended.Sub(s.began).Milliseconds()
		if err := tx.Set(s.scanDoc(), d); err != nil {
			return err
		}
		for _, w := range drift {
			if err := tx.Create(w.ref, w.value); err != nil {
				return err
			}
		}
		if err := apply(tx, s.atEnd); err != nil {
			return err
		}
		if n := r.People; n != nil && (about.People == nil || *about.People != *n) {
			if err := tx.Update(handle.Doc(s.tenant), []firestore.Update{{Path: "people", Value: *n}}); err != nil {
				return err
			}
		}
		if s.light {
			return tx.Update(handle.Doc(s.tenant), s.release(d.Ended))
		}
		if closing := s.closing(); closing != nil {
			if err := tx.Update(handle.Doc(s.tenant), closing); err != nil {
				return err
			}
		}
		return consent.write(tx, handle.Doc(s.tenant), d.Ended)
	})
	if err != nil {
		return fmt.Errorf("finish scan: %w", err)
	}
	return nil
}

// claim reads the scan's document within the transaction of Finish; over is that
// of a scan that has ended, by a repeat whose first answer was lost.
func (s *Scan) claim(tx *firestore.Transaction) (claim document.Scan, over bool, err error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{s.scanDoc()})
	if err != nil {
		return claim, false, err
	}
	if !docs[0].Exists() {
		if s.light {
			return document.Scan{Claimed: s.began}, false, nil
		}
		return claim, false, ErrLost // erased
	}
	if err := docs[0].DataTo(&claim); err != nil {
		return claim, false, err
	}
	switch claim.State {
	case document.Claimed:
		return claim, false, nil
	case document.Done, document.Failed:
		return claim, true, nil
	}
	return claim, false, ErrLost
}

// document is the result as stored, but for what is known of the claim.
func (s *Scan) document(r Result) (document.Scan, error) {
	d := document.Scan{
		Slot: s.slot.String(), State: document.Done, Error: r.Error, Judged: s.fence,
		Requests: r.Requests, Sub: r.Subrequests, Floor: r.Floor, Bytes: r.Bytes, Open: document.Counts{},
	}
	if s.light {
		d.Kind = document.LightScan
	}
	if r.Error != "" {
		d.State, d.Judged = document.Failed, 0
	}
	for severity, n := range r.Open {
		d.Open[string(severity)] = n
	}
	var err1, err2 error
	if len(r.Unread) > 0 {
		d.Unread, err1 = json.Marshal(r.Unread)
	}
	if len(r.Verdicts) > 0 {
		d.Verdicts, err2 = json.Marshal(r.Verdicts)
	}
	return d, errors.Join(err1, err2)
}

// drift is what is written of verdicts that differ, and of the score.
func (s *Scan) drift(ctx context.Context, r Result) ([]write, error) {
	if r.Error != "" || len(r.Drift) == 0 && !r.Baseline {
		return nil, nil
	}
	name := s.name() + "-verdicts"
	scored := document.Drift{Slot: s.slot.String(), At: s.slot.At, Written: s.now(), Scored: &s.slot.At, Score: r.Score}
	changes := handle.Doc(s.tenant).Collection("changes")
	if len(r.Drift) == 0 {
		return []write{{changes.Doc(name), scored}}, nil
	}
	key, err := handle.Keys(handle.DBOf(s.tenant)).Of(ctx, handle.ID(s.tenant))
	if err != nil {
		return nil, err
	}
	parts, err := document.SealDrift(name, r.Drift, key)
	if err != nil {
		return nil, err
	}
	var out []write
	for name, sealed := range parts {
		d := scored
		d.Sealed = sealed
		if len(out) > 0 {
			d.Scored, d.Score = nil, 0
		}
		out = append(out, write{changes.Doc(name), d})
	}
	return out, nil
}
