package erasure

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
)

// Certificate is what a customer gets of an erasure. It names nobody: Tenant is the
// opaque ID by which Vahti called the customer.
type Certificate struct {
	Number     int64            `json:"number"`
	Tenant     string           `json:"tenant"`
	Why        contract.Why     `json:"why"`
	Terminated time.Time        `json:"terminated"`
	Asked      *time.Time       `json:"asked,omitempty"` // where the customer wanted it at once
	Began      time.Time        `json:"began"`
	KeyGone    time.Time        `json:"keyDestroyed"`
	Done       time.Time        `json:"ended"`  // when nothing was left, as was read back
	Counts     map[string]int64 `json:"counts"` // what was found before, by kind
}

var (
	errCertificate = errors.New("there is no such certificate")
	errForged      = errors.New("the certificate is not as it was kept")
)

// certify keeps the certificate: the erasure has ended.
func (j *job) certify(ctx context.Context) error {
	if !j.stone.Done.IsZero() {
		if !j.stone.Told.IsZero() {
			return nil
		}
		return j.record(ctx)
	}
	key, err := handle.Keys(j.db.Handle()).CreatePeople(ctx)
	if err != nil {
		return err
	}
	now := j.now()
	err = j.change(ctx, func(t *document.Tombstone) bool {
		if !t.Done.IsZero() {
			return false
		}
		c := Certificate{Number: t.Number, Tenant: t.Tenant, Why: contract.Why(t.Why), Terminated: t.Terminated.UTC(), Began: t.Began.UTC(),
			KeyGone: t.KeyGone.UTC(), Done: now, Counts: t.Counts}
		if !t.Asked.IsZero() {
			asked := t.Asked.UTC()
			c.Asked = &asked
		}
		text, err1 := json.Marshal(c)
		proof, err2 := seal.Prove(key, "erasure", text)
		if err = errors.Join(err1, err2); err != nil {
			return false
		}
		at := now.Add(recheckAfter)
		t.Done, t.Recheck, t.Certificate, t.Digest, t.Proof = now, &at, text, digest(text), proof
		return true
	})
	if err != nil {
		return err
	}
	return j.record(ctx)
}

// record tells the service's own book, by the number of the tombstone alone.
func (j *job) record(ctx context.Context) error {
	e := trail.Entry{At: j.stone.Done.UTC(), Action: trail.DataErased, Target: fmt.Sprintf("tombstones/%d", j.stone.Number)}
	return trail.Service(j.db).Add(ctx, fmt.Sprintf("erased-%d", j.stone.Number), e)
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// shown puts the certificate into a letter, in the letter's language: the times, what
// was erased in words, and last the certificate itself as it is kept, with its digest
// and proof, so that who has the letter has everything.
func (j *job) shown(l letter.Letter) (letter.Letter, error) {
	var c Certificate
	if err := json.Unmarshal(j.stone.Certificate, &c); err != nil {
		return l, errCertificate
	}
	label := func(w words, value string) string { return w.in(l.Language) + ": " + value }
	at := func(w words, t time.Time) string { return label(w, t.UTC().Format("2006-01-02 15:04:05 UTC")) }
	l.Lines = []string{label(labels.number, strconv.FormatInt(c.Number, 10)), at(labels.terminated, c.Terminated)}
	if c.Asked != nil {
		l.Lines = append(l.Lines, at(labels.asked, *c.Asked))
	}
	l.Lines = append(l.Lines, at(labels.began, c.Began), at(labels.key, c.KeyGone), at(labels.ended, c.Done))
	erased := letter.Section{Heading: labels.erased.in(l.Language)}
	for _, kind := range slices.Sorted(maps.Keys(c.Counts)) {
		erased.Rows = append(erased.Rows, letter.Row{Text: fmt.Sprintf("%s: %d", kindWords(kind, l.Language), c.Counts[kind])})
	}
	proof := letter.Section{Heading: labels.data.in(l.Language), Rows: []letter.Row{
		{Text: label(labels.hash, j.stone.Digest)}, {Text: string(j.stone.Certificate)}, {Text: label(labels.proof, j.stone.Proof)}}}
	l.Sections = []letter.Section{erased, proof}
	return l, nil
}

// Verify reads the certificate of a number and proves that it is as it was kept.
func Verify(ctx context.Context, db *store.DB, number int64) (Certificate, error) {
	var t document.Tombstone
	var c Certificate
	if err := readDoc(ctx, ledger{handle.Ledger(db.Handle())}.tombstone(number), &t); err != nil {
		return c, fmt.Errorf("read certificate: %w", err)
	}
	if len(t.Certificate) == 0 {
		return c, errCertificate
	}
	key, err := handle.Keys(db.Handle()).People(ctx)
	if err != nil {
		return c, fmt.Errorf("prove certificate: %w", err)
	}
	proof, err := seal.Prove(key, "erasure", t.Certificate)
	if err != nil {
		return c, err
	}
	if digest(t.Certificate) != t.Digest || proof != t.Proof || json.Unmarshal(t.Certificate, &c) != nil || c.Number != number || c.Tenant != t.Tenant {
		return c, errForged
	}
	return c, nil
}
