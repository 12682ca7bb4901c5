package document

import "time"

// Customer is customers/{c}, where c is a customer's ID at Stripe: whose it is.
type Customer struct {
	Tenant string    `firestore:"tenant"`
	At     time.Time `firestore:"at"` // when the customer was made; wall clock
	// Gone says that Stripe deleted the customer and the tenant is another since.
	Gone bool `firestore:"gone,omitempty"`
}

// PaymentEvent is payment-events/{e}, where e is an event's ID at Stripe: it was taken
// up and need not be again.
type PaymentEvent struct {
	Type  string    `firestore:"type"`
	At    time.Time `firestore:"at"`    // wall clock
	Until time.Time `firestore:"until"` // when it is forgotten
}

// Subscription is tenants/{t}/billing/subscription: what the tenant has at Stripe, as
// it was read last. It holds nothing personal.
type Subscription struct {
	Customer string `firestore:"customer"`
	// Issued is the number of the last reading that began, Applied of the newest whose
	// result is here.
	Issued  int64 `firestore:"issued"`
	Applied int64 `firestore:"applied"`
	// Version rises with each change of what follows.
	Version      int64     `firestore:"version"`
	Standing     string    `firestore:"standing"` // a billing.Standing; empty before the first reading
	Subscription string    `firestore:"subscription"`
	Plan         string    `firestore:"plan"`
	Seats        int       `firestore:"seats"`
	Began        time.Time `firestore:"began"`
	Since        time.Time `firestore:"since"`
	Until        time.Time `firestore:"until"`
	Cancels      time.Time `firestore:"cancels"`
	Dispute      string    `firestore:"dispute"`
	// Look is when the subscription is to be looked at because of the time alone, or
	// because the customer ended the agreement; nil where Stripe's events tell enough.
	// Whoever was asked to look is given a while.
	Look *time.Time `firestore:"look,omitempty"`
	// Warned is the end of the trial that owners were told of last.
	Warned time.Time `firestore:"warned"`
	// Exceeded says that more people are watched than are paid for, Crossings how often
	// that came about.
	Exceeded  bool `firestore:"exceeded"`
	Crossings int  `firestore:"crossings"`
	// Owed are the letters that are still to be written.
	Owed []OwedLetter `firestore:"owed"`
}

// OwedLetter is a letter to a tenant's owners that is still to be written.
type OwedLetter struct {
	Name  string    `firestore:"name"` // its own among the tenant's
	Kind  string    `firestore:"kind"`
	Until time.Time `firestore:"until"`
	Count int       `firestore:"count,omitempty"`
}
