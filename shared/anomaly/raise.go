package anomaly

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/trail"
)

// Raise tells those on call of an anomaly and then writes it into the service's own
// book, unless it stands there. Whoever is stopped in between tells it once more
// under the same name; nothing is written twice.
func (w *Watch) Raise(ctx context.Context, a Anomaly) error {
	told, err := w.raised(ctx, a.Name())
	if err != nil || told {
		return err
	}
	if err := w.pager.Page(ctx, a.Alert()); err != nil {
		return fmt.Errorf("tell those on call: %w", err)
	}
	after, err := json.Marshal(map[string]any{"rule": a.Rule, "subject": a.Subject, "severity": a.Severity, "count": a.Count, "first": a.First, "last": a.Last})
	if err != nil {
		return fmt.Errorf("raise anomaly: %w", err)
	}
	e := trail.Entry{At: w.now(), Action: trail.AnomalyRaised, Target: "rules/" + a.Rule, Address: a.Address, Reason: a.Do, After: after}
	if err := trail.Service(w.db).Add(ctx, a.Name(), e); err != nil {
		return fmt.Errorf("raise anomaly: %w", err)
	}
	w.log.WarnContext(ctx, "anomaly", "anomaly", a)
	return nil
}

// raised reports whether an anomaly stands in the service's own book.
func (w *Watch) raised(ctx context.Context, name string) (bool, error) {
	_, err := handle.Audit(w.db.Handle()).Collection("service").Doc("book").Collection("entries").Doc(name).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for anomaly: %w", err)
	}
	return true, nil
}

// bookmarkDocument is sweeps/trail: until when what came into the audit trails has
// been sealed and judged.
type bookmarkDocument struct {
	Through time.Time `firestore:"through"`
}

func (w *Watch) bookmarkRef() *firestore.DocumentRef {
	return handle.Vahti(w.db.Handle()).Collection("sweeps").Doc("trail")
}

// bookmark reads the bookmark; zero where there is none.
func (w *Watch) bookmark(ctx context.Context) (time.Time, error) {
	snap, err := w.bookmarkRef().Get(ctx)
	if status.Code(err) == codes.NotFound {
		return time.Time{}, nil
	}
	var d bookmarkDocument
	if err == nil {
		err = snap.DataTo(&d)
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read how far the audit trails were watched: %w", err)
	}
	return d.Through.UTC(), nil
}

// move moves the bookmark on. It never goes back, whoever else moves it.
func (w *Watch) move(ctx context.Context, to time.Time) error {
	ref := w.bookmarkRef()
	err := handle.Transact(ctx, w.db.Handle(), func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil && status.Code(err) != codes.NotFound {
			return err
		}
		var d bookmarkDocument
		if snap.Exists() {
			if err := snap.DataTo(&d); err != nil {
				return err
			}
		}
		if !to.After(d.Through) {
			return nil
		}
		return tx.Set(ref, bookmarkDocument{to})
	})
	if err != nil {
		return fmt.Errorf("note how far the audit trails were watched: %w", err)
	}
	return nil
}

// first is right before the first entry of all came in; zero where there is none.
func (w *Watch) first(ctx context.Context) (time.Time, error) {
	q := handle.Audit(w.db.Handle()).CollectionGroup("entries").OrderBy("arrived", firestore.Asc).Limit(1).Select("arrived")
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return time.Time{}, fmt.Errorf("read what came into the audit trails: %w", err)
	}
	for _, snap := range docs {
		if at, ok := snap.Data()["arrived"].(time.Time); ok {
			return at.UTC().Add(-time.Microsecond), nil
		}
	}
	return time.Time{}, nil
}

// page is how many documents are listed at a time.
const page = 500

// pages runs a query in pages, so that a long listing never holds a stream open.
func pages(ctx context.Context, q firestore.Query) iter.Seq2[[]*firestore.DocumentSnapshot, error] {
	return func(yield func([]*firestore.DocumentSnapshot, error) bool) {
		for next := q.Limit(page); ; {
			docs, err := next.Documents(ctx).GetAll()
			if !yield(docs, err) || err != nil || len(docs) < page {
				return
			}
			next = q.StartAfter(docs[len(docs)-1]).Limit(page)
		}
	}
}
