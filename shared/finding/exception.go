package finding

import (
	"cmp"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// EndReason is why an exception ended.
type EndReason string

// Why exceptions end. A finding that is resolved ends none: should it come back
// no worse than it was accepted, it is accepted still.
const (
	Expired   EndReason = "expired"   // its date passed
	GotWorse  EndReason = "worse"     // the finding is worse than what was accepted
	Withdrawn EndReason = "withdrawn" // somebody took it back
)

// Exception is the acceptance of one finding until a date. Resource, Reason,
// Owner, By and the accepted subjects are personal data: sealed where stored.
type Exception struct {
	ID       string
	Request  string // shared by those that were accepted together
	Finding  ID
	Check    string
	Resource string
	Reason   string    // why it is accepted, in a person's own words
	Owner    string    // who answers for it
	By       string    // who accepted it
	Created  time.Time // by the tenant's clock
	Written  time.Time // by the wall clock
	Expires  time.Time // by the tenant's clock
	// Severity and Accepted are the finding as it was when it was accepted.
	Severity Severity
	Accepted Evidence
	Scale    Scale     // the check's
	Ended    time.Time // by the tenant's clock; zero while it is active
	Because  EndReason // empty while it is active
	EndedBy  string    // who withdrew it
}

// Active reports whether the exception has not been ended. It may have expired
// all the same; see Covers.
func (e Exception) Active() bool { return e.Because == "" }

// String keeps an exception out of formatted errors.
func (e Exception) String() string { return fmt.Sprintf("[exception of %s]", e.Check) }

// GoString implements fmt.GoStringer for the same reason.
func (e Exception) GoString() string { return e.String() }

// LogValue keeps what is personal out of logs.
func (e Exception) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", e.ID), slog.String("check", e.Check), slog.Bool("active", e.Active()))
}

// Covers reports whether the exception holds for a finding at a moment of the
// tenant's clock: it is active, has not expired, and the finding is no worse than
// what was accepted.
func (e Exception) Covers(f Finding, now time.Time) bool {
	return e.Finding == f.ID && e.Active() && now.Before(e.Expires) && !e.worsened(f)
}

func (e Exception) worsened(f Finding) bool {
	return Worse(Finding{Severity: e.Severity, Evidence: e.Accepted}, f, e.Scale)
}

// Except returns findings as readers see them at a moment of the tenant's clock:
// an open one that an exception covers is Excepted and carries the exception.
func Except(findings []Finding, exceptions []Exception, now time.Time) []Finding {
	out := slices.Clone(findings)
	for i := range out {
		if out[i].State != Open {
			continue
		}
		for _, e := range exceptions {
			if e.Covers(out[i], now) {
				out[i].State, out[i].Exception = Excepted, &e
				break
			}
		}
	}
	return out
}

// An Ending is an exception that must end, with its finding as it stands.
type Ending struct {
	Exception Exception
	Because   EndReason
	Finding   Finding // zero where there is no such finding
}

// Endings returns which exceptions end at a moment of the tenant's clock, by
// finding: those that have expired, and those whose finding is open and worse
// than what was accepted.
func Endings(exceptions []Exception, findings []Finding, now time.Time) []Ending {
	kept := make(map[ID]Finding, len(findings))
	for _, f := range findings {
		kept[f.ID] = f
	}
	var out []Ending
	for _, e := range exceptions {
		f := kept[e.Finding]
		if f.State == Excepted {
			f.State, f.Exception = Open, nil
		}
		switch {
		case !e.Active():
		case !now.Before(e.Expires):
			out = append(out, Ending{e, Expired, f})
		case f.State == Open && e.worsened(f):
			out = append(out, Ending{e, GotWorse, f})
		}
	}
	slices.SortFunc(out, func(a, b Ending) int {
		return cmp.Or(cmp.Compare(a.Exception.Finding, b.Exception.Finding), cmp.Compare(a.Exception.ID, b.Exception.ID))
	})
	return out
}
