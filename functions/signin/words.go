package signin

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/tenant"
)

// moment is a time as people and machines read it.
type moment struct {
	ISO, Text string
}

func (m moment) html() template.HTML {
	return template.HTML(`<time datetime="` + template.HTMLEscapeString(m.ISO) + `">` + template.HTMLEscapeString(m.Text) + `</time>`) //nolint:gosec // both parts are escaped
}

// on returns the moment of t; empty for the zero time.
func (l locale) on(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	t = t.UTC()
	return moment{t.Format(time.RFC3339), l.date(t)}
}

func (l locale) date(t time.Time) string {
	switch month := int(t.Month()) - 1; l.lang {
	case text.Finnish:
		return fmt.Sprintf("%d. %skuuta %d klo %d.%02d UTC", t.Day(), finnishMonths[month], t.Year(), t.Hour(), t.Minute())
	case text.Swedish:
		return fmt.Sprintf("%d %s %d kl. %02d:%02d UTC", t.Day(), swedishMonths[month], t.Year(), t.Hour(), t.Minute())
	}
	return t.Format("2 January 2006, 15:04 MST")
}

// The months, the Finnish ones without the "kuu" that each ends in.
var (
	finnishMonths = [12]string{"tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"}
	swedishMonths = [12]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
)

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
