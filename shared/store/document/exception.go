package document

import (
	"encoding/json"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/seal"
)

// The states of an exception.
const (
	ExceptionActive = "active"
	ExceptionEnded  = "ended"
)

// Exception is tenants/{t}/exceptions/{e}: the acceptance of one finding.
type Exception struct {
	ID      string    `firestore:"id"`
	Request string    `firestore:"request"`
	Check   string    `firestore:"check"`
	Finding string    `firestore:"finding"`
	State   string    `firestore:"state"`
	Created time.Time `firestore:"created"` // tenant's clock
	Written time.Time `firestore:"written"` // wall clock
	Expires time.Time `firestore:"expires"` // tenant's clock
	// Lapses is Expires, there only while the exception is active and its tenant's
	// clock is the wall clock: the one field by which those are listed that expire
	// between scans. A recorded tenant's exceptions end with its scans alone.
	Lapses *time.Time `firestore:"lapses,omitempty"`
	// The finding as it was when it was accepted.
	Severity string   `firestore:"severity"`
	Facts    []byte   `firestore:"facts"`             // JSON, without people
	Less     []string `firestore:"less,omitempty"`    // of the check's facts, those of which less is worse
	Neutral  []string `firestore:"neutral,omitempty"` // and those that are neither
	Sealed   []byte   `firestore:"sealed"`
	// How it ended.
	Ended      *time.Time `firestore:"ended,omitempty"`      // tenant's clock
	EndWritten *time.Time `firestore:"endWritten,omitempty"` // wall clock
	Because    string     `firestore:"because,omitempty"`
	EndedBy    []byte     `firestore:"endedBy,omitempty"` // sealed, who withdrew it
}

// sealedException is the part of an exception that is personal.
type sealedException struct {
	Resource string           `json:"resource"`
	Subjects finding.Subjects `json:"subjects,omitempty"`
	Reason   string           `json:"reason"`
	Owner    string           `json:"owner"`
	By       string           `json:"by"`
}

// FromAcceptance returns a new, active exception as stored; recorded says that the
// tenant's clock stands still.
func FromAcceptance(e finding.Exception, recorded bool, key *seal.Key) (Exception, error) {
	facts, err := json.Marshal(e.Accepted.Facts)
	if err != nil {
		return Exception{}, fmt.Errorf("facts of an exception: %w", err)
	}
	plain, err := json.Marshal(sealedException{e.Resource, e.Accepted.Subjects, e.Reason, e.Owner, e.By})
	if err != nil {
		return Exception{}, fmt.Errorf("seal an exception: %w", err)
	}
	box, err := key.Seal(plain, exceptionPlace(e.ID))
	if err != nil {
		return Exception{}, fmt.Errorf("seal an exception: %w", err)
	}
	d := Exception{ID: e.ID, Request: e.Request, Check: e.Check, Finding: string(e.Finding), State: ExceptionActive,
		Created: e.Created, Written: e.Written, Expires: e.Expires, Severity: string(e.Severity), Facts: facts, Less: e.Scale.LessIsWorse, Neutral: e.Scale.Neutral, Sealed: box}
	if !recorded {
		d.Lapses = &e.Expires
	}
	return d, nil
}

// SealEnder seals who withdrew an exception; nobody for one that ended by itself.
func SealEnder(id, who string, key *seal.Key) ([]byte, error) {
	if who == "" {
		return nil, nil
	}
	return key.Seal([]byte(who), exceptionPlace(id)+"/endedBy")
}

// Exception returns the exception with what is personal.
func (d Exception) Exception(key *seal.Key) (finding.Exception, error) {
	e := finding.Exception{ID: d.ID, Request: d.Request, Finding: finding.ID(d.Finding), Check: d.Check,
		Created: d.Created.UTC(), Written: d.Written.UTC(), Expires: d.Expires.UTC(), Severity: finding.Severity(d.Severity),
		Scale: finding.Scale{LessIsWorse: d.Less, Neutral: d.Neutral}, Because: finding.EndReason(d.Because)}
	if active := d.State == ExceptionActive; !active && d.State != ExceptionEnded || active != (d.Because == "") {
		return e, fmt.Errorf("state of an exception is %w", errPacked)
	}
	if err := e.Severity.Validate(); err != nil {
		return e, err
	}
	if err := DecodeFacts(d.Facts, &e.Accepted.Facts); err != nil {
		return e, err
	}
	plain, err := key.Open(d.Sealed, exceptionPlace(d.ID))
	if err != nil {
		return e, err
	}
	var s sealedException
	if json.Unmarshal(plain, &s) != nil {
		return e, fmt.Errorf("sealed part of an exception is %w", errPacked)
	}
	e.Resource, e.Accepted.Subjects, e.Reason, e.Owner, e.By = s.Resource, s.Subjects, s.Reason, s.Owner, s.By
	if d.Ended != nil {
		e.Ended = d.Ended.UTC()
	}
	if len(d.EndedBy) > 0 {
		who, err := key.Open(d.EndedBy, exceptionPlace(d.ID)+"/endedBy")
		if err != nil {
			return e, err
		}
		e.EndedBy = string(who)
	}
	return e, nil
}

func exceptionPlace(id string) string { return "exceptions/" + id }

// Trail is an entry of the audit trail: tenants/{t}/trail/{e} until it is moved to
// tenants/{t}/entries/{e} of the audit database under the same name and in the
// same form.
type Trail struct {
	Tenant string    `firestore:"tenant"`
	At     time.Time `firestore:"at"` // wall clock
	Action string    `firestore:"action"`
	Target string    `firestore:"target"` // path below the tenant
	Sealed []byte    `firestore:"sealed"` // who, from where, before and after
}
