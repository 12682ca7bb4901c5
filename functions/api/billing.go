package api

import (
	"context"
	"time"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// Subscription is what a tenant has subscribed to.
type Subscription struct {
	Standing string     `json:"standing" enum:"agreed,trial,paid,in-debt,halted,ended" doc:"Where it stands: nothing was subscribed to, and everything is as was agreed; a trial; paid; a payment failed and all goes on for a while; scans pause because nothing was paid; over."`
	Plan     string     `json:"plan,omitempty" enum:"starter,standard,premium" doc:"The plan, which says how often the tenant may be scanned. Missing without a subscription."`
	Seats    int        `json:"seats,omitempty" doc:"For how many people is paid. Missing without a subscription."`
	People   *int       `json:"people,omitempty" doc:"How many people are watched: users who can sign in, without guests, as a scan counted them last. Missing before it did."`
	Exceeded bool       `json:"exceeded" doc:"Whether more people are watched than are paid for. All are watched and every finding is shown nonetheless."`
	Until    *time.Time `json:"until,omitempty" doc:"When a trial, a paid period or the time of grace after a failed payment ends."`
	Since    *time.Time `json:"since,omitempty" doc:"Since when a payment is missing, or when the subscription ended."`
	Cancels  *time.Time `json:"cancels,omitempty" doc:"When the subscription ends because it was cancelled. Missing where it goes on."`
	Disputed bool       `json:"disputed" doc:"Whether a bank disputes a payment that is not decided."`
}

func (s *server) subscription(ctx context.Context, c *call, _ *InTenant) (*single[Subscription], error) {
	r, err := subscription.Of(ctx, c.tenant())
	if err != nil {
		return nil, err
	}
	about, err := c.tenant().About(ctx)
	if err != nil {
		return nil, err
	}
	out := Subscription{Standing: string(r.Standing), Disputed: r.Dispute != "", People: about.People}
	out.Exceeded, _ = r.Exceeded(about.People)
	if r.Subscription != "" {
		out.Plan, out.Seats, out.Until, out.Since, out.Cancels = string(r.Plan), r.Seats, moment(r.Until), moment(r.Since), moment(r.Cancels)
	}
	return one(out), nil
}

// Plan is a plan that is sold.
type Plan struct {
	Plan     string `json:"plan" enum:"starter,standard,premium" doc:"The plan."`
	Shortest int    `json:"shortestInterval" doc:"The shortest interval between two full scans, in seconds."`
	Currency string `json:"currency" doc:"The currency, as ISO 4217 has it, in lower case."`
	Amount   int64  `json:"amount" doc:"What one person that is watched costs for a period, in the currency's smallest unit."`
	Period   string `json:"period" enum:"day,week,month,year" doc:"The period that is paid for."`
}

// Plans are the plans that are sold.
type Plans struct {
	Items []Plan `json:"items" nullable:"false" doc:"Every plan that is sold."`
	Trial int    `json:"trialDays" doc:"How many days are free for who never had a subscription."`
}

func (s *server) plans(ctx context.Context, _ *call, _ *InTenant) (*answer[Plans], error) {
	all, err := s.stripe.Prices(ctx)
	if err != nil {
		return nil, err
	}
	out := Plans{Items: []Plan{}, Trial: s.trial}
	for _, p := range all {
		out.Items = append(out.Items, Plan{string(p.Plan), int(p.Plan.Shortest() / time.Second), p.Currency, p.Amount, p.Interval})
	}
	return &answer[Plans]{out}, nil
}

// SubscribeIn asks for the page on which a subscription begins.
type SubscribeIn struct {
	InTenant
	Once
	Body struct {
		Plan  string `json:"plan" enum:"starter,standard,premium" doc:"The plan."`
		Seats int    `json:"seats" minimum:"1" maximum:"1000000" doc:"For how many people is to be paid."`
		Email string `json:"email,omitempty" maxLength:"254" doc:"The e-mail address for bills; your own where it is missing."`
	}
}

// PaymentPage is a page at Stripe.
type PaymentPage struct {
	URL string `json:"url" format:"uri" doc:"Where the page is. It is for the person who asked, and for a day at most. An answer that is given again has the same page, which may be over by then."`
}

func (s *server) subscribe(ctx context.Context, c *call, in *SubscribeIn) (*made[PaymentPage], error) {
	email := in.Body.Email
	if email == "" {
		m, err := member.Get(ctx, c.tenant(), c.who.Account)
		if err != nil {
			return nil, err
		}
		email = m.Email
	}
	to, err := subscription.Subscribe(ctx, s.stripe, c.tenant(), subscription.Wish{
		Plan: tenant.Plan(in.Body.Plan), Seats: in.Body.Seats, Email: email, Trial: s.trial, Return: s.planPage(c)}, c.actor().Who(), c.now)
	if err != nil {
		return nil, err
	}
	return &made[PaymentPage]{Body: PaymentPage{to}}, nil
}

func (s *server) manageSubscription(ctx context.Context, c *call, _ *OnceIn) (*made[PaymentPage], error) {
	to, err := subscription.Manage(ctx, s.stripe, c.tenant(), s.planPage(c), c.actor().Who(), c.now)
	if err != nil {
		return nil, err
	}
	return &made[PaymentPage]{Body: PaymentPage{to}}, nil
}

// planPage is the console's page to come back to.
func (s *server) planPage(c *call) string {
	return s.address + "/tenants/" + c.tenant().ID().String() + "/plan"
}

// paymentRefusals says what the errors about subscriptions mean to a client.
func paymentRefusals() []refusal {
	return []refusal{
		{subscription.ErrSubscribed, conflict, ""}, {subscription.ErrNotYet, conflict, ""}, {subscription.ErrOther, conflict, ""},
		{billing.ErrPlan, invalid, ""}, {billing.ErrSeats, invalid, ""},
	}
}
