package console

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// deskView is the page on which operators ask for support access and tell what came
// of it.
type deskView struct {
	Refused string
	Ask     *askForm
	Mine    []deskItem
}

// askForm asks for support access.
type askForm struct {
	Action, Request        string
	Tenant, Reason, Goal   string
	Purposes, Views, Hours []option
	Methods                []option
	Min, Max               int
}

// deskItem is one of an operator's support accesses.
type deskItem struct {
	grantItem
	Tenant, Open             string // Open is where the tenant is, while the access is under way
	Begin, Finish, OutcomeTo string
	Min, Max                 int
}

// The names of further fields.
const (
	fieldTenant  = "tenant"
	fieldPurpose = "purpose"
	fieldGoal    = "goal"
	fieldView    = "view"
	fieldMethod  = "method"
	fieldHours   = "hours"
	fieldOutcome = "outcome"
)

const deskPath = "/support"

func (v visit) operator() grant.Operator {
	return grant.Operator{Account: v.who.Account, Name: v.who.Name, Address: v.who.Address}
}

func (c *console) desk(r *http.Request, in visit) (page, error) { return c.deskPage(r, in, nil) }

func (c *console) deskPage(r *http.Request, in visit, refused error) (page, error) {
	l := localeOf(r, "")
	v := deskView{}
	if refused != nil {
		v.Refused = l.reason(refused)
	}
	v.Ask = c.askForm(r, l)
	mine, err := c.mine(r.Context(), in)
	if err != nil {
		return page{}, err
	}
	for _, one := range mine {
		v.Mine = append(v.Mine, l.onDesk(one.tenant, one.grant))
	}
	return page{template: "desk", locale: l, Title: words{Text: l.say("Support access")}, Trail: []crumb{l.home()}, View: v}, nil
}

// placed is a support access and its tenant.
type placed struct {
	tenant tenant.ID
	grant  grant.Grant
}

// mine are an operator's support accesses that are not over and done with, the newest
// first.
func (c *console) mine(ctx context.Context, in visit) ([]placed, error) {
	places, err := grant.Owing(ctx, c.db, in.who.Account)
	if err != nil {
		return nil, err
	}
	var out []placed
	for _, place := range places {
		t, err := c.db.Tenant(place.Tenant)
		if err != nil {
			return nil, err
		}
		g, err := grant.Get(ctx, t, place.Grant, c.now())
		if err != nil {
			return nil, err
		}
		out = append(out, placed{place.Tenant, g})
	}
	slices.SortFunc(out, func(a, b placed) int {
		return cmp.Or(b.grant.Asked.Compare(a.grant.Asked), cmp.Compare(a.grant.ID, b.grant.ID))
	})
	return out, nil
}

// onDesk tells of one of an operator's own support accesses, with its forms.
func (l locale) onDesk(id tenant.ID, g grant.Grant) deskItem {
	item := deskItem{grantItem: l.granted(g), Tenant: id.String(), Min: grant.MinText, Max: grant.MaxText}
	form := func(what string) string { return l.href(deskPath + "/" + id.String() + "/" + g.ID + "/" + what) }
	switch {
	case g.Owing():
		item.OutcomeTo = form("outcome")
	case g.State == grant.Approved:
		item.Begin, item.Finish = form("start"), form("end")
	case g.State == grant.Asked:
		item.Finish = form("end")
	case g.State == grant.Active:
		item.Open, item.Finish, item.Live = l.href(tenantPath(id)), form("end"), true
	}
	return item
}

// askForm is a form to ask for support access, with what was typed where it was
// refused.
func (c *console) askForm(r *http.Request, l locale) *askForm {
	form := r.PostForm.Get
	f := &askForm{Action: l.href(deskPath), Request: cmp.Or(form(fieldRequest), c.unique()), Tenant: form(fieldTenant), Reason: lines(form(fieldReason)), Goal: lines(form(fieldGoal)),
		Min: grant.MinText, Max: grant.MaxText}
	for _, p := range grant.Purposes() {
		f.Purposes = append(f.Purposes, option{string(p.Purpose), l.purpose(p.Purpose), form(fieldPurpose) == string(p.Purpose)})
	}
	for _, v := range grant.Views() {
		f.Views = append(f.Views, option{string(v), l.view(v), slices.Contains(r.PostForm[fieldView], string(v))})
	}
	for _, m := range grant.Methods() {
		f.Methods = append(f.Methods, option{string(m), l.method(m), form(fieldMethod) == string(m)})
	}
	for h := 1; h <= int(grant.MaxLimit/time.Hour); h++ {
		hours := strconv.Itoa(h)
		f.Hours = append(f.Hours, option{hours, hours, form(fieldHours) == hours})
	}
	return f
}

// ask asks for support access to the tenant that an operator names. Where somebody
// there has to approve it, they are written to.
func (c *console) ask(r *http.Request, in visit) (string, error) {
	hours, _ := strconv.Atoi(r.PostForm.Get(fieldHours)) // what is no number is no time, which is refused
	w := grant.Wish{Request: r.PostForm.Get(fieldRequest), Purpose: grant.Purpose(r.PostForm.Get(fieldPurpose)), Reason: lines(r.PostForm.Get(fieldReason)),
		Goal: lines(r.PostForm.Get(fieldGoal)), Method: grant.Method(r.PostForm.Get(fieldMethod)), Limit: time.Duration(hours) * time.Hour}
	for _, v := range r.PostForm[fieldView] {
		w.Views = append(w.Views, grant.View(v))
	}
	g, err := c.door.Ask(r.Context(), in.who, strings.TrimSpace(r.PostForm.Get(fieldTenant)), w)
	if err == nil && g.State == grant.Asked {
		err = c.withMine(r, in, g.ID, func(t *store.Tenant) error { return c.tell(r.Context(), t, g, letter.SupportAsked) })
	}
	return c.toDesk(r, in, err)
}

// toDesk goes back to the page, or says why not.
func (c *console) toDesk(r *http.Request, in visit, err error) (string, error) {
	if err != nil {
		return "", c.refuse(r, in, err, c.deskPage, deskPath)
	}
	return localeOf(r, "").href(deskPath), nil
}

// withMine does something with the tenant of a support access that the operator has or
// still owes the outcome of. What is over and done with has nothing left to do.
func (c *console) withMine(r *http.Request, in visit, id string, do func(*store.Tenant) error) error {
	places, err := grant.Owing(r.Context(), c.db, in.who.Account)
	if err != nil {
		return err
	}
	for _, place := range places {
		if named := r.PathValue("tenant"); place.Grant != id || named != "" && named != place.Tenant.String() {
			continue
		}
		t, err := c.db.Tenant(place.Tenant)
		if err != nil {
			return err
		}
		return do(t)
	}
	return nil
}

// begin begins a support access and tells the customer: that it began or, where they
// have required approval since it was asked for, that it waits for it.
func (c *console) begin(r *http.Request, in visit) (string, error) {
	id := r.PathValue("grant")
	return c.toDesk(r, in, c.withMine(r, in, id, func(t *store.Tenant) error {
		g, err := grant.Start(r.Context(), t, id, in.operator(), c.now())
		if err != nil {
			return err
		}
		kind := letter.SupportBegan
		if g.State == grant.Asked {
			kind = letter.SupportAsked
		}
		return c.tell(r.Context(), t, g, kind)
	}))
}

func (c *console) finish(r *http.Request, in visit) (string, error) {
	id := r.PathValue("grant")
	return c.toDesk(r, in, c.withMine(r, in, id, func(t *store.Tenant) error {
		_, err := grant.Finish(r.Context(), t, id, in.operator(), c.now())
		return err
	}))
}

// report tells the outcome of a support access.
func (c *console) report(r *http.Request, in visit) (string, error) {
	id := r.PathValue("grant")
	return c.toDesk(r, in, c.withMine(r, in, id, func(t *store.Tenant) error {
		_, err := grant.Report(r.Context(), t, id, lines(r.PostForm.Get(fieldOutcome)), in.operator(), c.now())
		return err
	}))
}

// tell writes to those of a tenant who decide about support access. A repeat is the
// same letters.
func (c *console) tell(ctx context.Context, t *store.Tenant, g grant.Grant, kind letter.Kind) error {
	about, err := t.About(ctx)
	if err != nil {
		return err
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return err
	}
	for cursor := ""; ; {
		list, next, err := member.List(ctx, t, member.Active, cursor, member.MaxPage)
		if err != nil {
			return err
		}
		for _, m := range list {
			if m.Kind != member.Person || m.Email == "" || !m.Role.Allows(tenant.ApproveSupport) {
				continue
			}
			l := letter.Letter{Name: string(kind) + "-" + g.ID + "-" + m.ID, Kind: kind, To: m.Email, Language: about.Language, Tenant: profile.Name, By: g.Operator,
				Link: c.public + tenantPath(t.ID()) + "/support", Until: g.Until, Of: t.ID().String(), Reader: m.ID}
			if err := letter.Put(ctx, c.db, l, c.now()); err != nil {
				return err
			}
		}
		if cursor = next; cursor == "" {
			return nil
		}
	}
}
