package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

// sending is an export under way.
type sending struct {
	s      *server
	id     string
	plan   export.Plan
	tenant *store.Tenant
	source export.Source
	key    *export.Key
	book   trail.Book
	by     trail.Entry // who asked
}

// begin makes ready what is sent and writes into the audit trail that somebody asked.
func (s *server) begin(ctx context.Context, p gate.Principal, e gate.Entry, plan export.Plan) (*sending, error) {
	x := &sending{s: s, id: s.unique(), plan: plan, tenant: e.Tenant, book: trail.Of(e.Tenant)}
	x.by = trail.Entry{By: trail.Member, Actor: p.Name, Account: p.Account, Address: p.Address, Target: "exports/" + x.id}
	if id, ok := p.KeyID(); ok {
		x.by.By, x.by.Account = trail.Key, id
	}
	var err error
	if x.key, err = s.key(ctx); err != nil {
		return nil, err
	}
	if x.source, err = s.source(ctx, e.Tenant, plan); err != nil {
		return nil, err
	}
	return x, x.tell(ctx, trail.ExportRequested, first, told{})
}

// told is what the audit trail keeps of an export.
type told struct {
	Kinds    []export.Kind         `json:"kinds"`
	Formats  []export.Format       `json:"formats"`
	From     time.Time             `json:"from,omitzero"`
	To       time.Time             `json:"to,omitzero"`
	Manifest string                `json:"manifest,omitempty"` // SHA-256
	Records  map[export.Kind]int64 `json:"records,omitempty"`
	Sent     int64                 `json:"sent,omitempty"` // bytes
}

// The entries of an export, in their order: it has one outcome.
const first, last = "1", "2"

// tell writes into the audit trail what became of the export.
func (x *sending) tell(ctx context.Context, action trail.Action, entry string, t told) error {
	t.Kinds, t.Formats, t.From, t.To = x.plan.Kinds, append([]export.Format{}, x.plan.Formats...), x.plan.From, x.plan.To
	after, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("tell of export: %w", err)
	}
	e := x.by
	e.At, e.Action, e.After = x.s.now().UTC(), action, after
	return x.book.Add(ctx, "export-"+x.id+"-"+entry, e)
}

// end tells what became of the export. Of a tenant that is being erased nothing is told:
// its trail goes with it, and an entry that came behind would stay.
func (x *sending) end(ctx context.Context, action trail.Action, t told) error {
	err := exportable(ctx, x.tenant)
	if errors.Is(err, errErased) {
		x.s.log.InfoContext(ctx, "the export of a tenant that is being erased ended", "outcome", string(action), "tenant", x.plan.Tenant)
		return nil
	}
	if err != nil {
		return err
	}
	return x.tell(ctx, action, last, t)
}

// tellTime is how long the audit trail may take once the request is over.
const tellTime = 20 * time.Second

// send sends the export. Where it breaks off, or cannot be told of, the answer is cut.
func (x *sending) send(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="vahti-`+x.plan.Tenant+"-"+x.plan.At.Format("20060102T150405Z")+`.zip"`)
	out := &stream{w: w}
	made, err := export.Write(r.Context(), out, x.plan, x.source, x.key)
	// Whoever asked may be gone, and that is what has to be told.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), tellTime)
	defer cancel()
	if err == nil {
		err = out.flush()
	}
	if err != nil {
		if cannot := x.end(ctx, trail.ExportBroken, told{Sent: out.n}); cannot != nil {
			x.s.log.ErrorContext(ctx, "broken export not told", "error", cannot, "tenant", x.plan.Tenant)
		}
		return err
	}
	return x.end(ctx, trail.ExportMade, told{Manifest: made.Manifest, Records: made.Records, Sent: out.n})
}

// stream counts what is sent, and sends the beginning at once.
type stream struct {
	w http.ResponseWriter
	n int64
}

// Write implements io.Writer.
func (s *stream) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	first := s.n == 0
	s.n += int64(n)
	if err == nil && first {
		err = s.flush()
	}
	return n, err
}

func (s *stream) flush() error {
	if err := http.NewResponseController(s.w).Flush(); err != nil {
		return fmt.Errorf("send export: %w", err)
	}
	return nil
}
