package trail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"
)

// Export reads the entries of a period, oldest first, a page at a time. Zero times
// are no bounds. An entry that cannot be read is yielded as damaged; an error ends
// the reading.
func (b Book) Export(ctx context.Context, from, to time.Time) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := (Query{From: from, To: to}).validate(); err != nil {
			yield(Record{}, err)
			return
		}
		doc, key, err := b.reach(ctx)
		if err != nil {
			yield(Record{}, err)
			return
		}
		for snap, err := range pages(ctx, period(doc, from, to, false), PageSize) {
			if err != nil {
				yield(Record{}, fmt.Errorf("read audit trail: %w", err))
				return
			}
			if !yield(recordOf(key, snap), nil) {
				return
			}
		}
	}
}

// line is an entry as an export shows it, one to a line.
type line struct {
	At      time.Time       `json:"at"`
	Arrived time.Time       `json:"arrived"`
	Name    string          `json:"name"`
	Action  Action          `json:"action"`
	Target  string          `json:"target,omitempty"`
	By      Kind            `json:"by,omitempty"`
	Actor   string          `json:"actor,omitempty"`
	Account string          `json:"account,omitempty"`
	Address string          `json:"address,omitempty"`
	Grant   string          `json:"grant,omitempty"`
	Purpose string          `json:"purpose,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Damaged bool            `json:"damaged,omitempty"`
}

// WriteLines writes the entries of a period as JSON, one to a line, oldest first,
// and returns how many. It holds a page of them at a time.
func (b Book) WriteLines(ctx context.Context, w io.Writer, from, to time.Time) (int, error) {
	n := 0
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for r, err := range b.Export(ctx, from, to) {
		if err != nil {
			return n, err
		}
		err = out.Encode(line{At: r.At, Arrived: r.Arrived, Name: r.Name, Action: r.Action, Target: r.Target, By: r.By, Actor: r.Actor, Account: r.Account,
			Address: r.Address, Grant: r.Grant, Purpose: r.Purpose, Reason: r.Reason, Before: r.Before, After: r.After, Damaged: r.Damaged})
		var wrong *json.MarshalerError // what it quotes is sealed elsewhere
		if errors.As(err, &wrong) {
			return n, errForm
		}
		if err != nil {
			return n, fmt.Errorf("export audit trail: %w", err)
		}
		n++
	}
	return n, nil
}
