// Package finding is the life of a finding: what a check saw, when it was
// opened, how it changed, when it was resolved. It knows no store and no clock;
// times come from the scan's slot.
package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// Verdict is what a check says about a tenant or an entity in it.
type Verdict string

// The verdicts. Unknown is never shown as a pass or a fail.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Unknown       Verdict = "unknown"       // could not tell: missing consent, an error, a value Vahti does not know
	NotApplicable Verdict = "notApplicable" // missing licence, or nothing of the kind exists
)

// Validate refuses a text that is no verdict.
func (v Verdict) Validate() error {
	switch v {
	case Pass, Fail, Unknown, NotApplicable:
		return nil
	}
	return fmt.Errorf("%q is no verdict", string(v))
}

// Worst folds several verdicts into one: any fail is a fail, else any unknown
// is unknown, else any pass is a pass. Of none it is not applicable.
func Worst(verdicts ...Verdict) Verdict {
	for _, v := range []Verdict{Fail, Unknown, Pass} {
		if slices.Contains(verdicts, v) {
			return v
		}
	}
	return NotApplicable
}

// Severity says how much a failing check endangers the tenant.
type Severity string

// The severities, worst first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
	Info     Severity = "info"
)

// Severities returns all severities, worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low, Info} }

// Validate refuses a text that is no severity.
func (s Severity) Validate() error {
	if !slices.Contains(Severities(), s) {
		return fmt.Errorf("%q is no severity", string(s))
	}
	return nil
}

// State is where a finding stands.
type State string

// The states of a finding. Excepted is what readers get of an open finding that
// an exception covers; no stored finding holds it.
const (
	Open     State = "open"
	Resolved State = "resolved"
	Excepted State = "excepted"
)

// Validate refuses a text that is no state.
func (s State) Validate() error {
	switch s {
	case Open, Resolved, Excepted:
		return nil
	}
	return fmt.Errorf("%q is no state of a finding", string(s))
}

// Facts are the part of evidence without people in it: setting values, counts,
// times and Microsoft's own enumerations, by property name. They are the only
// part that leaves for an explanation.
// Values are bool, integers, float64, string, or []string.
type Facts map[string]any

// isFactText reports whether a text may be in facts: an enumeration value, a
// duration, a date, an application permission, a well-known path; never a
// sentence, an address or a name with spaces.
func isFactText(text string) bool {
	const longest = 120
	if len(text) > longest {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case strings.IndexByte("_.:/+#{}-?=", c) >= 0:
		default:
			return false
		}
	}
	return true
}

// Validate refuses values of other types and texts that could be free text.
func (f Facts) Validate() error {
	for name, v := range f {
		switch v := v.(type) {
		case bool, int, int64, float64:
		case string:
			if !isFactText(v) {
				return fmt.Errorf("fact %s holds free text", name)
			}
		case []string:
			for _, s := range v {
				if !isFactText(s) {
					return fmt.Errorf("fact %s holds free text", name)
				}
			}
		default:
			return fmt.Errorf("fact %s has the type %T", name, v)
		}
	}
	return nil
}

// Equal reports whether two sets of facts say the same, whatever the numeric
// types a store gave back.
func (f Facts) Equal(g Facts) bool {
	if len(f) == 0 && len(g) == 0 {
		return true
	}
	a, errA := json.Marshal(f)
	b, errB := json.Marshal(g)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Subject is one person, policy, application, domain or the like that evidence
// points at. It is personal data: sealed where stored, never in a log, a
// message, a metric or a prompt.
type Subject struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	// Note says why it is here, such as what a policy lacks.
	Note string `json:"note,omitempty"`
}

// String keeps a subject out of logs and formatted errors.
func (Subject) String() string { return "[subject]" }

// LogValue implements slog.LogValuer.
func (Subject) LogValue() slog.Value { return slog.StringValue("[subject]") }

// GoString implements fmt.GoStringer for the same reason.
func (Subject) GoString() string { return "[subject]" }

// MaxSubjects caps how many subjects of a kind evidence keeps; the total says
// how many there were.
const MaxSubjects = 50

// SubjectList is the first subjects of a kind with the total count.
type SubjectList struct {
	Total int       `json:"total"`
	Shown []Subject `json:"shown"`
	// Sum adds up the hashes of all subjects of a list that shows only the first, in
	// whatever order: two lists of as many subjects with different sums are not of
	// the same. It is nought where all are shown, or the sum was not taken.
	Sum uint64 `json:"sum,omitempty" export:"-"`
}

// Subjects is the part of evidence that points at people and things, by kind.
type Subjects map[string]SubjectList

// LogValue implements slog.LogValuer.
func (SubjectList) LogValue() slog.Value { return slog.StringValue("[subjects]") }

// LogValue implements slog.LogValuer.
func (Subjects) LogValue() slog.Value { return slog.StringValue("[subjects]") }

// List makes a capped list.
func List(all ...Subject) SubjectList {
	l := SubjectList{Total: len(all), Shown: all[:min(len(all), MaxSubjects)]}
	if l.cut() {
		for _, s := range all {
			l.Sum += hashOf(s)
		}
	}
	return l
}

// cut reports whether not all of the subjects are shown.
func (l SubjectList) cut() bool { return l.Total > len(l.Shown) }

// hashOf is the same for whom who tells nobody apart, in every process: FNV-1a.
func hashOf(s Subject) uint64 {
	s = who(s)
	h := uint64(14695981039346656037)
	for _, part := range [...]string{s.ID, s.Name} {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
		h *= 1099511628211 // between the parts, as a byte of nought
	}
	return h
}

// A Tally makes a list of subjects that come one by one, so that a list of a hundred
// thousand costs no more than one of fifty. The zero value is empty.
type Tally struct {
	list SubjectList
	sum  uint64
}

// Full reports whether a list made now would leave out who comes next: of them the
// id, or the name where there is none, is enough.
func (t *Tally) Full() bool { return len(t.list.Shown) == MaxSubjects }

// Add counts a subject, and keeps the first.
func (t *Tally) Add(s Subject) {
	t.list.Total++
	t.sum += hashOf(s)
	if !t.Full() {
		t.list.Shown = append(t.list.Shown, s)
	}
}

// List returns the capped list.
func (t *Tally) List() SubjectList {
	l := t.list
	if l.cut() {
		l.Sum = t.sum
	}
	return l
}

// Equal reports whether two sets of subjects are the same.
func (s Subjects) Equal(t Subjects) bool {
	if len(s) == 0 && len(t) == 0 {
		return true
	}
	a, errA := json.Marshal(s)
	b, errB := json.Marshal(t)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Evidence is the least that lets an administrator act.
type Evidence struct {
	Facts    Facts
	Subjects Subjects
}

// LogValue keeps subjects out of logs.
func (e Evidence) LogValue() slog.Value { return slog.AnyValue(e.Facts) }

// ID names a finding within its tenant: a keyed hash of check and resource, the
// same from scan to scan.
type ID string

// Finding is one thing that is unsafe, or was.
type Finding struct {
	ID       ID
	Check    string
	Resource string // "tenant", or the id of the entity it is about; sealed where stored
	Severity Severity
	State    State
	Reason   string // why the check failed; free of personal data
	Evidence Evidence
	Since    time.Time // when the present state began, by the tenant's clock
	Opened   time.Time // when it was first opened
	Slot     string    // the scan that last changed it
	Version  int       // how many changes it has had; names its history entries
	// Exception is what covers the finding; nil unless its state is Excepted.
	Exception *Exception
}

// LogValue keeps a finding's resource and subjects out of logs.
func (f Finding) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", string(f.ID)), slog.String("check", f.Check), slog.String("state", string(f.State)))
}

// TenantResource is the resource of a finding about the tenant as a whole.
const TenantResource = "tenant"
