package api

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
)

// Author is who made a change, as Microsoft's audit log tells.
type Author struct {
	At       *time.Time `json:"at,omitempty" doc:"When the change was made."`
	Name     string     `json:"name,omitempty" doc:"A person's sign-in name or an application's name."`
	ID       string     `json:"id,omitempty" doc:"The person's or the application's ID."`
	App      string     `json:"app,omitempty" doc:"Through which application."`
	Address  string     `json:"address,omitempty" doc:"From which network address."`
	Activity string     `json:"activity,omitempty" doc:"What was done, in Microsoft's words."`
}

// authorOf is nil where nobody could be named.
func authorOf(a finding.Attribution) *Author {
	if !a.Attributed {
		return nil
	}
	return &Author{moment(a.At), a.Actor, a.ActorID, a.App, a.IP, a.Activity}
}

// Step is one step of what became of a finding.
type Step struct {
	Kind      string         `json:"kind" enum:"opened,changed,worsened,resolved,reopened,accepted,returned" doc:"What happened."`
	At        time.Time      `json:"at" doc:"When, by the tenant's clock."`
	Version   int            `json:"version" doc:"The finding's version then."`
	Reason    string         `json:"reason" doc:"Why the check failed, or passed."`
	From      map[string]any `json:"from,omitempty" doc:"The facts before."`
	To        map[string]any `json:"to,omitempty" doc:"The facts after."`
	By        *Author        `json:"by,omitempty" doc:"Who did it. Missing where nobody could be named."`
	Exception string         `json:"exception,omitempty" doc:"The exception that began or ended."`
	Because   string         `json:"because,omitempty" enum:"expired,worse,withdrawn" doc:"Why the exception ended."`
}

// HistoryIn asks for what became of a finding.
type HistoryIn struct {
	InTenant
	Paged
	Spoken
	Finding string `path:"finding" doc:"The finding's ID."`
}

func (s *server) history(ctx context.Context, c *call, in *HistoryIn) (*answer[Page[Step]], error) {
	f, err := s.findingNamed(ctx, c, in.Finding)
	if err != nil {
		return nil, err
	}
	k, err := s.catalogue(ctx, c.tenant(), in.Language)
	if err != nil {
		return nil, err
	}
	sc, err := c.scope(ctx, "history", in.Finding)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	steps, next, err := c.tenant().StoryPage(ctx, f.ID, after, in.Limit)
	if err != nil {
		return nil, err
	}
	exceptional := func(st store.Step) bool { return st.Kind == finding.Accepted || st.Kind == finding.Returned }
	shown, err := s.shows(ctx, c, slices.ContainsFunc(steps, exceptional))
	if err != nil {
		return nil, err
	}
	return pageOf(steps, sc.write(next), func(st store.Step) Step {
		by := authorOf(st.By)
		if exceptional(st) && !shown {
			by = nil
		}
		return Step{string(st.Kind), st.At, st.Version, k.say(f.Check, st.Reason), st.From, st.To, by, st.Exception, string(st.Because)}
	}), nil
}

// shows reports whether the caller may see who accepts findings, where an answer has any
// of that.
func (s *server) shows(ctx context.Context, c *call, some bool) (bool, error) {
	if !some {
		return true, nil
	}
	return s.sees(ctx, c, grant.ExceptionsView)
}

// Event is one thing that differs from before in a tenant.
type Event struct {
	Kind     string          `json:"kind" enum:"verdict,facts,subjects,finding,exception" doc:"What differs: a check's verdict, a finding's facts or subjects, a finding's state, or whether it is accepted."`
	Check    string          `json:"check" doc:"The check's ID."`
	Title    string          `json:"title" doc:"What should hold."`
	Finding  string          `json:"finding,omitempty" doc:"The finding's ID; missing for a verdict."`
	Resource string          `json:"resource" doc:"The ID of what it is about; tenant for the tenant as a whole."`
	From     json.RawMessage `json:"from,omitempty" doc:"What it was: a verdict, facts, subjects or a state, by kind."`
	To       json.RawMessage `json:"to,omitempty" doc:"What it became."`
	At       time.Time       `json:"at" doc:"When it was seen, by the tenant's clock."`
	By       *Author         `json:"by,omitempty" doc:"Who did it. Missing where nobody could be named."`
	Because  string          `json:"because,omitempty" enum:"expired,worse,withdrawn" doc:"Why a finding is accepted no longer."`
}

// TimelineIn asks for what changed.
type TimelineIn struct {
	InTenant
	Paged
	Spoken
}

func (s *server) timeline(ctx context.Context, c *call, in *TimelineIn) (*answer[Page[Event]], error) {
	k, err := s.catalogue(ctx, c.tenant(), in.Language)
	if err != nil {
		return nil, err
	}
	sc, err := c.scope(ctx, "timeline", nil)
	if err != nil {
		return nil, err
	}
	place, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	var before time.Time
	if place != "" {
		micros, err := strconv.ParseInt(place, 10, 64)
		if err != nil {
			return nil, errCursor()
		}
		before = time.UnixMicro(micros).UTC()
	}
	// What was written together stays together, so that a page may hold more.
	events, err := c.tenant().Timeline(ctx, in.Limit, before)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(events) >= in.Limit {
		next = strconv.FormatInt(events[len(events)-1].Written.UnixMicro(), 10)
	}
	exceptional := func(e store.Event) bool { return e.Kind == finding.DriftException }
	shown, err := s.shows(ctx, c, slices.ContainsFunc(events, exceptional))
	if err != nil {
		return nil, err
	}
	return pageOf(events, sc.write(next), func(e store.Event) Event {
		by := authorOf(e.By)
		if exceptional(e) && !shown {
			by = nil
		}
		return Event{string(e.Kind), e.Check, k.title(e.Check), string(e.Finding), e.Resource, e.From, e.To, e.At, by, string(e.Because)}
	}), nil
}

// ScorePoint is the tenant's score from a moment on.
type ScorePoint struct {
	At    time.Time `json:"at" doc:"The moment."`
	Score *float64  `json:"score,omitempty" minimum:"0" maximum:"100" doc:"The score from then on. Missing where nothing was asked of the tenant."`
}

// ScoresIn asks how the score changed.
type ScoresIn struct {
	InTenant
	Paged
	Since time.Time `query:"since" doc:"Only from this moment on."`
}

func (s *server) scores(ctx context.Context, c *call, in *ScoresIn) (*answer[Page[ScorePoint]], error) {
	sc, err := c.scope(ctx, "scores", in.Since.UnixNano())
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	points, next, err := c.tenant().ScoresPage(ctx, in.Since, after, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(points, sc.write(next), func(p store.Score) ScorePoint {
		out := ScorePoint{At: p.At}
		if p.Score >= 0 {
			out.Score = &p.Score
		}
		return out
	}), nil
}
