package document

import (
	"time"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant"
)

// Contract is what became of a tenant's agreement, in the tenant's own document.
// Times are the wall clock's, and zero where nothing of the kind has happened.
type Contract struct {
	// Steps counts what happened to the agreement; it names the audit trail's entries.
	Steps  int       `firestore:"steps"`
	Paused time.Time `firestore:"paused"` // since when scans rest
	// Terminated is when the agreement ended, Why it did, Request the wish that ended it
	// last, and Was the state that the tenant had until then.
	Terminated time.Time `firestore:"terminated"`
	Why        string    `firestore:"why,omitempty"`
	Request    string    `firestore:"request,omitempty"`
	Was        string    `firestore:"was,omitempty"`
	// Asked is when the customer asked to have everything erased at once.
	Asked time.Time `firestore:"asked"`
	// Erasing is when the erasure began, from which there is no way back.
	Erasing time.Time `firestore:"erasing"`
	// Told and Reminded are when the owners were written to that the agreement ended,
	// and that the erasure is near.
	Told     time.Time `firestore:"told"`
	Reminded time.Time `firestore:"reminded"`
	// Accepted are the versions of the agreement that were accepted for the tenant, the
	// first first.
	Accepted []Acceptance `firestore:"accepted,omitempty"`
}

// Acceptance is that somebody accepted a version of the agreement.
type Acceptance struct {
	Version string    `firestore:"version"`
	At      time.Time `firestore:"at"`
	Account string    `firestore:"account"`
	Sealed  []byte    `firestore:"sealed"`
}

// AcceptancePerson is what is sealed of an acceptance.
type AcceptancePerson struct {
	Email   string `json:"email"`
	Address string `json:"address,omitempty"` // from where
	Page    string `json:"page,omitempty"`    // where the text was read
}

// Seal seals who accepted.
func (a *Acceptance) Seal(p AcceptancePerson, key *seal.Key) (err error) {
	a.Sealed, err = sealJSON(p, "agreements/"+a.Version, key)
	return err
}

// Person unseals who accepted.
func (a Acceptance) Person(key *seal.Key) (p AcceptancePerson, err error) {
	return p, openJSON(a.Sealed, "agreements/"+a.Version, &p, key)
}

// Watched reports whether the tenant is scanned: its state says so, and its scans do
// not rest.
func (t Tenant) Watched() bool {
	return tenant.State(t.State).Watched() && (t.Contract == nil || t.Contract.Paused.IsZero())
}
