package document

import (
	"encoding/json"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/seal"
)

// The states of a member.
const (
	MemberActive    = "active"
	MemberSuspended = "suspended"
	MemberRemoved   = "removed"
)

// Member is tenants/{t}/members/{m}. m is the account of a person, or "org-" and
// the ID of a partner organisation.
type Member struct {
	Kind  string `firestore:"kind"`  // person or organisation
	State string `firestore:"state"` // as above
	Role  string `firestore:"role"`  // a tenant.Role
	// Holder is the document's own name, there only while the member is active: the
	// one field by which the tenants of a person are listed.
	Holder string `firestore:"holder,omitempty"`
	// Email is a keyed hash of the person's e-mail address.
	Email     string    `firestore:"email,omitempty"`
	Since     time.Time `firestore:"since"`     // when the membership began
	Confirmed time.Time `firestore:"confirmed"` // in the last review, or Since
	Changed   time.Time `firestore:"changed"`   // when it was written last
	Version   int       `firestore:"version"`   // rises with each write
	Sealed    []byte    `firestore:"sealed"`
}

// MemberPerson is the part of a member that is personal.
type MemberPerson struct {
	Email     string `json:"email,omitempty"`
	Name      string `json:"name"`
	InvitedBy string `json:"invitedBy,omitempty"`
}

// String keeps a person out of formatted errors.
func (MemberPerson) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (MemberPerson) GoString() string { return "[person]" }

// Seal seals who the member of a name is.
func (d *Member) Seal(name string, p MemberPerson, key *seal.Key) (err error) {
	d.Sealed, err = sealJSON(p, "members/"+name, key)
	return err
}

// Person unseals who the member of a name is.
func (d Member) Person(name string, key *seal.Key) (p MemberPerson, err error) {
	if d.Kind == "" || d.State != MemberActive && d.State != MemberSuspended && d.State != MemberRemoved {
		return p, fmt.Errorf("a member is %w", errPacked)
	}
	return p, openJSON(d.Sealed, "members/"+name, &p, key)
}

// The states of an invitation. One whose time is over stays open.
const (
	InvitationOpen      = "open"
	InvitationAccepted  = "accepted"
	InvitationWithdrawn = "withdrawn"
	InvitationReplaced  = "replaced" // by a later one to the same person
)

// Invitation is tenants/{t}/invitations/{hash of its secret} or, in the people
// database, organisations/{o}/invitations/{hash of its secret}.
type Invitation struct {
	State    string    `firestore:"state"`
	Role     string    `firestore:"role"` // a tenant.Role, or a Colleague's role
	Language string    `firestore:"language"`
	Email    string    `firestore:"email"` // keyed hash
	Created  time.Time `firestore:"created"`
	Expires  time.Time `firestore:"expires"`
	// Inviter is the account of who made it; empty for Vahti.
	Inviter string `firestore:"inviter,omitempty"`
	// Through is the membership by which the inviter acted.
	Through string `firestore:"through,omitempty"`
	// Account is whose membership it became.
	Account string `firestore:"account,omitempty"`
	// Request is a keyed hash of the request that made it, where no other document
	// keeps that.
	Request string `firestore:"request,omitempty"`
	Sealed  []byte `firestore:"sealed"`
}

// InvitationPerson is the part of an invitation that is personal.
type InvitationPerson struct {
	Email string `json:"email"`
	By    string `json:"by,omitempty"`
}

// String keeps a person out of formatted errors.
func (InvitationPerson) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (InvitationPerson) GoString() string { return "[person]" }

// Seal seals whom the invitation of a name is for.
func (d *Invitation) Seal(name string, p InvitationPerson, key *seal.Key) (err error) {
	d.Sealed, err = sealJSON(p, "invitations/"+name, key)
	return err
}

// Person unseals whom the invitation of a name is for.
func (d Invitation) Person(name string, key *seal.Key) (p InvitationPerson, err error) {
	return p, openJSON(d.Sealed, "invitations/"+name, &p, key)
}

// The states of a review.
const (
	ReviewPlanned = "planned"
	ReviewOpen    = "open"
	ReviewClosed  = "closed"
)

// Review is tenants/{t}/reviews/{number}: one yearly review of who has access.
type Review struct {
	State string `firestore:"state"`
	// Due is when the review must be opened or, once it is open, closed. It is
	// missing where nothing is left to do.
	Due       *time.Time `firestore:"due,omitempty"`
	Opened    *time.Time `firestore:"opened,omitempty"`
	Closed    *time.Time `firestore:"closed,omitempty"`
	Suspended int        `firestore:"suspended,omitempty"` // members, when it closed
}

// sealJSON seals v for a place.
func sealJSON(v any, place string, key *seal.Key) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("seal %s: not in a form that can be written", place)
	}
	return key.Seal(plain, place)
}

// openJSON unseals what sealJSON sealed for the place.
func openJSON(sealed []byte, place string, into any, key *seal.Key) error {
	plain, err := key.Open(sealed, place)
	if err != nil {
		return err
	}
	if json.Unmarshal(plain, into) != nil {
		return fmt.Errorf("what is sealed is %w", errPacked)
	}
	return nil
}

// Organisation is organisations/{o} of the people database: a partner, whose people
// act in the tenants of its customers.
type Organisation struct {
	Created time.Time `firestore:"created"`
	Sealed  []byte    `firestore:"sealed"` // its name, with the key of the people who sign in
}

// Manager is the role of a Colleague who also says who else works there.
const Manager = "manager"

// Colleague is organisations/{o}/members/{account} of the people database.
type Colleague struct {
	State string `firestore:"state"` // MemberActive or MemberRemoved
	Role  string `firestore:"role"`  // Manager, or "staff"
	// Holder is the account, there only while the person belongs to the organisation.
	Holder string `firestore:"holder,omitempty"`
	// Email is a keyed hash of the person's e-mail address; missing where the person
	// was written last before it was kept.
	Email   string    `firestore:"email,omitempty"`
	Since   time.Time `firestore:"since"`
	Version int       `firestore:"version"` // rises with each write
	Sealed  []byte    `firestore:"sealed"`
}

// Seal seals who the person with an account is.
func (d *Colleague) Seal(organisation, account string, p MemberPerson, key *seal.Key) (err error) {
	d.Sealed, err = sealJSON(p, "organisations/"+organisation+"/members/"+account, key)
	return err
}

// Person unseals who the person with an account is.
func (d Colleague) Person(organisation, account string, key *seal.Key) (p MemberPerson, err error) {
	if d.State != MemberActive && d.State != MemberRemoved {
		return p, fmt.Errorf("a member is %w", errPacked)
	}
	return p, openJSON(d.Sealed, "organisations/"+organisation+"/members/"+account, &p, key)
}
