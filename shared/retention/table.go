// Package retention is the one table of what Vahti keeps, where, for how long, why,
// and below what it may never go. The sweeps read their times from it, the erasure of
// a tenant reads from it where something about a tenant lies outside the tenant's own
// documents, and RETENTION.md is written from it. A test reads the code for every
// collection that is written and demands a row.
package retention

import (
	"errors"
	"fmt"
	"time"
)

const day = 24 * time.Hour

// Forever says that a row is kept as long as what it belongs to: the tenant, the
// person, or the service.
const Forever time.Duration = 0

// Row is one kind of thing that is kept.
type Row struct {
	Kind string // what it is, a name of its own
	// Place is where it lies: a database and a collection's path, with * for the names of
	// documents; or another service and what it is called there.
	Place string
	// Keep is how long after Since it is kept; Forever for as long as its Owner.
	Keep  time.Duration
	Since string
	// Floor is the least that Keep may be.
	Floor time.Duration
	Why   string
	// By is who deletes it.
	By string
	// Owner is with what it goes, whatever Keep says: "tenant", "person" or "service".
	Owner string
	// Field, where it is not empty, is the field by which what is about a tenant is found
	// outside the tenant's own documents: it holds the tenant's ID.
	Field string
}

// Who deletes.
const (
	Sweep     = "functions/sweep"
	Retain    = "functions/retain"
	Erase     = "functions/erase"
	Writer    = "whoever wrote it, once it is done with"
	Firestore = "Firestore's time to live"
	Bucket    = "the bucket's lifecycle rule"
	PubSub    = "Pub/Sub"
	Logging   = "Cloud Logging"
	Backups   = "Firestore's backup schedule"
	Nobody    = "nobody"
)

// The owners.
const (
	Tenant  = "tenant"
	Person  = "person"
	Service = "service"
)

// Table returns every row, in the order of databases and places.
func Table() []Row {
	out := tenants()
	out = append(out, others()...)
	return append(out, services()...)
}

// Of returns the row of a kind. It panics where there is none, which a test finds.
func Of(kind string) Row {
	for _, r := range Table() {
		if r.Kind == kind {
			return r
		}
	}
	panic("retention: no row is called " + kind)
}

var (
	// ErrFloor means that something would be kept for less time than it must be.
	ErrFloor = errors.New("it would be kept for less than its floor")
	errRow   = errors.New("a row of the retention table is not whole")
)

// Validate refuses a row that is not whole, or below its floor.
func (r Row) Validate() error {
	switch {
	case r.Kind == "" || r.Place == "" || r.Why == "" || r.By == "" || r.Owner == "":
		return fmt.Errorf("%s: %w", r.Kind, errRow)
	case r.Keep == Forever && r.Since != "", r.Keep != Forever && r.Since == "", r.Keep < 0:
		return fmt.Errorf("%s: %w", r.Kind, errRow)
	case r.Keep != Forever && r.Keep < r.Floor:
		return fmt.Errorf("%s: %w", r.Kind, ErrFloor)
	}
	return nil
}

// Before returns the moment before which what the row is about is over.
func (r Row) Before(now time.Time) (time.Time, error) {
	if err := r.Validate(); err != nil {
		return time.Time{}, err
	}
	if r.Keep == Forever {
		return time.Time{}, fmt.Errorf("%s: %w: it is kept as long as its %s", r.Kind, errRow, r.Owner)
	}
	return now.Add(-r.Keep), nil
}

// For returns the row with another time to keep, refused below the floor.
func (r Row) For(keep time.Duration) (Row, error) {
	r.Keep = keep
	return r, r.Validate()
}
