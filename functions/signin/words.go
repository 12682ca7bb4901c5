package signin

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/tenant"
)

type moment = browser.Moment

// on returns the moment of t; empty for the zero time.
func (l locale) on(t time.Time) moment { return browser.On(l.lang, t) }

// role says what a member may do.
func (l locale) role(r tenant.Role) string {
	switch r {
	case tenant.Owner:
		return l.say("owner: answers for the agreement and for who belongs to the organisation")
	case tenant.Admin:
		return l.say("administrator: runs the service for the organisation")
	case tenant.Analyst:
		return l.say("analyst: works on findings")
	}
	return l.say("auditor: reads and exports only")
}

// standing says what a person may do in a partner organisation.
func (l locale) standing(manager bool) string {
	if manager {
		return l.say("manager: acts for the partner’s customers, and says who else works for the partner")
	}
	return l.say("staff: acts for the partner’s customers")
}

// method names a way to sign in.
func (l locale) method(m account.Method) string {
	switch m {
	case account.ByPassword:
		return l.say("password")
	case account.ByTOTP:
		return l.say("authenticator app")
	case account.ByRecovery:
		return l.say("recovery code")
	case account.ByPasskey:
		return l.say("passkey")
	case account.ByEntra:
		return l.say("Microsoft account")
	}
	return l.say("invitation")
}

func (l locale) methods(all []account.Method) string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = l.method(m)
	}
	return strings.Join(out, ", ")
}

// wait says how long to wait, rounded up.
func (l locale) wait(d time.Duration) string {
	switch seconds := max(1, int(math.Ceil(d.Seconds()))); {
	case seconds < 120:
		return l.say("There were too many tries. Wait {} seconds before the next one.", strconv.Itoa(seconds))
	case seconds < 7200:
		return l.say("There were too many tries. Wait {} minutes before the next one.", strconv.Itoa((seconds+59)/60))
	default:
		return l.say("There were too many tries. Wait {} hours before the next one.", strconv.Itoa((seconds+3599)/3600))
	}
}

// failure says in plain words what a status means to the reader.
func (l locale) failure(status int) note {
	back := note{Next: l.href("/signin"), Link: l.say("To the sign-in")}
	of := func(heading, text string) note {
		back.Heading, back.Text = heading, text
		return back
	}
	switch status {
	case http.StatusNotFound:
		return of(l.say("There is no such page"), l.say("The address may be mistyped, or what it pointed to is no longer there or not yours to see."))
	case http.StatusForbidden:
		return of(l.say("That was refused"), l.say("It takes a form of Vahti’s own pages and a role that allows it. Nothing was changed."))
	case http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusBadRequest:
		return of(l.say("What was sent could not be read"), l.say("Nothing was changed. Go back, load the page again and send the form once more."))
	case http.StatusMethodNotAllowed:
		return of(l.say("That cannot be done here"), l.say("Nothing can be sent to this address in this way."))
	case http.StatusBadGateway:
		return of(l.say("Microsoft does not answer"), l.say("Microsoft’s sign-in service gives no usable answer at the moment. Try again shortly, or sign in by another way."))
	case http.StatusServiceUnavailable:
		return of(l.say("Too many people sign in at the moment"), l.say("Try again in a moment."))
	case http.StatusGatewayTimeout:
		return of(l.say("That took too long"), l.say("Try again in a moment."))
	}
	return of(l.say("Something went wrong"), l.say("The page could not be shown. It is not your doing. Try again in a moment."))
}
