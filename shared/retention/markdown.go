package retention

import (
	"fmt"
	"strings"
	"time"
)

// Markdown is the table as people read it.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# What is kept, and for how long\n\n" +
		"Written from `shared/retention` by `go test ./shared/retention -update`. Everything that lies below a tenant is erased with it, whatever stands here:\n" +
		"31 days after the agreement ended, or at once where the customer asks, and within 90 days at the latest. A time is the longest, but for the days until it is deleted: functions/sweep visits each\n" +
		"tenant once a week, and Firestore's time to live and the buckets' rules take a day or so. A floor is the least\n" +
		"that may be set.\n")
	for _, part := range []struct {
		title string
		owner string
	}{{"Of a tenant", Tenant}, {"Of the people who sign in", Person}, {"Of the service itself", Service}} {
		fmt.Fprintf(&b, "\n## %s\n\n| kind | where | how long | floor | why | deleted by |\n|---|---|---|---|---|---|\n", part.title)
		for _, r := range Table() {
			if r.Owner == part.owner {
				fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s |\n", r.Kind, r.Place, r.span(), days(r.Floor), r.Why, r.By)
			}
		}
	}
	return b.String()
}

// span says how long a row is kept.
func (r Row) span() string {
	if r.Keep == Forever {
		return "as long as the " + r.Owner
	}
	return days(r.Keep) + " after " + r.Since
}

// days says a time in days; nothing for none.
func days(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d == day:
		return "1 day"
	case d%day == 0:
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}
