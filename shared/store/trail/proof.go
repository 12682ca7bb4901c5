package trail

import (
	"context"
	"encoding/hex"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store/document"
)

// Proof is an entry with what the chain covers of it: as it is stored, and its digest.
type Proof struct {
	Record
	Tenant string // as stored
	Sealed []byte
	Digest string // hexadecimal
}

// Proofs is Export with what it takes to compare the entries with the chain.
func (b Book) Proofs(ctx context.Context, from, to time.Time) iter.Seq2[Proof, error] {
	return func(yield func(Proof, error) bool) {
		if err := (Query{From: from, To: to}).validate(); err != nil {
			yield(Proof{}, err)
			return
		}
		doc, key, err := b.reach(ctx)
		if err != nil {
			yield(Proof{}, err)
			return
		}
		for snap, err := range pages(ctx, period(doc, from, to, false), PageSize) {
			if err != nil {
				yield(Proof{}, fmt.Errorf("read audit trail: %w", err))
				return
			}
			sum := digest(snap)
			p := Proof{Record: recordOf(key, snap), Digest: hex.EncodeToString(sum[:])}
			var d document.TrailEntry
			if snap.DataTo(&d) == nil {
				p.Tenant, p.Sealed = d.Tenant, d.Sealed
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Link is a link of the chain, without the keyed hash by which Vahti knows its own.
type Link struct {
	document.TrailLink
	Digest string // hexadecimal
	Sound  bool   // it is as whoever holds the key wrote it
}

// String keeps a link out of formatted errors.
func (l Link) String() string { return fmt.Sprintf("[link %d]", l.Number) }

// Links reads the links that cover entries of a period, oldest first. Zero times are no
// bounds. Between two that are read none is left out.
func (b Book) Links(ctx context.Context, from, to time.Time) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		doc, key, err := b.reach(ctx)
		if err != nil {
			yield(Link{}, err)
			return
		}
		const linkPage = 10
		var waiting []Link // outside of the period, behind one within
		within := false
		for snap, err := range pages(ctx, doc.Collection("chain").OrderBy(firestore.DocumentID, firestore.Asc), linkPage) {
			if err != nil {
				yield(Link{}, fmt.Errorf("read chain: %w", err))
				return
			}
			l := linkOf(key, snap)
			out := Link{l.TrailLink, l.digest, l.sound}
			out.MAC = ""
			covers := (from.IsZero() || !l.Newest.Before(from)) && (to.IsZero() || l.Oldest.Before(to)) || !l.sound
			if !covers {
				if within {
					waiting = append(waiting, out)
				}
				if within && len(waiting) > maxWaiting {
					return
				}
				continue
			}
			within = true
			for _, w := range append(waiting, out) {
				if !yield(w, nil) {
					return
				}
			}
			waiting = waiting[:0]
		}
	}
}

// maxWaiting is how many links outside of a period are looked past: entries arrive
// nearly in the order in which they happened.
const maxWaiting = 20
