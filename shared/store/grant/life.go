package grant

import (
	"context"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Approve lets a grant that was asked for begin. It takes tenant.ApproveSupport.
func Approve(ctx context.Context, t *store.Tenant, id string, by member.Actor, now time.Time) (Grant, error) {
	return decide(ctx, t, id, Approved, by, now)
}

// Refuse refuses a grant that was asked for. It takes tenant.ApproveSupport.
func Refuse(ctx context.Context, t *store.Tenant, id string, by member.Actor, now time.Time) (Grant, error) {
	return decide(ctx, t, id, Refused, by, now)
}

// decide is a customer's word on a grant that was asked for. The same word again
// changes nothing.
func decide(ctx context.Context, t *store.Tenant, id string, to State, by member.Actor, now time.Time) (Grant, error) {
	return change(ctx, t, "decide on support access", id, now, func(tx *firestore.Transaction, s step, g Grant) (Grant, trail.Action, trail.Entry, error) {
		if _, err := member.Authorize(tx, s.t, by, tenant.ApproveSupport); err != nil {
			return g, "", trail.Entry{}, err
		}
		switch {
		case g.ID == "":
			return g, "", trail.Entry{}, ErrNone
		case g.Account == by.Account: // an operator who is a member, too
			return g, "", trail.Entry{}, member.ErrForbidden
		case g.Approval && g.State == to:
			return g, "", trail.Entry{}, nil
		case g.State != Asked:
			return g, "", trail.Entry{}, ErrState
		}
		g.State, g.Decided, g.DecidedBy = to, s.now, by.Name
		if to == Refused {
			g.Until = time.Time{}
			return g, trail.GrantRefused, customer(by), nil
		}
		g.Until = s.now.Add(Patience)
		return g, trail.GrantApproved, customer(by), nil
	})
}

// own refuses an operator a grant that is another's.
func own(g Grant, by Operator) error {
	if g.ID == "" || by.Account == "" || g.Account != by.Account {
		return ErrNone
	}
	return nil
}

// Start begins a grant that is approved: from now on its time runs. One that has
// begun is returned as it is. An operator who owes the outcome of another grant, of
// whichever tenant, begins none. One that nobody approved because none had to is asked
// for anew where the customer requires approval now: it is returned as Asked, also at
// a repeat, has not begun, and the customer has to be told as of any that waits.
func Start(ctx context.Context, t *store.Tenant, id string, by Operator, now time.Time) (Grant, error) {
	return change(ctx, t, "begin support access", id, now, func(tx *firestore.Transaction, s step, g Grant) (Grant, trail.Action, trail.Entry, error) {
		if err := own(g, by); err != nil {
			return g, "", trail.Entry{}, err
		}
		switch {
		case g.State == Active, g.State == Asked && g.anew():
			return g, "", trail.Entry{}, nil
		case g.State != Approved:
			return g, "", trail.Entry{}, ErrState
		case !g.notAfter.IsZero() && !s.now.Before(g.notAfter):
			return g, "", trail.Entry{}, ErrOnboarding
		}
		if _, err := s.held(tx, by.Account); err != nil {
			return g, "", trail.Entry{}, err
		}
		if !g.Approval {
			needed, err := instruction.ApprovalNeeded(tx, s.t, s.key)
			if err != nil {
				return g, "", trail.Entry{}, err
			}
			if needed {
				g.State, g.Approval, g.Until = Asked, true, s.now.Add(Patience)
				return g, "", trail.Entry{}, s.writeAs(tx, g, "asked-anew", trail.GrantAsked, by.entry())
			}
		}
		g.State, g.Started, g.Until = Active, s.now, s.now.Add(g.Limit)
		if !g.notAfter.IsZero() && g.notAfter.Before(g.Until) {
			g.Until = g.notAfter
		}
		return g, trail.GrantStarted, by.entry(), nil
	})
}

// anew reports whether a grant that waits was asked for anew when it was to begin: its
// time to wait began then.
func (g Grant) anew() bool { return g.Until.After(g.Asked.Add(Patience)) }

// Revoke ends a grant at the customer's wish, at once and whatever it was doing. One
// that is over is returned as it is. It takes tenant.ApproveSupport.
func Revoke(ctx context.Context, t *store.Tenant, id string, by member.Actor, now time.Time) (Grant, error) {
	return change(ctx, t, "revoke support access", id, now, func(tx *firestore.Transaction, s step, g Grant) (Grant, trail.Action, trail.Entry, error) {
		if _, err := member.Authorize(tx, s.t, by, tenant.ApproveSupport); err != nil {
			return g, "", trail.Entry{}, err
		}
		switch {
		case g.ID == "":
			return g, "", trail.Entry{}, ErrNone
		case g.over():
			return g.said()
		}
		return g.ended(s.now, Revoked, by.Name), trail.GrantRevoked, customer(by), nil
	})
}

// Finish ends a grant at its operator's wish. One that is over is returned as it is.
func Finish(ctx context.Context, t *store.Tenant, id string, by Operator, now time.Time) (Grant, error) {
	return change(ctx, t, "finish support access", id, now, func(_ *firestore.Transaction, s step, g Grant) (Grant, trail.Action, trail.Entry, error) {
		if err := own(g, by); err != nil {
			return g, "", trail.Entry{}, err
		}
		if g.over() {
			return g.said()
		}
		return g.ended(s.now, Finished, by.Name), trail.GrantEnded, by.entry(), nil
	})
}

// ended is the grant as it is after it has ended.
func (g Grant) ended(at time.Time, because EndReason, by string) Grant {
	g.State, g.Ended, g.Until, g.Because, g.EndedBy = Ended, at, time.Time{}, because, by
	return g
}

// over reports whether nothing more can be done under the grant.
func (g Grant) over() bool { return g.State == Ended || g.State == Refused }

// said has a grant that is over say so, if it ended by itself and nobody has.
func (g Grant) said() (Grant, trail.Action, trail.Entry, error) {
	if g.written == g.State {
		return g, "", trail.Entry{}, nil
	}
	return g, trail.GrantEnded, trail.Entry{}, nil
}

// Report tells the outcome of a grant that is over. The same outcome again changes
// nothing; another is refused.
func Report(ctx context.Context, t *store.Tenant, id, outcome string, by Operator, now time.Time) (Grant, error) {
	outcome = strings.TrimSpace(outcome)
	if !text(outcome) {
		return Grant{}, ErrOutcome
	}
	return change(ctx, t, "report on support access", id, now, func(tx *firestore.Transaction, s step, g Grant) (Grant, trail.Action, trail.Entry, error) {
		if err := own(g, by); err != nil {
			return g, "", trail.Entry{}, err
		}
		switch {
		case g.Outcome == outcome:
			return g, "", trail.Entry{}, nil
		case !g.Owing():
			return g, "", trail.Entry{}, ErrState
		}
		if g.written != Ended { // it ended by itself, and nobody has said so
			if err := s.write(tx, g, trail.GrantEnded, trail.Entry{}); err != nil {
				return g, "", trail.Entry{}, err
			}
		}
		g.Outcome, g.Reported = outcome, s.now
		return g, trail.GrantReported, by.entry(), nil
	})
}

// Expire has the documents and the audit trail say of one grant that it ended by
// itself. It does nothing where that is not so, or was said.
func Expire(ctx context.Context, t *store.Tenant, id string, now time.Time) error {
	_, err := change(ctx, t, "end support access", id, now, func(_ *firestore.Transaction, _ step, g Grant) (Grant, trail.Action, trail.Entry, error) {
		if g.ID == "" || !g.over() {
			return g, "", trail.Entry{}, nil
		}
		return g.said()
	})
	return err
}
