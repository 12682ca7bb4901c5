package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Verdict is what a scan's document keeps of one check.
type Verdict struct {
	Check   string          `json:"check"`
	Verdict finding.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
}

// Unread is a resource a scan could not read.
type Unread struct {
	Resource string `json:"resource"`
	Reason   string `json:"reason"`
}

// Scan is the record of one scan.
type Scan struct {
	Slot        tenant.Slot
	Light       bool // a light pass
	Parts       int  // how often it was suspended
	State       string
	Error       string
	Claimed     time.Time
	Ended       time.Time
	Requests    int
	Subrequests int
	Floor       int
	Bytes       int64
	Duration    time.Duration
	Unread      []Unread
	Verdicts    []Verdict
	Open        map[finding.Severity]int
}

// Finished reports whether the scan ended, with verdicts or without.
func (s Scan) Finished() bool { return s.State == document.Done || s.State == document.Failed }

// Failed reports whether the scan ended without verdicts.
func (s Scan) Failed() bool { return s.State == document.Failed }

// Scans reads the latest scans, newest first.
func (t *Tenant) Scans(ctx context.Context, limit int) ([]Scan, error) {
	docs, err := all[document.Scan](ctx, t.doc().Collection("scans").OrderBy("claimed", firestore.Desc).Limit(limit))
	if err != nil {
		return nil, fmt.Errorf("read scans: %w", err)
	}
	out := make([]Scan, len(docs))
	for i, d := range docs {
		if out[i], err = scanOf(d); err != nil {
			return nil, fmt.Errorf("read scans: %w", err)
		}
	}
	return out, nil
}

func scanOf(d document.Scan) (Scan, error) {
	slot, err := tenant.ParseSlot(d.Slot)
	if err != nil {
		return Scan{}, err
	}
	s := Scan{Slot: slot, Light: d.Kind == document.LightScan, Parts: d.Parts, State: d.State, Error: d.Error, Claimed: d.Claimed, Ended: d.Ended, Requests: d.Requests,
		Subrequests: d.Sub, Floor: d.Floor, Bytes: d.Bytes, Duration: time.Duration(d.Millis) * time.Millisecond, Open: map[finding.Severity]int{}}
	for severity, n := range d.Open {
		s.Open[finding.Severity(severity)] = n
	}
	if len(d.Unread) > 0 {
		if err := json.Unmarshal(d.Unread, &s.Unread); err != nil {
			return s, fmt.Errorf("unread resources are not in the expected form")
		}
	}
	if len(d.Verdicts) > 0 {
		if err := json.Unmarshal(d.Verdicts, &s.Verdicts); err != nil {
			return s, fmt.Errorf("verdicts are not in the expected form")
		}
	}
	return s, nil
}

// LastJudged reads the newest scan that ended with verdicts, full or light; nil
// when there is none. Newest is by who held the tenant last, not by a clock.
func (t *Tenant) LastJudged(ctx context.Context) (*Scan, error) {
	docs, err := all[document.Scan](ctx, t.doc().Collection("scans").OrderBy("judged", firestore.Desc).Limit(1))
	if err != nil {
		return nil, fmt.Errorf("read last scan: %w", err)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	s, err := scanOf(docs[0])
	if err != nil {
		return nil, fmt.Errorf("read last scan: %w", err)
	}
	return &s, nil
}

// LastVerdicts reads the verdicts of the scan that LastJudged returns; nil when
// there is none.
func (t *Tenant) LastVerdicts(ctx context.Context) ([]Verdict, error) {
	s, err := t.LastJudged(ctx)
	if err != nil || s == nil {
		return nil, err
	}
	return s.Verdicts, nil
}
