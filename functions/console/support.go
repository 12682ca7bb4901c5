package console

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// supportView is the page of support access, as the customer sees it.
type supportView struct {
	Refused string
	// Approval says whether each access needs the customer's approval; Version is that
	// of the setting, and Change where the form goes that changes it, empty for who may
	// not.
	Approval        bool
	Version, Change string
	Live, Past      []grantItem
	Next            string
}

// grantItem is one support access.
type grantItem struct {
	ID, Href, State            string
	Live                       bool
	Operator, Purpose          string
	Reason, Goal, Outcome      string
	Views                      []string
	Method, Limit              string
	Asked, Decided, Started    moment
	Until, Ended               moment
	DecidedBy, EndedBy, Ending string
	Approve, Refuse, Revoke    string // where forms go; empty for what is not to be offered
}

// The names of further fields.
const (
	fieldApproval = "approval"
	fieldVersion  = "version"
)

// grantsOnPage is how many support accesses a page lists.
const grantsOnPage = 20

func (c *console) support(r *http.Request, in visit) (page, error) { return c.supportPage(r, in, nil) }

func (c *console) supportPage(r *http.Request, in visit, refused error) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	ctx, t, now := r.Context(), in.entry.Tenant, c.now()
	v := supportView{Refused: ch.refused(refused)}
	value, version, err := instruction.Read(ctx, t, instruction.Support())
	if err != nil {
		return page{}, err
	}
	v.Approval, v.Version = approval(value), version
	if in.may(tenant.ApproveSupport) {
		v.Change = ch.sub(in, "support", nil)
	}
	cursor := r.URL.Query().Get("cursor")
	if cursor == "" {
		live, err := grant.Live(ctx, t, now)
		if err != nil {
			return page{}, err
		}
		for _, g := range live {
			v.Live = append(v.Live, ch.grant(in, g))
		}
	}
	all, next, err := grant.List(ctx, t, cursor, grantsOnPage, now)
	if err != nil {
		return page{}, listing(err)
	}
	for _, g := range all {
		if g.State == grant.Refused || g.State == grant.Ended {
			v.Past = append(v.Past, ch.grant(in, g))
		}
	}
	if next != "" {
		v.Next = ch.sub(in, "support", url.Values{"cursor": {next}})
	}
	return ch.page("support", ch.say("Support access"), v), nil
}

// approval reads the setting that says whether support access needs approval.
func approval(value json.RawMessage) bool {
	var v struct {
		Approval bool `json:"approval"`
	}
	return json.Unmarshal(value, &v) == nil && v.Approval
}

// grant tells of one support access, with the forms that the visitor may send.
func (ch chapter) grant(in visit, g grant.Grant) grantItem {
	item := ch.granted(g)
	item.Href = ch.sub(in, "support/"+g.ID, nil)
	item.Live = g.State == grant.Asked || g.State == grant.Approved || g.State == grant.Active
	if !in.may(tenant.ApproveSupport) || !item.Live {
		return item
	}
	item.Revoke = ch.sub(in, "support/"+g.ID+"/revocation", nil)
	if g.State == grant.Asked {
		item.Approve, item.Refuse = ch.sub(in, "support/"+g.ID+"/approval", nil), ch.sub(in, "support/"+g.ID+"/refusal", nil)
	}
	return item
}

// granted tells of one support access without forms.
func (l locale) granted(g grant.Grant) grantItem {
	item := grantItem{ID: g.ID, State: l.grantState(g.State), Operator: g.Operator, Purpose: l.purpose(g.Purpose), Reason: g.Reason, Goal: g.Goal, Outcome: g.Outcome,
		Method: l.method(g.Method), Limit: l.span(g.Limit), Asked: l.on(g.Asked), Decided: l.on(g.Decided), Started: l.on(g.Started), Until: l.on(g.Until), Ended: l.on(g.Ended),
		DecidedBy: g.DecidedBy, EndedBy: g.EndedBy, Ending: l.ending(g.Because)}
	for _, v := range g.Views {
		item.Views = append(item.Views, l.view(v))
	}
	return item
}

// span is a time limit in hours and minutes.
func (l locale) span(d time.Duration) string {
	hours, minutes := strconv.Itoa(int(d/time.Hour)), strconv.Itoa(int(d%time.Hour/time.Minute))
	switch {
	case minutes == "0":
		return l.say("{} h", hours)
	case hours == "0":
		return l.say("{} minutes", minutes)
	}
	return l.say("{} h {} min", hours, minutes)
}

// setApproval says whether each support access needs approval.
func (c *console) setApproval(r *http.Request, in visit) (string, error) {
	value := json.RawMessage(`{"approval":false}`)
	if r.PostForm.Get(fieldApproval) == "yes" {
		value = json.RawMessage(`{"approval":true}`)
	}
	_, err := instruction.Give(r.Context(), in.entry.Tenant, instruction.Wish{Setting: instruction.Support(), Value: value, Expected: r.PostForm.Get(fieldVersion),
		Source: instruction.Console}, in.actor(), c.now())
	return c.withSupport(r, in, err)
}

// withSupport goes back to the page of support access, or says why not.
func (c *console) withSupport(r *http.Request, in visit, err error) (string, error) {
	if err != nil {
		return "", c.refuse(r, in, err, c.supportPage, tenantPath(in.id())+"/support")
	}
	return c.back(r, in, "support")
}

func (c *console) approve(r *http.Request, in visit) (string, error) {
	_, err := grant.Approve(r.Context(), in.entry.Tenant, r.PathValue("grant"), in.actor(), c.now())
	return c.withSupport(r, in, err)
}

func (c *console) turnDown(r *http.Request, in visit) (string, error) {
	_, err := grant.Refuse(r.Context(), in.entry.Tenant, r.PathValue("grant"), in.actor(), c.now())
	return c.withSupport(r, in, err)
}

func (c *console) revoke(r *http.Request, in visit) (string, error) {
	_, err := grant.Revoke(r.Context(), in.entry.Tenant, r.PathValue("grant"), in.actor(), c.now())
	return c.withSupport(r, in, err)
}

// grantView is the page of one support access: what was looked at under it.
type grantView struct {
	Grant  grantItem
	Looks  []look
	Next   string
	Untold bool // the method shows no views, so that no look is told
}

// look is one look of an operator at something.
type look struct {
	At      moment
	Actor   string
	Address string
	Target  string
	Damaged bool
}

// looksOnPage is how many looks a page lists.
const looksOnPage = 100

func (c *console) grantPage(r *http.Request, in visit) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	ctx, t := r.Context(), in.entry.Tenant
	g, err := grant.Get(ctx, t, r.PathValue("grant"), c.now())
	if err != nil {
		return page{}, listing(err)
	}
	v := grantView{Grant: ch.grant(in, g), Untold: g.Method != grant.Interface && !g.Started.IsZero()}
	if g.Started.IsZero() {
		return c.grantOf(ch, in, v), nil
	}
	q := trail.Query{From: g.Started, To: c.now().Add(time.Second), Action: string(trail.GrantViewed), Limit: looksOnPage, Cursor: r.URL.Query().Get("cursor")}
	if !g.Ended.IsZero() {
		q.To = g.Ended.Add(time.Second)
	}
	if until := r.URL.Query().Get("until"); until != "" { // a cursor belongs to one period
		if q.To, err = time.Parse(time.RFC3339, until); err != nil {
			return page{}, store.ErrNotFound
		}
	}
	q.To = q.To.UTC().Truncate(time.Second)
	found, err := trail.Of(t).List(ctx, q)
	if err != nil {
		return page{}, listing(err)
	}
	for _, e := range found.Records {
		if e.Grant == g.ID || e.Damaged {
			v.Looks = append(v.Looks, look{At: ch.on(e.At), Actor: e.Actor, Address: e.Address, Target: e.Target, Damaged: e.Damaged})
		}
	}
	if found.Next != "" {
		v.Next = ch.sub(in, "support/"+g.ID, url.Values{"cursor": {found.Next}, "until": {q.To.Format(time.RFC3339)}})
	}
	return c.grantOf(ch, in, v), nil
}

func (c *console) grantOf(ch chapter, in visit, v grantView) page {
	ch.crumbTo(in, "support", ch.say("Support access"))
	return ch.page("grant", v.Grant.Purpose, v)
}
