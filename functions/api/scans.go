package api

import (
	"context"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
)

// Scan is one scan of a tenant.
type Scan struct {
	ID       string         `json:"id" doc:"Names the scan."`
	Kind     string         `json:"kind" enum:"full,light" doc:"Whether everything was judged, or only what changed."`
	State    string         `json:"state" enum:"claimed,done,failed,abandoned" doc:"Where the scan stands; claimed until it ends."`
	About    time.Time      `json:"about" doc:"The moment that its verdicts are about."`
	Claimed  time.Time      `json:"claimed" doc:"When it was begun."`
	Ended    *time.Time     `json:"ended,omitempty" doc:"When it ended. Missing before."`
	Error    string         `json:"error,omitempty" doc:"Why it failed."`
	Requests int            `json:"requests" doc:"How many requests it made to Microsoft."`
	Seconds  float64        `json:"seconds" doc:"How long it took, in seconds."`
	Unread   []Unread       `json:"unread" nullable:"false" doc:"What could not be read."`
	Open     map[string]int `json:"open" doc:"How many findings were open, by severity."`
	Verdicts []Verdict      `json:"verdicts,omitempty" nullable:"false" doc:"What each check said; in the answer about one scan alone."`
}

// Unread is something that could not be read.
type Unread struct {
	Resource string `json:"resource" doc:"What could not be read."`
	Reason   string `json:"reason" doc:"Why, naming the permission where one is missing."`
}

// Verdict is what one check said.
type Verdict struct {
	Check   string `json:"check" doc:"The check's ID."`
	Verdict string `json:"verdict" enum:"pass,fail,unknown,notApplicable" doc:"What it said. Unknown is never a pass."`
	Reason  string `json:"reason" doc:"Why."`
}

func (k *catalogue) unread(list []store.Unread) []Unread {
	out := make([]Unread, len(list))
	for i, u := range list {
		out[i] = Unread{u.Resource, u.Reason}
	}
	return out
}

// scan shows a scan, with what each check said or without.
func (k *catalogue) scan(s store.Scan, verdicts bool) Scan {
	out := Scan{ID: store.ScanName(s), Kind: "full", State: s.State, About: s.Slot.At.UTC(), Claimed: s.Claimed.UTC(), Ended: moment(s.Ended), Error: s.Error,
		Requests: s.Requests, Seconds: s.Duration.Seconds(), Unread: k.unread(s.Unread), Open: counts(s.Open)}
	if s.Light {
		out.Kind = "light"
	}
	if verdicts {
		out.Verdicts = []Verdict{}
		for _, v := range s.Verdicts {
			out.Verdicts = append(out.Verdicts, Verdict{v.Check, string(v.Verdict), k.say(v.Check, v.Reason)})
		}
	}
	return out
}

// ScansIn asks for scans.
type ScansIn struct {
	InTenant
	Paged
}

func (s *server) scans(ctx context.Context, c *call, in *ScansIn) (*answer[Page[Scan]], error) {
	sc, err := c.scope(ctx, "scans", nil)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := c.tenant().ScansPage(ctx, after, in.Limit)
	if err != nil {
		return nil, err
	}
	k := &catalogue{}
	return pageOf(list, sc.write(next), func(one store.Scan) Scan { return k.scan(one, false) }), nil
}

// ScanIn asks for a scan.
type ScanIn struct {
	InTenant
	Spoken
	Scan string `path:"scan" doc:"The scan's ID."`
}

func (s *server) oneScan(ctx context.Context, c *call, in *ScanIn) (*single[Scan], error) {
	scan, err := c.tenant().Scan(ctx, in.Scan)
	if err != nil {
		return nil, err
	}
	k, err := s.catalogue(ctx, c.tenant(), in.Language)
	if err != nil {
		return nil, err
	}
	return one(k.scan(scan, true)), nil
}

// requestScan has the tenant scanned at the next tick, and publishes one. Where that
// fails the next comes within a minute.
func (s *server) requestScan(ctx context.Context, c *call, _ *OnceIn) (*made[RequestedScan], error) {
	if err := s.fleet.Ask(ctx, c.tenant(), c.actor()); err != nil {
		return nil, err
	}
	if err := s.publish(ctx, queue.Tick{}); err != nil {
		s.log.WarnContext(ctx, "tick could not be published", "tenant", c.tenant().ID().String(), "error", err)
	}
	return &made[RequestedScan]{Body: RequestedScan{c.now.UTC()}}, nil
}

// RequestedScan is a scan that was asked for.
type RequestedScan struct {
	Asked time.Time `json:"asked" doc:"When it was asked for."`
}
