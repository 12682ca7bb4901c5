package stripe

import (
	"errors"
	"time"
)

// warning is how long before its end a trial's end is told.
const warning = 3 * day

// retries are how long after the first attempt a payment is tried again, in days.
func retries() []int64 { return []int64{3, 8, 15, 22} }

// Tick has everything happen that is due, in the order in which it was.
func (s *Server) Tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := false
	for {
		at, do := s.next()
		if at > s.config.Now().Unix() {
			break
		}
		do(at)
		changed = true
	}
	if changed {
		_ = s.save() // the next change tries again, and Close tells
	}
}

// next is what is due first, and when.
func (s *Server) next() (int64, func(at int64)) {
	first, do := never, func(int64) {}
	due := func(at int64, what func(int64)) {
		if at < first {
			first, do = at, what
		}
	}
	for _, u := range sorted(s.state.Subscriptions, func(*subscription) bool { return true }, func(u *subscription) int64 { return u.Created }) {
		switch {
		case u.Status == "trialing" && !u.Warned:
			due(max(u.TrialEnd-warning, u.Created), func(at int64) {
				u.Warned = true
				s.emit("customer.subscription.trial_will_end", s.showSubscription(u, s.eventsNewer()), at)
			})
		case u.Status == "trialing", u.Status == "active", u.Status == PastDue:
			due(u.PeriodEnd, func(at int64) { s.renew(u, at) })
		}
	}
	for _, i := range sorted(s.state.Invoices, func(i *invoice) bool { return i.Status == "open" && i.Next != 0 }, func(i *invoice) int64 { return i.Created }) {
		due(i.Next, func(at int64) { s.pay(i, at) })
	}
	return first, do
}

// renew begins a subscription's next period, or ends it.
func (s *Server) renew(u *subscription, at int64) {
	if u.AtPeriodEnd {
		s.end(u, at)
		return
	}
	u.PeriodStart, u.PeriodEnd = at, time.Unix(at, 0).UTC().AddDate(0, 1, 0).Unix()
	s.bill(u, at)
	s.emit("customer.subscription.updated", s.showSubscription(u, s.eventsNewer()), at)
}

// bill makes a bill for a period and tries to have it paid.
func (s *Server) bill(u *subscription, at int64) {
	p, _ := s.price(u.Price)
	i := &invoice{
		ID: s.id("in"), Customer: u.Customer, Subscription: u.ID, Status: "open", Created: at, Amount: p.Amount * int64(u.Seats), Seats: u.Seats,
		Start: u.PeriodStart, End: u.PeriodEnd,
	}
	s.state.Invoices[i.ID], u.Latest = i, i.ID
	s.emit("invoice.created", i.show(s.eventsNewer()), at)
	s.emit("invoice.finalized", i.show(s.eventsNewer()), at)
	s.pay(i, at)
}

// pay tries to have a bill paid.
func (s *Server) pay(i *invoice, at int64) bool {
	c, u := s.state.Customers[i.Customer], s.state.Subscriptions[i.Subscription]
	made := &charge{ID: s.id("ch"), Customer: i.Customer, Invoice: i.ID, Amount: i.Amount, Created: at, Paid: !c.Bad}
	s.state.Charges[made.ID], i.Charge = made, made.ID
	i.Attempts++
	if c.Bad {
		i.Next = 0
		if tries := retries(); i.Attempts <= len(tries) {
			i.Next = i.Created + tries[i.Attempts-1]*day
		}
		s.emit("charge.failed", made.show(s.eventsNewer()), at)
		s.emit("invoice.payment_failed", i.show(s.eventsNewer()), at)
		s.owe(u, i, at)
		return false
	}
	i.Status, i.PaidAt, i.Next = "paid", at, 0
	s.emit("charge.succeeded", made.show(s.eventsNewer()), at)
	s.emit("invoice.paid", i.show(s.eventsNewer()), at)
	s.emit("invoice.payment_succeeded", i.show(s.eventsNewer()), at)
	if u.Status != Cancel && u.Status != "active" && u.Latest == i.ID {
		u.Status = "active"
		s.emit("customer.subscription.updated", s.showSubscription(u, s.eventsNewer()), at)
	}
	return true
}

// owe is what becomes of a subscription whose bill was not paid: its latest says how it
// stands, whatever is still open from before.
func (s *Server) owe(u *subscription, i *invoice, at int64) {
	if u.Latest != i.ID {
		return
	}
	was := u.Status
	if u.Status != Cancel && u.Status != Unpaid {
		u.Status = PastDue
	}
	if i.Next == 0 && u.Status == PastDue {
		switch s.config.Final {
		case Unpaid:
			u.Status = Unpaid
		case PastDue:
		default:
			s.end(u, at)
			return
		}
	}
	if u.Status != was {
		s.emit("customer.subscription.updated", s.showSubscription(u, s.eventsNewer()), at)
	}
}

// end ends a subscription for good.
func (s *Server) end(u *subscription, at int64) {
	u.Status, u.EndedAt = Cancel, at
	if u.CanceledAt == 0 {
		u.CanceledAt = at
	}
	for _, i := range s.state.Invoices {
		if i.Subscription == u.ID {
			i.Next = 0
		}
	}
	s.emit("customer.subscription.deleted", s.showSubscription(u, s.eventsNewer()), at)
}

// begin begins the subscription of a page, with a card.
func (s *Server) begin(p *page, seats int, bad bool) error {
	now := s.config.Now().Unix()
	c := s.customer(p.Customer)
	switch {
	case c == nil, !p.open(now):
		return errors.New("this page was used before, or its day is over")
	case bad && p.Trial == 0:
		return errors.New("the card was declined")
	case seats < 1:
		return errors.New("choose for how many people")
	}
	c.Bad = bad
	u := &subscription{
		ID: s.id("sub"), Item: s.id("si"), Customer: p.Customer, Status: "active", Price: p.Price, Seats: seats, Metadata: p.Metadata, Created: now,
		PeriodStart: now, PeriodEnd: time.Unix(now, 0).UTC().AddDate(0, 1, 0).Unix(),
	}
	if p.Trial > 0 {
		u.Status, u.TrialEnd = "trialing", now+int64(p.Trial)*day
		u.PeriodEnd = u.TrialEnd
	}
	s.state.Subscriptions[u.ID], p.Subscription = u, u.ID
	s.emit("customer.subscription.created", s.showSubscription(u, s.eventsNewer()), now)
	if p.Trial == 0 {
		s.bill(u, now)
	}
	s.emit("checkout.session.completed", s.showSession(p), now)
	return nil
}

// customer is one with whom something can be done; nil where there is none.
func (s *Server) customer(id string) *customer {
	if c := s.state.Customers[id]; c != nil && !c.Deleted {
		return c
	}
	return nil
}

// Delete deletes a customer, with which its subscriptions end.
func (s *Server) Delete(customer string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.customer(customer)
	if c == nil {
		return errors.New("there is no such customer")
	}
	s.remove(c)
	return s.save()
}

func (s *Server) remove(c *customer) {
	now := s.config.Now().Unix()
	alive := func(u *subscription) bool { return u.Customer == c.ID && u.Status != Cancel }
	for _, u := range sorted(s.state.Subscriptions, alive, func(u *subscription) int64 { return u.Created }) {
		s.end(u, now)
	}
	s.emit("customer.deleted", c.show(), now)
	c.Deleted = true
}

// Dispute has a customer's bank take the last payment back, and returns the dispute's
// ID.
func (s *Server) Dispute(customer string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	paid := sorted(s.state.Charges, func(c *charge) bool { return c.Customer == customer && c.Paid }, func(c *charge) int64 { return c.Created })
	if len(paid) == 0 {
		return "", errors.New("the customer has paid nothing")
	}
	c, now := paid[0], s.config.Now().Unix()
	d := &dispute{ID: s.id("dp"), Charge: c.ID, Amount: c.Amount, Status: "needs_response", Created: now}
	s.state.Disputes[d.ID], c.Disputed = d, true
	s.emit("charge.dispute.created", d.show(), now)
	return d.ID, s.save()
}

// Decide ends a dispute.
func (s *Server) Decide(dispute string, won bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.state.Disputes[dispute]
	if d == nil {
		return errors.New("there is no such dispute")
	}
	d.Status = map[bool]string{true: "won", false: "lost"}[won]
	s.emit("charge.dispute.closed", d.show(), s.config.Now().Unix())
	return s.save()
}

// Card gives a customer a card that works, or one that fails when it is charged; one
// that works pays what is open at once.
func (s *Server) Card(customer string, works bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.customer(customer)
	if c == nil {
		return errors.New("there is no such customer")
	}
	s.card(c, works)
	return s.save()
}

// Replace gives a customer another card as Card does, and leaves what is open as it is:
// what is not tried any more waits until somebody pays it.
func (s *Server) Replace(customer string, works bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.customer(customer)
	if c == nil {
		return errors.New("there is no such customer")
	}
	c.Bad = !works
	s.emit("customer.updated", c.show(), s.config.Now().Unix())
	return s.save()
}

func (s *Server) card(c *customer, works bool) {
	c.Bad = !works
	s.emit("customer.updated", c.show(), s.config.Now().Unix())
	if !works {
		return
	}
	open := sorted(s.state.Invoices, func(i *invoice) bool { return i.Customer == c.ID && i.Status == "open" }, func(i *invoice) int64 { return -i.Created })
	for _, i := range open {
		if s.state.Subscriptions[i.Subscription].Status != Cancel {
			s.pay(i, s.config.Now().Unix())
		}
	}
}
