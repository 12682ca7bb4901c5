package trail

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"vahti.ai/vahti/shared/store/document"
)

// AccessKind is a way in which a tenant's data is reached.
type AccessKind string

// The kinds of access.
const (
	ByMember  AccessKind = "member"  // a member signed in, or opened the tenant
	BySupport AccessKind = "support" // an operator looked at a view under a grant, or began one that shows none
	ByKey     AccessKind = "key"     // a program used an API key
	ByExport  AccessKind = "export"  // data was made ready to leave, or taken
)

// accessOf says which actions are accesses. That a grant began is one where that is not
// told view by view; see shown.
func accessOf(a Action) AccessKind {
	switch a {
	case SignInSucceeded, TenantOpened:
		return ByMember
	case GrantStarted, GrantViewed:
		return BySupport
	case KeyUsed:
		return ByKey
	case ExportMade, ExportBroken: // a part of it has left
		return ByExport
	}
	return ""
}

// shown reports whether an entry says that a grant began whose views are told one by
// one as they are opened: those are the accesses. Of databases, logs and metadata nobody
// is told more than that the access began.
func shown(e Entry) bool {
	var after struct {
		Method string `json:"method"`
	}
	return e.Action == GrantStarted && json.Unmarshal(e.After, &after) == nil && after.Method == "interface"
}

// maxAccesses is how many lines a summary may have, so that it fits in memory
// whatever happened.
const maxAccesses = 10_000

// Access is what one actor did in one way, under one grant where it was support.
type Access struct {
	Kind        AccessKind
	Actor       string
	Account     string
	Grant       string
	Purpose     string // of the grant
	Reason      string // of the grant
	Count       int
	First, Last time.Time
}

// String keeps who it was out of formatted errors.
func (a Access) String() string { return fmt.Sprintf("[access by %s]", a.Kind) }

// Format implements fmt.Formatter for the same reason.
func (a Access) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, a.String()) }

// MarshalJSON implements json.Marshaler.
func (a Access) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// LogValue implements slog.LogValuer.
func (a Access) LogValue() slog.Value { return slog.StringValue(a.String()) }

// Accesses sums up who reached a tenant's data in a period.
type Accesses struct {
	From, To time.Time // zero: without a bound
	Counts   map[AccessKind]int
	// List is by kind, and by the first access within one.
	List []Access
	// Refused counts sign-ins that failed or were not looked at; of one account, at
	// most one of either in a minute.
	Refused int
	// Damaged counts accesses whose entries cannot be read, and Unlisted those that
	// are counted and stand in no line since there are too many. Neither is silent.
	Damaged, Unlisted int
}

// MaxPeriod is the longest period that anybody is given a summary of: it is read whole.
const MaxPeriod = 366 * 24 * time.Hour

// Accesses reads the entries of a period and sums up those that are accesses. Zero
// times are no bounds.
func (b Book) Accesses(ctx context.Context, from, to time.Time) (Accesses, error) {
	out := Accesses{From: from, To: to, Counts: map[AccessKind]int{}}
	if err := (Query{From: from, To: to}).validate(); err != nil {
		return out, err
	}
	doc, key, err := b.reach(ctx)
	if err != nil {
		return out, err
	}
	lines := lines{}
	for snap, err := range pages(ctx, period(doc, from, to, false), PageSize) {
		if err != nil {
			return out, fmt.Errorf("read audit trail: %w", err)
		}
		var d document.TrailEntry
		if snap.DataTo(&d) != nil { // its action is unknown, so it may be one
			out.Damaged++
			continue
		}
		kind := accessOf(Action(d.Action))
		switch {
		case Action(d.Action) == SignInFailed || Action(d.Action) == SignInThrottled:
			out.Refused++
		case kind == "":
		default:
			r := recordOf(key, snap)
			if !r.Damaged && shown(r.Entry) {
				continue
			}
			out.Counts[kind]++
			if r.Damaged {
				out.Damaged++
			} else if !lines.add(kind, r.Entry) {
				out.Unlisted++
			}
		}
	}
	out.List = lines.sorted()
	return out, nil
}

// whose is what the lines of a summary are told apart by.
type whose struct {
	kind                  AccessKind
	actor, account, grant string
}

type lines map[whose]*Access

// add counts an access; false where it would take a line too many.
func (l lines) add(kind AccessKind, e Entry) bool {
	of := whose{kind, e.Actor, e.Account, e.Grant}
	a := l[of]
	if a == nil {
		if len(l) >= maxAccesses {
			return false
		}
		a = &Access{Kind: kind, Actor: e.Actor, Account: e.Account, Grant: e.Grant, First: e.At}
		if kind == BySupport {
			a.Purpose, a.Reason = e.Purpose, e.Reason
		}
		l[of] = a
	}
	a.Count++
	a.Last = e.At
	return true
}

func (l lines) sorted() []Access {
	out := make([]Access, 0, len(l))
	for _, a := range l {
		out = append(out, *a)
	}
	order := []AccessKind{ByMember, BySupport, ByKey, ByExport}
	slices.SortFunc(out, func(a, b Access) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), a.First.Compare(b.First),
			cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Grant, b.Grant))
	})
	return out
}
