package document

import (
	"fmt"
	"slices"
	"time"

	"vahti.ai/vahti/shared/seal"
)

// The states of a grant. One whose time is over stays as it is until it is ended.
const (
	GrantAsked    = "asked"    // waits for the customer
	GrantApproved = "approved" // may begin
	GrantRefused  = "refused"  // by the customer
	GrantActive   = "active"   // under way
	GrantEnded    = "ended"    // over
)

// Grant is tenants/{t}/grants/{g}: an operator's leave to look at a tenant.
type Grant struct {
	State    string `firestore:"state"`
	Operator string `firestore:"operator"` // account
	// Live is Operator, there only until the grant is refused or ended.
	Live string `firestore:"live,omitempty"`
	// Owing is Operator, there until the outcome is told, or nothing came of the grant.
	Owing   string        `firestore:"owing,omitempty"`
	Purpose string        `firestore:"purpose"`
	Method  string        `firestore:"method"`
	Views   []string      `firestore:"views"`
	Limit   time.Duration `firestore:"limit"`
	// Approval says that the customer had to approve.
	Approval bool      `firestore:"approval"`
	Asked    time.Time `firestore:"asked"` // rises with each grant of the tenant
	// Until is when the grant ends by itself in the state it is in; missing once it is
	// refused or ended.
	Until *time.Time `firestore:"until,omitempty"`
	// NotAfter bounds Until where the purpose is bound to a time.
	NotAfter *time.Time `firestore:"notAfter,omitempty"`
	Decided  *time.Time `firestore:"decided,omitempty"`
	Started  *time.Time `firestore:"started,omitempty"`
	Ended    *time.Time `firestore:"ended,omitempty"`
	Because  string     `firestore:"because,omitempty"` // it ended
	Reported *time.Time `firestore:"reported,omitempty"`
	Sealed   []byte     `firestore:"sealed"`
}

// GrantPart is the part of a grant that is personal.
type GrantPart struct {
	Operator  string `json:"operator"` // sign-in name
	Reason    string `json:"reason"`
	Goal      string `json:"goal"`
	DecidedBy string `json:"decidedBy,omitempty"`
	EndedBy   string `json:"endedBy,omitempty"`
	Outcome   string `json:"outcome,omitempty"`
}

// String keeps a grant out of formatted errors.
func (GrantPart) String() string { return "[grant]" }

// GoString implements fmt.GoStringer for the same reason.
func (GrantPart) GoString() string { return "[grant]" }

// Seal seals what is personal in the grant of an ID.
func (d *Grant) Seal(id string, p GrantPart, key *seal.Key) (err error) {
	d.Sealed, err = sealJSON(p, "grants/"+id, key)
	return err
}

// Part unseals what is personal in the grant of an ID.
func (d Grant) Part(id string, key *seal.Key) (p GrantPart, err error) {
	if !slices.Contains([]string{GrantAsked, GrantApproved, GrantRefused, GrantActive, GrantEnded}, d.State) {
		return p, fmt.Errorf("state of a grant is %w", errPacked)
	}
	return p, openJSON(d.Sealed, "grants/"+id, &p, key)
}
