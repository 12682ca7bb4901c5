package store

import (
	"context"
	"encoding/json"
	"errors"
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

// About is what a tenant's own document says.
type About struct {
	State    tenant.State
	Language string
	Recorded *time.Time
	Slot     tenant.Slot // of the scan that began last
	profile  []byte
}

// About reads the tenant's document; ErrNotFound when there is no such tenant.
func (t *Tenant) About(ctx context.Context) (About, error) {
	d, err := get[document.Tenant](ctx, t.doc())
	if err != nil {
		return About{}, fmt.Errorf("read tenant: %w", err)
	}
	slot, err := tenant.ParseSlot(d.Slot)
	if err != nil {
		return About{}, fmt.Errorf("read tenant: %w", err)
	}
	a := About{State: tenant.State(d.State), Language: d.Language, Recorded: d.Recorded, Slot: slot, profile: d.Profile}
	return a, a.State.Validate()
}

// Profile unseals who the tenant is.
func (t *Tenant) Profile(ctx context.Context, a About) (tenant.Profile, error) {
	var p tenant.Profile
	key, err := t.Key(ctx)
	if err != nil {
		return p, err
	}
	plain, err := key.Open(a.profile, "profile")
	if err != nil {
		return p, fmt.Errorf("read profile: %w", err)
	}
	if err := json.Unmarshal(plain, &p); err != nil {
		return p, fmt.Errorf("read profile: not in the expected form")
	}
	return p, nil
}

// Settings unseals what the customer declared, as JSON; nil when nothing was.
func (t *Tenant) Settings(ctx context.Context) ([]byte, error) {
	d, err := get[document.Settings](ctx, t.doc().Collection("settings").Doc("current"))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(d.Sealed, "settings")
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return plain, nil
}

// Findings reads all findings with their subjects, by check and resource.
func (t *Tenant) Findings(ctx context.Context) ([]finding.Finding, error) {
	docs, err := all[document.Finding](ctx, t.doc().Collection("findings").Query)
	if err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]finding.Finding, len(docs))
	for i, d := range docs {
		if out[i], err = d.Finding(key); err != nil {
			return nil, fmt.Errorf("read finding: %w", err)
		}
	}
	slices.SortFunc(out, func(a, b finding.Finding) int {
		if c := strings.Compare(a.Check, b.Check); c != 0 {
			return c
		}
		return strings.Compare(a.Resource, b.Resource)
	})
	return out, nil
}

// Finding reads one finding with its subjects.
func (t *Tenant) Finding(ctx context.Context, id finding.ID) (finding.Finding, error) {
	d, err := t.findingDocument(ctx, id)
	if err != nil {
		return finding.Finding{}, err
	}
	key, err := t.Key(ctx)
	if err != nil {
		return finding.Finding{}, err
	}
	return d.Finding(key)
}

// FindingFacts reads one finding without its resource and subjects, as a
// function sees it that cannot unseal.
func (t *Tenant) FindingFacts(ctx context.Context, id finding.ID) (finding.Finding, error) {
	d, err := t.findingDocument(ctx, id)
	if err != nil {
		return finding.Finding{}, err
	}
	return d.WithoutSubjects()
}

func (t *Tenant) findingDocument(ctx context.Context, id finding.ID) (document.Finding, error) {
	if !handle.Named(string(id)) {
		return document.Finding{}, ErrNotFound
	}
	d, err := get[document.Finding](ctx, t.doc().Collection("findings").Doc(string(id)))
	if err != nil {
		return d, fmt.Errorf("read finding: %w", err)
	}
	return d, nil
}

// Step is one entry of a finding's history.
type Step struct {
	Kind     finding.Kind
	At       time.Time
	Slot     string
	Version  int
	Reason   string
	From, To finding.Facts
}

// History reads a finding's changes, oldest first.
func (t *Tenant) History(ctx context.Context, id finding.ID) ([]Step, error) {
	if !handle.Named(string(id)) {
		return nil, ErrNotFound
	}
	q := t.doc().Collection("findings").Doc(string(id)).Collection("history").OrderBy("version", firestore.Asc)
	docs, err := all[document.Change](ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	out := make([]Step, len(docs))
	for i, d := range docs {
		out[i] = Step{Kind: finding.Kind(d.Kind), At: d.At.UTC(), Slot: d.Slot, Version: d.Version, Reason: d.Reason}
		if len(d.From) > 0 {
			if err := document.DecodeFacts(d.From, &out[i].From); err != nil {
				return nil, fmt.Errorf("read history: %w", err)
			}
		}
		if err := document.DecodeFacts(d.To, &out[i].To); err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
	}
	return out, nil
}

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
	s := Scan{Slot: slot, State: d.State, Error: d.Error, Claimed: d.Claimed, Ended: d.Ended, Requests: d.Requests,
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

// Advice is an explanation as stored.
type Advice struct {
	Finding  finding.ID
	Facts    string // hash of what was explained
	Language string
	Written  bool // false: the model's answer was not kept
	Summary  string
	Why      string
	Steps    []string
}

// Advice reads the explanation of a finding; ErrNotFound when there is none.
func (t *Tenant) Advice(ctx context.Context, id finding.ID) (Advice, error) {
	if !handle.Named(string(id)) {
		return Advice{}, ErrNotFound
	}
	d, err := get[document.Advice](ctx, t.advice().Doc(string(id)))
	if err != nil {
		return Advice{}, fmt.Errorf("read explanation: %w", err)
	}
	return adviceOf(string(id), d), nil
}

// AllAdvice reads every explanation of the tenant, by finding.
func (t *Tenant) AllAdvice(ctx context.Context) (map[finding.ID]Advice, error) {
	docs, err := t.advice().Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read explanations: %w", err)
	}
	out := make(map[finding.ID]Advice, len(docs))
	for _, doc := range docs {
		var d document.Advice
		if err := doc.DataTo(&d); err != nil {
			return nil, fmt.Errorf("read explanations: %w", err)
		}
		out[finding.ID(doc.Ref.ID)] = adviceOf(doc.Ref.ID, d)
	}
	return out, nil
}

func adviceOf(id string, d document.Advice) Advice {
	return Advice{Finding: finding.ID(id), Facts: d.Facts, Language: d.Language, Written: d.State == Written, Summary: d.Summary, Why: d.Why, Steps: d.Steps}
}

// Written is the state of an explanation that is shown.
const Written = "written"

func (t *Tenant) advice() *firestore.CollectionRef { return handle.Explanations(t.handle) }
