// Package tenant is what Vahti knows of a customer's Microsoft 365 apart from
// what it read there: its ID, where it stands in its life, and the slots in
// which it is scanned. It imports the standard library only.
package tenant

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/internal/tenantid"
)

// ID names a tenant. Only auth, queue and fleet hand them out.
type ID = tenantid.ID

// ErrZero is returned wherever the zero ID is handed in.
var ErrZero = tenantid.ErrZero

// State is where a tenant stands in its life.
type State string

// The states of a tenant, in order.
const (
	Invited    State = "invited"
	Consented  State = "consented"
	Active     State = "active"
	Terminated State = "terminated"
	Erased     State = "erased"
)

// Watched reports whether a tenant in the state is scanned: from its administrator's
// consent to the end of the agreement.
func (s State) Watched() bool { return s == Consented || s == Active }

// Validate refuses a text that is no state.
func (s State) Validate() error {
	switch s {
	case Invited, Consented, Active, Terminated, Erased:
		return nil
	}
	return fmt.Errorf("%q is no state of a tenant", string(s))
}

// Slot names one scan of a tenant: the moment its verdicts are about, and a
// number, because a recording can be scanned several times at the same moment.
// Slots are ordered; an older slot never overwrites a newer one.
type Slot struct {
	At time.Time // UTC, whole seconds
	N  int       // 1 or more
}

// NewSlot returns the slot number n of the moment at.
func NewSlot(at time.Time, n int) Slot { return Slot{at.UTC().Truncate(time.Second), n} }

// LightSlot names a light pass that is made at a moment of the wall clock. A
// recording stays at its own moment, so its passes are told apart by the wall
// clock's minutes; recorded is nil for a live tenant.
func LightSlot(recorded *time.Time, at time.Time) Slot {
	if recorded != nil {
		return NewSlot(*recorded, int(at.Unix()/60))
	}
	return NewSlot(at, 1)
}

// IsZero reports whether the slot names no scan.
func (s Slot) IsZero() bool { return s.N == 0 }

// String returns the slot as messages and people see it, "2026-11-01T12:00:00Z/1".
func (s Slot) String() string {
	if s.IsZero() {
		return ""
	}
	return s.At.UTC().Format(time.RFC3339) + "/" + strconv.Itoa(s.N)
}

// Key returns the slot as a document's name, which may hold no slash.
func (s Slot) Key() string { return strings.ReplaceAll(s.String(), "/", "_") }

// Compare orders slots: negative when s is older than t.
func (s Slot) Compare(t Slot) int {
	if c := s.At.Compare(t.At); c != 0 {
		return c
	}
	return s.N - t.N
}

// ParseSlot reads what String or Key wrote; empty text is the zero slot.
func ParseSlot(text string) (Slot, error) {
	if text == "" {
		return Slot{}, nil
	}
	at, n, ok := strings.Cut(strings.ReplaceAll(text, "_", "/"), "/")
	if !ok {
		return Slot{}, fmt.Errorf("%q is no slot", text)
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return Slot{}, fmt.Errorf("%q is no slot", text)
	}
	i, err := strconv.Atoi(n)
	if err != nil || i < 1 {
		return Slot{}, fmt.Errorf("%q is no slot", text)
	}
	s := NewSlot(t, i)
	if s.String() != strings.ReplaceAll(text, "_", "/") {
		return Slot{}, fmt.Errorf("%q is not written as a slot is", text)
	}
	return s, nil
}

// Profile is what identifies the customer. It is sealed where stored.
type Profile struct {
	Name    string `json:"name"`
	EntraID string `json:"entraId"`
}

// String keeps a profile out of logs and errors.
func (Profile) String() string { return "[profile]" }

// LogValue implements slog.LogValuer.
func (Profile) LogValue() slog.Value { return slog.StringValue("[profile]") }

// GoString implements fmt.GoStringer.
func (Profile) GoString() string { return "[profile]" }
