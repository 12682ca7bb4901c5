// Package handle lets the packages under shared that write (store/record,
// store/advice, fleet) reach what store's handles hold, and nobody else: a
// function can obtain a DB or a Tenant but cannot import this package, and so
// cannot take a client or a path out of it.
package handle

import (
	"errors"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant"
)

// DB holds the clients of the databases an identity uses; one it has no use for
// is nil, and so are the keys of an identity that may not unseal.
type DB struct {
	vahti, advice, audit, people *firestore.Client
	ledger                       *firestore.Client
	keys                         *seal.Keys
}

// New returns a DB.
func New(vahti, advice, audit, people *firestore.Client, keys *seal.Keys) DB {
	return DB{vahti: vahti, advice: advice, audit: audit, people: people, keys: keys}
}

// WithLedger returns a DB that has the ledger too.
func WithLedger(d DB, ledger *firestore.Client) DB {
	d.ledger = ledger
	return d
}

// Close closes the clients.
func Close(d DB) error {
	var errs []error
	for _, c := range []*firestore.Client{d.vahti, d.advice, d.audit, d.people, d.ledger} {
		if c != nil {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}

// Vahti returns the client of the vahti database.
func Vahti(d DB) *firestore.Client { return d.vahti }

// Advice returns the client of the advice database.
func Advice(d DB) *firestore.Client { return d.advice }

// Ledger returns the client of the ledger.
func Ledger(d DB) *firestore.Client { return d.ledger }

// Audit returns the client of the audit database.
func Audit(d DB) *firestore.Client { return d.audit }

// People returns the client of the people database.
func People(d DB) *firestore.Client { return d.people }

// Keys returns the tenants' data keys.
func Keys(d DB) *seal.Keys { return d.keys }

// Tenant holds one tenant's place in the databases.
type Tenant struct {
	id tenant.ID
	db DB
}

// Of returns one tenant's place; it refuses the zero ID.
func Of(d DB, id tenant.ID) (Tenant, error) {
	if id.IsZero() {
		return Tenant{}, tenant.ErrZero
	}
	return Tenant{id, d}, nil
}

// ID returns whose place it is.
func ID(t Tenant) tenant.ID { return t.id }

// Doc returns tenants/{id} in the vahti database.
func Doc(t Tenant) *firestore.DocumentRef {
	return t.db.vahti.Collection("tenants").Doc(t.id.String())
}

// Explanations returns tenants/{id}/explanations in the advice database.
func Explanations(t Tenant) *firestore.CollectionRef {
	return t.db.advice.Collection("tenants").Doc(t.id.String()).Collection("explanations")
}

// maxName is how many bytes a document's name may have.
const maxName = 1500

// Named reports whether id can name a document. Firestore refuses other names,
// and a slash would lead to another path: nothing of that name can exist.
func Named(id string) bool {
	reserved := id == "." || id == ".." || strings.HasPrefix(id, "__") && strings.HasSuffix(id, "__")
	return id != "" && len(id) <= maxName && !reserved && utf8.ValidString(id) && !strings.Contains(id, "/")
}

// DBOf returns the databases a tenant's place is in.
func DBOf(t Tenant) DB { return t.db }
