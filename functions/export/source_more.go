package export

import (
	"context"
	"encoding/hex"
	"iter"
	"time"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// more are the kinds beyond those that have a form of their own.
func (r *reading) more() map[export.Kind]func(context.Context) iter.Seq2[export.Record, error] {
	return map[export.Kind]func(context.Context) iter.Seq2[export.Record, error]{
		export.History: r.history, export.Changes: r.changes, export.Exceptions: r.exceptions, export.Scans: r.scans, export.Explanations: r.explanations,
		export.Members: r.members, export.Invitations: r.invitations, export.Reviews: r.reviews, export.Grants: r.grants,
		export.Settings: r.settings, export.Preferences: r.preferences, export.Messages: r.messages, export.Instructions: r.instructions, export.Keys: r.keys, export.Chain: r.chain,
	}
}

func (r *reading) history(ctx context.Context) iter.Seq2[export.Record, error] {
	return each(r.t.EachStep(ctx), func(s store.StepOf) (export.Record, bool) {
		return &export.Step{Finding: string(s.Finding), Version: s.Version, Kind: string(s.Kind), At: s.At, Written: s.Written, Slot: s.Slot, Reason: s.Reason,
			From: s.From, To: s.To, By: s.By, Exception: s.Exception, Because: string(s.Because)}, r.plan.Within(s.Written)
	})
}

func (r *reading) changes(ctx context.Context) iter.Seq2[export.Record, error] {
	return each(r.t.EachEvent(ctx, r.plan.From, r.plan.To), func(e store.Event) (export.Record, bool) {
		return &export.Change{At: e.At, Written: e.Written, Slot: e.Slot, Kind: string(e.Kind), Check: e.Check, Resource: e.Resource, Finding: string(e.Finding),
			From: e.From, To: e.To, By: e.By, Because: string(e.Because)}, true
	})
}

func (r *reading) exceptions(ctx context.Context) iter.Seq2[export.Record, error] {
	return each(r.t.EachException(ctx), func(e finding.Exception) (export.Record, bool) {
		return &export.Exception{ID: e.ID, Request: e.Request, Finding: string(e.Finding), Check: e.Check, Resource: e.Resource, Reason: e.Reason, Owner: e.Owner, By: e.By,
			Created: e.Created.UTC(), Written: e.Written.UTC(), Expires: e.Expires.UTC(), Severity: string(e.Severity), Facts: e.Accepted.Facts, Subjects: e.Accepted.Subjects,
			Ended: e.Ended.UTC(), Because: string(e.Because), EndedBy: e.EndedBy}, r.overlaps(e.Written, e.Ended)
	})
}

// overlaps reports whether what began and, unless it is zero, ended was there in the
// period.
func (r *reading) overlaps(began, ended time.Time) bool {
	return (r.plan.To.IsZero() || began.Before(r.plan.To)) && (ended.IsZero() || !ended.Before(r.plan.From))
}

func (r *reading) scans(ctx context.Context) iter.Seq2[export.Record, error] {
	return each(r.t.EachScan(ctx, r.plan.From, r.plan.To), func(s store.Scan) (export.Record, bool) {
		out := &export.Scan{Name: store.ScanName(s), Slot: s.Slot.String(), Light: s.Light, State: s.State, Error: s.Error, Claimed: s.Claimed.UTC(), Ended: s.Ended.UTC(),
			Requests: s.Requests, Seconds: s.Duration.Seconds(), Verdicts: []export.Verdict{}, Unread: []export.Unread{}, Open: map[string]int{}}
		for _, v := range s.Verdicts {
			out.Verdicts = append(out.Verdicts, export.Verdict{Check: v.Check, Verdict: string(v.Verdict), Reason: r.say(r.checks[v.Check], v.Reason)})
		}
		for _, u := range s.Unread {
			out.Unread = append(out.Unread, export.Unread(u))
		}
		for severity, n := range s.Open {
			out.Open[string(severity)] = n
		}
		return out, true
	})
}

func (r *reading) explanations(ctx context.Context) iter.Seq2[export.Record, error] {
	return each(r.t.EachAdvice(ctx), func(a store.Advice) (export.Record, bool) {
		return &export.Explanation{Finding: string(a.Finding), Facts: a.Facts, Language: a.Language, Written: a.Written, Summary: a.Summary, Why: a.Why, Steps: a.Steps}, true
	})
}

// paged reads lists that come in pages with cursors.
func paged[T any](ctx context.Context, list func(ctx context.Context, cursor string) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for cursor := ""; ; {
			some, next, err := list(ctx, cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, one := range some {
				if !yield(one, nil) {
					return
				}
			}
			if cursor = next; cursor == "" {
				return
			}
		}
	}
}

func (r *reading) members(ctx context.Context) iter.Seq2[export.Record, error] {
	return func(yield func(export.Record, error) bool) {
		for _, state := range []member.State{member.Active, member.Suspended, member.Removed} {
			list := paged(ctx, func(ctx context.Context, cursor string) ([]member.Member, string, error) {
				return member.List(ctx, r.t, state, cursor, member.MaxPage)
			})
			for m, err := range list {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(&export.Member{ID: m.ID, Kind: string(m.Kind), State: string(m.State), Role: string(m.Role), Email: m.Email, Name: m.Name, InvitedBy: m.InvitedBy,
					Since: m.Since.UTC(), Confirmed: m.Confirmed.UTC(), Changed: m.Changed.UTC()}, nil) {
					return
				}
			}
		}
	}
}

func (r *reading) invitations(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, cursor string) ([]member.AnyInvitation, string, error) {
		return member.EveryInvitation(ctx, r.t, cursor, member.MaxPage)
	})
	return each(list, func(i member.AnyInvitation) (export.Record, bool) {
		return &export.Invitation{State: i.State, Account: i.Account, Email: i.Email, Role: string(i.Role), Language: i.Language, By: i.By, Created: i.Created.UTC(), Expires: i.Expires.UTC()}, true
	})
}

func (r *reading) reviews(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, _ string) ([]member.Review, string, error) {
		all, err := member.Reviews(ctx, r.t) // one a year
		return all, "", err
	})
	return each(list, func(v member.Review) (export.Record, bool) {
		return &export.Review{Number: v.Number, State: string(v.State), Due: v.Due.UTC(), Opened: v.Opened.UTC(), Closed: v.Closed.UTC(), Suspended: v.Suspended}, true
	})
}

func (r *reading) grants(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, cursor string) ([]grant.Grant, string, error) {
		return grant.List(ctx, r.t, cursor, grant.MaxPage, r.plan.At)
	})
	return each(list, func(g grant.Grant) (export.Record, bool) {
		out := &export.Grant{ID: g.ID, State: string(g.State), Operator: g.Operator, Purpose: string(g.Purpose), Reason: g.Reason, Goal: g.Goal, Views: []string{}, Method: string(g.Method),
			Minutes: int(g.Limit / time.Minute), Approval: g.Approval, DecidedBy: g.DecidedBy, Asked: g.Asked.UTC(), Decided: g.Decided.UTC(), Started: g.Started.UTC(),
			Ended: g.Ended.UTC(), Because: string(g.Because), EndedBy: g.EndedBy, Outcome: g.Outcome, Reported: g.Reported.UTC()}
		for _, v := range g.Views {
			out.Views = append(out.Views, string(v))
		}
		return out, r.overlaps(g.Asked, g.Ended)
	})
}

// settings are those that a customer can set, by the names that the API gives them.
func (r *reading) settings(ctx context.Context) iter.Seq2[export.Record, error] {
	return func(yield func(export.Record, error) bool) {
		for _, s := range notice.Settings() {
			value, _, err := instruction.Read(ctx, r.t, s.Setting)
			if err != nil {
				yield(nil, err)
				return
			}
			if value != nil && !yield(export.Setting{Name: s.Name, Value: value}, nil) {
				return
			}
		}
	}
}

// preferences are what readers said that they want of the tenant's letters.
func (r *reading) preferences(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, cursor string) ([]letter.ReaderPreferences, string, error) {
		return letter.Preferred(ctx, r.db, r.t.ID(), cursor)
	})
	return each(list, func(p letter.ReaderPreferences) (export.Record, bool) {
		out := &export.Preference{Account: p.Account, Muted: []string{}, Wanted: []string{}, Digest: string(p.Digest)}
		for _, k := range p.Muted {
			out.Muted = append(out.Muted, string(k))
		}
		for _, k := range p.Wanted {
			out.Wanted = append(out.Wanted, string(k))
		}
		return out, true
	})
}

// messages are those to the webhook.
func (r *reading) messages(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, cursor string) ([]notice.Message, string, error) {
		return notice.Messages(ctx, r.t, cursor)
	})
	return each(list, func(m notice.Message) (export.Record, bool) {
		return &export.Message{Name: m.Name, Kind: m.Kind, State: m.State, At: m.At, Done: m.Done, Tries: m.Tries, Last: m.Last, Body: m.Body}, r.plan.Within(m.At)
	})
}

func (r *reading) instructions(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, cursor string) ([]instruction.Instruction, string, error) {
		return instruction.List(ctx, r.t, cursor, instruction.MaxPage)
	})
	return each(list, func(i instruction.Instruction) (export.Record, bool) {
		return &export.Instruction{Number: i.Number, Setting: i.Setting, Source: string(i.Source), At: i.At, Account: i.Account, By: i.By, Before: i.Before, After: i.After}, r.plan.Within(i.At)
	})
}

func (r *reading) keys(ctx context.Context) iter.Seq2[export.Record, error] {
	list := paged(ctx, func(ctx context.Context, cursor string) ([]apikey.Key, string, error) {
		return apikey.List(ctx, r.t, cursor, apikey.MaxPage)
	})
	return each(list, func(k apikey.Key) (export.Record, bool) {
		out := &export.APIKey{ID: k.ID, Name: k.Name, By: k.By, Account: k.Account, Permissions: []string{}, Created: k.Created, Expires: k.Expires, Used: k.Used, Revoked: k.Revoked}
		for _, p := range k.Permissions {
			out.Permissions = append(out.Permissions, string(p))
		}
		return out, true
	})
}

// digestSize is the length of a digest, in bytes.
const digestSize = 32

func (r *reading) chain(ctx context.Context) iter.Seq2[export.Record, error] {
	return each(trail.Of(r.t).Links(ctx, r.plan.From, r.plan.To), func(l trail.Link) (export.Record, bool) {
		out := &export.Link{Number: l.Number, Made: l.Made.UTC(), Previous: l.Previous, After: l.After.UTC(), AfterName: l.AfterName, Through: l.Through.UTC(), ThroughName: l.ThroughName,
			Oldest: l.Oldest.UTC(), Newest: l.Newest.UTC(), Names: append([]string{}, l.Names...), Digests: []string{}, Retired: l.Retired, RetiredDigest: l.RetiredDigest, Digest: l.Digest, Sound: l.Sound}
		for i := 0; i+digestSize <= len(l.Digests); i += digestSize {
			out.Digests = append(out.Digests, hex.EncodeToString(l.Digests[i:i+digestSize]))
		}
		return out, true
	})
}
