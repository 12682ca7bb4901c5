// Package store reads what Vahti keeps about a tenant. DB.Tenant returns a
// handle that holds the tenant's path and key; it has no method that takes
// another tenant or a path, so code that has one tenant's handle cannot reach
// another tenant. Writing is in store/record for scans, store/exception for what
// people accept, store/trail for the audit trail, and store/advice.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant"
)

// ErrNotFound means that the document asked for does not exist.
var ErrNotFound = errors.New("not found")

// The databases.
const (
	VahtiDatabase  = "vahti"
	AdviceDatabase = "advice"
	AuditDatabase  = "audit"
	PeopleDatabase = "people" // accounts of those who sign in, across tenants
	LedgerDatabase = "ledger" // which tenants were erased; it outlives every backup
)

// DB is Vahti's databases as one function's identity sees them. It hands out
// tenants' handles and nothing else.
type DB struct {
	handle handle.DB
	now    func() time.Time
}

// Open connects to the named databases of a project. keys is nil for a function
// that may not unseal.
func Open(ctx context.Context, project string, keys *seal.Keys, databases ...string) (*DB, error) {
	clients := map[string]*firestore.Client{}
	for _, name := range databases {
		c, err := firestore.NewClientWithDatabase(ctx, project, name)
		if err != nil {
			return nil, fmt.Errorf("open database %s: %w", name, err)
		}
		clients[name] = c
	}
	all := handle.New(clients[VahtiDatabase], clients[AdviceDatabase], clients[AuditDatabase], clients[PeopleDatabase], keys)
	return &DB{handle.WithLedger(all, clients[LedgerDatabase]), time.Now}, nil
}

// WithClock returns the databases as they are read by another clock than the
// wall's: an exception that has expired by it covers nothing.
func (db *DB) WithClock(now func() time.Time) *DB { return &DB{db.handle, now} }

// Close closes the connections to all databases.
func (db *DB) Close() error { return handle.Close(db.handle) }

// Handle is for the packages that write; see shared/internal/handle.
func (db *DB) Handle() handle.DB { return db.handle }

// Tenant is one tenant's data, for reading.
type Tenant struct {
	handle handle.Tenant
	now    func() time.Time
}

// Tenant returns the handle of one tenant. It refuses the zero ID; whether the
// tenant exists shows at the first read.
func (db *DB) Tenant(id tenant.ID) (*Tenant, error) {
	h, err := handle.Of(db.handle, id)
	if err != nil {
		return nil, err
	}
	return &Tenant{h, db.now}, nil
}

// Handle is for the packages that write; see shared/internal/handle.
func (t *Tenant) Handle() handle.Tenant { return t.handle }

// ID returns the tenant's ID.
func (t *Tenant) ID() tenant.ID { return handle.ID(t.handle) }

// Key returns the tenant's data key.
func (t *Tenant) Key(ctx context.Context) (*seal.Key, error) {
	keys := handle.Keys(handle.DBOf(t.handle))
	if keys == nil {
		return nil, errors.New("this function cannot unseal")
	}
	return keys.Of(ctx, t.ID())
}

func (t *Tenant) doc() *firestore.DocumentRef { return handle.Doc(t.handle) }

// get reads one document into its stored form; ErrNotFound when it is missing.
func get[T any](ctx context.Context, ref *firestore.DocumentRef) (T, error) {
	var v T
	snap, err := ref.Get(ctx)
	if err != nil {
		if status.Code(err) == codes.NotFound {
			return v, ErrNotFound
		}
		return v, err
	}
	return v, snap.DataTo(&v)
}

// all reads every document of a query into its stored form.
func all[T any](ctx context.Context, q firestore.Query) ([]T, error) {
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return nil, err
	}
	out := make([]T, len(docs))
	for i, d := range docs {
		if err := d.DataTo(&out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
