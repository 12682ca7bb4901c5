// Package grant keeps the leave that operators of Vahti have to look at a customer's
// tenant. Without a grant an operator sees nothing. A grant says what it is for, why,
// to what end, which views it covers, by which method, and for how long; the customer
// may have to approve it, sees it live and can revoke it at any time; it ends by
// itself, and then asks for its outcome, without which its operator gets no other, and
// begins none that was prepared.
// The agreement has all of that recorded (annex 3, section 2).
//
// A grant goes asked → approved → active → ended, or asked → refused. Where the
// customer requires no approval it begins approved; where approval is required by the
// time it is to begin, it is asked for anew. Time passes without anybody
// writing: what is over is over although the document still says otherwise, and
// Expire only has the trail say so.
//
// View is the one way to look: it writes the entry of the audit trail in the
// transaction that asks whether the grant holds, before anything is shown.
package grant

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// Why a wish is refused, in words for the person who has it.
var (
	ErrPurpose    = errors.New("choose one of the purposes that the agreement names")
	ErrReason     = errors.New("give a reason of 10 to 1000 characters")
	ErrGoal       = errors.New("give a goal of 10 to 1000 characters")
	ErrOutcome    = errors.New("give an outcome of 10 to 1000 characters")
	ErrViews      = errors.New("choose at least one view, of those that the purpose can need")
	ErrMethod     = errors.New("choose one of the access methods that the agreement names")
	ErrLimit      = errors.New("choose a time limit of whole minutes, at most 8 hours")
	ErrOnboarding = errors.New("quality assurance is for the first 30 days of onboarding only")
	ErrOperator   = errors.New("the operator is not named")
	ErrRequest    = errors.New("the wish carries no name of its own by which a repeat is known")
	ErrOwed       = errors.New("tell the outcome of your former support access first")
	ErrTooMany    = errors.New("end one of your support accesses first; nobody has more than 10")
	ErrNone       = errors.New("there is no such support access")
	ErrState      = errors.New("the support access is not in a state in which this can be done")
	ErrNoGrant    = errors.New("there is no support access that covers this")
	ErrCursor     = errors.New("the page asked for does not exist")
)

// The limits of grants.
const (
	MaxLimit    = 8 * time.Hour
	QualityDays = 30 // of onboarding
	// Patience is how long a grant that was asked for waits to be approved, and one
	// that was approved waits to begin.
	Patience   = 7 * 24 * time.Hour
	MinText    = 10 // characters of a reason, a goal and an outcome
	MaxText    = 1000
	MaxPage    = 100
	maxOwing   = 10  // grants of one operator that are not over and done with
	maxRequest = 200 // bytes
)

// State is where a grant stands.
type State string

// The states.
const (
	Asked    State = document.GrantAsked
	Approved State = document.GrantApproved
	Refused  State = document.GrantRefused
	Active   State = document.GrantActive
	Ended    State = document.GrantEnded
)

// EndReason is why a grant ended.
type EndReason string

// The reasons.
const (
	Expired  EndReason = "expired"  // its time was over
	Revoked  EndReason = "revoked"  // by the customer
	Finished EndReason = "finished" // by the operator
	Lapsed   EndReason = "lapsed"   // it never began in time
)

// Grant is an operator's leave to look at a tenant.
type Grant struct {
	ID       string
	State    State
	Operator string // sign-in name
	Account  string // the operator's
	Purpose  Purpose
	Reason   string
	Goal     string
	Views    []View
	Method   Method
	Limit    time.Duration // from when it begins
	// Approval says that the customer had to approve; DecidedBy who did, or refused.
	Approval  bool
	DecidedBy string
	Asked     time.Time
	Decided   time.Time // zero where nobody had to
	Started   time.Time // zero before it begins
	Until     time.Time // when it ends by itself in the state it is in; zero once it is over
	Ended     time.Time
	Because   EndReason
	EndedBy   string // sign-in name; empty for what ended by itself
	Outcome   string // empty until it is told
	Reported  time.Time

	notAfter time.Time
	written  State // as its document has it
}

// String keeps a grant out of formatted errors.
func (Grant) String() string { return "[grant]" }

// GoString implements fmt.GoStringer for the same reason.
func (Grant) GoString() string { return "[grant]" }

// LogValue implements slog.LogValuer.
func (g Grant) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", g.ID), slog.String("state", string(g.State)), slog.String("purpose", string(g.Purpose)))
}

// Owing reports whether its operator still has to tell the outcome: it began, and
// is over.
func (g Grant) Owing() bool { return g.State == Ended && !g.Started.IsZero() && g.Outcome == "" }

// Covers reports whether the grant let its operator look at a view when it was read.
func (g Grant) Covers(v View) bool {
	return g.State == Active && g.Method == Interface && slices.Contains(g.Views, v)
}

// Operator is a person of Vahti's own, and from where.
type Operator struct {
	Account string
	Name    string // by which the person signs in
	Address string // network address
}

// String keeps an operator out of formatted errors.
func (Operator) String() string { return "[operator]" }

// GoString implements fmt.GoStringer for the same reason.
func (Operator) GoString() string { return "[operator]" }

// LogValue implements slog.LogValuer.
func (Operator) LogValue() slog.Value { return slog.StringValue("[operator]") }

// Wish is a grant that an operator wants.
type Wish struct {
	// Request names the wish: the same one again, however often, is one.
	Request string
	Purpose Purpose
	Reason  string // why, in the operator's words
	Goal    string // what is to be reached
	Views   []View
	Method  Method
	Limit   time.Duration
	// Onboarded is when the tenant's onboarding began; zero where it did not.
	Onboarded time.Time
}

// String keeps a wish out of formatted errors.
func (Wish) String() string { return "[grant]" }

// GoString implements fmt.GoStringer for the same reason.
func (Wish) GoString() string { return "[grant]" }

// LogValue implements slog.LogValuer.
func (Wish) LogValue() slog.Value { return slog.StringValue("[grant]") }

// text reports whether a person has written enough, and not too much.
func text(s string) bool {
	n := utf8.RuneCountInString(s)
	return utf8.ValidString(s) && n >= MinText && n <= MaxText
}

// clean returns the wish in the form in which it is kept.
func (w Wish) clean(now time.Time) (Wish, error) {
	w.Reason, w.Goal = strings.TrimSpace(w.Reason), strings.TrimSpace(w.Goal)
	w.Views = slices.Clone(w.Views)
	slices.Sort(w.Views)
	w.Views = slices.Compact(w.Views)
	terms, ok := terms(w.Purpose)
	switch {
	case w.Request == "" || len(w.Request) > maxRequest:
		return w, ErrRequest
	case !ok:
		return w, ErrPurpose
	case !text(w.Reason):
		return w, ErrReason
	case !text(w.Goal):
		return w, ErrGoal
	case len(w.Views) == 0 || slices.ContainsFunc(w.Views, func(v View) bool { return !slices.Contains(terms.Views, v) }):
		return w, ErrViews
	case !slices.Contains(Methods(), w.Method):
		return w, ErrMethod
	case w.Limit < time.Minute || w.Limit > MaxLimit || w.Limit%time.Minute != 0:
		return w, ErrLimit
	case w.Purpose == QualityAssurance && (w.Onboarded.IsZero() || !now.Before(w.qualityEnds())):
		return w, ErrOnboarding
	}
	return w, nil
}

// qualityEnds is when quality assurance is over.
func (w Wish) qualityEnds() time.Time {
	return w.Onboarded.UTC().Truncate(time.Microsecond).Add(QualityDays * 24 * time.Hour)
}

// grantOf reads a grant as it stands at a moment of the wall clock.
func grantOf(snap *firestore.DocumentSnapshot, key *seal.Key, now time.Time) (Grant, error) {
	var d document.Grant
	if err := snap.DataTo(&d); err != nil {
		return Grant{}, err
	}
	p, err := d.Part(snap.Ref.ID, key)
	if err != nil {
		return Grant{}, err
	}
	g := Grant{ID: snap.Ref.ID, State: State(d.State), Operator: p.Operator, Account: d.Operator, Purpose: Purpose(d.Purpose), Reason: p.Reason, Goal: p.Goal,
		Method: Method(d.Method), Limit: d.Limit, Approval: d.Approval, DecidedBy: p.DecidedBy, Asked: d.Asked.UTC(), Because: EndReason(d.Because),
		EndedBy: p.EndedBy, Outcome: p.Outcome, written: State(d.State)}
	for _, v := range d.Views {
		g.Views = append(g.Views, View(v))
	}
	for _, t := range []struct {
		from *time.Time
		to   *time.Time
	}{{d.Until, &g.Until}, {d.NotAfter, &g.notAfter}, {d.Decided, &g.Decided}, {d.Started, &g.Started}, {d.Ended, &g.Ended}, {d.Reported, &g.Reported}} {
		if t.from != nil {
			*t.to = t.from.UTC()
		}
	}
	return g.at(now), nil
}

// at is the grant as it stands at a moment: what has run out has ended when it did.
func (g Grant) at(now time.Time) Grant {
	if g.State == Refused || g.State == Ended || now.Before(g.Until) {
		return g
	}
	g.Because = Lapsed
	if g.State == Active {
		g.Because = Expired
	}
	g.State, g.Ended, g.Until = Ended, g.Until, time.Time{}
	return g
}

// stored is the grant as stored.
func (g Grant) stored(key *seal.Key) (document.Grant, error) {
	d := document.Grant{State: string(g.State), Operator: g.Account, Purpose: string(g.Purpose), Method: string(g.Method), Limit: g.Limit, Approval: g.Approval,
		Asked: g.Asked, Because: string(g.Because)}
	if g.State == Asked || g.State == Approved || g.State == Active {
		d.Live, d.Owing = g.Account, g.Account
	}
	if g.Owing() {
		d.Owing = g.Account
	}
	for _, v := range g.Views {
		d.Views = append(d.Views, string(v))
	}
	for _, t := range []struct {
		from time.Time
		to   **time.Time
	}{{g.Until, &d.Until}, {g.notAfter, &d.NotAfter}, {g.Decided, &d.Decided}, {g.Started, &d.Started}, {g.Ended, &d.Ended}, {g.Reported, &d.Reported}} {
		if !t.from.IsZero() {
			*t.to = &t.from
		}
	}
	return d, d.Seal(g.ID, document.GrantPart{Operator: g.Operator, Reason: g.Reason, Goal: g.Goal, DecidedBy: g.DecidedBy, EndedBy: g.EndedBy, Outcome: g.Outcome}, key)
}

// named reports whether an account can be an operator's.
func named(account string) bool { return handle.Named(account) && len(account) <= 128 }
