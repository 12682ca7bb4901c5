package document

import (
	"time"

	"vahti.ai/vahti/shared/seal"
)

// APIKey is tenants/{t}/keys/{key}: a key for scripts.
type APIKey struct {
	Hash        []byte    `firestore:"hash"` // SHA-256 of the secret
	Permissions []string  `firestore:"permissions"`
	Account     string    `firestore:"account"` // of who made it
	Created     time.Time `firestore:"created"`
	Expires     time.Time `firestore:"expires"`
	// Used is when it was used last, to the hour.
	Used    *time.Time `firestore:"used,omitempty"`
	Revoked *time.Time `firestore:"revoked,omitempty"`
	Sealed  []byte     `firestore:"sealed"`
}

// APIKeyPerson is the part of a key that is personal.
type APIKeyPerson struct {
	Name string `json:"name"`
	By   string `json:"by"` // sign-in name of who made it
}

// String keeps a person out of formatted errors.
func (APIKeyPerson) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (APIKeyPerson) GoString() string { return "[person]" }

// Seal seals whose the key of an ID is.
func (d *APIKey) Seal(id string, p APIKeyPerson, key *seal.Key) (err error) {
	d.Sealed, err = sealJSON(p, "keys/"+id, key)
	return err
}

// Person unseals whose the key of an ID is.
func (d APIKey) Person(id string, key *seal.Key) (p APIKeyPerson, err error) {
	return p, openJSON(d.Sealed, "keys/"+id, &p, key)
}
