package member_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// TestCrashAtEveryWrite stops each step before and after each of its writes; the
// repeat must end as if nothing had happened, with one entry of the trail for
// each thing that was done.
func TestCrashAtEveryWrite(t *testing.T) {
	tests := []struct {
		name string
		do   func(context.Context, *world, member.Token) error
		want []string
	}{
		{"accept", func(ctx context.Context, w *world, token member.Token) error {
			_, err := member.Accept(ctx, w.db, token, account("ville"), "", w.Now())
			return err
		}, []string{"invitation.accepted ville", "member.added ville"}},
		{"leave", func(ctx context.Context, w *world, _ member.Token) error {
			_, err := member.Remove(ctx, w.tenant, "aanna", actor("anna"), w.Now())
			return err
		}, []string{"member.removed anna"}},
		{"lower oneself", func(ctx context.Context, w *world, _ member.Token) error {
			_, err := member.ChangeRole(ctx, w.tenant, "aanna", tenant.Auditor, actor("anna"), w.Now())
			return err
		}, []string{"member.changed anna"}},
		{"engage", func(ctx context.Context, w *world, _ member.Token) error {
			_, err := member.Engage(ctx, w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now())
			return err
		}, []string{"member.added olga"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for at, hooks := 1, 1; at <= hooks; at++ {
				w := staffed(t)
				token := w.invite(t, "ville", tenant.Analyst, actor("olga"))
				before := len(w.actions(t))
				w.Add(time.Minute)
				n, err := w.Dying(t, at, func(ctx context.Context) error { return tt.do(ctx, w, token) })
				if hooks = max(hooks, n); err == nil {
					t.Fatalf("at hook %d of %d it went on", at, n)
				}
				if err := tt.do(t.Context(), w, token); err != nil {
					t.Fatalf("the repeat after hook %d: %v", at, err)
				}
				if diff := cmp.Diff(tt.want, w.actions(t)[before:]); diff != "" {
					t.Errorf("after hook %d, audit trail (-want +got):\n%s", at, diff)
				}
			}
		})
	}
}

// TestLastOwnersAtTheSameMoment has the last two owners leave at once, in several
// ways. One must stay.
func TestLastOwnersAtTheSameMoment(t *testing.T) {
	ways := map[string]func(context.Context, *world, string, string) error{
		"both leave": func(ctx context.Context, w *world, self, _ string) error {
			_, err := member.Remove(ctx, w.tenant, account(self).ID, actor(self), w.Now())
			return err
		},
		"both lower themselves": func(ctx context.Context, w *world, self, _ string) error {
			_, err := member.ChangeRole(ctx, w.tenant, account(self).ID, tenant.Admin, actor(self), w.Now())
			return err
		},
		"each suspends the other": func(ctx context.Context, w *world, self, other string) error {
			_, err := member.Suspend(ctx, w.tenant, account(other).ID, actor(self), w.Now())
			return err
		},
	}
	for name, do := range ways {
		t.Run(name, func(t *testing.T) {
			for range 3 {
				w := newWorld(t)
				w.found(t, "olga")
				w.join(t, "otto", tenant.Owner, actor("olga"))
				errs := make([]error, 2)
				var all sync.WaitGroup
				all.Go(func() { errs[0] = do(t.Context(), w, "olga", "otto") })
				all.Go(func() { errs[1] = do(t.Context(), w, "otto", "olga") })
				all.Wait()
				left := 0
				for _, m := range w.members(t) {
					if m == "active owner" {
						left++
					}
				}
				if left != 1 || (errs[0] == nil) == (errs[1] == nil) {
					t.Fatalf("%d owners left, answers %v and %v; want one of each", left, errs[0], errs[1])
				}
			}
		})
	}
}
