package erase

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
)

// TestMessagesShareOneRun has messages come while one is worked on.
func TestMessagesShareOneRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var runs atomic.Int32
		failed, release := errors.New("failed"), make(chan struct{})
		r := &runner{erase: func(context.Context) error {
			runs.Add(1)
			<-release
			return failed
		}}
		errs := make(chan error, 5)
		for range 5 {
			go func() { errs <- r.run(t.Context(), queue.Erase{}, serve.Push{}) }()
		}
		synctest.Wait()
		close(release)
		for range 5 {
			if err := <-errs; !errors.Is(err, failed) {
				t.Errorf("got %v, want %v: the message has to come again", err, failed)
			}
		}
		if n := runs.Load(); n != 1 {
			t.Errorf("got %d runs, want 1", n)
		}
	})
}
