// Package wire holds the body of a message as it arrived. Message types are
// received from a Body rather than from bytes, and only packages under shared
// can make one, so no function can decode text of its own into a message and
// so forge a tenant's ID.
package wire

// Body is what a push request carried. Its field is unexported on purpose: a
// literal of an identical struct type cannot be assigned to it.
type Body struct{ data []byte }

// New wraps the data of a push request.
func New(data []byte) Body { return Body{data} }

// Bytes returns the data; it must not be changed.
func (b Body) Bytes() []byte { return b.data }
