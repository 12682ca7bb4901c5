package console

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/tenant"
)

// What the pages say beside the templates: every other sentence is a check's.

// moment is a time as people and machines read it.
type moment struct {
	ISO, Text string
}

// on returns the moment of t; empty for the zero time.
func on(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	t = t.UTC()
	return moment{t.Format(time.RFC3339), t.Format("2 January 2006, 15:04 MST")}
}

// ago says in plain words how long before now t was.
func ago(now, t time.Time) string {
	const day = 24 * time.Hour
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d/time.Minute), "minute") + " ago"
	case d < day:
		return count(int(d/time.Hour), "hour") + " ago"
	case d < 60*day:
		return count(int(d/day), "day") + " ago"
	case d < 730*day:
		return count(int(d/(30*day)), "month") + " ago"
	default:
		return count(int(d/(365*day)), "year") + " ago"
	}
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// lasted says how long something took.
func lasted(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	default:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
}

// size says how much data n bytes are.
func size(n int64) string {
	for _, unit := range []struct {
		name string
		size int64
	}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if n >= unit.size {
			return strconv.FormatFloat(float64(n)/float64(unit.size), 'f', 1, 64) + " " + unit.name
		}
	}
	return strconv.FormatInt(n, 10) + " bytes"
}

// label is a word with the class of style it is shown in.
type label struct{ Text, Class string }

func severityLabel(s finding.Severity) label {
	switch s {
	case finding.Critical:
		return label{"Critical", "critical"}
	case finding.High:
		return label{"High", "high"}
	case finding.Medium:
		return label{"Medium", "medium"}
	case finding.Low:
		return label{"Low", "low"}
	}
	return label{"Info", "info"}
}

// verdictLabel never shows what it does not know as a pass.
func verdictLabel(v finding.Verdict) label {
	switch v {
	case finding.Pass:
		return label{"Pass", "pass"}
	case finding.Fail:
		return label{"Fail", "fail"}
	case finding.NotApplicable:
		return label{"Not applicable", "none"}
	}
	return label{"Could not tell", "unknown"}
}

// notJudgedLabel is for a check that the shown scan did not know.
func notJudgedLabel() label { return label{"Not judged yet", "unknown"} }

func stateLabel(s finding.State) label {
	if s == finding.Resolved {
		return label{"Resolved", "resolved"}
	}
	return label{"Open", "open"}
}

// tenantLabel says where a tenant stands.
func tenantLabel(s tenant.State) label {
	switch s {
	case tenant.Invited:
		return label{"Waiting for consent", "waiting"}
	case tenant.Consented:
		return label{"Getting started", "waiting"}
	case tenant.Active:
		return label{"Watched", "active"}
	case tenant.Terminated:
		return label{"Agreement ended", "ended"}
	}
	return label{"Erased", "ended"}
}

// categoryNames are the headings of the checks, in the order they are shown.
var categoryNames = []struct {
	category check.Category
	name     string
}{
	{check.ConditionalAccess, "Conditional access"},
	{check.Identity, "Identity and passwords"},
	{check.AuthMethods, "Authentication methods"},
	{check.Roles, "Administrator roles"},
	{check.Applications, "Applications"},
	{check.Guests, "Guests"},
	{check.Groups, "Groups"},
}

// otherChecks is the heading of checks that are in none of the categories.
const otherChecks = "Other"

func categoryName(c check.Category) string {
	i := slices.IndexFunc(categoryNames, func(n struct {
		category check.Category
		name     string
	}) bool {
		return n.category == c
	})
	if i < 0 {
		return otherChecks
	}
	return categoryNames[i].name
}

// stepText says what happened to a finding.
func stepText(k finding.Kind) string {
	switch k {
	case finding.Opened:
		return "Opened"
	case finding.Closed:
		return "Resolved"
	case finding.Reopened:
		return "Opened again"
	}
	return "Changed"
}

// What stands where a text is missing.
const (
	notJudged     = "The last scan did not judge this check."
	checkGone     = "Vahti no longer makes this check. What it saw is kept."
	factMissing   = "not there"
	nothingListed = "none"
	noName        = "(no name)"
)

// factText is a fact's value as people read it.
func factText(v any) string {
	switch v := v.(type) {
	case nil:
		return factMissing
	case string:
		if v == "" {
			return "empty"
		}
		return v
	case []string:
		if len(v) == 0 {
			return nothingListed
		}
		return strings.Join(v, ", ")
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// kindText is the heading of a kind of subjects: "servicePrincipals" becomes
// "Service principals".
func kindText(kind string) string {
	var b strings.Builder
	for i, r := range kind {
		switch {
		case i == 0:
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsUpper(r):
			b.WriteRune(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// failure is what the page of an error says.
type failure struct {
	Heading, Text string
	Home          bool // whether the list of tenants may help
}

// errorView says in plain words what a status means to the reader.
func errorView(status int) failure {
	switch status {
	case http.StatusUnauthorized:
		return failure{"Sign in through the front door", "This page is shown to people who have signed in. Your sign-in is missing or has run out: open Vahti from its front page to sign in again.", false}
	case http.StatusNotFound:
		return failure{"There is no such page", "The address may be mistyped, or what it pointed to is no longer there or not yours to see.", true}
	case http.StatusMethodNotAllowed:
		return failure{"Pages can only be read", "Nothing can be sent to this address.", true}
	case http.StatusGatewayTimeout:
		return failure{"That took too long", "The data could not be read in time. Try again in a moment.", true}
	}
	return failure{"Something went wrong", "The page could not be shown. It is not your doing, and nothing in your Microsoft 365 has been touched. Try again in a moment.", true}
}
