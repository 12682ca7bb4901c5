package stripe

import (
	"maps"
	"slices"
)

// object is something as the API shows it.
type object map[string]any

// list is a list as the API shows it.
func list(path string, data []object, more bool) object {
	if data == nil {
		data = []object{}
	}
	return object{"object": "list", "url": path, "has_more": more, "data": data}
}

// null is nil for an empty value.
func null[V comparable](v V) any {
	if v == *new(V) {
		return nil
	}
	return v
}

type customer struct {
	ID       string            `json:"id"`
	Email    string            `json:"email"`
	Locales  []string          `json:"locales"`
	Metadata map[string]string `json:"metadata"`
	Created  int64             `json:"created"`
	Bad      bool              `json:"bad"`     // its card fails when it is charged
	Deleted  bool              `json:"deleted"` // it is known, and nothing can be done with it
}

func (c *customer) show() object {
	if c.Deleted {
		return object{"id": c.ID, "object": "customer", "deleted": true}
	}
	return object{
		"id": c.ID, "object": "customer", "address": nil, "balance": 0, "created": c.Created, "currency": nil, "default_source": nil, "delinquent": false,
		"description": nil, "discount": nil, "email": null(c.Email), "invoice_prefix": "STANDIN",
		"invoice_settings": object{"custom_fields": nil, "default_payment_method": nil, "footer": nil, "rendering_options": nil},
		"livemode":         false, "metadata": metadata(c.Metadata), "name": nil, "next_invoice_sequence": 1, "phone": nil,
		"preferred_locales": append([]string{}, c.Locales...), "shipping": nil, "tax_exempt": "none", "test_clock": nil,
	}
}

func metadata(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return maps.Clone(m)
}

func (p Price) show(newer bool) object {
	o := object{
		"id": p.ID, "object": "price", "active": true, "billing_scheme": "per_unit", "created": 1_700_000_000, "currency": "eur", "custom_unit_amount": nil,
		"livemode": false, "lookup_key": null(p.LookupKey), "metadata": map[string]string{"plan": p.Plan}, "nickname": nil, "product": "prod_" + p.Plan,
		"recurring":    object{"aggregate_usage": nil, "interval": "month", "interval_count": 1, "trial_period_days": nil, "usage_type": "licensed"},
		"tax_behavior": "exclusive", "tiers_mode": nil, "transform_quantity": nil, "type": "recurring", "unit_amount": p.Amount, "unit_amount_decimal": null(""),
	}
	if newer {
		o["recurring"] = object{"interval": "month", "interval_count": 1, "usage_type": "licensed"}
	}
	return o
}

type subscription struct {
	ID          string            `json:"id"`
	Item        string            `json:"item"`
	Customer    string            `json:"customer"`
	Status      string            `json:"status"`
	Price       string            `json:"price"`
	Seats       int               `json:"seats"`
	Metadata    map[string]string `json:"metadata"`
	Created     int64             `json:"created"`
	TrialEnd    int64             `json:"trialEnd"`
	PeriodStart int64             `json:"periodStart"`
	PeriodEnd   int64             `json:"periodEnd"`
	AtPeriodEnd bool              `json:"atPeriodEnd"` // it is cancelled then
	CanceledAt  int64             `json:"canceledAt"`
	EndedAt     int64             `json:"endedAt"`
	Warned      bool              `json:"warned"` // of the trial's end
	Latest      string            `json:"latest"` // bill
}

// show is a subscription as the API has it; since the periods moved to the items where
// newer is set.
func (s *Server) showSubscription(u *subscription, newer bool) object {
	p, _ := s.price(u.Price)
	one := object{
		"id": u.Item, "object": "subscription_item", "created": u.Created, "metadata": object{}, "price": p.show(newer), "quantity": u.Seats,
		"subscription": u.ID, "tax_rates": []any{}, "discounts": []any{},
	}
	var cancelAt any
	if u.AtPeriodEnd && u.EndedAt == 0 {
		cancelAt = u.PeriodEnd
	}
	o := object{
		"id": u.ID, "object": "subscription", "application": nil, "application_fee_percent": nil, "automatic_tax": object{"enabled": false},
		"billing_cycle_anchor": u.Created, "cancel_at": cancelAt, "cancel_at_period_end": u.AtPeriodEnd, "canceled_at": null(u.CanceledAt),
		"cancellation_details": object{"comment": nil, "feedback": nil, "reason": nil}, "collection_method": "charge_automatically", "created": u.Created,
		"currency": "eur", "customer": u.Customer, "days_until_due": nil, "default_payment_method": nil, "default_source": nil, "default_tax_rates": []any{},
		"description": nil, "discount": nil, "discounts": []any{}, "ended_at": null(u.EndedAt), "items": list("/v1/subscription_items?subscription="+u.ID, []object{one}, false),
		"invoice_settings": object{"issuer": object{"type": "self"}}, "latest_invoice": null(u.Latest), "livemode": false, "metadata": metadata(u.Metadata),
		"next_pending_invoice_item_invoice": nil, "on_behalf_of": nil, "pause_collection": nil,
		"payment_settings":              object{"payment_method_options": nil, "payment_method_types": nil, "save_default_payment_method": "off"},
		"pending_invoice_item_interval": nil, "pending_setup_intent": nil, "pending_update": nil, "quantity": u.Seats, "schedule": nil, "start_date": u.Created,
		"status": u.Status, "test_clock": nil, "transfer_data": nil, "trial_end": null(u.TrialEnd), "trial_settings": object{"end_behavior": object{"missing_payment_method": "create_invoice"}},
		"trial_start": nil,
	}
	if u.TrialEnd != 0 {
		o["trial_start"] = u.Created
	}
	periods := o
	if newer {
		periods = one
		delete(o, "discount")
		delete(o, "quantity")
	}
	periods["current_period_start"], periods["current_period_end"] = u.PeriodStart, u.PeriodEnd
	return o
}

type invoice struct {
	ID           string `json:"id"`
	Customer     string `json:"customer"`
	Subscription string `json:"subscription"`
	Status       string `json:"status"` // open or paid
	Created      int64  `json:"created"`
	PaidAt       int64  `json:"paidAt"`
	Amount       int64  `json:"amount"`
	Attempts     int    `json:"attempts"`
	Next         int64  `json:"next"` // attempt; 0 for none
	Charge       string `json:"charge"`
	Seats        int    `json:"seats"`
	Start        int64  `json:"start"`
	End          int64  `json:"end"`
}

func (i *invoice) show(newer bool) object {
	paid := int64(0)
	if i.Status == "paid" {
		paid = i.Amount
	}
	o := object{
		"id": i.ID, "object": "invoice", "amount_due": i.Amount, "amount_paid": paid, "amount_remaining": i.Amount - paid, "attempt_count": i.Attempts,
		"attempted": i.Attempts > 0, "auto_advance": i.Status == "open", "billing_reason": "subscription_cycle", "collection_method": "charge_automatically",
		"created": i.Created, "currency": "eur", "customer": i.Customer, "due_date": nil, "ending_balance": 0, "hosted_invoice_url": nil, "invoice_pdf": nil,
		"livemode": false, "metadata": object{}, "next_payment_attempt": null(i.Next), "number": nil, "period_end": i.End, "period_start": i.Start,
		"status": i.Status, "status_transitions": object{"finalized_at": i.Created, "marked_uncollectible_at": nil, "paid_at": null(i.PaidAt), "voided_at": nil},
		"starting_balance": 0, "subtotal": i.Amount, "total": i.Amount, "default_tax_rates": []any{}, "discounts": []any{},
		"lines": list("/v1/invoices/"+i.ID+"/lines", nil, false),
	}
	if newer {
		o["parent"] = object{"type": "subscription_details", "subscription_details": object{"subscription": i.Subscription}}
	} else {
		o["subscription"], o["charge"], o["paid"] = i.Subscription, null(i.Charge), i.Status == "paid"
	}
	return o
}

type charge struct {
	ID       string `json:"id"`
	Customer string `json:"customer"`
	Invoice  string `json:"invoice"`
	Amount   int64  `json:"amount"`
	Created  int64  `json:"created"`
	Paid     bool   `json:"paid"`
	Disputed bool   `json:"disputed"`
}

func (c *charge) show(newer bool) object {
	status := map[bool]string{true: "succeeded", false: "failed"}[c.Paid]
	o := object{
		"id": c.ID, "object": "charge", "amount": c.Amount, "amount_captured": c.Amount, "amount_refunded": 0, "balance_transaction": nil, "billing_details": object{},
		"captured": c.Paid, "created": c.Created, "currency": "eur", "customer": null(c.Customer), "description": nil, "disputed": c.Disputed, "invoice": null(c.Invoice),
		"livemode": false, "metadata": object{}, "paid": c.Paid, "payment_intent": nil, "refunded": false, "status": status,
	}
	if newer {
		delete(o, "invoice")
	}
	return o
}

type dispute struct {
	ID      string `json:"id"`
	Charge  string `json:"charge"`
	Amount  int64  `json:"amount"`
	Status  string `json:"status"`
	Created int64  `json:"created"`
}

func (d *dispute) show() object {
	return object{
		"id": d.ID, "object": "dispute", "amount": d.Amount, "balance_transactions": []any{}, "charge": d.Charge, "created": d.Created, "currency": "eur",
		"evidence": object{}, "evidence_details": object{"due_by": d.Created + 7*day, "has_evidence": false, "past_due": false, "submission_count": 0},
		"is_charge_refundable": false, "livemode": false, "metadata": object{}, "payment_intent": nil, "reason": "general", "status": d.Status,
	}
}

// page is a page at Stripe: of a subscription that is to begin, or of one that is managed.
type page struct {
	ID           string            `json:"id"`
	Portal       bool              `json:"portal"`
	Customer     string            `json:"customer"`
	Reference    string            `json:"reference"`
	Locale       string            `json:"locale"`
	Price        string            `json:"price"`
	Seats        int               `json:"seats"`
	Trial        int               `json:"trial"` // days
	Metadata     map[string]string `json:"metadata"`
	Success      string            `json:"success"` // or where to go back to
	Cancel       string            `json:"cancel"`
	Created      int64             `json:"created"`
	Subscription string            `json:"subscription"`
}

// open reports whether a page can still be used.
func (p *page) open(now int64) bool { return p.Subscription == "" && now < p.Created+day }

func (s *Server) showSession(p *page) object {
	if p.Portal {
		return object{
			"id": p.ID, "object": "billing_portal.session", "configuration": "bpc_standin", "created": p.Created, "customer": p.Customer, "flow": nil, "livemode": false,
			"locale": null(p.Locale), "on_behalf_of": nil, "return_url": null(p.Success), "url": s.base + "/portal/" + p.ID,
		}
	}
	status, url := "open", any(s.base+"/checkout/"+p.ID)
	switch {
	case p.Subscription != "":
		status, url = "complete", nil
	case !p.open(s.config.Now().Unix()):
		status, url = "expired", nil
	}
	return object{
		"id": p.ID, "object": "checkout.session", "after_expiration": nil, "allow_promotion_codes": nil, "amount_subtotal": nil, "amount_total": nil,
		"automatic_tax": object{"enabled": false, "status": nil}, "billing_address_collection": nil, "cancel_url": null(p.Cancel), "client_reference_id": null(p.Reference),
		"consent": nil, "consent_collection": nil, "created": p.Created, "currency": nil, "custom_fields": []any{}, "custom_text": object{"shipping_address": nil, "submit": nil},
		"customer": p.Customer, "customer_creation": nil, "customer_details": nil, "customer_email": nil, "expires_at": p.Created + day, "invoice": nil,
		"invoice_creation": nil, "livemode": false, "locale": null(p.Locale), "metadata": object{}, "mode": "subscription", "payment_intent": nil, "payment_link": nil,
		"payment_method_collection": nil, "payment_method_types": []string{"card"}, "payment_status": map[bool]string{true: "paid", false: "unpaid"}[p.Subscription != ""],
		"phone_number_collection": object{"enabled": false}, "recovered_from": nil, "setup_intent": nil, "shipping_address_collection": nil, "shipping_cost": nil,
		"shipping_options": []any{}, "status": status, "submit_type": nil, "subscription": null(p.Subscription), "success_url": null(p.Success), "total_details": nil, "url": url,
	}
}

// sorted returns what a map holds that is wanted, the newest first.
func sorted[V any](m map[string]V, want func(V) bool, created func(V) int64) []V {
	keys := slices.Sorted(maps.Keys(m))
	slices.Reverse(keys)
	var out []V
	for _, k := range keys {
		if want(m[k]) {
			out = append(out, m[k])
		}
	}
	slices.SortStableFunc(out, func(a, b V) int { return int(created(b) - created(a)) })
	return out
}

// day is a day in seconds.
const day = 24 * 3600
