// Package document is the form in which things are stored: one struct per kind
// of document, apart from the domain's own types, with the conversion between
// them. Personal data appears in a document only sealed.
package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
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
	Plan     string        `firestore:"plan"`     // a tenant.Plan
	// Spread is the tenant's place among all, 1 to 1<<32: its scans are due that
	// share of an interval after the interval's multiples. 0 where the tenant was
	// made before tenants had places; then Due alone makes the grid.
	Spread int64 `firestore:"spread"`
	// Pass is the minute of five, 1 to Passes, in which the tenant's light passes
	// begin; 0 as above.
	Pass int `firestore:"pass"`
	// Due is when the next scan should begin; wall clock.
	Due time.Time `firestore:"due"`
	// Recorded, when set, is the moment a recording was made: its verdicts and
	// slots are about that moment rather than the wall clock's.
	Recorded *time.Time `firestore:"recorded"`
	// Slot is the scan that began last, Began when it did by the wall clock.
	Slot  string    `firestore:"slot"`
	Began time.Time `firestore:"began"`
	Lease Lease     `firestore:"lease"`
	// Consent is what Microsoft lets Vahti read of the tenant; nil until a scan saw it.
	Consent *Consent `firestore:"consent,omitempty"`
	// LostAt is when the consent was lost, until the tenant's people have been told.
	LostAt *time.Time `firestore:"lostAt,omitempty"`
	// People is how many people are watched, as the last scan counted them that read
	// them; nil before.
	People *int `firestore:"people,omitempty"`
	// Onboarded is when an administrator of the tenant first consented; zero before,
	// and for recordings.
	Onboarded time.Time `firestore:"onboarded"`
	// Contract is what became of the agreement; nil where nothing did.
	Contract *Contract `firestore:"contract,omitempty"`
	// EraseAt is when everything of the tenant is to be erased; missing where nothing
	// is. It stands apart from Contract so that those who are due are found.
	EraseAt *time.Time `firestore:"eraseAt,omitempty"`
	// Closed says until when Microsoft asked not to be asked, by class of requests and
	// by the wall clock. What is past means nothing.
	Closed map[string]time.Time `firestore:"closed,omitempty"`
}

// Wish is wishes/{name}: which tenant a wish for a new one made.
type Wish struct {
	Tenant string    `firestore:"tenant"`
	At     time.Time `firestore:"at"`
}

// Consent is what Microsoft lets Vahti read of a tenant, as the last scan saw it
// that saw a difference.
type Consent struct {
	Permissions []string  `firestore:"permissions"` // sorted
	Seen        time.Time `firestore:"seen"`        // wall clock
	// Lost says that Entra gives no token for the tenant: its administrators have
	// withdrawn their consent, or its directory is gone.
	Lost bool `firestore:"lost,omitempty"`
}

// Clock returns the tenant's own time at a moment of the wall clock: a recorded
// tenant's stands still.
func (t Tenant) Clock(wall time.Time) time.Time {
	if t.Recorded != nil {
		return *t.Recorded
	}
	return wall
}

// Lease says who scans the tenant.
type Lease struct {
	Holder string    `firestore:"holder"`
	Fence  int64     `firestore:"fence"` // rises with each holder
	Until  time.Time `firestore:"until"` // wall clock
	// Slot is what the holder scans, Light whether that is a light pass. They stay
	// when the lease is over.
	Slot  string `firestore:"slot"`
	Light bool   `firestore:"light,omitempty"`
}

// longestLease is longer than any lease lasts without a renewal.
const longestLease = time.Minute

// Held reports whether somebody holds the lease at a moment of the wall clock. One
// that would last longer than any does was taken before the clock was set back,
// and counts as over: the fencing number keeps its holder from writing.
func (l Lease) Held(now time.Time) bool {
	return l.Holder != "" && now.Before(l.Until) && l.Until.Sub(now) <= longestLease
}

// day is the interval of a tenant that has none of its own.
const day = 24 * time.Hour

// Passes is how many minutes lie between two light passes of a tenant.
const Passes = 5

// Place returns a tenant's Spread and Pass: the same for the same ID always, and
// even over many IDs, each whatever the other is.
func Place(id string) (spread int64, pass int) {
	sum := sha256.Sum256([]byte(id))
	return int64(binary.BigEndian.Uint32(sum[:])) + 1, int(binary.BigEndian.Uint32(sum[4:])%Passes) + 1
}

// NextDue returns when the scan after one that begins at began should begin: the
// first time on the tenant's own grid after began, so that scans do not drift
// towards each other and none comes sooner for having been asked for early. The
// first scan of all begins off the grid: after it comes the first time on the
// grid that is at least half an interval away.
func (t Tenant) NextDue(began time.Time) time.Time {
	interval := t.Interval
	if interval <= 0 {
		interval = day
	}
	grid := t.Due
	if t.Spread > 0 {
		grid = time.Unix(int64(interval/time.Second)*t.Spread>>32, 0)
	}
	late := began.Sub(grid)
	if late == math.MaxInt64 || late == math.MinInt64 { // centuries: there is no grid
		return began.Add(interval)
	}
	into := late % interval // since the grid's last time
	if into < 0 {
		into += interval
	}
	wait := interval - into
	switch ahead := t.Due.Sub(began); {
	case t.Spread == 0:
	case t.Slot == "" && wait < interval/2:
		wait += interval
	case t.Slot != "" && ahead == wait+interval && wait < interval/2:
		wait = ahead // the first scan again
	}
	return began.Add(wait)
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

// LightScan is the kind of a light pass's record.
const LightScan = "light"

// NeverFinished is why a scan that was begun and given up has no verdicts, as people
// read it.
const NeverFinished = "the scan was started several times and never finished"

// Scan is tenants/{t}/scans/{slot}: a claim at first, a result in the end. A light
// pass has no claim; its result is scans/{slot}-light.
type Scan struct {
	Slot  string `firestore:"slot"`
	Kind  string `firestore:"kind,omitempty"` // LightScan, or nothing for a full scan
	State string `firestore:"state"`
	// Until is when an unstarted claim is published again; wall clock.
	Until   time.Time `firestore:"until"`
	Claimed time.Time `firestore:"claimed"`
	// Claimant is drawn anew for each try to claim: who finds its own there has made
	// the claim, although the answer was lost.
	Claimant string `firestore:"claimant,omitempty"`
	// Again is how often the claim was published after the first time.
	Again int `firestore:"again,omitempty"`
	// Parts is how often the scan was suspended to go on with a further message.
	// Until is then when that message counts as lost.
	Parts int `firestore:"parts,omitempty"`
	// Wait is when a suspended scan may go on, by the wall clock, because Microsoft
	// asked to wait; missing where it may at once. No message for it is under way
	// before then.
	Wait *time.Time `firestore:"wait,omitempty"`
	// Failures is how often the scan failed in a row, and Cause why it did last: in
	// words of Vahti's own, for operators. Until is then when the next try of the same
	// message counts as lost.
	Failures int    `firestore:"failures,omitempty"`
	Cause    string `firestore:"cause,omitempty"`
	// Reopened is when a scan that was given up was replayed.
	Reopened *time.Time `firestore:"reopened,omitempty"`
	// Judged is the lease's fencing number where the scan ended with verdicts, and
	// missing otherwise: the highest is the newest, whatever the clocks said.
	Judged   int64     `firestore:"judged,omitempty"`
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
	if f.State == finding.Excepted {
		return Finding{}, errExcepted
	}
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
	if f.State == finding.Excepted {
		return f, errExcepted
	}
	if err := f.Severity.Validate(); err != nil {
		return f, err
	}
	return f, DecodeFacts(d.Facts, &f.Evidence.Facts)
}

// errExcepted says that a document claims what only readers work out.
var errExcepted = errors.New("a stored finding is never excepted")

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

// Outbox is tenants/{t}/outbox/{name}: a message that must be published.
type Outbox struct {
	Topic string    `firestore:"topic"`
	Data  []byte    `firestore:"data"`
	At    time.Time `firestore:"at"` // when it was written; wall clock
	// Error is why the message is to be a dead letter: nobody could work on it. Empty
	// where it is to be published to its topic.
	Error string `firestore:"error,omitempty"`
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
	// Until is when Firestore removes it by itself.
	Until time.Time `firestore:"until"`
}
