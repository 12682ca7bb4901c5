package stripe

import (
	"net/http"
	"strconv"
	"strings"
)

func (s *Server) createCustomer(q query) (object, *failure) {
	c := &customer{ID: s.id("cus"), Created: s.config.Now().Unix()}
	s.state.Customers[c.ID] = c
	return s.changeCustomer(q, c)
}

func (s *Server) updateCustomer(q query) (object, *failure) {
	c := s.customer(q.id())
	if c == nil {
		return nil, missing("customer", q.id())
	}
	return s.changeCustomer(q, c)
}

func (s *Server) changeCustomer(q query, c *customer) (object, *failure) {
	if q.form.Has("email") {
		if !strings.Contains(q.form.Get("email"), "@") {
			return nil, invalid("Invalid email address.", "email")
		}
		c.Email = q.form.Get("email")
	}
	if locales := q.under("preferred_locales"); len(locales) > 0 {
		c.Locales = nil
		for n := range len(locales) {
			c.Locales = append(c.Locales, locales[strconv.Itoa(n)])
		}
	}
	for name, value := range q.under("metadata") {
		made(&c.Metadata)
		c.Metadata[name] = value
	}
	return c.show(), nil
}

func (s *Server) getCustomer(q query) (object, *failure) {
	if c := s.state.Customers[q.id()]; c != nil {
		return c.show(), nil
	}
	return nil, missing("customer", q.id())
}

func (s *Server) deleteCustomer(q query) (object, *failure) {
	c := s.customer(q.id())
	if c == nil {
		return nil, missing("customer", q.id())
	}
	s.remove(c)
	return c.show(), nil
}

func (s *Server) listPrices(q query) (object, *failure) {
	wanted := map[string]bool{}
	for _, key := range q.under("lookup_keys") {
		wanted[key] = true
	}
	var all []Price
	for _, p := range s.config.Prices {
		if len(wanted) == 0 || wanted[p.LookupKey] {
			all = append(all, p)
		}
	}
	return part(q, all, func(p Price) string { return p.ID }, func(p Price) object { return p.show(q.newer) })
}

func (s *Server) createCheckout(q query) (object, *failure) {
	f := q.form.Get
	p := &page{
		Customer: f("customer"), Reference: f("client_reference_id"), Locale: f("locale"), Price: f("line_items[0][price]"), Seats: q.number("line_items[0][quantity]"),
		Trial: q.number("subscription_data[trial_period_days]"), Metadata: q.under("subscription_data[metadata]"), Success: f("success_url"), Cancel: f("cancel_url"),
		Created: s.config.Now().Unix(),
	}
	_, sold := s.price(p.Price)
	switch {
	case f("mode") != "subscription":
		return nil, invalid("The stand-in sells subscriptions alone.", "mode")
	case s.customer(p.Customer) == nil:
		return nil, &failure{http.StatusBadRequest, "invalid_request_error", "resource_missing", "No such customer: '" + p.Customer + "'", "customer"}
	case !sold:
		return nil, &failure{http.StatusBadRequest, "invalid_request_error", "resource_missing", "No such price: '" + p.Price + "'", "line_items[0][price]"}
	case p.Seats < 1:
		return nil, invalid("Quantity must be at least 1.", "line_items[0][quantity]")
	case p.Success == "":
		return nil, invalid("Missing required param: success_url.", "success_url")
	case q.form.Has("subscription_data[trial_period_days]") && p.Trial < 1:
		return nil, invalid("The minimum number of trial period days is 1.", "subscription_data[trial_period_days]")
	}
	p.ID = s.id("cs_test")
	s.state.Sessions[p.ID] = p
	return s.showSession(p), nil
}

func (s *Server) getCheckout(q query) (object, *failure) {
	if p := s.state.Sessions[q.id()]; p != nil && !p.Portal {
		return s.showSession(p), nil
	}
	return nil, missing("checkout.session", q.id())
}

func (s *Server) createPortal(q query) (object, *failure) {
	p := &page{ID: s.id("bps"), Portal: true, Customer: q.form.Get("customer"), Locale: q.form.Get("locale"), Success: q.form.Get("return_url"), Created: s.config.Now().Unix()}
	if s.customer(p.Customer) == nil {
		return nil, &failure{http.StatusBadRequest, "invalid_request_error", "resource_missing", "No such customer: '" + p.Customer + "'", "customer"}
	}
	s.state.Sessions[p.ID] = p
	return s.showSession(p), nil
}

func (s *Server) listSubscriptions(q query) (object, *failure) {
	customer, status := q.form.Get("customer"), q.form.Get("status")
	want := func(u *subscription) bool {
		return (customer == "" || u.Customer == customer) && (status == "all" || status == u.Status || status == "" && u.Status != Cancel)
	}
	all := sorted(s.state.Subscriptions, want, func(u *subscription) int64 { return u.Created })
	return part(q, all, func(u *subscription) string { return u.ID }, func(u *subscription) object { return s.showSubscription(u, q.newer) })
}

func (s *Server) getSubscription(q query) (object, *failure) {
	if u := s.state.Subscriptions[q.id()]; u != nil {
		return s.showSubscription(u, q.newer), nil
	}
	return nil, missing("subscription", q.id())
}

func (s *Server) updateSubscription(q query) (object, *failure) {
	u := s.state.Subscriptions[q.id()]
	if u == nil || u.Status == Cancel {
		return nil, missing("subscription", q.id())
	}
	if price := q.form.Get("items[0][price]"); price != "" {
		if _, sold := s.price(price); !sold {
			return nil, &failure{http.StatusBadRequest, "invalid_request_error", "resource_missing", "No such price: '" + price + "'", "items[0][price]"}
		}
		u.Price = price
	}
	if q.form.Has("items[0][quantity]") {
		n := q.number("items[0][quantity]")
		if n < 1 {
			return nil, invalid("Quantity must be at least 1.", "items[0][quantity]")
		}
		u.Seats = n
	}
	if q.form.Has("cancel_at_period_end") {
		s.cancelLater(u, q.form.Get("cancel_at_period_end") == "true")
	}
	for name, value := range q.under("metadata") {
		made(&u.Metadata)
		u.Metadata[name] = value
	}
	s.emit("customer.subscription.updated", s.showSubscription(u, s.eventsNewer()), s.config.Now().Unix())
	return s.showSubscription(u, q.newer), nil
}

// cancelLater has a subscription end with its period, or go on.
func (s *Server) cancelLater(u *subscription, is bool) {
	u.AtPeriodEnd, u.CanceledAt = is, 0
	if is {
		u.CanceledAt = s.config.Now().Unix()
	}
}

func (s *Server) cancelSubscription(q query) (object, *failure) {
	u := s.state.Subscriptions[q.id()]
	if u == nil || u.Status == Cancel {
		return nil, missing("subscription", q.id())
	}
	s.end(u, s.config.Now().Unix())
	return s.showSubscription(u, q.newer), nil
}

func (s *Server) listInvoices(q query) (object, *failure) {
	f := q.form.Get
	want := func(i *invoice) bool {
		return (f("customer") == "" || i.Customer == f("customer")) && (f("subscription") == "" || i.Subscription == f("subscription")) && (f("status") == "" || i.Status == f("status"))
	}
	all := sorted(s.state.Invoices, want, func(i *invoice) int64 { return i.Created })
	return part(q, all, func(i *invoice) string { return i.ID }, func(i *invoice) object { return i.show(q.newer) })
}

func (s *Server) getInvoice(q query) (object, *failure) {
	if i := s.state.Invoices[q.id()]; i != nil {
		return i.show(q.newer), nil
	}
	return nil, missing("invoice", q.id())
}

func (s *Server) payInvoice(q query) (object, *failure) {
	i := s.state.Invoices[q.id()]
	switch {
	case i == nil:
		return nil, missing("invoice", q.id())
	case i.Status != "open":
		return nil, invalid("Invoice is already paid", "")
	case !s.pay(i, s.config.Now().Unix()):
		return nil, &failure{http.StatusPaymentRequired, "card_error", "card_declined", "Your card was declined.", ""}
	}
	return i.show(q.newer), nil
}

func (s *Server) listCharges(q query) (object, *failure) {
	customer := q.form.Get("customer")
	all := sorted(s.state.Charges, func(c *charge) bool { return customer == "" || c.Customer == customer }, func(c *charge) int64 { return c.Created })
	return part(q, all, func(c *charge) string { return c.ID }, func(c *charge) object { return c.show(q.newer) })
}

func (s *Server) getCharge(q query) (object, *failure) {
	if c := s.state.Charges[q.id()]; c != nil {
		return c.show(q.newer), nil
	}
	return nil, missing("charge", q.id())
}

func (s *Server) listDisputes(q query) (object, *failure) {
	of := q.form.Get("charge")
	all := sorted(s.state.Disputes, func(d *dispute) bool { return of == "" || d.Charge == of }, func(d *dispute) int64 { return d.Created })
	return part(q, all, func(d *dispute) string { return d.ID }, (*dispute).show)
}

func (s *Server) getDispute(q query) (object, *failure) {
	if d := s.state.Disputes[q.id()]; d != nil {
		return d.show(), nil
	}
	return nil, missing("dispute", q.id())
}
