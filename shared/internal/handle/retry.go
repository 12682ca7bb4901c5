package handle

import (
	"context"
	"math/rand/v2"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// How often and how patiently a single write is tried. Firestore's client
// repeats transactions by itself, but not single writes that met contention.
const (
	retries   = 12
	firstWait = 10 * time.Millisecond
	longWait  = 2 * time.Second
)

// Retry makes a write outside a transaction, again while Firestore answers that
// it met contention or cannot be reached. The write must bear being repeated.
func Retry(ctx context.Context, write func(context.Context) error) error {
	wait := firstWait
	for try := 1; ; try++ {
		err := write(ctx)
		if code := status.Code(err); code != codes.Aborted && code != codes.Unavailable || try == retries {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait/2 + rand.N(wait)):
		}
		wait = min(2*wait, longWait)
	}
}
