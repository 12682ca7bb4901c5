package console

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// planView is the page of what a tenant pays for.
type planView struct {
	Refused  string
	Standing string // in one sentence
	Bad      bool   // the standing is one to do something about
	Plan     string // empty without a subscription
	// Confirming says that a payment was made and Stripe has not told of it yet, Late that
	// this takes longer than it should, and Again is where to look anew.
	Confirming, Late bool
	Again            string
	Seats            string
	Watched          string // how many people are watched, of how many that are paid for
	Exceeded         bool   // more are watched than are paid for
	Cancels          moment
	Disputed         bool
	Away             bool           // Stripe cannot be reached
	Begin            *subscribeForm // nil where there is a subscription
	Manage           string         // where the form leads by which a subscription is changed; empty without one
}

// subscribeForm begins a subscription.
type subscribeForm struct {
	Action, Seats, Email string
	Most                 int
	Plans                []planChoice
	Trial                int // days that are free; 0 for none
}

// planChoice is a plan to choose.
type planChoice struct {
	Value, Name, Cadence, Price string
	Chosen                      bool
}

// The fields of the form.
const (
	fieldPlan  = "plan"
	fieldSeats = "seats"
)

func (c *console) plan(r *http.Request, in visit) (page, error) { return c.planPage(r, in, nil) }

func (c *console) planPage(r *http.Request, in visit, refused error) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	s, err := subscription.Of(r.Context(), in.entry.Tenant)
	if err != nil {
		return page{}, err
	}
	v := planView{Refused: ch.refused(refused), Standing: ch.subscribed(s.Entitlement), Bad: s.Standing == billing.InDebt || s.Standing == billing.Halted || s.Standing == billing.Ended,
		Cancels: ch.on(s.Cancels), Disputed: s.Dispute != ""}
	if s.Subscription != "" {
		v.Plan, v.Seats = ch.planNamed(s.Plan), strconv.Itoa(s.Seats)
		v.Exceeded, _ = s.Exceeded(ch.about.People)
	}
	v.Watched = ch.watched(s, ch.about.People)
	loads := confirming(r, s)
	v.Confirming, v.Late = loads > 0, loads > confirmLoads
	if !v.Confirming && !s.Alive() {
		if v.Begin, err = c.subscribing(r, ch, in, s); err != nil {
			return page{}, err
		}
		v.Away = v.Begin == nil
	}
	if s.Customer != "" && s.Subscription != "" {
		v.Manage = ch.sub(in, "plan/management", nil)
	}
	if v.Confirming {
		v.Again = ch.sub(in, "plan", url.Values{subscription.Confirming: {strconv.Itoa(min(loads, confirmLoads) + 1)}})
	}
	p := ch.page("plan", ch.say("Plan"), v)
	if v.Confirming && !v.Late {
		p.Refresh, p.Next = confirmEvery, v.Again
	}
	p.forms = c.stripe.Pages()
	return p, nil
}

// While a payment is confirmed the page loads itself again every so many seconds, for a
// minute.
const (
	confirmEvery = 3
	confirmLoads = 60 / confirmEvery
)

// confirming is how often the page was loaded since somebody came back from paying, the
// first time included; 0 for who does not come from there, and once there is a
// subscription. What is no such number counts as too often.
func confirming(r *http.Request, s subscription.Record) int {
	asked := r.URL.Query().Get(subscription.Confirming)
	if asked == "" || s.Alive() {
		return 0
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > confirmLoads {
		return confirmLoads + 1
	}
	return n
}

// subscribing is the form that begins a subscription, as it was filled in where it was;
// nil while Stripe does not say what is sold.
func (c *console) subscribing(r *http.Request, ch chapter, in visit, s subscription.Record) (*subscribeForm, error) {
	prices, err := c.stripe.Prices(r.Context())
	if err != nil {
		c.log.ErrorContext(r.Context(), "prices not read", "error", err)
		return nil, r.Context().Err()
	}
	if len(prices) == 0 {
		return nil, nil
	}
	m, err := member.Get(r.Context(), in.entry.Tenant, in.who.Account)
	if err != nil && !errors.Is(err, member.ErrNone) {
		return nil, err
	}
	f := &subscribeForm{Action: ch.sub(in, "plan", nil), Seats: cmp.Or(r.PostForm.Get(fieldSeats), "10"), Email: cmp.Or(r.PostForm.Get(fieldEmail), m.Email), Most: billing.MaxSeats}
	if s.Standing == billing.Agreed {
		f.Trial = c.trial
	}
	for n, p := range prices {
		asked := r.PostForm.Get(fieldPlan)
		f.Plans = append(f.Plans, planChoice{string(p.Plan), ch.planNamed(p.Plan), ch.say("a full scan every {} at most", ch.span(p.Plan.Shortest())), ch.price(p), asked == string(p.Plan) || asked == "" && n == 0})
	}
	return f, nil
}

// price says what a plan costs.
func (l locale) price(p billing.Price) string {
	amount := l.point(strconv.FormatFloat(float64(p.Amount)/100, 'f', 2, 64)) + " " + strings.ToUpper(p.Currency)
	switch p.Interval {
	case "year":
		return l.say("{} for a person and year", amount)
	case "month":
		return l.say("{} for a person and month", amount)
	}
	return amount
}

// planNamed names a plan.
func (l locale) planNamed(p tenant.Plan) string {
	switch p {
	case tenant.Starter:
		return l.say("Starter")
	case tenant.Standard:
		return l.say("Standard")
	case tenant.Premium:
		return l.say("Premium")
	}
	return l.say("another plan")
}

// subscribed says where a subscription stands.
func (l locale) subscribed(e billing.Entitlement) string {
	switch e.Standing {
	case billing.Trial:
		return l.say("The trial is free until {}.", l.on(e.Until).Text)
	case billing.Paid:
		return l.say("Paid until {}.", l.on(e.Until).Text)
	case billing.InDebt:
		return l.say("A payment did not go through. Everything goes on until {}; then scans pause, and nothing is deleted.", l.on(e.Until).Text)
	case billing.Halted:
		return l.say("Scans are paused because a payment is missing since {}. Nothing is deleted, and they go on as soon as it is paid.", l.on(e.Since).Text)
	case billing.Ended:
		return l.say("The subscription ended {}. Whoever subscribes again before everything is erased goes on where it stopped.", l.on(e.Since).Text)
	}
	return l.say("There is no subscription: everything is as was agreed with Vahti.")
}

// watched says how many people are watched, and of how many that are paid for; nothing
// before somebody counted them.
func (l locale) watched(s subscription.Record, people *int) string {
	switch {
	case people == nil:
		return ""
	case s.Alive():
		return l.say("{} of {} watched people", strconv.Itoa(*people), strconv.Itoa(s.Seats))
	}
	return l.say("Vahti watches {} people here: those who can sign in, without guests.", strconv.Itoa(*people))
}

// subscribe sends an owner to the page at Stripe on which a subscription begins.
func (c *console) subscribe(r *http.Request, in visit) (string, error) {
	seats, err := strconv.Atoi(r.PostForm.Get(fieldSeats))
	if err != nil {
		seats = 0
	}
	to, err := subscription.Subscribe(r.Context(), c.stripe, in.entry.Tenant, subscription.Wish{
		Plan: tenant.Plan(r.PostForm.Get(fieldPlan)), Seats: seats, Email: r.PostForm.Get(fieldEmail), Trial: c.trial, Return: c.planAddress(in)}, in.actor().Who(), c.now())
	return c.toStripe(r, in, to, err)
}

// manage sends an owner to the page at Stripe on which a subscription is changed.
func (c *console) manage(r *http.Request, in visit) (string, error) {
	to, err := subscription.Manage(r.Context(), c.stripe, in.entry.Tenant, c.planAddress(in), in.actor().Who(), c.now())
	return c.toStripe(r, in, to, err)
}

func (c *console) toStripe(r *http.Request, in visit, to string, err error) (string, error) {
	if err != nil {
		return "", c.refuse(r, in, err, c.planPage, tenantPath(in.id())+"/plan")
	}
	return to, nil
}

// planAddress is where to come back to.
func (c *console) planAddress(in visit) string {
	to := url.URL{Path: tenantPath(in.id()) + "/plan"}
	return c.public + to.String()
}
