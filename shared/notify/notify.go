// Package notify brings messages to their readers. A channel is one file: mail.go
// hands letters to Postmark, hook.go calls a customer's webhook. What is told, to whom
// and when is for others to decide; notify knows how it is handed over, what an answer
// means, and how to find out what became of a try that was not heard of again.
package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Message is one message in each form in which it can be told. A channel takes the
// one that it speaks: Subject, Text and HTML, or Event.
type Message struct {
	// Name is the message's own: a message of the same name is the same message.
	Name string
	Kind string
	At   time.Time // when it was written

	Subject, Text, HTML string
	// Unsubscribe is the address by which the reader turns the kind off; empty where
	// that is not possible.
	Unsubscribe string

	Event json.RawMessage // a JSON object
}

// Receipt is what the other side says of a message that it took.
type Receipt struct {
	ID string // its own name for the message; empty where it has none
}

// Channel hands messages over to one reader.
//
// Send makes one try. It returns a receipt for a message that was taken; an error that
// is ErrRefused for one that this reader will never take; one that is ErrDoubt where
// the message may have been taken; and any other error where it certainly was not, and
// a later try may succeed. It logs nothing, its errors hold neither an address nor
// anything of the message or of the answer, and it has ended soon after its context.
//
// Taken says whether a message that an earlier Send left in doubt was taken. Where it
// says no, the message may be sent again: either it was not taken, or its reader knows
// it by its name and counts it once.
type Channel interface {
	Send(ctx context.Context, m Message) (Receipt, error)
	Taken(ctx context.Context, m Message) (Receipt, bool, error)
}

// What an error of Send is.
var (
	ErrRefused = errors.New("refused for good")
	ErrDoubt   = errors.New("not known whether it was taken")
)

// Failure is an error of Send: what it is, in a word that can be kept and shown, and
// the status of the answer.
type Failure struct {
	Is     error  // ErrRefused, ErrDoubt, or nil for one that may pass
	Reason string // a word, such as "inactive"
	Status int    // of the answer; 0 without one
}

// Error implements error.
func (f *Failure) Error() string {
	if f.Status > 0 {
		return fmt.Sprintf("message not taken: %s (status %d)", f.Reason, f.Status)
	}
	return "message not taken: " + f.Reason
}

// Unwrap returns what the failure is.
func (f *Failure) Unwrap() error { return f.Is }

// Reason returns the word of a failure, and another where err is none.
func Reason(err error) string {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Reason
	}
	return "failed"
}
