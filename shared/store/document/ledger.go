package document

import "time"

// Tombstone is tombstones/{number} of the ledger: a tenant that was erased, or is
// being erased. It outlives every backup, so that what a restored backup brings back
// can be erased again. It holds nothing personal: names are opaque and random.
type Tombstone struct {
	Number int64  `firestore:"number"` // 1 or more
	Tenant string `firestore:"tenant"`
	Why    string `firestore:"why"`
	// Terminated, Asked and Began are when the agreement ended, when the customer asked
	// for the erasure, and when it began.
	Terminated time.Time `firestore:"terminated"`
	Asked      time.Time `firestore:"asked"`
	Began      time.Time `firestore:"began"`
	// Counts is how many of each kind were found before anything was deleted; missing
	// until they were counted.
	Counts map[string]int64 `firestore:"counts,omitempty"`
	// Accounts are the people's accounts that were erased with the tenant, by ID.
	Accounts []string `firestore:"accounts,omitempty"`
	// KeyGone is when the data key was destroyed.
	KeyGone time.Time `firestore:"keyGone"`
	// Done is when nothing was left, as was read back; zero while the erasure goes on.
	Done time.Time `firestore:"done"`
	// Certificate is what the customer got, as JSON, Digest its SHA-256, and Proof a
	// hash of it with the service's own key.
	Certificate []byte `firestore:"certificate,omitempty"`
	Digest      string `firestore:"digest,omitempty"`
	Proof       string `firestore:"proof,omitempty"`
	// Told is when the letters with the certificate were written.
	Told time.Time `firestore:"told"`
	// Recheck is when it is to be read once more that nothing is left; missing where it
	// was, and before the end of the erasure.
	Recheck *time.Time `firestore:"recheck,omitempty"`
}

// TombstoneName is names/{tenant} of the ledger: the tenant's one tombstone.
type TombstoneName struct {
	Number int64 `firestore:"number"`
}

// LedgerHead is heads/tombstones of the ledger: how far it goes.
type LedgerHead struct {
	Last  int64 `firestore:"last"`  // the last number given out
	Begun int64 `firestore:"begun"` // every erasure up to this one is known to every other database
	Done  int64 `firestore:"done"`  // and every one up to this has ended
}

// LedgerMark is ledger/mark of every other database: how far it knows the ledger. One
// that was restored from a backup knows less than the ledger says.
type LedgerMark struct {
	Begun int64 `firestore:"begun"` // every erasure up to this one is known here
	Done  int64 `firestore:"done"`  // nothing is left here of any tenant up to this
}

// Knows reports whether the database knows everything that the ledger says. What has
// ended it knows as begun, whatever it notes of that: an erasure that goes on for long
// holds Done back, and Begun tells of those after it.
func (m LedgerMark) Knows(head LedgerHead) bool {
	return m.Done >= head.Done && max(m.Begun, m.Done) >= head.Begun
}
