package console

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/trail"
)

// accessesView is the summary of who reached the tenant's data in a period.
type accessesView struct {
	Refused           string
	Action            string
	Lang              string // the language that was asked for; empty for none
	From, To          string
	Groups            []accessGroup
	Refusals, Damaged int
	Unlisted          int
}

// accessGroup is the accesses of one kind.
type accessGroup struct {
	Name string
	N    int
	List []accessItem
}

// accessItem is one actor's accesses.
type accessItem struct {
	Who, Purpose, Reason string
	N                    int
	First, Last          moment
}

// accessDays is the period that is summed up unless another is asked for.
const accessDays = 30

// accesses sums up who reached the tenant's data.
func (c *console) accesses(r *http.Request, in visit) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	now := c.now().UTC()
	q := r.URL.Query()
	v := accessesView{Action: tenantPath(in.id()) + "/trail/accesses", From: q.Get(fieldFrom), To: q.Get(fieldTo)}
	if v.From == "" && v.To == "" {
		v.From, v.To = now.AddDate(0, 0, -accessDays).Format(time.DateOnly), now.Format(time.DateOnly)
	}
	if ch.asked {
		v.Lang = string(ch.lang)
	}
	ch.crumbTo(in, "trail", ch.say("Audit trail"))
	out := func() page { return ch.page("accesses", ch.say("Who had access"), v) }
	from, to, ok := days(v.From, v.To)
	if !ok {
		v.Refused = ch.say("Give the first and the last day as year-month-day, the first one first.")
		return out(), nil
	}
	if from, to = bounded(from, to, now); to.Sub(from) > trail.MaxPeriod {
		v.Refused = ch.say("Choose at most 366 days.")
		return out(), nil
	}
	sum, err := trail.Of(in.entry.Tenant).Accesses(r.Context(), from, to)
	if err != nil {
		return page{}, err
	}
	v.Refusals, v.Damaged, v.Unlisted = sum.Refused, sum.Damaged, sum.Unlisted
	for _, kind := range []trail.AccessKind{trail.ByMember, trail.BySupport, trail.ByKey, trail.ByExport} {
		g := accessGroup{Name: ch.accessKind(kind), N: sum.Counts[kind]}
		for _, a := range sum.List {
			if a.Kind != kind {
				continue
			}
			item := accessItem{Who: cmp.Or(a.Actor, "Vahti"), Reason: a.Reason, N: a.Count, First: ch.on(a.First), Last: ch.on(a.Last)}
			if a.Purpose != "" {
				item.Purpose = ch.purpose(grant.Purpose(a.Purpose))
			}
			g.List = append(g.List, item)
		}
		v.Groups = append(v.Groups, g)
	}
	return out(), nil
}

// bounded returns a period with both its bounds: one without an end lasts until now, one
// without a beginning as long as is summed up.
func bounded(from, to, now time.Time) (time.Time, time.Time) {
	switch {
	case to.IsZero() && from.Before(now):
		to = now
	case to.IsZero():
		to = from.Add(24 * time.Hour)
	}
	if from.IsZero() {
		from = to.Add(-trail.MaxPeriod)
	}
	return from, to
}

// accessKind names a way in which the tenant's data is reached.
func (l locale) accessKind(k trail.AccessKind) string {
	switch k {
	case trail.BySupport:
		return l.say("Support access")
	case trail.ByKey:
		return l.say("API keys")
	case trail.ByExport:
		return l.say("Exports")
	}
	return l.say("Members")
}

// verificationView is what a verification of the trail's chain found.
type verificationView struct {
	At             moment
	Sound          bool
	Entries, Links int
	Waiting        int
	Unproven, More int
	Problems       []problem
}

// problem is one thing that is wrong with the trail.
type problem struct{ What, Entry, Link string }

// verify verifies the chain of the audit trail now: it reads the trail whole.
func (c *console) verify(r *http.Request, in visit) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	now := c.now()
	report, err := trail.Of(in.entry.Tenant).Verify(r.Context(), now)
	if err != nil {
		return page{}, err
	}
	if !report.Sound() {
		c.log.ErrorContext(r.Context(), "the audit trail is not as it was written", "tenant", in.id().String(), "problems", len(report.Problems)+report.More)
	}
	v := verificationView{At: ch.on(now), Sound: report.Sound(), Entries: report.Entries, Links: report.Links, Waiting: report.Waiting, Unproven: report.Unproven, More: report.More}
	for _, p := range report.Problems {
		one := problem{What: ch.flaw(p.Flaw), Entry: p.Entry}
		if p.Link > 0 {
			one.Link = strconv.FormatInt(p.Link, 10)
		}
		v.Problems = append(v.Problems, one)
	}
	ch.crumbTo(in, "trail", ch.say("Audit trail"))
	return ch.page("verification", ch.say("Verification of the audit trail"), v), nil
}

// flaw says what is wrong with a trail.
func (l locale) flaw(f trail.Flaw) string {
	switch f {
	case trail.EntryRemoved:
		return l.say("An entry was removed.")
	case trail.EntryChanged:
		return l.say("An entry was changed.")
	case trail.EntryAdded:
		return l.say("An entry was put in other than by the service.")
	case trail.EntryUnsealed:
		return l.say("An entry was not sealed in time.")
	case trail.LinkRemoved:
		return l.say("A link of the chain was removed.")
	case trail.LinkChanged:
		return l.say("A link of the chain was changed.")
	}
	return string(f)
}
