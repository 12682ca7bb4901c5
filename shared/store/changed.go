package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Changed is a finding that a scan changed, without its resource and subjects, as
// people see it, and how the scan changed it.
type Changed struct {
	finding.Finding
	Kind finding.Kind
}

// stepsAtOnce is how many steps are read in one request.
const stepsAtOnce = 300

// ChangedIn reads the findings that a scan changed and none has changed since, by
// check and ID.
func (t *Tenant) ChangedIn(ctx context.Context, slot tenant.Slot) ([]Changed, error) {
	docs, err := all[document.Finding](ctx, t.doc().Collection("findings").Where("slot", "==", slot.String()))
	if err != nil {
		return nil, fmt.Errorf("read changed findings: %w", err)
	}
	stored := make([]finding.Finding, len(docs))
	for i, d := range docs {
		if stored[i], err = d.WithoutSubjects(); err != nil {
			return nil, fmt.Errorf("read changed finding: %w", err)
		}
	}
	seen, err := t.except(ctx, stored)
	if err != nil {
		return nil, err
	}
	out := make([]Changed, len(seen))
	for i, f := range seen {
		out[i].Finding = f
	}
	if err := t.howChanged(ctx, out); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Changed) int {
		if c := strings.Compare(a.Check, b.Check); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return out, nil
}

// howChanged fills in the kinds of what was changed last.
func (t *Tenant) howChanged(ctx context.Context, some []Changed) error {
	of := make([]Version, len(some))
	for i, c := range some {
		of[i] = Version{c.ID, c.Version}
	}
	steps, err := t.ScanSteps(ctx, of)
	if err != nil {
		return err
	}
	for i, s := range steps {
		some[i].Kind = s.Kind
	}
	return nil
}

// Version names one version of a finding.
type Version struct {
	Finding finding.ID
	Number  int // from 1
}

// ScanStep is what a scan did to a finding, by which it came to be of a version.
type ScanStep struct {
	Kind    finding.Kind // empty where nothing is kept of the step, which then tells nothing
	Slot    string       // of the scan
	Written time.Time    // by the wall clock
}

// ScanSteps reads the steps that led to versions of findings, in the order of these.
func (t *Tenant) ScanSteps(ctx context.Context, of []Version) ([]ScanStep, error) {
	out := make([]ScanStep, 0, len(of))
	for some := range slices.Chunk(of, stepsAtOnce) {
		refs := make([]*firestore.DocumentRef, len(some))
		for i, v := range some {
			refs[i] = t.doc().Collection("findings").Doc(string(v.Finding)).Collection("history").Doc(fmt.Sprintf("%08d", v.Number))
		}
		snaps, err := handle.Vahti(handle.DBOf(t.handle)).GetAll(ctx, refs)
		if err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
		for _, snap := range snaps {
			var d document.Change
			if snap.Exists() {
				if err := snap.DataTo(&d); err != nil {
					return nil, fmt.Errorf("read history: %w", err)
				}
			}
			out = append(out, ScanStep{finding.Kind(d.Kind), d.Slot, d.Written.UTC()})
		}
	}
	return out, nil
}

// Ended reports whether the scan of a slot, full or light, has ended in some way. A
// slot that no scan is known of counts as one that has not.
func (t *Tenant) Ended(ctx context.Context, slot tenant.Slot) (bool, error) {
	scans := t.doc().Collection("scans")
	docs, err := handle.Vahti(handle.DBOf(t.handle)).GetAll(ctx, []*firestore.DocumentRef{scans.Doc(slot.Key()), scans.Doc(slot.Key() + "-" + document.LightScan)})
	if err != nil {
		return false, fmt.Errorf("read scan: %w", err)
	}
	ended := false
	for _, snap := range docs {
		if !snap.Exists() {
			continue
		}
		var d document.Scan
		if err := snap.DataTo(&d); err != nil {
			return false, fmt.Errorf("read scan: %w", err)
		}
		if d.State == document.Claimed {
			return false, nil
		}
		ended = true
	}
	return ended, nil
}
