package signin

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// consentPath is where Microsoft sends an administrator back to.
const consentPath = "/onboarding/consent/callback"

// asking is a consent under way, as the browser keeps it, sealed. It is bound to the
// session and the tenant for which it was begun.
type asking struct {
	State   string    `json:"state"`
	Session string    `json:"session"`
	Tenant  string    `json:"tenant"`
	Begun   time.Time `json:"begun"`
	// Entra is the Microsoft 365 that was answered, while the person still has to show
	// that they may consent for it.
	Entra string `json:"entra,omitempty"`
}

// toConsent sends an administrator to Microsoft to let Vahti read their tenant.
func (s *site) toConsent(w http.ResponseWriter, r *http.Request, c caller, in inside) error {
	p, err := s.onboardingPage(r.Context(), c, in)
	if err != nil {
		return err
	}
	if v := p.View.(onboardingView); v.Consent.Waits || v.Ended {
		p.Problem = c.locale.say("The agreement has to be accepted first.")
		return s.write(w, http.StatusConflict, p)
	}
	a := asking{State: rand.Text(), Session: c.session.ID, Tenant: in.tenant.ID().String(), Begun: s.now().UTC()}
	if err := s.keep(r.Context(), w, consentCookie, a, consentFor); err != nil {
		return err
	}
	where := "organizations"
	if guid.MatchString(in.profile.EntraID) {
		where = in.profile.EntraID
	}
	q := url.Values{"client_id": {s.cfg.GraphClientID}, "redirect_uri": {s.public + consentPath}, "state": {a.State},
		"scope": {"https://graph.microsoft.com/.default"}}
	return s.leave(w, strings.TrimSuffix(s.cfg.Authority, "/")+"/"+where+"/v2.0/adminconsent?"+q.Encode())
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// asked is the consent that this browser began in this session, for a tenant that the
// person may still configure; ok is false where there is none.
func (s *site) asked(r *http.Request, c caller) (a asking, in inside, ok bool, err error) {
	if ok, err = s.kept(r, consentCookie, &a); !ok || err != nil {
		return a, in, false, err
	}
	age := s.now().Sub(a.Begun)
	if a.Session != c.session.ID || age < 0 || age > consentFor {
		return a, in, false, nil
	}
	in, err = s.into(r, a.Tenant, tenant.Configure)
	return a, in, err == nil, err
}

// fromConsent takes an administrator back from Microsoft. What stands in the address is
// not signed by anybody: whoever is at the browser can have written it.
func (s *site) fromConsent(w http.ResponseWriter, r *http.Request, c caller) error {
	a, in, ok, err := s.asked(r, c)
	s.cookies.Clear(w, consentCookie) // an answer is looked at once
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if !ok || a.Entra != "" || len(q["state"]) != 1 || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(a.State)) != 1 {
		return s.write(w, http.StatusBadRequest, s.note(c, note{Heading: c.locale.say("Begin the consent again"),
			Text: c.locale.say("What came back from Microsoft belongs to no consent that you began in this session, or came too late. Nothing was changed."),
			Next: c.locale.href("/"), Link: c.locale.say("To your organisations")}))
	}
	entra := strings.ToLower(q.Get("tenant"))
	switch {
	case q.Has("error"):
		return s.declined(w, r, c, in, q)
	case !strings.EqualFold(q.Get("admin_consent"), "true") || !guid.MatchString(entra):
		return s.mismatched(w, r, c, in, fleet.ErrOther)
	case in.profile.EntraID != "" && !strings.EqualFold(in.profile.EntraID, entra):
		return s.mismatched(w, r, c, in, fleet.ErrOther)
	}
	a.Entra = entra
	if err := s.keep(r.Context(), w, consentCookie, a, consentFor); err != nil {
		return err
	}
	return s.depart(w, r, toVouchFor+c.session.ID, "")
}

// Why a consent is refused whoever answered it.
var (
	errNoRole = errors.New("the person has no role that may consent for the organisation")
	errUntold = errors.New("the person's roles are not told by Microsoft")
)

// vouched goes on with a consent when the person has signed in at Microsoft: what
// Microsoft signs then is the proof that they belong to the Microsoft 365 that was
// answered, now, and may consent for it. An identity that was linked before proves
// neither.
func (s *site) vouched(w http.ResponseWriter, r *http.Request, c caller, i oidc.Identity) error {
	a, in, ok, err := s.asked(r, c)
	s.cookies.Clear(w, consentCookie)
	switch {
	case err != nil:
		return err
	case !ok || a.Entra == "":
		return s.write(w, http.StatusBadRequest, s.strayed(c))
	case a.Entra != i.Tenant:
		return s.mismatched(w, r, c, in, fleet.ErrOther)
	case i.Roles == nil:
		return s.mismatched(w, r, c, in, errUntold)
	case !i.Consents():
		return s.mismatched(w, r, c, in, errNoRole)
	}
	return s.consented(w, r, c, in, a.Entra)
}

// consented notes the consent, which has the tenant scanned.
func (s *site) consented(w http.ResponseWriter, r *http.Request, c caller, in inside, entra string) error {
	err := s.fleet.Consent(r.Context(), in.tenant, entra, in.actor)
	if errors.Is(err, fleet.ErrTaken) || errors.Is(err, fleet.ErrOther) || errors.Is(err, fleet.ErrOver) {
		return s.mismatched(w, r, c, in, err)
	}
	if err != nil {
		return overruled(err)
	}
	if err := s.tick(r.Context()); err != nil { // the scheduler's tick comes within the minute anyway
		s.log.WarnContext(r.Context(), "tick not published", "error", err)
	}
	return s.redirect(w, c, in.path()+"?done=consent")
}

// outcome writes into the tenant's audit trail that a consent came to nothing.
func (s *site) outcome(r *http.Request, c caller, in inside, action trail.Action, reason string) error {
	at := s.now().UTC().Format("20060102T150405.000000000Z")
	return trail.Of(in.tenant).Add(r.Context(), at+"-"+rand.Text(), s.act(c, trail.Entry{Action: action, Target: "consent", Reason: reason}))
}

// declined is the page for a consent that was not given.
func (s *site) declined(w http.ResponseWriter, r *http.Request, c caller, in inside, q url.Values) error {
	n := note{Heading: c.locale.say("No access was given"), Next: c.locale.href(in.path()), Link: c.locale.say("Back to the steps"),
		Text: c.locale.say("The request was declined at Microsoft. Vahti reads nothing, and nothing was changed. You can try again at any time.")}
	reason := "declined at Microsoft"
	if q.Get("error_subcode") != "cancel" { // which is what an administrator chose
		reason = "refused by Microsoft"
		n.Text = c.locale.say("Microsoft did not let you give access: it takes an administrator of your organisation’s Microsoft 365, such as a Privileged Role Administrator or a Global Administrator. Ask one to do this step, or invite one to Vahti as an administrator.")
	}
	if err := s.outcome(r, c, in, trail.ConsentDeclined, reason); err != nil {
		return err
	}
	return s.write(w, http.StatusForbidden, s.note(c, n))
}

// mismatched is the page for a consent that does not fit the tenant.
func (s *site) mismatched(w http.ResponseWriter, r *http.Request, c caller, in inside, why error) error {
	l := c.locale
	n := note{Heading: l.say("This consent cannot be used"), Next: l.href(in.path()), Link: l.say("Back to the steps")}
	switch {
	case errors.Is(why, fleet.ErrTaken):
		n.Text = l.say("Another customer of Vahti has this Microsoft 365 already. If it is yours, ask Vahti’s support.")
	case errors.Is(why, fleet.ErrOver):
		n.Text = l.say("The agreement has ended, so that nothing is read any more.")
	case errors.Is(why, errNoRole):
		n.Text = l.say("You signed in at Microsoft without a role that may give this access: it takes a Global Administrator or a Privileged Role Administrator. A role that you have to activate first must be active while you sign in. Ask such an administrator to do this step, or begin it again once you have the role.")
	case errors.Is(why, errUntold):
		n.Text = l.say("Microsoft did not tell Vahti which roles you have in your organisation, so that nothing shows that you may give this access. That is for Vahti to mend and not for you: ask Vahti’s support, who have to let Vahti’s sign-in at Microsoft be told directory roles. Nothing was changed.")
	default:
		n.Text = l.say("It is for another Microsoft 365 than this organisation’s, or could not be shown to be yours. Sign in at Microsoft as an administrator of the right one. You can take back what you consented to in the Entra admin centre, under enterprise applications.")
	}
	if err := s.outcome(r, c, in, trail.ConsentRefused, refusalOf(why)); err != nil {
		return err
	}
	return s.write(w, http.StatusConflict, s.note(c, n))
}

// refusalOf is why a consent was refused, for the audit trail.
func refusalOf(why error) string {
	for _, known := range []error{fleet.ErrTaken, fleet.ErrOver, errNoRole, errUntold} {
		if errors.Is(why, known) {
			return known.Error()
		}
	}
	return fleet.ErrOther.Error()
}
