package stripe

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76/webhook"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
)

// tolerance is how far from now the time in a signature may be.
const tolerance = 300 * time.Second

// event is what is believed of an event: its name, and whom it is about.
type event struct {
	id, kind         string
	customer, charge string // at most one of them
}

// Why a request is refused, in words for who sent it. Nothing of it is repeated.
var (
	errSignature = &serve.Error{Status: http.StatusBadRequest, Detail: "The event is not signed as it should be.", Err: errors.New("signature refused")}
	errStale     = &serve.Error{Status: http.StatusBadRequest, Detail: "The event was signed too long ago, or ahead of time.", Err: errors.New("signature stale")}
	errEvent     = &serve.Error{Status: http.StatusBadRequest, Detail: "The body is no event.", Err: errors.New("no event")}
)

// verify returns the event that a request brings. Its error is worth another try only
// where the secrets could not be read.
func (r *Receiver) verify(ctx context.Context, body []byte, headers []string) (event, error) {
	if len(headers) != 1 || len(headers[0]) > 4<<10 {
		return event{}, errSignature
	}
	secrets, err := r.Secrets(ctx)
	if err != nil {
		return event{}, err
	}
	if !signed(body, headers[0], secrets) {
		if secrets, err = r.Again(ctx); err != nil {
			return event{}, err
		}
		if !signed(body, headers[0], secrets) {
			return event{}, errSignature
		}
	}
	at, ok := signedAt(headers[0])
	if !ok {
		return event{}, errSignature
	}
	if age := r.Now().Sub(at); age > tolerance || age < -tolerance {
		return event{}, errStale
	}
	return parse(body)
}

// signed reports whether a body is signed with one of the secrets. How old the
// signature is it does not say: stripe-go knows no clock but the wall's.
func signed(body []byte, header string, secrets []string) bool {
	ok := false
	for _, s := range secrets { // each is tried, so that the time tells nothing
		ok = s != "" && webhook.ValidatePayloadIgnoringTolerance(body, header, s) == nil || ok
	}
	return ok
}

// signedAt is the time of a signature that holds. The last of several counts, as it
// does where the signature is computed.
func signedAt(header string) (at time.Time, ok bool) {
	for part := range strings.SplitSeq(header, ",") {
		if text, is := strings.CutPrefix(part, "t="); is {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return at, false
			}
			at, ok = time.Unix(n, 0), true
		}
	}
	return at, ok
}

var (
	eventForm    = regexp.MustCompile(`^evt_[A-Za-z0-9_]{1,200}$`)
	kindForm     = regexp.MustCompile(`^[a-z0-9_.]{1,100}$`)
	customerForm = regexp.MustCompile(`^cus_[A-Za-z0-9]{1,120}$`)
	chargeForm   = regexp.MustCompile(`^(ch|py)_[A-Za-z0-9_]{1,120}$`)
)

// parse reads a body that was signed: whatever version of the API it is of, the few
// fields that are read are the same in all.
func parse(body []byte) (event, error) {
	var v struct {
		ID   string `json:"id"`
		Type string `json:"type"`
		Data struct {
			Object struct {
				ID       string `json:"id"`
				Object   string `json:"object"`
				Customer ref    `json:"customer"`
				Charge   ref    `json:"charge"`
			} `json:"object"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &v) != nil || !eventForm.MatchString(v.ID) || !kindForm.MatchString(v.Type) {
		return event{}, errEvent
	}
	e, o := event{id: v.ID, kind: v.Type}, v.Data.Object
	switch {
	case o.Object == "customer" && customerForm.MatchString(o.ID):
		e.customer = o.ID
	case customerForm.MatchString(string(o.Customer)):
		e.customer = string(o.Customer)
	case chargeForm.MatchString(string(o.Charge)):
		e.charge = string(o.Charge)
	}
	return e, nil
}

// ref names a thing, where an event has its ID or the thing itself.
type ref string

// UnmarshalJSON implements json.Unmarshaler. What is neither names nothing.
func (r *ref) UnmarshalJSON(raw []byte) error {
	var id string
	var whole struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &id) != nil && json.Unmarshal(raw, &whole) == nil {
		id = whole.ID
	}
	*r = ref(id)
	return nil
}

// kinds begin the types of events that can change what a customer may have, or what
// its owners are told.
func kinds() []string {
	return []string{
		"customer.subscription.", // created, updated, trial_will_end, paused, resumed, deleted
		"invoice.paid", "invoice.payment_", "invoice.finalized", "invoice.voided", "invoice.marked_uncollectible",
		"checkout.session.completed",
		"charge.dispute.", // created, updated, closed, funds_withdrawn, funds_reinstated
		"customer.deleted",
	}
}

// message asks for what an event gives reason to do; false where it gives none.
func (e event) message() (queue.Billing, bool) {
	if e.customer == "" && e.charge == "" {
		return queue.Billing{}, false
	}
	for _, k := range kinds() {
		if strings.HasPrefix(e.kind, k) {
			return queue.Billing{Customer: e.customer, Charge: e.charge}, true
		}
	}
	return queue.Billing{}, false
}
