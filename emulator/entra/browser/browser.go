// Package browser signs people in at the stand-in of Microsoft Entra ID as a browser would: it follows redirects, reads
// the pages and submits their forms. It is for tests and programs that have nobody to click.
package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
)

// Errors of the way to an answer.
var (
	ErrNotListed = errors.New("the person is not on the sign-in page")
	ErrNoPage    = errors.New("the address leads to no page of the sign-in service")
)

// Failure is a page on which the service says that it will not go on.
type Failure struct {
	Code string // such as "AADSTS50011"
	Text string // the whole message
}

// Error implements error.
func (f *Failure) Error() string { return "sign-in refused: " + f.Text }

// Answer is where the service sends the browser in the end, before it goes there.
type Answer struct {
	URL  *url.URL
	Form url.Values // what is posted there; nil where the browser is redirected
}

// Params are what the service tells the application, such as code and state.
func (a Answer) Params() url.Values {
	if a.Form != nil {
		return a.Form
	}
	return a.URL.Query()
}

// Deliver goes where the answer sends the browser. The response's body is the caller's to close.
func (a Answer) Deliver(ctx context.Context, client *http.Client) (*http.Response, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if a.Form != nil {
		method, body = http.MethodPost, strings.NewReader(a.Form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, a.URL.String(), body)
	if err != nil {
		return nil, fmt.Errorf("deliver answer: %w", withoutURL(err))
	}
	if a.Form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("deliver answer: %w", withoutURL(err))
	}
	return resp, nil
}

// withoutURL takes the address out of an error: codes and hints stand in it.
func withoutURL(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// SignIn goes to start, which is the service's own address or one that redirects to it, and signs in who has the UPN,
// accepting what is asked. The client's cookies are kept in its jar, so that a later sign-in may need no page.
// The errors are ErrNotListed, ErrNoPage, a *Failure and those of the network.
func SignIn(ctx context.Context, client *http.Client, start, upn string) (Answer, error) {
	return walk(ctx, client, start, visitor{upn: upn, accept: true})
}

// Consent is SignIn at an address of administrators' consent. Permissions named in leaveOut are not granted. Where the
// person may not consent, the answer is the one that tells the application so.
func Consent(ctx context.Context, client *http.Client, start, upn string, leaveOut ...string) (Answer, error) {
	return walk(ctx, client, start, visitor{upn: upn, accept: true, leaveOut: leaveOut})
}

// Decline is Consent by somebody who does not.
func Decline(ctx context.Context, client *http.Client, start, upn string) (Answer, error) {
	return walk(ctx, client, start, visitor{upn: upn})
}

// Cancel leaves the sign-in page without signing in.
func Cancel(ctx context.Context, client *http.Client, start string) (Answer, error) {
	return walk(ctx, client, start, visitor{cancel: true})
}

// visitor is how somebody fills in the pages.
type visitor struct {
	upn      string
	accept   bool
	leaveOut []string
	cancel   bool
}

var errLost = errors.New("sign in: the pages lead nowhere")

const (
	maxSteps = 20
	maxPage  = 4 << 20 // bytes
)

// tab is a browser on its way.
type tab struct {
	client   *http.Client
	visitor  visitor
	searched bool
}

func walk(ctx context.Context, client *http.Client, start string, v visitor) (Answer, error) {
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if c.Jar == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return Answer{}, fmt.Errorf("make cookie jar: %w", err)
		}
		c.Jar = jar
	}
	t := &tab{client: &c, visitor: v}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, start, nil)
	for range maxSteps {
		if err != nil {
			return Answer{}, fmt.Errorf("sign in: %w", withoutURL(err))
		}
		var answer *Answer
		if req, answer, err = t.step(ctx, req); answer != nil {
			return *answer, nil
		}
	}
	return Answer{}, errLost
}

// step sends a request and returns the one to send next, or the answer.
func (t *tab) step(ctx context.Context, req *http.Request) (*http.Request, *Answer, error) {
	t.hint(req.URL)
	resp, err := t.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	if to, err := resp.Location(); err == nil && resp.StatusCode >= 300 && resp.StatusCode < 400 {
		if req.Method == http.MethodPost || ofService(req.URL.Path) {
			return nil, &Answer{URL: to}, nil
		}
		next, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
		return next, nil, err
	}
	p, err := readPage(io.LimitReader(resp.Body, maxPage))
	if err != nil {
		return nil, nil, err
	}
	return t.fill(ctx, req.URL, p)
}

// hint names the person to the service, which would else take whoever is signed in already.
func (t *tab) hint(u *url.URL) {
	query := u.Query()
	if strings.HasSuffix(u.Path, "/oauth2/v2.0/authorize") && t.visitor.upn != "" && !query.Has("login_hint") && query.Get("prompt") != "none" {
		query.Set("login_hint", t.visitor.upn)
		u.RawQuery = query.Encode()
	}
}

// ofService reports whether a redirect from there is an answer.
func ofService(path string) bool {
	return strings.HasSuffix(path, "/oauth2/v2.0/authorize") || strings.HasSuffix(path, "/adminconsent")
}

// fill fills in the form of a page.
func (t *tab) fill(ctx context.Context, at *url.URL, p page) (*http.Request, *Answer, error) {
	if f, ok := p.forms["answer"]; ok {
		to, err := at.Parse(f.action)
		if err != nil {
			return nil, nil, err
		}
		return nil, &Answer{URL: to, Form: f.hidden}, nil
	}
	if f, ok := p.forms["decide"]; ok {
		return t.submit(ctx, at, f, t.decision(f))
	}
	f, ok := p.forms["choose"]
	switch {
	case !ok && p.failure != "":
		code, _, _ := strings.Cut(p.failure, ":")
		return nil, nil, &Failure{Code: code, Text: p.failure}
	case !ok:
		return nil, nil, ErrNoPage
	case t.visitor.cancel:
		return t.submit(ctx, at, f, url.Values{"cancel": {"1"}})
	}
	for _, b := range f.buttons {
		if b.upn != "" && strings.EqualFold(b.upn, t.visitor.upn) {
			chosen := url.Values{b.name: {b.value}}
			for name, value := range f.selected {
				chosen.Set(name, value)
			}
			return t.submit(ctx, at, f, chosen)
		}
	}
	search, ok := p.forms["search"]
	if !ok || t.searched {
		return nil, nil, ErrNotListed
	}
	t.searched = true
	return t.submit(ctx, at, search, url.Values{"find": {t.visitor.upn}})
}

// decision is how the visitor answers a page of consent.
func (t *tab) decision(f formOnPage) url.Values {
	out := url.Values{"decision": {"cancel"}}
	if t.visitor.accept && slices.ContainsFunc(f.buttons, func(b button) bool { return b.value == "accept" }) {
		out.Set("decision", "accept")
	}
	for _, value := range f.checked {
		if !slices.Contains(t.visitor.leaveOut, value) {
			out.Add("permission", value)
		}
	}
	return out
}

func (t *tab) submit(ctx context.Context, at *url.URL, f formOnPage, chosen url.Values) (*http.Request, *Answer, error) {
	to, err := at.Parse(f.action)
	if err != nil {
		return nil, nil, err
	}
	for name, values := range f.hidden {
		if _, ok := chosen[name]; !ok {
			chosen[name] = values
		}
	}
	if f.method != "post" {
		to.RawQuery = chosen.Encode()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
		return req, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(chosen.Encode()))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req, nil, nil
}
