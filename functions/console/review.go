package console

import (
	"net/http"
	"net/url"

	"vahti.ai/vahti/shared/store/member"
)

// reviewView is the page of the yearly review of who has access.
type reviewView struct {
	Refused string
	State   string // what is to be done, in a sentence
	Action  string // where members are confirmed; empty while no review is open
	Members []unconfirmed
	Next    string
	Past    []pastReview
}

// unconfirmed is a member whom the open review waits for.
type unconfirmed struct {
	ID, Name, Email, Role string
	Confirmed             moment
	Remove                string
}

// pastReview is a review that was closed.
type pastReview struct {
	Opened, Closed moment
	Suspended      int
}

// fieldMember names the members that a form is about.
const fieldMember = "member"

func (c *console) review(r *http.Request, in visit) (page, error) { return c.reviewPage(r, in, nil) }

func (c *console) reviewPage(r *http.Request, in visit, refused error) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	ctx := r.Context()
	all, err := member.Reviews(ctx, in.entry.Tenant)
	if err != nil {
		return page{}, err
	}
	v := reviewView{Refused: ch.refused(refused), State: ch.say("No review is planned yet. Vahti plans the first one by itself.")}
	for i := len(all) - 1; i >= 0; i-- {
		switch one := all[i]; one.State {
		case member.Planned:
			v.State = ch.say("The next review opens {}.", ch.on(one.Due).Text)
		case member.Opened:
			v.State = ch.say("A review is open until {}. Whoever is not confirmed by then is suspended.", ch.on(one.Due).Text)
			v.Action = ch.sub(in, "review", nil)
		default:
			v.Past = append(v.Past, pastReview{ch.on(one.Opened), ch.on(one.Closed), one.Suspended})
		}
	}
	list, next, err := member.Unconfirmed(ctx, in.entry.Tenant, r.URL.Query().Get("cursor"), membersOnPage)
	if err != nil {
		return page{}, listing(err)
	}
	for _, m := range list {
		v.Members = append(v.Members, unconfirmed{m.ID, m.Name, m.Email, ch.role(m.Role), ch.on(m.Confirmed), ch.sub(in, "review/"+m.ID+"/removal", nil)})
	}
	if next != "" {
		v.Next = ch.sub(in, "review", url.Values{"cursor": {next}})
	}
	return ch.page("review", ch.say("Yearly access review"), v), nil
}

// withReview does something on the page of the review.
func (c *console) withReview(r *http.Request, in visit, err error) (string, error) {
	if err != nil {
		return "", c.refuse(r, in, err, c.reviewPage, tenantPath(in.id())+"/review")
	}
	return c.back(r, in, "review")
}

// confirm says of the members chosen that their access is still needed.
func (c *console) confirm(r *http.Request, in visit) (string, error) {
	return c.withReview(r, in, member.Confirm(r.Context(), in.entry.Tenant, r.PostForm[fieldMember], in.actor(), c.now()))
}

// removeReviewed removes a member whose access is not needed any more.
func (c *console) removeReviewed(r *http.Request, in visit) (string, error) {
	_, err := member.Remove(r.Context(), in.entry.Tenant, r.PathValue("member"), in.actor(), c.now())
	return c.withReview(r, in, err)
}
