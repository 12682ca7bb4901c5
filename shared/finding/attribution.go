package finding

import (
	"log/slog"
	"time"
)

// Attribution says who made a change, as Microsoft's audit log tells. The zero
// value means that nobody could be named. It is personal data: sealed where it
// is stored, and never in a log, a message, a metric or a prompt.
type Attribution struct {
	Attributed bool      `json:"attributed,omitempty"`
	At         time.Time `json:"at,omitzero"`        // when the change was made, by Microsoft's clock
	Actor      string    `json:"actor,omitempty"`    // a person's sign-in name or an application's name
	ActorID    string    `json:"actorId,omitempty"`  // the person's or the application's id
	App        string    `json:"app,omitempty"`      // through which application
	IP         string    `json:"ip,omitempty"`       // from which address
	Activity   string    `json:"activity,omitempty"` // what was done, in Microsoft's words
	Entry      string    `json:"entry,omitempty"`    // the audit log's own id of it
}

// String keeps an attribution out of logs and formatted errors.
func (Attribution) String() string { return "[attribution]" }

// GoString implements fmt.GoStringer for the same reason.
func (Attribution) GoString() string { return "[attribution]" }

// LogValue implements slog.LogValuer.
func (a Attribution) LogValue() slog.Value {
	return slog.GroupValue(slog.Bool("attributed", a.Attributed))
}
