package signin

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// inside is a tenant that a person was let into, for one request.
type inside struct {
	tenant  *store.Tenant
	entry   gate.Entry
	actor   member.Actor
	about   store.About
	profile tenant.Profile
}

func (in inside) path() string { return "/onboarding/" + in.tenant.ID().String() }

// enter lets a person into the tenant that the path names.
func (s *site) enter(r *http.Request, need who) (inside, error) {
	lowest := tenant.Configure
	if need == contractor {
		lowest = tenant.Contract
	}
	return s.into(r, r.PathValue("tenant"), lowest)
}

// into lets a person into a tenant where their role has a permission. To whoever may
// not, a tenant is not there.
func (s *site) into(r *http.Request, text string, need tenant.Permission) (inside, error) {
	in := inside{}
	p, err := s.gate.Session(r)
	if errors.Is(err, gate.ErrUnknown) {
		return in, account.ErrSession
	}
	if err != nil {
		return in, err
	}
	in.entry, err = s.gate.Enter(r.Context(), p, gate.Wish{Tenant: text, Need: need, Target: "onboarding"})
	switch {
	case errors.Is(err, gate.ErrNotFound):
		return in, store.ErrNotFound
	case errors.Is(err, gate.ErrForbidden):
		return in, &serve.Error{Status: http.StatusForbidden, Detail: "Your role does not allow this."}
	case err != nil:
		return in, err
	}
	in.tenant, in.actor = in.entry.Tenant, p.Actor()
	in.actor.Via = in.entry.Via
	if in.about, err = in.tenant.About(r.Context()); err != nil {
		return in, err
	}
	if in.about.State == tenant.Erased {
		return in, store.ErrNotFound
	}
	in.profile, err = in.tenant.Profile(r.Context(), in.about)
	return in, err
}

// refreshing is how soon the page asks again while the first scan is on its way, in
// seconds.
const refreshing = 5

// onboardingView is what is done and what is left to do.
type onboardingView struct {
	form
	Tenant, Path string
	Findings     string // the address of the tenant's page
	Email        string
	Steps        int // done, of six
	Agreement    agreementView
	Consent      consentView
	Scan         scanView
	Ended        bool
}

type agreementView struct {
	Version, Address string
	Done             bool
	At               moment
	By               string
	May              bool
}

type consentView struct {
	Given, Lost, Waits bool // Waits: for the agreement
	Seen               bool
	Since              moment
	Missing            []permission.Permission
	All                []permission.Permission
}

type scanView struct {
	Done, Underway, Failed bool
	At                     moment
	Open                   int
	Critical               int
}

func (s *site) onboardingPage(ctx context.Context, c caller, in inside) (page, error) {
	l := c.locale
	v := onboardingView{form: form{l}, Tenant: in.profile.Name, Path: in.path(), Findings: "/tenants/" + in.tenant.ID().String(), Email: c.account.Email, Ended: in.about.State == tenant.Terminated}
	var err error
	if v.Agreement, err = s.agreement(ctx, c, in); err != nil {
		return page{}, err
	}
	given := in.about.State.Watched()
	v.Consent = consentView{Given: given && !in.about.Consent.Lost, Lost: given && in.about.Consent.Lost, Waits: !v.Agreement.Done,
		Seen: !in.about.Consent.Seen.IsZero() && !in.about.Consent.Lost, Since: l.on(in.about.Onboarded), All: s.permissions(string(l.lang))}
	if v.Consent.Seen {
		v.Consent.Missing = missing(v.Consent.All, in.about.Consent.Permissions)
	}
	if v.Scan, err = s.firstScan(ctx, l, in, v.Consent); err != nil {
		return page{}, err
	}
	for _, done := range []bool{true, v.Agreement.Done, v.Consent.Given, v.Consent.Given && v.Consent.Seen && len(v.Consent.Missing) == 0, v.Scan.Done, v.Scan.Done} {
		if done {
			v.Steps++
		}
	}
	p := page{template: "onboarding", locale: l, Title: l.say("Getting started"), Self: in.path(), Signed: c.signed(), View: v}
	if v.Scan.Underway {
		p.Refresh = refreshing
	}
	return p, nil
}

// missing are the permissions that were asked for and not granted.
func missing(asked []permission.Permission, granted []string) []permission.Permission {
	return slices.DeleteFunc(slices.Clone(asked), func(p permission.Permission) bool { return slices.Contains(granted, p.Name) })
}

// firstScan says how far the first scan is.
func (s *site) firstScan(ctx context.Context, l locale, in inside, consent consentView) (scanView, error) {
	if !consent.Given && !consent.Lost {
		return scanView{}, nil
	}
	judged, err := in.tenant.LastJudged(ctx)
	if err != nil {
		return scanView{}, err
	}
	if judged != nil {
		v := scanView{Done: true, At: l.on(judged.Ended)}
		for severity, n := range judged.Open {
			v.Open += n
			if severity == finding.Critical {
				v.Critical = n
			}
		}
		return v, nil
	}
	scans, err := in.tenant.Scans(ctx, 1)
	if err != nil {
		return scanView{}, err
	}
	failed := len(scans) > 0 && scans[0].Failed()
	return scanView{Failed: failed, Underway: consent.Given && !failed}, nil
}

func (s *site) onboarding(w http.ResponseWriter, r *http.Request, c caller, in inside) error {
	p, err := s.onboardingPage(r.Context(), c, in)
	if err != nil {
		return err
	}
	switch r.URL.Query().Get("done") {
	case "agreement":
		p.Done = c.locale.say("The agreement is accepted.")
	case "consent":
		p.Done = c.locale.say("Vahti may read your Microsoft 365 now. The first scan begins within a minute.")
	}
	return s.write(w, http.StatusOK, p)
}

// agreement says whether the agreement was accepted. Who consented had accepted it.
func (s *site) agreement(ctx context.Context, c caller, in inside) (agreementView, error) {
	v := agreementView{Version: s.cfg.Agreement, Address: s.cfg.AgreementAddress, May: in.entry.Allows(tenant.Contract)}
	accepted, err := contract.Accepted(ctx, in.tenant)
	if err != nil {
		return v, err
	}
	for _, a := range accepted {
		if a.Version == s.cfg.Agreement {
			v.Done, v.At, v.By = true, c.locale.on(a.At), a.Email
			return v, nil
		}
	}
	v.Done = in.about.State != tenant.Invited
	return v, nil
}

// acceptAgreement accepts the agreement for the tenant. A repeat changes nothing.
func (s *site) acceptAgreement(w http.ResponseWriter, r *http.Request, c caller, in inside) error {
	if r.PostForm.Get("version") != s.cfg.Agreement || r.PostForm.Get("accept") != "yes" {
		p, err := s.onboardingPage(r.Context(), c, in)
		if err != nil {
			return err
		}
		p.Problem = c.locale.say("Read the agreement and tick the box to accept it.")
		return s.write(w, http.StatusUnprocessableEntity, p)
	}
	text := contract.Text{Version: s.cfg.Agreement, Page: s.cfg.AgreementAddress}
	if err := contract.Accept(r.Context(), in.tenant, text, in.actor, s.now()); err != nil {
		return overruled(err)
	}
	return s.redirect(w, c, in.path()+"?done=agreement")
}

// overruled is the answer to somebody who was let into a tenant, and whose role was taken
// away, or the tenant erased, before it was done.
func overruled(err error) error {
	switch {
	case errors.Is(err, member.ErrForbidden):
		return &serve.Error{Status: http.StatusForbidden, Detail: "Your role does not allow this.", Err: err}
	case errors.Is(err, member.ErrNotFound), errors.Is(err, fleet.ErrNoTenant):
		return store.ErrNotFound
	}
	return err
}

// act completes an entry with who acts, and when.
func (s *site) act(c caller, e trail.Entry) trail.Entry {
	e.At = s.now().UTC()
	return c.who().Entry(e)
}
