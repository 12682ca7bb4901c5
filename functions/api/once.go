package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"vahti.ai/vahti/shared/store/request"
)

// Once is the name that a caller gives a request which makes something.
type Once struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"8" maxLength:"200" doc:"A name for this request, of your choosing. The same request by the same name is worked on once and answered the same for 24 hours."`
}

func (o *Once) named() string { return o.IdempotencyKey }

// made is the answer to a request that made something.
type made[B any] struct {
	ETag     string `header:"ETag" doc:"The entity tag of what was made."`
	Location string `header:"Location" doc:"Where what was made can be read."`
	Body     B
}

// creates adds an operation that makes something: one that is sent again by its name
// gets the first answer. What an answer shows only once is left out of what is kept,
// by keep, and so of a repeat.
func creates[I, B any](h handler[I, made[B]], keep func(B) B) registration {
	return begins(http.StatusCreated, h, keep)
}

// begins is creates for an operation that succeeds with another status.
func begins[I, B any](status int, h handler[I, made[B]], keep func(B) B) registration {
	return register(status, func(s *server, ctx context.Context, c *call, in *I) (*made[B], error) {
		c.once = any(in).(interface{ named() string }).named()
		if c.once == "" {
			return h(s, ctx, c, in)
		}
		asked, err := json.Marshal([]any{c.route, in})
		if err != nil {
			return nil, err
		}
		claim, earlier, err := request.Begin(ctx, c.tenant(), c.requestName(), asked, c.now)
		if err != nil {
			return nil, err
		}
		if earlier != nil {
			return again[B](*earlier)
		}
		out, err := h(s, ctx, c, in)
		if err != nil {
			// Whether it failed is told by the first error.
			return nil, errors.Join(err, claim.Failed(context.WithoutCancel(ctx)))
		}
		body, err := json.Marshal(keep(out.Body))
		if err != nil {
			return nil, err
		}
		return out, claim.Done(context.WithoutCancel(ctx), request.Answer{ETag: out.ETag, Location: out.Location, Body: body})
	})
}

// requestName names a request among those of its caller.
func (c *call) requestName() request.Name {
	return request.Name{Account: caller(c.who), Key: c.once}
}

// again is an answer that was given before.
func again[B any](a request.Answer) (*made[B], error) {
	out := made[B]{ETag: a.ETag, Location: a.Location}
	if json.Unmarshal(a.Body, &out.Body) != nil {
		return nil, errors.New("an answer is not in the expected form")
	}
	return &out, nil
}

// entire keeps an answer as it is.
func entire[B any](b B) B { return b }
