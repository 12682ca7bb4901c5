package graph

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what is believed of a Retry-After header.
const maxRetryAfter = 24 * time.Hour

// parseRetryAfter reads a Retry-After header, seconds or a date. A date is
// compared with the answer's own Date where it is known, because clocks differ,
// else with now. ok is false where the header says nothing: absent, not
// understood, or no waiting at all.
func parseRetryAfter(header string, date, now time.Time) (wait time.Duration, ok bool) {
	header = strings.TrimSpace(header)
	if header == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(header, 64); err == nil {
		switch {
		case !(seconds > 0):
			return 0, false
		case seconds >= maxRetryAfter.Seconds():
			return maxRetryAfter, true
		}
		return time.Duration(seconds * float64(time.Second)), true
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	if date.IsZero() {
		date = now
	}
	wait = min(at.Sub(date), maxRetryAfter)
	return max(wait, 0), wait > 0
}
