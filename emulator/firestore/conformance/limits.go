package conformance

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
)

func limits() []subtest {
	return []subtest{
		{"LargeDocument", largeDocument},
		{"DocumentOverOneMiB", documentTooLarge},
		{"CommitOverTenMiB", commitTooLarge},
		{"NestingDepth", nestingDepth},
		{"ManyWritesInOneCommit", manyWrites},
	}
}

func largeDocument(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	half := strings.Repeat("x", 500_000)
	e.set(t, ref, fields{"a": half, "b": half})
	wantEqual(t, "length", 500_000, len(e.data(t, ref)["b"].(string)))
	_, err := ref.Update(e.ctx, []firestore.Update{{Path: "c", Value: strings.Repeat("y", 100_000)}})
	wantCode(t, "an update past the limit", err, codes.InvalidArgument)
	wantEqual(t, "fields", 2, len(e.data(t, ref)))
}

func documentTooLarge(t *testing.T, e *env) {
	_, err := e.root.Doc("a").Set(e.ctx, fields{"v": strings.Repeat("x", 1<<20)})
	wantCode(t, "one value of a mebibyte", err, codes.InvalidArgument)
	half := strings.Repeat("x", 1<<19)
	_, err = e.root.Doc("a").Set(e.ctx, fields{"a": half, "b": half})
	wantCode(t, "two values of half a mebibyte", err, codes.InvalidArgument)
	_, err = e.root.Doc("a").Get(e.ctx)
	wantCode(t, "get of what was refused", err, codes.NotFound)
}

// commitTooLarge allows Google's emulator its deviation: it refuses messages from 4 MiB on, as RESOURCE_EXHAUSTED,
// where the service documents 10 MiB and INVALID_ARGUMENT; and as the client repeats what is exhausted until its time is
// up, that is seen as the end of the time.
func commitTooLarge(t *testing.T, e *env) {
	value := strings.Repeat("x", 1_000_000)
	ctx, cancel := context.WithTimeout(e.ctx, 3*time.Second)
	defer cancel()
	err := e.client.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		for i := range 11 {
			if err := tx.Set(e.root.Doc(fmt.Sprint(i)), fields{"v": value}); err != nil {
				return err
			}
		}
		return nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		wantCode(t, "commit of 11 MB", err, codes.InvalidArgument, codes.ResourceExhausted)
	}
	wantEqual(t, "documents", int64(0), count(t, e, e.root.Query))
}

func nestingDepth(t *testing.T, e *env) {
	nest := func(n int) any {
		var v any = 1
		for range n {
			v = fields{"m": v}
		}
		return v
	}
	_, err := e.root.Doc("a").Set(e.ctx, fields{"v": nest(20)})
	must(t, "20 maps in one another", err)
	_, err = e.root.Doc("b").Set(e.ctx, fields{"v": nest(21)})
	wantCode(t, "21 maps in one another", err, codes.InvalidArgument)
}

func manyWrites(t *testing.T, e *env) {
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		for i := range 600 {
			if err := tx.Create(e.root.Doc(fmt.Sprint(i)), fields{"i": i}); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, "commit of 600 writes", err)
	wantEqual(t, "documents", int64(600), count(t, e, e.root.Query))
}
