package console

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// tenantsView is a page of the list of somebody's tenants.
type tenantsView struct {
	Tenants []tenantItem
	Weights string // how a score is computed; empty where none is shown
	// First and Next are where the first and the next page are; empty where this is the
	// first, or the last.
	First, Next string
	Support     string // where an operator asks for support access; empty for others
	// Partners are the partner organisations whose people the visitor manages.
	Partners []crumb
}

// tenantItem is one tenant of the list.
type tenantItem struct {
	ID, Name, Href string
	Role           string // the person's
	Unreadable     bool
	Erased         bool
	Outlook        outlook
	Score          scoreView // of the scan the outlook shows verdicts of
}

// Limits of reading a list: one tenant that cannot be read must not take the
// time of the others, nor all of them the time of the request.
const (
	atOnce     = 16
	timeForOne = 6 * time.Second
	timeForAll = 14 * time.Second
)

// refresh is how soon a page asks again while a first scan is on its way.
const refresh = 5 // seconds

// onPage is how many tenants one page lists.
const onPage = 50

func (c *console) tenants(r *http.Request, in visit) (page, error) {
	ctx, cancel := context.WithTimeout(r.Context(), timeForAll)
	defer cancel()
	l := localeOf(r, "")
	cursor := r.URL.Query().Get("cursor")
	mine, next, err := c.door.Tenants(ctx, in.who, cursor, onPage)
	if errors.Is(err, member.ErrCursor) {
		return page{}, errNoPage(err)
	}
	if err != nil {
		return page{}, err
	}
	items := make([]tenantItem, len(mine))
	var wait sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i, a := range mine {
		wait.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			items[i] = c.item(ctx, l, a.Tenant)
			items[i].Role = l.role(a.Role)
		})
	}
	wait.Wait()
	if err := r.Context().Err(); err != nil {
		return page{}, err
	}
	slices.SortStableFunc(items, func(a, b tenantItem) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	v := tenantsView{Tenants: items, Partners: c.managed(ctx, l, in.who.Standings)}
	if in.who.Operator {
		v.Support = l.href("/support")
	}
	if cursor != "" {
		v.First = l.href("/")
	}
	if next != "" {
		v.Next = l.href("/?cursor=" + url.QueryEscape(next))
	}
	out := page{template: "tenants", locale: l, Title: words{Text: l.say("Tenants")}}
	for _, one := range items {
		if one.Outlook.judged != nil {
			v.Weights = l.weights()
		}
		if one.Outlook.Pending {
			out.Refresh = refresh
		}
	}
	out.View = v
	return out, nil
}

// rank puts tenants without a name last.
func rank(i tenantItem) int {
	switch {
	case i.Erased:
		return 2
	case i.Unreadable:
		return 1
	}
	return 0
}

// item reads one tenant for the list. Whatever goes wrong, a panic included, is
// logged and leaves an item that says so.
func (c *console) item(ctx context.Context, l locale, id tenant.ID) (item tenantItem) {
	unreadable := tenantItem{ID: id.String(), Href: l.href(tenantPath(id)), Unreadable: true}
	defer func() {
		if recover() != nil {
			c.log.ErrorContext(ctx, "tenant could not be shown", "tenant", id.String(), "error", "panic")
			item = unreadable
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, timeForOne)
	defer cancel()
	item, err := c.readItem(ctx, l, id)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			c.log.WarnContext(ctx, "tenant could not be shown", "tenant", id.String(), "error", err)
		}
		return unreadable
	}
	return item
}

func (c *console) readItem(ctx context.Context, l locale, id tenant.ID) (tenantItem, error) {
	item := tenantItem{ID: id.String(), Href: l.href(tenantPath(id))}
	t, err := c.reader.Tenant(id)
	if err != nil {
		return item, err
	}
	about, err := t.About(ctx)
	if err != nil {
		return item, err
	}
	if about.State == tenant.Erased {
		item.Erased = true
		return item, nil
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return item, err
	}
	item.Name = l.named(profile.Name)
	if item.Outlook, err = l.look(ctx, t, about, c.now(), few); err != nil {
		return item, err
	}
	if judged := item.Outlook.judged; judged != nil {
		k, _ := c.catalogue(ctx, t, id)
		item.Score = l.score(k.score(judged).Overall)
	}
	return item, nil
}

// named returns a name that can be seen and clicked.
func (l locale) named(name string) string {
	if strings.TrimSpace(name) == "" {
		return l.say("(no name)")
	}
	return name
}

func tenantPath(id tenant.ID) string { return "/tenants/" + id.String() }
