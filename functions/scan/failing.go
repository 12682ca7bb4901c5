package scan

import (
	"context"
	"errors"
	"time"

	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/record"
)

// A scan that fails gives its lease back, so that the message's next try can take it,
// and notes why. The last try gives the slot up, and the message becomes a dead letter
// with the error; one that is replayed opens the slot again. Where no try is left that
// could note anything, because the instances die, dispatch gives the slot up.

// failTime bounds the noting. It lies within what is left to answer a push whose
// handler used its whole time.
const failTime = time.Second

// panicked is what is noted of a scan that did not get to say why it failed.
const panicked = "the scan panicked"

// holding does something while the lease is renewed.
func (w *work) holding(ctx context.Context, do func(context.Context) (bool, error)) (on bool, err error) {
	ctx, stop := w.run.Keep(ctx)
	failed := true // unless do returns and says otherwise
	defer func() {
		stop()
		if failed {
			w.failed(ctx, err)
		}
	}()
	on, err = do(ctx)
	failed = err != nil
	if cause := context.Cause(ctx); failed && errors.Is(cause, record.ErrLost) {
		failed = false // there is no lease to give back
		return false, cause
	}
	return on, err
}

// failed gives the lease back. Where it cannot, the lease runs out within seconds.
func (w *work) failed(ctx context.Context, err error) {
	cause := panicked
	if err != nil {
		cause = serve.Sentence(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), failTime)
	defer cancel()
	switch {
	case w.m.Light:
		err = w.run.Release(ctx)
	case w.attempts > 0 && w.attempt >= w.attempts:
		err = w.run.GiveUp(ctx, cause)
	default:
		err = w.run.Fail(ctx, cause, nextTry(w.attempt))
	}
	if err != nil {
		w.log.WarnContext(ctx, "lease not given back", "error", err)
	}
}

// The waits before a message is delivered again, as terraform sets them: they double.
const (
	firstWait   = time.Second
	longestWait = 10 * time.Minute
	// leeway is how much later a delivery may come.
	leeway = time.Minute
)

// nextTry returns within what time a message is delivered again that failed in an
// attempt.
func nextTry(attempt int) time.Duration {
	wait := firstWait
	for n := 1; n < attempt && wait < longestWait; n++ {
		wait *= 2
	}
	return min(wait, longestWait) + leeway
}

// reopen opens a slot again that was given up.
func (w *work) reopen(ctx context.Context) error {
	reopened, err := record.Reopen(ctx, w.t, w.m.Slot, w.now)
	if reopened {
		w.log.InfoContext(ctx, "scan reopened")
	}
	return err
}
