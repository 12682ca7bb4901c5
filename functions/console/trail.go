package console

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// trailView is a page of the audit trail.
type trailView struct {
	Refused        string
	Search         string // where the form with the filters goes
	Groups         []option
	From, To       string // days
	Actor, Text    string
	Entries        []trailItem
	Older          string // what continues the listing; empty at its end
	Latest         string // where the trail is without filters; empty where this is it
	Accesses, Test string // where the summary and the verification are
	Export         string // where the trail can be exported; empty for who may not
}

// trailItem is one entry in words.
type trailItem struct {
	At            moment
	Who, Kind     string
	Did           string
	Target        string
	Address       string
	Purpose       string
	Reason        string
	Before, After string // as JSON
	Damaged       bool
}

// The names of the fields of the filters.
const (
	fieldGroup  = "group"
	fieldFrom   = "from"
	fieldTo     = "to"
	fieldActor  = "actor"
	fieldText   = "text"
	fieldCursor = "cursor"
)

// entriesOnPage is how many entries a page lists.
const entriesOnPage = 50

// actionGroups are the beginnings of actions, as the page offers them.
func (l locale) actionGroups(chosen string) []option {
	out := []option{
		{"", l.say("Everything"), false},
		{"signin.", l.say("Sign-ins"), false},
		{"tenant.opened", l.say("Openings of the tenant"), false},
		{"grant.", l.say("Support access"), false},
		{"member.", l.say("Members"), false},
		{"invitation.", l.say("Invitations"), false},
		{"review.", l.say("Yearly access reviews"), false},
		{"consent.", l.say("Microsoft’s leave to read"), false},
		{"setting.", l.say("Settings"), false},
		{"preferences.", l.say("Choices of letters"), false},
		{"exception.", l.say("Acceptances"), false},
		{"key.", l.say("API keys"), false},
		{"export.", l.say("Exports"), false},
	}
	for i := range out {
		out[i].Chosen = out[i].Value == chosen
	}
	return out
}

// trail shows the audit trail, the newest entries first. Filters come in a form and
// not in the address, for they may name people.
func (c *console) trail(r *http.Request, in visit) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	form := r.PostForm.Get
	v := trailView{Search: ch.sub(in, "trail", nil), Groups: ch.actionGroups(form(fieldGroup)), From: form(fieldFrom), To: form(fieldTo), Actor: form(fieldActor), Text: form(fieldText),
		Accesses: ch.sub(in, "trail/accesses", nil), Test: ch.sub(in, "trail/verification", nil)}
	if in.may(tenant.Export) {
		v.Export = ch.sub(in, "export", nil) + "#trail"
	}
	if r.Method == http.MethodPost {
		v.Latest = v.Search
	}
	out := func() page {
		p := ch.page("trail", ch.say("Audit trail"), v)
		p.Self = tenantPath(in.id()) + "/trail"
		return p
	}
	q := trail.Query{Newest: true, Action: form(fieldGroup), Actor: v.Actor, Text: v.Text, Limit: entriesOnPage, Cursor: form(fieldCursor)}
	var ok bool
	if q.From, q.To, ok = days(v.From, v.To); !ok {
		v.Refused = ch.say("Give the first and the last day as year-month-day, the first one first.")
		return out(), nil
	}
	found, err := trail.Of(in.entry.Tenant).List(r.Context(), q)
	switch {
	case errors.Is(err, trail.ErrText):
		v.Refused = ch.say("Search for at most 200 characters.")
		return out(), nil
	case err != nil:
		return page{}, listing(err)
	}
	for _, e := range found.Records {
		v.Entries = append(v.Entries, ch.entry(e))
	}
	v.Older = found.Next
	return out(), nil
}

// errPeriod means that two days are no period.
var errPeriod = errors.New("the days are no period")

// period is from the beginning of the first day to the end of the last; a day that is
// not given is no bound.
func period(first, last string) (from, to time.Time, err error) {
	if first != "" {
		if from, err = time.Parse(time.DateOnly, first); err != nil {
			return from, to, errPeriod
		}
	}
	if last != "" {
		if to, err = time.Parse(time.DateOnly, last); err != nil {
			return from, to, errPeriod
		}
		to = to.Add(24 * time.Hour)
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return from, to, errPeriod
	}
	return from, to, nil
}

// days is period for a form: ok is false where it says no period.
func days(first, last string) (from, to time.Time, ok bool) {
	from, to, err := period(first, last)
	return from, to, err == nil
}

// entry tells one entry.
func (l locale) entry(e trail.Record) trailItem {
	v := trailItem{At: l.on(e.At), Who: cmp.Or(e.Actor, "Vahti"), Did: l.action(e.Action), Target: e.Target, Address: e.Address, Reason: e.Reason,
		Before: indented(e.Before), After: indented(e.After), Damaged: e.Damaged}
	switch e.By {
	case trail.Operator:
		v.Kind = l.say("of Vahti")
	case trail.Key:
		v.Kind = l.say("by API key")
	}
	if e.Purpose != "" {
		v.Purpose = l.purpose(grant.Purpose(e.Purpose))
	}
	return v
}

// indented is JSON as people read it; nothing for nothing.
func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) || json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}
