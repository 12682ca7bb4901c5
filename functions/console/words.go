package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/tenant"
)

// What the pages say beside the templates: every other sentence is a check's.

type moment = browser.Moment

// on returns the moment of t; empty for the zero time.
func (l locale) on(t time.Time) moment { return browser.On(l.lang, t) }

// ago says in plain words how long before now t was.
func (l locale) ago(now, t time.Time) string {
	const day = 24 * time.Hour
	d := now.Sub(t)
	n := func(unit time.Duration) int { return int(d / unit) }
	switch {
	case d < time.Minute:
		return l.say("just now")
	case d < 2*time.Minute:
		return l.say("1 minute ago")
	case d < time.Hour:
		return l.say("{} minutes ago", strconv.Itoa(n(time.Minute)))
	case d < 2*time.Hour:
		return l.say("1 hour ago")
	case d < day:
		return l.say("{} hours ago", strconv.Itoa(n(time.Hour)))
	case d < 2*day:
		return l.say("1 day ago")
	case d < 60*day:
		return l.say("{} days ago", strconv.Itoa(n(day)))
	case d < 730*day:
		return l.say("{} months ago", strconv.Itoa(n(30*day)))
	}
	return l.say("{} years ago", strconv.Itoa(n(365*day)))
}

// number is a number as people write it, with at most one decimal.
func (l locale) number(f float64) string {
	return l.point(strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0"))
}

// point writes the decimal point as the language does.
func (l locale) point(number string) string {
	if l.lang == text.English {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}

// lasted says how long something took.
func (l locale) lasted(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return l.point(strconv.FormatFloat(d.Seconds(), 'f', 1, 64)) + " s"
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

// size says how much data n bytes are.
func (l locale) size(n int64) string {
	in := func(unit float64) string { return l.point(strconv.FormatFloat(float64(n)/unit, 'f', 1, 64)) }
	switch {
	case n >= 1e9:
		return l.say("{} GB", in(1e9))
	case n >= 1e6:
		return l.say("{} MB", in(1e6))
	case n >= 1e3:
		return l.say("{} kB", in(1e3))
	}
	return l.say("{} bytes", strconv.FormatInt(n, 10))
}

// label is a word with the class of style it is shown in.
type label struct{ Text, Class string }

func (l locale) severity(s finding.Severity) label {
	switch s {
	case finding.Critical:
		return label{l.say("Critical"), "critical"}
	case finding.High:
		return label{l.say("High"), "high"}
	case finding.Medium:
		return label{l.say("Medium"), "medium"}
	case finding.Low:
		return label{l.say("Low"), "low"}
	}
	return label{l.say("Info"), severityClass(s)}
}

// severityClass names a severity in the style sheet and in places on a page.
func severityClass(s finding.Severity) string {
	if s.Validate() != nil {
		s = finding.Info
	}
	return string(s)
}

// verdict never shows what it does not know as a pass.
func (l locale) verdict(v finding.Verdict) label {
	switch v {
	case finding.Pass:
		return label{l.say("Pass"), verdictClass(v)}
	case finding.Fail:
		return label{l.say("Fail"), verdictClass(v)}
	case finding.NotApplicable:
		return label{l.say("Not applicable"), verdictClass(v)}
	}
	return label{l.say("Could not tell"), verdictClass(v)}
}

// verdictClass names a verdict in the style sheet.
func verdictClass(v finding.Verdict) string {
	switch v {
	case finding.Pass:
		return "pass"
	case finding.Fail:
		return "fail"
	case finding.NotApplicable:
		return "none"
	}
	return "unknown"
}

// notJudged is for a check that the shown scan did not know.
func (l locale) notJudged() label {
	return label{l.say("Not judged yet"), verdictClass(finding.Unknown)}
}

func (l locale) state(s finding.State) label {
	switch s {
	case finding.Resolved:
		return label{l.say("Resolved"), stateClass(s)}
	case finding.Excepted:
		return label{l.say("Accepted"), stateClass(s)}
	}
	return label{l.say("Open"), stateClass(s)}
}

func stateClass(s finding.State) string {
	switch s {
	case finding.Resolved:
		return "resolved"
	case finding.Excepted:
		return "excepted"
	}
	return "open"
}

// standing says where a tenant stands.
func (l locale) standing(s tenant.State) label {
	switch s {
	case tenant.Invited:
		return label{l.say("Waiting for consent"), "waiting"}
	case tenant.Consented:
		return label{l.say("Getting started"), "waiting"}
	case tenant.Active:
		return label{l.say("Watched"), "active"}
	case tenant.Terminated:
		return label{l.say("Agreement ended"), "ended"}
	}
	return label{l.say("Erased"), "ended"}
}

// step says what happened to a finding.
func (l locale) step(k finding.Kind) string {
	switch k {
	case finding.Opened:
		return l.say("Opened")
	case finding.Worsened:
		return l.say("Got worse")
	case finding.Accepted:
		return l.say("Accepted by a person")
	case finding.Returned:
		return l.say("Returned")
	case finding.Closed:
		return l.say("Resolved")
	case finding.Reopened:
		return l.say("Opened again")
	}
	return l.say("Changed")
}

// scoreView is a score as people read it.
type scoreView struct {
	Asked bool   // false: there is no score, because nothing was asked
	Of    string // what was reached of a hundred
}

// score is no score below zero.
func (l locale) score(s float64) scoreView {
	if s < 0 {
		return scoreView{}
	}
	return scoreView{true, l.number(s)}
}

// weights says how a score is computed.
func (l locale) weights() string {
	w := func(s finding.Severity) string { return l.number(check.Weight(s)) }
	return l.say("The score is the share of what was asked that holds, where a critical check counts {}, a high one {}, a medium one {} and a low one {}. What could not be told counts as not holding; what does not apply is not asked.",
		w(finding.Critical), w(finding.High), w(finding.Medium), w(finding.Low))
}

// fact is a fact's value as people read it.
func (l locale) fact(v any) string {
	switch v := v.(type) {
	case nil:
		return l.say("not there")
	case bool:
		if v {
			return l.say("yes")
		}
		return l.say("no")
	case string:
		if v == "" {
			return l.say("empty")
		}
		return v
	case []string:
		if len(v) == 0 {
			return l.say("none")
		}
		return strings.Join(v, ", ")
	case float64:
		return l.point(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return fmt.Sprint(v)
}

// kind is the heading of a kind of subjects.
func (l locale) kind(kind string) words {
	english := kindText(kind)
	said, ok := text.In(l.lang, english, kindTexts)
	return l.translated(english, said, ok)
}

// kindText is a kind of subjects in English: "servicePrincipals" becomes
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
	Home          string // the list of tenants, where it may help
}

// failure says in plain words what a status means to the reader.
func (l locale) failure(status int) failure {
	home := l.href("/")
	switch status {
	case http.StatusUnauthorized:
		return failure{l.say("Sign in"), l.say("Your sign-in is missing or has run out, so nothing was changed. Sign in and send it again."), home}
	case http.StatusNotFound:
		return failure{l.say("There is no such page"), l.say("The address may be mistyped, or what it pointed to is no longer there or not yours to see."), home}
	case http.StatusForbidden:
		return failure{l.say("Your role does not allow this"), l.say("Somebody with a higher role in the tenant can do it, with a form of Vahti’s own pages. Nothing was changed."), home}
	case http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusBadRequest:
		return failure{l.say("What was sent could not be read"), l.say("Nothing was changed. Go back, load the page again and send the form once more."), home}
	case http.StatusMethodNotAllowed:
		return failure{l.say("Pages can only be read"), l.say("Nothing can be sent to this address."), home}
	case http.StatusTooManyRequests:
		return failure{l.say("That was too often"), l.say("You have asked for more in a short time than Vahti does at once. Nothing was changed. Wait a minute and try again."), home}
	case http.StatusGatewayTimeout:
		return failure{l.say("That took too long"), l.say("The data could not be read in time. Try again in a moment."), home}
	}
	return failure{l.say("Something went wrong"), l.say("The page could not be shown. It is not your doing, and nothing in your Microsoft 365 has been touched. Try again in a moment."), home}
}
