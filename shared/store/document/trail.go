package document

import "time"

// TrailEntry is tenants/{t}/entries/{e} of the audit database, and
// service/book/entries/{e} for what concerns no tenant.
type TrailEntry struct {
	Trail
	// Arrived is when the database took the entry in, by its own clock: entries are
	// sealed in this order, so that none can come before one that is sealed already.
	Arrived time.Time `firestore:"arrived,serverTimestamp"`
}

// TrailLink is chain/{number} beside the entries: one link of the chain that seals
// them. Its document's name is the number with leading zeros.
type TrailLink struct {
	Number   int64     `firestore:"number"` // 1 or more
	Made     time.Time `firestore:"made"`   // wall clock of who made it
	Previous string    `firestore:"previous"`
	// The link covers the entries that arrived after one place and up to another,
	// where a place is a time and, among equal ones, a name.
	After       time.Time `firestore:"after"`
	AfterName   string    `firestore:"afterName"`
	Through     time.Time `firestore:"through"`
	ThroughName string    `firestore:"throughName"`
	Oldest      time.Time `firestore:"oldest"` // when what the entries tell of happened
	Newest      time.Time `firestore:"newest"`
	Names       []string  `firestore:"names"`
	Digests     []byte    `firestore:"digests"` // one after the other, in the order of Names
	// Retired is the number of the last link that was deleted with its entries
	// because they were old, and RetiredDigest what that link was; in a link that says
	// so and covers no entry, and missing elsewhere.
	Retired       int64  `firestore:"retired,omitempty"`
	RetiredDigest string `firestore:"retiredDigest,omitempty"`
	// MAC is a keyed hash over the rest: nobody makes a link without the owner's key.
	MAC string `firestore:"mac"`
}

// TrailAnchor is tenants/{t}/anchors/trail, and anchors/trail of the people
// database for the service's own: how far the chain reached, kept outside the
// database that holds the chain.
type TrailAnchor struct {
	Number int64  `firestore:"number"`
	Digest string `firestore:"digest"` // of that link
}
