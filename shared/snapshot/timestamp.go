package snapshot

import (
	"encoding/json"
	"regexp"
	"strconv"
	"time"
)

// A Timestamp is a moment as Graph sends it. A text that is no date Vahti knows
// leaves Readable false instead of making the whole answer unreadable; no
// verdict may rest on its Time then.
type Timestamp struct {
	Time     time.Time
	Readable bool
}

// At is a readable timestamp.
func At(t time.Time) Timestamp { return Timestamp{Time: t.UTC(), Readable: true} }

// dateMillis is the older JSON form of a date, milliseconds since 1970 in UTC.
var dateMillis = regexp.MustCompile(`^/?Date\((-?\d{1,18})\)/?$`)

// UnmarshalJSON implements json.Unmarshaler.
func (t *Timestamp) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	*t = parseTimestamp(text)
	return nil
}

// MarshalJSON implements json.Marshaler; an unreadable timestamp becomes an
// empty text, which reads back as unreadable.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	if !t.Readable {
		return []byte(`""`), nil
	}
	return json.Marshal(t.Time)
}

func parseTimestamp(text string) Timestamp {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return At(at)
		}
	}
	if m := dateMillis.FindStringSubmatch(text); m != nil {
		if ms, err := strconv.ParseInt(m[1], 10, 64); err == nil {
			return At(time.UnixMilli(ms))
		}
	}
	return Timestamp{}
}
