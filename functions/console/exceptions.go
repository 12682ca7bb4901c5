package console

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// acceptedView is what covers an accepted finding.
type acceptedView struct {
	Terms    terms
	By       string
	At       moment
	ID       string
	Withdraw string // where to send the form that takes it back; empty where that is not to be offered
}

// exceptionForm accepts a finding, and others of the same check with it.
type exceptionForm struct {
	Action                string
	Request               string // the form's own name: sent twice it is one decision
	Reason, Owner         string
	Until, Min, Max       string // days
	MinReason, MaxReason  int
	MaxOwner, MaxTogether int
	Refused               string // why it was not done; empty for a new form
	Others                []otherFinding
}

// otherFinding is another open finding of the check.
type otherFinding struct {
	ID, Name string
	Chosen   bool
}

// The names of a form's fields.
const (
	fieldRequest   = "request"
	fieldReason    = "reason"
	fieldOwner     = "owner"
	fieldUntil     = "until"
	fieldWith      = "with"
	fieldException = "exception"
)

// usualDays is how long an acceptance is for unless the person says otherwise.
const usualDays = 90

// A refusal is a decision that was not made, and the page that says why.
type refusal struct {
	status int
	page   page
	why    error // of package exception
}

// Error implements error.
func (r *refusal) Error() string { return "decision refused: " + r.why.Error() }

// Unwrap returns why.
func (r *refusal) Unwrap() error { return r.why }

// accepted tells what covers a finding.
func (l locale) accepted(id tenant.ID, f finding.Finding, decides bool) *acceptedView {
	e := f.Exception
	v := &acceptedView{Terms: terms{e.Reason, e.Owner, l.on(e.Expires)}, By: e.By, At: l.on(e.Created), ID: e.ID}
	if decides {
		v.Withdraw = l.href(findingPath(id, f.ID) + "/withdrawal")
	}
	return v
}

// clock is the tenant's.
func (c *console) clock(about store.About) time.Time {
	if about.Recorded != nil {
		return about.Recorded.UTC()
	}
	return c.now().UTC()
}

// form is an empty form to accept a finding.
func (c *console) form(ctx context.Context, l locale, t tenantReader, id tenant.ID, about store.About, f finding.Finding) (*exceptionForm, error) {
	now := c.clock(about)
	v := &exceptionForm{
		Action: l.href(findingPath(id, f.ID) + "/exception"), Request: c.unique(),
		Until: now.AddDate(0, 0, usualDays).Format(time.DateOnly), Min: now.Format(time.DateOnly), Max: now.AddDate(0, 0, exception.MaxDays-1).Format(time.DateOnly),
		MinReason: exception.MinReason, MaxReason: exception.MaxReason, MaxOwner: exception.MaxOwner, MaxTogether: exception.MaxTogether,
	}
	if f.Resource == finding.TenantResource {
		return v, nil
	}
	of, err := t.FindingsOf(ctx, f.Check)
	if err != nil {
		return nil, err
	}
	for _, other := range of {
		if other.State == finding.Open && other.ID != f.ID && other.Resource != finding.TenantResource {
			v.Others = append(v.Others, otherFinding{ID: string(other.ID), Name: subjectName(other)})
		}
	}
	slices.SortStableFunc(v.Others, func(a, b otherFinding) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return v, nil
}

// accept accepts the finding that the path names, and those that were chosen with
// it.
func (c *console) accept(r *http.Request, v visit) (string, error) {
	t, id, err := c.open(v)
	if err != nil {
		return "", err
	}
	ctx := r.Context()
	if !findingID.MatchString(r.PathValue("finding")) {
		return "", store.ErrNotFound
	}
	about, err := t.About(ctx)
	if err != nil {
		return "", err
	}
	f, err := t.Finding(ctx, finding.ID(r.PathValue("finding")))
	if err != nil {
		return "", err
	}
	a := exception.Acceptance{Findings: []finding.ID{f.ID}, Check: f.Check, Request: r.PostForm.Get(fieldRequest),
		Reason: lines(r.PostForm.Get(fieldReason)), Owner: r.PostForm.Get(fieldOwner), Expires: endOf(r.PostForm.Get(fieldUntil))}
	for _, other := range r.PostForm[fieldWith] {
		a.Findings = append(a.Findings, finding.ID(other))
	}
	if k, _ := c.catalogue(ctx, t, id); k.byID[f.Check] != nil {
		a.Scale = k.byID[f.Check].Scale()
	}
	d, err := c.reader.Decider(id)
	if err != nil {
		return "", err
	}
	if _, err := d.Accept(ctx, a, v.actor(), c.now()); err != nil {
		return "", c.refused(r, t, id, err)
	}
	return tenantLocale(r, about.Language).href(findingPath(id, f.ID)), nil
}

// withdraw takes back what covers the finding that the path names.
func (c *console) withdraw(r *http.Request, v visit) (string, error) {
	t, id, err := c.open(v)
	if err != nil {
		return "", err
	}
	ctx := r.Context()
	if !findingID.MatchString(r.PathValue("finding")) {
		return "", store.ErrNotFound
	}
	about, err := t.About(ctx)
	if err != nil {
		return "", err
	}
	d, err := c.reader.Decider(id)
	if err != nil {
		return "", err
	}
	_, err = d.Withdraw(ctx, r.PostForm.Get(fieldException), v.actor(), c.now())
	// One that has ended by itself covers nothing any more, which is what was wished.
	if err != nil && !errors.Is(err, exception.ErrEnded) {
		return "", c.refused(r, t, id, err)
	}
	return tenantLocale(r, about.Language).href(findingPath(id, finding.ID(r.PathValue("finding")))), nil
}

// lines ends lines as texts do rather than as forms do, where each end counts as
// two characters.
func lines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// endOf is the last minute of a day; zero, which is over, where it is none.
func endOf(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t.Add(24*time.Hour - time.Minute)
}

// refusals are the wishes that are refused and the status of that.
var refusals = []struct {
	err    error
	status int
}{
	{exception.ErrNothing, http.StatusUnprocessableEntity},
	{exception.ErrTooMany, http.StatusUnprocessableEntity},
	{exception.ErrMixed, http.StatusUnprocessableEntity},
	{exception.ErrReason, http.StatusUnprocessableEntity},
	{exception.ErrOwner, http.StatusUnprocessableEntity},
	{exception.ErrExpiry, http.StatusUnprocessableEntity},
	{exception.ErrRequest, http.StatusUnprocessableEntity},
	{exception.ErrNotFound, http.StatusUnprocessableEntity},
	{exception.ErrNone, http.StatusUnprocessableEntity},
	{exception.ErrNotOpen, http.StatusConflict},
	{exception.ErrOverlap, http.StatusConflict},
	{exception.ErrInactive, http.StatusConflict},
	{member.ErrForbidden, http.StatusForbidden}, // the role was taken away meanwhile
}

// refused makes the page that says why a decision was not made, with what the
// person typed still in it. Other errors it returns as they are.
func (c *console) refused(r *http.Request, t tenantReader, id tenant.ID, err error) error {
	for _, one := range refusals {
		if !errors.Is(err, one.err) {
			continue
		}
		out, v, failed := c.findingPage(r, t, id, true, func() (bool, error) { return true, nil })
		if failed != nil {
			return failed
		}
		v.Refused = out.locale.refusal(one.err)
		if v.Form != nil {
			v.Form.keep(r, v.Refused)
			v.Refused = ""
		}
		out.View, out.Self = v, findingPath(id, finding.ID(r.PathValue("finding")))
		return &refusal{one.status, out, one.err}
	}
	return err
}

// keep fills a form with what was typed.
func (f *exceptionForm) keep(r *http.Request, refused string) {
	f.Refused = refused
	f.Reason, f.Owner, f.Until = lines(r.PostForm.Get(fieldReason)), r.PostForm.Get(fieldOwner), r.PostForm.Get(fieldUntil)
	if request := r.PostForm.Get(fieldRequest); request != "" {
		f.Request = request // nothing was done under it
	}
	for i := range f.Others {
		f.Others[i].Chosen = slices.Contains(r.PostForm[fieldWith], f.Others[i].ID)
	}
}

// refusal says why a decision was not made.
func (l locale) refusal(err error) string {
	switch {
	case errors.Is(err, exception.ErrReason):
		return l.say("Give a reason of 10 to 1000 characters.")
	case errors.Is(err, exception.ErrOwner):
		return l.say("Say who answers for it, in at most 200 characters.")
	case errors.Is(err, exception.ErrExpiry):
		return l.say("Choose an end date from today on and at most 364 days away.")
	case errors.Is(err, exception.ErrTooMany):
		return l.say("Accept at most 100 findings at a time.")
	case errors.Is(err, exception.ErrNotOpen):
		return l.say("One of the findings is no longer open. Look at the page as it is now.")
	case errors.Is(err, exception.ErrOverlap):
		return l.say("One of the findings is accepted already, or an acceptance of it is just ending. Try again in a few minutes.")
	case errors.Is(err, exception.ErrInactive):
		return l.say("Nothing can be decided in a tenant that is not watched.")
	case errors.Is(err, exception.ErrNone):
		return l.say("There is no such acceptance.")
	case errors.Is(err, member.ErrForbidden):
		return l.say("Your role does not allow that.")
	}
	return l.say("The form did not fit the findings as they are now. Check what is chosen and send it again.")
}
