// Package document is the form in which things are stored: one struct per kind
// of document, apart from the domain's own types, with the conversion between
// them. Personal data appears in a document only sealed.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/seal"
)

// Tenant is tenants/{t}.
type Tenant struct {
	State    string        `firestore:"state"`
	Profile  []byte        `firestore:"profile"`  // sealed tenant.Profile
	Entra    string        `firestore:"entra"`    // keyed hash of Entra's id
	Language string        `firestore:"language"` // en, fi or sv
	Interval time.Duration `firestore:"interval"` // between scans
	// Due is when the next scan should begin; wall clock.
	Due time.Time `firestore:"due"`
	// Recorded, when set, is the moment a recording was made: its verdicts and
	// slots are about that moment rather than the wall clock's.
	Recorded *time.Time `firestore:"recorded"`
	// Slot is the scan that began last, Began when it did by the wall clock.
	Slot  string    `firestore:"slot"`
	Began time.Time `firestore:"began"`
	Lease Lease     `firestore:"lease"`
}

// Lease says who scans the tenant.
type Lease struct {
	Holder string    `firestore:"holder"`
	Fence  int64     `firestore:"fence"` // rises with each holder
	Until  time.Time `firestore:"until"` // wall clock
}

// day is the interval of a tenant that has none of its own.
const day = 24 * time.Hour

// NextDue returns when the scan after one that begins at began should begin: the
// first time on the tenant's own grid after began, so that scans do not drift
// towards each other and none comes sooner for having been asked for early.
func (t Tenant) NextDue(began time.Time) time.Time {
	interval := t.Interval
	if interval <= 0 {
		interval = day
	}
	late := began.Sub(t.Due)
	if late == math.MaxInt64 || late == math.MinInt64 { // centuries: there is no grid
		return began.Add(interval)
	}
	into := late % interval // since the grid's last time
	if into < 0 {
		into += interval
	}
	return began.Add(interval - into)
}

// Settings is tenants/{t}/settings/current.
type Settings struct {
	Sealed []byte `firestore:"sealed"` // JSON as the customer declared it
}

// The states of a scan.
const (
	Claimed   = "claimed"   // dispatched, perhaps running
	Done      = "done"      // finished
	Failed    = "failed"    // ended without a verdict, with a reason
	Abandoned = "abandoned" // replaced by a newer slot before it finished
)

// Scan is tenants/{t}/scans/{slot}: a claim at first, a result in the end.
type Scan struct {
	Slot  string `firestore:"slot"`
	State string `firestore:"state"`
	// Until is when an unstarted claim is published again; wall clock.
	Until   time.Time `firestore:"until"`
	Claimed time.Time `firestore:"claimed"`
	// Again is how often the claim was published after the first time.
	Again    int       `firestore:"again,omitempty"`
	Ended    time.Time `firestore:"ended"`
	Error    string    `firestore:"error,omitempty"`
	Requests int       `firestore:"requests"`
	Sub      int       `firestore:"subrequests"`
	Floor    int       `firestore:"floor"`
	Bytes    int64     `firestore:"bytes"`
	Millis   int64     `firestore:"durationMs"`
	Unread   []byte    `firestore:"unread,omitempty"`   // JSON
	Verdicts []byte    `firestore:"verdicts,omitempty"` // JSON
	Open     Counts    `firestore:"open"`
}

// Memory is tenants/{t}/memory/{name}: what a scan has to know of earlier ones
// because it cannot read everything every time.
type Memory struct {
	Sealed []byte `firestore:"sealed"` // gzip, of a form the scan knows
}

// Counts counts open findings by severity.
type Counts map[string]int

// Finding is tenants/{t}/findings/{f}.
type Finding struct {
	ID       string    `firestore:"id"`
	Check    string    `firestore:"check"`
	Severity string    `firestore:"severity"`
	State    string    `firestore:"state"`
	Reason   string    `firestore:"reason"`
	Facts    []byte    `firestore:"facts"`  // JSON, without people
	Sealed   []byte    `firestore:"sealed"` // what points at people and things
	Since    time.Time `firestore:"since"`
	Opened   time.Time `firestore:"opened"`
	Slot     string    `firestore:"slot"`
	Version  int       `firestore:"version"`
}

// sealed is the part of a finding that points at people and things.
type sealed struct {
	Resource string           `json:"resource"`
	Subjects finding.Subjects `json:"subjects,omitempty"`
}

// FromFinding returns f as stored.
func FromFinding(f finding.Finding, key *seal.Key) (Finding, error) {
	facts, err := json.Marshal(f.Evidence.Facts)
	if err != nil {
		return Finding{}, fmt.Errorf("facts of %s: %w", f.Check, err)
	}
	plain, err := json.Marshal(sealed{f.Resource, f.Evidence.Subjects})
	if err != nil {
		return Finding{}, fmt.Errorf("subjects of %s: %w", f.Check, err)
	}
	box, err := key.Seal(plain, place(string(f.ID)))
	if err != nil {
		return Finding{}, err
	}
	return Finding{
		ID: string(f.ID), Check: f.Check, Severity: string(f.Severity), State: string(f.State), Reason: f.Reason,
		Facts: facts, Sealed: box, Since: f.Since, Opened: f.Opened, Slot: f.Slot, Version: f.Version,
	}, nil
}

// Finding returns the finding with its subjects, which takes the tenant's key.
func (d Finding) Finding(key *seal.Key) (finding.Finding, error) {
	f, err := d.WithoutSubjects()
	if err != nil {
		return f, err
	}
	plain, err := key.Open(d.Sealed, place(d.ID))
	if err != nil {
		return f, err
	}
	var s sealed
	if err := json.Unmarshal(plain, &s); err != nil {
		return f, errors.New("sealed part of a finding is not in the expected form")
	}
	f.Resource, f.Evidence.Subjects = s.Resource, s.Subjects
	return f, nil
}

// WithoutSubjects returns the finding as one may see it who cannot unseal.
func (d Finding) WithoutSubjects() (finding.Finding, error) {
	f := finding.Finding{
		ID: finding.ID(d.ID), Check: d.Check, Severity: finding.Severity(d.Severity), State: finding.State(d.State), Reason: d.Reason,
		Since: d.Since.UTC(), Opened: d.Opened.UTC(), Slot: d.Slot, Version: d.Version,
	}
	if err := f.State.Validate(); err != nil {
		return f, err
	}
	if err := f.Severity.Validate(); err != nil {
		return f, err
	}
	return f, DecodeFacts(d.Facts, &f.Evidence.Facts)
}

func place(id string) string { return "findings/" + id }

var errFacts = errors.New("facts are not in the expected form")

// DecodeFacts reads facts with whole numbers as int64 and lists as []string, so
// that stored facts equal the check's own. It refuses what facts cannot hold.
func DecodeFacts(raw []byte, into *finding.Facts) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // float64 would bend large whole numbers
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		return errFacts
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errFacts
	}
	for name, v := range m {
		fact, err := decodeFact(v)
		if err != nil {
			return err
		}
		m[name] = fact
	}
	*into = m
	return nil
}

func decodeFact(v any) (any, error) {
	switch v := v.(type) {
	case bool, string:
		return v, nil
	case nil:
		return []string(nil), nil // the only fact that is written so
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		n, err := v.Float64()
		if err != nil {
			return nil, errFacts
		}
		return n, nil
	case []any:
		list := make([]string, len(v))
		for i := range v {
			text, ok := v[i].(string)
			if !ok {
				return nil, errFacts
			}
			list[i] = text
		}
		return list, nil
	}
	return nil, errFacts
}

// Change is tenants/{t}/findings/{f}/history/{version}.
type Change struct {
	Kind    string    `firestore:"kind"`
	At      time.Time `firestore:"at"`
	Slot    string    `firestore:"slot"`
	Version int       `firestore:"version"`
	Reason  string    `firestore:"reason"`
	From    []byte    `firestore:"from,omitempty"` // facts before, JSON
	To      []byte    `firestore:"to"`             // facts after, JSON
}

// Outbox is tenants/{t}/outbox/{name}: a message that must be published.
type Outbox struct {
	Topic string    `firestore:"topic"`
	Data  []byte    `firestore:"data"`
	At    time.Time `firestore:"at"` // when it was written; wall clock
}

// Advice is tenants/{t}/explanations/{f} in the advice database.
type Advice struct {
	Check    string    `firestore:"check"`
	Facts    string    `firestore:"facts"` // hash of what was explained
	Language string    `firestore:"language"`
	State    string    `firestore:"state"` // "written", or why the model's answer was not kept
	Summary  string    `firestore:"summary,omitempty"`
	Why      string    `firestore:"why,omitempty"`
	Steps    []string  `firestore:"steps,omitempty"`
	Model    string    `firestore:"model"`
	At       time.Time `firestore:"at"`
}
