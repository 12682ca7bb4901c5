// Package anomaly finds what is unusual in Vahti itself: many failed sign-ins,
// support access outside working hours, mass export, somebody who asks for tenants
// that are not theirs, a trail that was tampered with.
//
// [Rules] are pure functions over events, which are entries of the audit trails.
// [Watch] reads what came into the trails since it last did, and tells what the
// rules find: an [Anomaly] is raised once for each rule, subject and hour, as an
// entry in the service's own book and as an [Alert] to whoever is on call. An alert
// names accounts, keys and tenants by their IDs and nobody by name or address.
//
// [Rounds] goes through all tenants, bit by bit, for what is to be looked at in each.
package anomaly

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"vahti.ai/vahti/shared/store/trail"
)

// Event is one entry of an audit trail, as rules see it.
type Event struct {
	At      time.Time
	Action  trail.Action
	By      trail.Kind
	Account string // of the person or the API key, by its ID; empty where nobody is known
	Tenant  string // by its ID; empty for the service's own book
	Target  string // what it was done to; it names nobody
	// Address is from where it was done. From tells addresses apart and names none.
	Address string
	From    string
}

// String keeps what is personal out of formatted errors.
func (e Event) String() string { return fmt.Sprintf("[event %s]", e.Action) }

// Format implements fmt.Formatter for the same reason, whatever verb prints it.
func (e Event) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, e.String()) }

// LogValue implements slog.LogValuer.
func (e Event) LogValue() slog.Value { return slog.StringValue(e.String()) }

// Severity is how soon somebody has to look.
type Severity string

// The severities.
const (
	Warning  Severity = "warning"  // within the working day
	Critical Severity = "critical" // at once
)

// Rule says which events are unusual when there are many of them.
type Rule struct {
	Name    string
	Actions []trail.Action
	// When says which of the actions' events count; nil: every one.
	When func(Event) bool
	// Subject says whose events are counted together; those of nobody are left out.
	// It is told to whoever is on call, and so names nobody.
	Subject func(Event) string
	// Each says of what different ones are counted; nil: events are.
	Each func(Event) string
	// Threshold is how many within Window are unusual.
	Threshold int
	Window    time.Duration
	Severity  Severity
	Do        string // what whoever is on call should do
}

// Anomaly is what a rule found about one subject in one hour.
type Anomaly struct {
	Rule        string
	Subject     string
	Hour        time.Time // in which the threshold was reached
	Count       int       // the most that was counted
	First, Last time.Time // of those counted when it was reached
	Severity    Severity
	Do          string
	// Address is what the subject stands for, where it is an address.
	Address string
}

// Name is the anomaly's own: the same rule, subject and hour give the same.
func (a Anomaly) Name() string {
	sum := sha256.Sum256([]byte(a.Subject))
	return "anomaly-" + a.Rule + "-" + a.Hour.UTC().Format("20060102T15") + "-" + hex.EncodeToString(sum[:8])
}

// String keeps what is personal out of formatted errors.
func (a Anomaly) String() string { return fmt.Sprintf("[anomaly %s]", a.Rule) }

// Format implements fmt.Formatter for the same reason.
func (a Anomaly) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, a.String()) }

// LogValue implements slog.LogValuer.
func (a Anomaly) LogValue() slog.Value {
	return slog.GroupValue(slog.String("rule", a.Rule), slog.String("subject", a.Subject), slog.Int("count", a.Count))
}

// Judge returns what the rules find in events, which may stand in any order: by
// hour, then in the order of the rules, then by subject.
func Judge(rules []Rule, events []Event) []Anomaly {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	var found []Anomaly
	for _, r := range rules {
		found = append(found, r.judge(events)...)
	}
	slices.SortStableFunc(found, func(a, b Anomaly) int { return a.Hour.Compare(b.Hour) })
	return found
}

// judge counts the events of each subject that lie within one window.
func (r Rule) judge(events []Event) []Anomaly {
	type when struct {
		subject string
		hour    time.Time
	}
	counted, found := map[string]*window{}, map[when]*Anomaly{}
	for _, e := range events {
		if !r.about(e) {
			continue
		}
		subject := r.Subject(e)
		w := counted[subject]
		if w == nil {
			w = &window{each: map[string]int{}}
			counted[subject] = w
		}
		n := w.add(e, r)
		if n < r.Threshold {
			continue
		}
		at := when{subject, e.At.UTC().Truncate(time.Hour)}
		a := found[at]
		if a == nil {
			a = &Anomaly{Rule: r.Name, Subject: subject, Hour: at.hour, First: w.events[0].At.UTC(), Last: e.At.UTC(), Severity: r.Severity, Do: r.Do}
			if subject == e.From {
				a.Address = e.Address
			}
			found[at] = a
		}
		a.Count = max(a.Count, n)
	}
	out := make([]Anomaly, 0, len(found))
	for _, a := range found {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Anomaly) int { return cmp.Or(a.Hour.Compare(b.Hour), cmp.Compare(a.Subject, b.Subject)) })
	return out
}

// about reports whether an event counts.
func (r Rule) about(e Event) bool {
	return slices.Contains(r.Actions, e.Action) && r.Subject(e) != "" && (r.When == nil || r.When(e)) && (r.Each == nil || r.Each(e) != "")
}

// window is the events of one subject that count at the same time.
type window struct {
	events []Event
	each   map[string]int
}

// add adds an event, takes out those that are too long ago, and returns how many
// there are.
func (w *window) add(e Event, r Rule) int {
	w.events = append(w.events, e)
	if r.Each != nil {
		w.each[r.Each(e)]++
	}
	for !w.events[0].At.After(e.At.Add(-r.Window)) {
		if r.Each != nil {
			one := r.Each(w.events[0])
			if w.each[one]--; w.each[one] == 0 {
				delete(w.each, one)
			}
		}
		w.events = w.events[1:]
	}
	if r.Each != nil {
		return len(w.each)
	}
	return len(w.events)
}
