package console

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"

	"vahti.ai/vahti/shared/store/request"
)

// once does what a form asks for, unless a form of the same name was sent before: then
// that was done, and done is false. What a repeat cannot do twice anyway, such as
// giving a member a role, does without it.
func (c *console) once(r *http.Request, in visit, work func() error) (done bool, err error) {
	ctx := r.Context()
	asked := maps.Clone(r.PostForm)
	asked.Del(fieldRequest)
	form := []byte(r.URL.Path + "?" + asked.Encode())
	claim, earlier, err := request.Begin(ctx, in.entry.Tenant, request.Name{Account: in.who.Account, Key: "form-" + r.PostForm.Get(fieldRequest)}, form, c.now())
	if err != nil || earlier != nil {
		return false, err
	}
	// How it ended is kept even when the person has gone meanwhile.
	ctx = context.WithoutCancel(ctx)
	if err := work(); err != nil {
		return false, errors.Join(err, claim.Failed(ctx))
	}
	return true, claim.Done(ctx, request.Answer{Body: json.RawMessage("{}")})
}

// shows is a page that can say why a wish was refused; refused is nil where none was.
type shows func(r *http.Request, in visit, refused error) (page, error)

// refuse makes the page that says why a wish was refused, at its own address. Errors
// that are no refusals it returns as they are.
func (c *console) refuse(r *http.Request, in visit, err error, show shows, self string) error {
	status, why := reasonOf(err)
	if why == nil {
		return err
	}
	out, failed := show(r, in, why)
	if failed != nil {
		return failed
	}
	out.Self = self
	return &refusal{status, out, why}
}
