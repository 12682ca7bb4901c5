package graph

import (
	"context"
	"errors"
	"net/http"
)

// renewals is how often a request is repeated with a new token because Graph did
// not accept the one before. Once is enough but where clocks disagree for a moment.
const renewals = 3

// garbledTries is how often an answer that is no JSON at all is asked for again
// before it counts as Microsoft's last word.
const garbledTries = 3

// get asks until take accepts an answer, Microsoft refuses for good, or the time
// limit comes. take must leave no trace when it returns an error. first, if
// any, stands for the first attempt.
func (x *session) get(ctx context.Context, c call, first *answer, take func(body []byte) error) *failure {
	last := &failure{kind: late}
	var t tries
	for {
		a := first
		if first = nil; a == nil {
			w, err := x.enter(ctx, x.priceOf(c))
			if err != nil {
				return last
			}
			a = x.attempt(ctx, c, w)
			x.leave(w, a.status == http.StatusTooManyRequests)
		}
		f := a.judge(take)
		x.note(c, a, f)
		if f == nil {
			return nil
		}
		if ctx.Err() != nil {
			return last
		}
		last = f
		if !t.again(f, c.tries) {
			f.spent = true
			return f
		}
		if t.failures == 1 {
			// It may take long: nobody waits for it to share a batch with.
			x.gather.rest()
			defer x.gather.rise()
		}
		if f.status == http.StatusUnauthorized {
			if t.renewed > 1 && x.pause(ctx, a, f, t.renewed-1) != nil {
				return last
			}
			if x.renew(a.generation) != nil {
				return f
			}
			continue
		}
		if x.pause(ctx, a, f, t.failures) != nil {
			return last
		}
	}
}

// pause waits before the next attempt: as long as Microsoft asked, else a
// growing time. Where it was for coming too often, the pacer does it.
func (x *session) pause(ctx context.Context, a *answer, f *failure, failures int) error {
	switch {
	case f.kind == throttled:
		return nil
	case a.asked:
		return x.wait(ctx, a.retryAfter)
	default:
		return x.wait(ctx, x.backoff(failures-1))
	}
}

// tries counts what happened to one call.
type tries struct {
	failures, unthrottled, garbled int
	renewed                        int // how often with a new token
}

// again reports whether the call is worth another attempt.
func (t *tries) again(f *failure, most int) bool {
	t.failures++
	switch f.kind {
	case throttled:
		return true
	case broken, unreachable, cut:
		t.unthrottled++
		return most == 0 || t.unthrottled < most
	case garbled:
		t.garbled++
		return t.garbled < garbledTries
	case refused:
		t.renewed++
		return f.status == http.StatusUnauthorized && t.renewed <= renewals
	default:
		return false
	}
}

// judge says what is wrong with an answer; nil when take accepts it.
func (a *answer) judge(take func([]byte) error) *failure {
	var noToken *TokenError
	switch {
	case errors.As(a.err, &noToken) && noToken.Lasting():
		return &failure{kind: tokenless, aadsts: noToken.Code}
	case errors.Is(a.err, errForeign):
		return &failure{kind: elsewhere}
	case a.err != nil:
		return &failure{kind: unreachable}
	case a.status != http.StatusOK:
		return a.refusal()
	case a.oversized:
		return &failure{kind: oversized}
	case a.cut:
		return &failure{kind: cut}
	}
	err := take(a.body)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errCut):
		return &failure{kind: cut}
	case errors.Is(err, errGarbled):
		return &failure{kind: garbled}
	default:
		return &failure{kind: misshapen}
	}
}

func (a *answer) refusal() *failure {
	switch {
	case a.status == http.StatusTooManyRequests:
		return &failure{kind: throttled, status: a.status}
	case transient(a.status):
		return &failure{kind: broken, status: a.status}
	case a.status < 300:
		return &failure{kind: misshapen, status: a.status}
	default:
		return &failure{kind: refused, status: a.status, code: errorCode(a.body)}
	}
}
