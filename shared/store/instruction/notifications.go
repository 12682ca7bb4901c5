package instruction

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"
	_ "time/tzdata" // a container has no time zones of its own

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
)

// ErrNotifications is for people whose notification settings make no sense.
var ErrNotifications = errors.New("the notification settings are not in the expected form")

// notificationsName is the setting that says what is told, when and where.
const notificationsName = "notifications"

// The cadences of a digest, and what is told by none.
const (
	DailyDigest  = "daily"
	WeeklyDigest = "weekly"
	Never        = "never"
)

// Notify is what the setting about notifications holds: what a tenant's people are told
// at once, what waits for a digest, and when nobody is disturbed.
type Notify struct {
	// AtOnce is the least severity that is told at once, or Never.
	AtOnce string `json:"atOnce"`
	// Digest is how often those get one who chose nothing of their own: DailyDigest,
	// WeeklyDigest or Never.
	Digest  string `json:"digest"`
	Hour    int    `json:"hour"`    // of the digest, 0 to 23 in Zone
	Weekday int    `json:"weekday"` // of the weekly one, 0 for Sunday to 6
	Zone    string `json:"zone"`    // IANA's name, such as Europe/Helsinki
	// Quiet is when mail is held back; nil for never.
	Quiet *Quiet `json:"quiet,omitempty"`
	// Webhook is the address that changes are posted to; empty for none.
	Webhook string `json:"webhook,omitempty"`
}

// Quiet is a time of day in which mail is held back, until it is over. Critical
// findings are told all the same unless Critical says that they are held back too.
type Quiet struct {
	From     string `json:"from"` // as 22:00
	To       string `json:"to"`   // as 07:00; before From where the night lies between
	Critical bool   `json:"critical,omitempty"`
}

// DefaultNotify is what holds where nothing was set.
func DefaultNotify() Notify {
	return Notify{AtOnce: string(finding.High), Digest: DailyDigest, Hour: 8, Weekday: int(time.Monday), Zone: "Europe/Helsinki"}
}

// ParseNotify reads what the setting holds; nil is the default.
func ParseNotify(value json.RawMessage) (Notify, error) {
	n := DefaultNotify()
	if value == nil {
		return n, nil
	}
	if !bytes.HasPrefix(bytes.TrimLeft(value, " \t\r\n"), []byte("{")) {
		return n, ErrNotifications
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.DisallowUnknownFields()
	if d.Decode(&n) != nil {
		return n, ErrNotifications
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return n, ErrNotifications
	}
	return n, n.validate()
}

func (n Notify) validate() error {
	_, zone := n.Location()
	severity := n.AtOnce == Never || finding.Severity(n.AtOnce).Validate() == nil
	digest := n.Digest == DailyDigest || n.Digest == WeeklyDigest || n.Digest == Never
	if !severity || !digest || n.Hour < 0 || n.Hour > 23 || n.Weekday < 0 || n.Weekday > 6 || zone != nil {
		return ErrNotifications
	}
	if n.Quiet != nil {
		from, err1 := Minute(n.Quiet.From)
		to, err2 := Minute(n.Quiet.To)
		if err1 != nil || err2 != nil || from == to {
			return ErrNotifications
		}
	}
	return nil
}

// Location is the tenant's time zone. The machine's own is none.
func (n Notify) Location() (*time.Location, error) {
	if n.Zone == "" || n.Zone == "Local" || len(n.Zone) > 64 {
		return nil, ErrNotifications
	}
	l, err := time.LoadLocation(n.Zone)
	if err != nil {
		return nil, ErrNotifications
	}
	return l, nil
}

// Minute reads a time of day such as 22:00 as minutes since midnight.
func Minute(clock string) (int, error) {
	t, err := time.Parse("15:04", clock)
	if err != nil || len(clock) != len("15:04") {
		return 0, ErrNotifications
	}
	return t.Hour()*60 + t.Minute(), nil
}

// Notifications says what is told, when and where. address judges the webhook's.
func Notifications(address func(string) error) Setting {
	s := kept(notificationsName, "settings/"+notificationsName)
	write := s.Write
	s.Write = func(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, value json.RawMessage, now time.Time) (func() error, error) {
		n, err := ParseNotify(value)
		if err != nil {
			return nil, err
		}
		if n.Webhook != "" {
			if err := address(n.Webhook); err != nil {
				return nil, err
			}
		}
		return write(tx, t, key, value, now)
	}
	return s
}
