package erasure

import (
	"context"
	"fmt"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store/document"
)

// Inspected is what is found of a tenant that the ledger names.
type Inspected struct {
	Number int64
	Tenant string
	Done   bool           // the ledger says that nothing is left
	Left   map[string]int // what is left all the same, by kind
}

// Inspect reads the ledger and looks for what is left of each tenant in it. It writes
// nothing.
func (e *Eraser) Inspect(ctx context.Context) ([]Inspected, error) {
	stones, err := e.ledger().after(ctx, 0)
	if err != nil {
		return nil, err
	}
	var out []Inspected
	for _, stone := range stones {
		one, err := e.inspect(ctx, stone)
		if err != nil {
			return out, fmt.Errorf("look for what is left of number %d: %w", stone.Number, err)
		}
		out = append(out, one)
	}
	return out, nil
}

func (e *Eraser) inspect(ctx context.Context, stone document.Tombstone) (Inspected, error) {
	out := Inspected{Number: stone.Number, Tenant: stone.Tenant, Done: !stone.Done.IsZero(), Left: map[string]int{}}
	id, err := tenantid.Parse(stone.Tenant)
	if err != nil {
		return out, err
	}
	j := &job{Eraser: e, id: id, stone: stone}
	found, err := j.left(ctx)
	if err != nil {
		return out, err
	}
	for _, m := range j.databases() {
		if err := j.inspectStrays(ctx, m, found); err != nil {
			return out, err
		}
	}
	for kind, n := range found.of {
		out.Left[kind] = int(n)
	}
	there, err := handle.Keys(e.db.Handle()).Exists(ctx, id)
	if there {
		out.Left["data key"]++
	}
	return out, err
}

// inspectStrays counts what lies in one database in collections that the retention table
// does not know. Where more is left than that, it is not looked for: it would take a
// listing for each document.
func (j *job) inspectStrays(ctx context.Context, m marked, found *tally) error {
	known := collections(m.name)
	for _, name := range known {
		if found.of[m.name+":"+name] > 0 {
			return nil
		}
	}
	seen := map[string]bool{}
	for {
		name, err := stray(ctx, j.place(m), seen)
		if err != nil || name == "" {
			return err
		}
		seen[name] = true
		q, err := below(j.place(m), name)
		if err != nil {
			return err
		}
		n, err := count(ctx, q)
		if err != nil {
			return err
		}
		found.add(m.name+":"+name, n)
	}
}
