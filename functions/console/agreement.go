package console

import (
	"errors"
	"net/http"
	"strings"

	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/tenant"
)

// agreementView is the page of where a tenant's agreement stands.
type agreementView struct {
	Refused string
	State   []string // in sentences
	Name    string   // what is to be typed to confirm
	// End, Erase and GoOn are where the forms go, Plan where a plan is to be chosen for
	// the agreement to go on; empty where there is nothing to do.
	End, Erase, GoOn, Plan string
}

// fieldConfirm is the field in which the customer's name is typed.
const fieldConfirm = "confirm"

// errConfirm means that what was typed is not the customer's name.
var errConfirm = errors.New("type the name to confirm")

func (c *console) agreement(r *http.Request, in visit) (page, error) {
	return c.agreementPage(r, in, nil)
}

func (c *console) agreementPage(r *http.Request, in visit, refused error) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	s, err := contract.Of(r.Context(), in.entry.Tenant)
	if err != nil {
		return page{}, err
	}
	v := agreementView{Refused: ch.refused(refused), Name: ch.name, State: ch.agreed(s)}
	switch {
	case s.Resumable():
		v.GoOn = ch.sub(in, "agreement/continuation", nil)
	case s.State == tenant.Terminated:
		v.Plan = ch.sub(in, "plan", nil)
	default:
		v.End = ch.sub(in, "agreement/termination", nil)
	}
	if s.Asked.IsZero() {
		v.Erase = ch.sub(in, "agreement/erasure", nil)
	}
	return ch.page("agreement", ch.say("Agreement"), v), nil
}

// agreed says in sentences where an agreement stands.
func (l locale) agreed(s contract.Standing) []string {
	if s.State != tenant.Terminated {
		if !s.Paused.IsZero() {
			return []string{l.say("Scans have rested since {}. What was found stays.", l.on(s.Paused).Text)}
		}
		return []string{l.say("The agreement is in force.")}
	}
	why := l.say("The agreement was ended on {}. Nothing is scanned any more.", l.on(s.Terminated).Text)
	if s.Why == contract.BySubscription {
		why = l.say("The agreement ended with its subscription on {}. Nothing is scanned any more.", l.on(s.Terminated).Text)
	}
	if !s.Asked.IsZero() {
		return []string{why, l.say("Everything is being erased. This takes about an hour to begin; then nobody can reach anything any more.")}
	}
	return []string{why, l.say("Everything can be exported until {}. Then it is erased, and nobody can bring it back.", l.on(s.Erase).Text)}
}

// withAgreement does something on the page of the agreement.
func (c *console) withAgreement(r *http.Request, in visit, err error) (string, error) {
	if err != nil {
		return "", c.refuse(r, in, err, c.agreementPage, tenantPath(in.id())+"/agreement")
	}
	return c.back(r, in, "agreement")
}

// confirmed holds that the customer's name was typed.
func (c *console) confirmed(r *http.Request, in visit) error {
	ch, err := c.chapter(r, in)
	if err != nil {
		return err
	}
	if typed := strings.Join(strings.Fields(r.PostForm.Get(fieldConfirm)), " "); !strings.EqualFold(typed, strings.Join(strings.Fields(ch.name), " ")) {
		return errConfirm
	}
	return nil
}

// terminate ends the agreement.
func (c *console) terminate(r *http.Request, in visit) (string, error) {
	err := c.confirmed(r, in)
	if err == nil {
		wish := contract.Termination{Request: "console-" + c.unique(), Why: contract.ByCustomer}
		_, err = contract.Terminate(r.Context(), in.entry.Tenant, wish, in.actor(), c.now())
	}
	return c.withAgreement(r, in, err)
}

// erase has everything erased at once.
func (c *console) erase(r *http.Request, in visit) (string, error) {
	err := c.confirmed(r, in)
	if err == nil {
		_, err = contract.RequestErasure(r.Context(), in.entry.Tenant, in.actor(), c.now())
	}
	return c.withAgreement(r, in, err)
}

// goOn has an agreement that was ended go on.
func (c *console) goOn(r *http.Request, in visit) (string, error) {
	return c.withAgreement(r, in, contract.Reinstate(r.Context(), in.entry.Tenant, in.actor(), c.now()))
}
