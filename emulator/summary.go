package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
)

// summary is what -once prints.
type summary struct {
	Tenants      []tenantSummary  `json:"tenants"`
	Messages     messageCounts    `json:"messages"`
	Firestore    documentCounts   `json:"firestore"`
	Explanations int              `json:"explanations"`
	Functions    map[string]usage `json:"functions"`
}

type messageCounts struct {
	Published    int64 `json:"published"`
	Delivered    int64 `json:"delivered"`
	Redelivered  int64 `json:"redelivered"`
	DeadLettered int64 `json:"deadLettered"`
}

type documentCounts struct {
	Reads   int64 `json:"reads"`
	Writes  int64 `json:"writes"`
	Deletes int64 `json:"deletes"`
}

// tenantSummary is one tenant of a summary. Tenant is the id in tenant.json.
type tenantSummary struct {
	Tenant   string           `json:"tenant"`
	Name     string           `json:"name"`
	State    string           `json:"state"` // scanned or failed
	Error    string           `json:"error,omitempty"`
	Scan     *scanSummary     `json:"scan,omitempty"`
	Score    *scoreSummary    `json:"score,omitempty"`
	Verdicts []verdictSummary `json:"verdicts"`
	Findings []findingSummary `json:"findings"`
	Changes  []changeSummary  `json:"changes"` // of this run
}

// changeSummary is one thing that differs from the scan before. At is when it was
// done, where the audit log tells, else when a scan saw it first.
type changeSummary struct {
	Kind       finding.DriftKind `json:"kind"`
	Check      string            `json:"check"`
	Resource   string            `json:"resource"`
	From       json.RawMessage   `json:"from"`
	To         json.RawMessage   `json:"to"`
	At         string            `json:"at"`
	FirstSeen  string            `json:"firstSeen"`
	Actor      string            `json:"actor"` // empty where nobody could be named
	App        string            `json:"app,omitempty"`
	IP         string            `json:"ip,omitempty"`
	Activity   string            `json:"activity,omitempty"`
	Attributed bool              `json:"attributed"`
}

// scoreSummary is a tenant's score, from 0 to 100; see check.Score.
type scoreSummary struct {
	Overall    float64                    `json:"overall"`
	Categories map[check.Category]float64 `json:"categories"`
}

type scanSummary struct {
	Slot        string         `json:"slot"`
	Requests    int            `json:"requests"`
	Subrequests int            `json:"subrequests"`
	Floor       int            `json:"floor"`
	Bytes       int64          `json:"bytes"`
	DurationMs  int64          `json:"durationMs"`
	Throttled   int64          `json:"throttled"` // answers 429 of this run because a published limit was reached
	Unread      []store.Unread `json:"unread"`
}

type verdictSummary struct {
	Check    string           `json:"check"`
	Verdict  finding.Verdict  `json:"verdict"`
	Severity finding.Severity `json:"severity"`
	Reason   string           `json:"reason"`
	Controls check.Controls   `json:"controls"`
}

type findingSummary struct {
	ID        finding.ID       `json:"id"`
	Check     string           `json:"check"`
	Resource  string           `json:"resource"`
	Severity  finding.Severity `json:"severity"`
	State     finding.State    `json:"state"`
	Since     string           `json:"since"`
	Facts     finding.Facts    `json:"facts"`
	Subjects  finding.Subjects `json:"subjects"`
	Explained bool             `json:"explained"`
}

// unmetered keeps the supervisor's own reads out of the counts; nothing else may
// be at work meanwhile.
func (s *service) unmetered() (done func()) {
	if s.standins.firestore == nil {
		return func() {}
	}
	before := s.standins.firestore.Stats().Reads
	return func() { s.show.ownReads += s.standins.firestore.Stats().Reads - before }
}

func (s *service) summary(ctx context.Context) (summary, error) {
	sum := summary{Tenants: []tenantSummary{}, Functions: map[string]usage{}}
	m := s.standins.pubsub.Stats()
	sum.Messages = messageCounts{m.Published, m.Delivered, m.Redelivered, m.DeadLettered}
	if s.standins.firestore != nil {
		f := s.standins.firestore.Stats()
		sum.Firestore = documentCounts{f.Reads - s.show.ownReads, f.Writes, f.Deletes}
	}
	for name, p := range s.processes {
		sum.Functions[name] = p.usage()
	}
	for _, t := range s.tenants {
		ts, explained, err := s.summarize(ctx, t)
		if err != nil {
			return sum, fmt.Errorf("summarize a tenant: %w", err)
		}
		sum.Tenants = append(sum.Tenants, ts)
		sum.Explanations += explained
	}
	return sum, nil
}

func (s *service) summarize(ctx context.Context, t *served) (tenantSummary, int, error) {
	out := tenantSummary{Tenant: t.entraID, Name: t.name, State: "failed", Error: t.failure, Verdicts: []verdictSummary{}, Findings: []findingSummary{}, Changes: []changeSummary{}}
	if t.id.IsZero() {
		return out, 0, nil
	}
	h, err := s.db.Tenant(t.id)
	if err != nil {
		return out, 0, err
	}
	explained, err := out.findings(ctx, h)
	if err != nil {
		return out, 0, err
	}
	if t.failure != "" {
		return out, explained, nil
	}
	if err := out.changes(ctx, h, s.began); err != nil {
		return out, 0, err
	}
	scans, err := h.Scans(ctx, 1)
	if err != nil {
		return out, 0, err
	}
	if len(scans) == 0 {
		out.Error = "the scan was never begun"
		return out, explained, nil
	}
	last := scans[0]
	out.Scan = &scanSummary{Slot: last.Slot.String(), Requests: last.Requests, Subrequests: last.Subrequests, Floor: last.Floor,
		Bytes: last.Bytes, DurationMs: last.Duration.Milliseconds(), Throttled: s.standins.graph.Stats(t.entraID).Throttled, Unread: last.Unread}
	if out.Scan.Unread == nil {
		out.Scan.Unread = []store.Unread{}
	}
	switch {
	case last.Failed():
		out.Error = last.Error
	case !last.Finished():
		out.Error = "the scan did not finish"
	default:
		out.State = "scanned"
	}
	out.verdicts(last, custom.Together(all.Checks(), s.checks, t.checks))
	return out, explained, nil
}

func (t *tenantSummary) changes(ctx context.Context, h *store.Tenant, began time.Time) error {
	events, err := h.ChangesSince(ctx, began)
	if err != nil {
		return err
	}
	for _, e := range events {
		c := changeSummary{Kind: e.Kind, Check: e.Check, Resource: e.Resource, From: e.From, To: e.To, FirstSeen: moment(e.FirstSeen),
			Actor: e.By.Actor, App: e.By.App, IP: e.By.IP, Activity: e.By.Activity, Attributed: e.By.Attributed}
		c.At = c.FirstSeen
		if e.By.Attributed {
			c.At = moment(e.By.At)
		}
		t.Changes = append(t.Changes, c)
	}
	return nil
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (t *tenantSummary) verdicts(last store.Scan, known []*check.Check) {
	checks := map[string]*check.Check{}
	for _, c := range known {
		checks[c.ID] = c
	}
	verdicts := map[string]finding.Verdict{}
	for _, v := range last.Verdicts {
		verdicts[v.Check] = v.Verdict
	}
	if len(verdicts) > 0 {
		score := check.ScoreOf(known, verdicts)
		t.Score = &scoreSummary{score.Overall, score.Categories}
	}
	for _, v := range last.Verdicts { // by check already
		s := verdictSummary{Check: v.Check, Verdict: v.Verdict, Reason: v.Reason}
		if c, ok := checks[v.Check]; ok {
			s.Severity, s.Controls = c.Severity, c.Controls
		}
		t.Verdicts = append(t.Verdicts, s)
	}
}

func (t *tenantSummary) findings(ctx context.Context, h *store.Tenant) (explained int, err error) {
	all, err := h.Findings(ctx)
	if err != nil {
		return 0, err
	}
	advice, err := h.AllAdvice(ctx)
	if err != nil {
		return 0, err
	}
	for _, f := range all {
		if f.Evidence.Facts == nil {
			f.Evidence.Facts = finding.Facts{}
		}
		if f.Evidence.Subjects == nil {
			f.Evidence.Subjects = finding.Subjects{}
		}
		a := advice[f.ID]
		if a.Written {
			explained++
		}
		t.Findings = append(t.Findings, findingSummary{ID: f.ID, Check: f.Check, Resource: f.Resource, Severity: f.Severity, State: f.State,
			Since: moment(f.Since), Facts: f.Evidence.Facts, Subjects: f.Evidence.Subjects, Explained: a.Written})
	}
	return explained, nil
}

// failure is the sentence for tenants that could not be scanned.
func (s summary) failure() error {
	failed, first := 0, ""
	for _, t := range s.Tenants {
		if t.State == "failed" {
			failed++
			if first == "" {
				first = fmt.Sprintf("%s: %s", t.Name, t.Error)
			}
		}
	}
	switch failed {
	case 0:
		return nil
	case 1:
		return errors.New("a tenant could not be scanned: " + first)
	}
	return fmt.Errorf("%d tenants could not be scanned, the first of them %s", failed, first)
}
