package firestore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gcp "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
)

type fields = map[string]any

// secret must not be seen in any refusal.
const secret = "salasana-12345"

func TestGrants(t *testing.T) {
	s := open(t, firestore.Config{})
	operator := dial(t, serve(t, s, "operator", nil), "vahti")
	if _, err := operator.Doc("c/there").Set(t.Context(), fields{"v": secret}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		grant   firestore.Grant
		allowed []string // of the calls below
	}{
		{name: "nothing", grant: firestore.Grant{}},
		{name: "get", grant: firestore.Grant{Get: true}, allowed: []string{"get", "begin"}},
		{name: "list alone", grant: firestore.Grant{List: true}, allowed: []string{"collections", "begin"}},
		{name: "get and list", grant: firestore.Grant{Get: true, List: true}, allowed: []string{"get", "query", "count", "collections", "documents", "begin"}},
		{name: "create", grant: firestore.Grant{Create: true}, allowed: []string{"create", "begin", "bulk create"}},
		{name: "update", grant: firestore.Grant{Update: true}, allowed: []string{"update", "begin"}},
		{name: "create and update", grant: firestore.Grant{Create: true, Update: true}, allowed: []string{"create", "update", "set", "begin", "bulk create"}},
		{name: "delete", grant: firestore.Grant{Delete: true}, allowed: []string{"delete", "begin"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.grant.Database = "vahti"
			identity := "fn-" + strings.ReplaceAll(tt.name, " ", "-")
			c := dial(t, serve(t, s, identity, []firestore.Grant{tt.grant}), "vahti")
			for call, do := range calls(t, c) {
				err := do()
				switch allowed := slices.Contains(tt.allowed, call); {
				case allowed && err != nil:
					t.Errorf("%s: got %v, want it allowed", call, err)
				case !allowed:
					wantDenied(t, call, err, identity, "vahti")
				}
			}
		})
	}
	t.Run("another database", func(t *testing.T) {
		all := firestore.Grant{Database: "vahti", Get: true, List: true, Create: true, Update: true, Delete: true}
		c := dial(t, serve(t, s, "fn-other", []firestore.Grant{all}), "audit")
		for call, do := range calls(t, c) {
			wantDenied(t, call, do(), "fn-other", "audit")
		}
	})
	t.Run("no grants", func(t *testing.T) {
		c := dial(t, serve(t, s, "fn-none", []firestore.Grant{}), "vahti")
		for call, do := range calls(t, c) {
			wantDenied(t, call, do(), "fn-none", "vahti")
		}
	})
}

// calls are what an identity may try, each on documents of its own but for reading.
func calls(t *testing.T, c *gcp.Client) map[string]func() error {
	ctx := t.Context()
	coll := c.Collection("c")
	doc := func() *gcp.DocumentRef { return coll.NewDoc() }
	bulk := func(enqueue func(*gcp.BulkWriter) (*gcp.BulkWriterJob, error)) error {
		bw := c.BulkWriter(ctx)
		j, err := enqueue(bw)
		if err != nil {
			return err
		}
		bw.End()
		_, err = j.Results()
		return err
	}
	return map[string]func() error{
		"get":         func() error { _, err := coll.Doc("there").Get(ctx); return err },
		"query":       func() error { _, err := coll.Documents(ctx).GetAll(); return err },
		"count":       func() error { _, err := coll.NewAggregationQuery().WithCount("n").Get(ctx); return err },
		"collections": func() error { _, err := c.Collections(ctx).GetAll(); return err },
		"documents":   func() error { _, err := coll.DocumentRefs(ctx).GetAll(); return err },
		"create":      func() error { _, err := doc().Create(ctx, fields{"v": secret}); return err },
		"set":         func() error { _, err := doc().Set(ctx, fields{"v": secret}); return err },
		"delete":      func() error { _, err := doc().Delete(ctx); return err },
		"update": func() error {
			_, err := coll.Doc("none").Update(ctx, []gcp.Update{{Path: "v", Value: secret}})
			if status.Code(err) == codes.NotFound {
				return nil // let in, and then there was nothing to update
			}
			return err
		},
		"bulk create": func() error {
			return bulk(func(bw *gcp.BulkWriter) (*gcp.BulkWriterJob, error) { return bw.Create(doc(), fields{"v": secret}) })
		},
		"bulk delete and get": func() error {
			return c.RunTransaction(ctx, func(_ context.Context, tx *gcp.Transaction) error {
				if _, err := tx.GetAll([]*gcp.DocumentRef{coll.Doc("there")}); err != nil {
					return err
				}
				return tx.Delete(coll.Doc("none"))
			})
		},
		"begin": func() error {
			return c.RunTransaction(ctx, func(context.Context, *gcp.Transaction) error { return nil })
		},
	}
}

func wantDenied(t *testing.T, call string, err error, identity, database string) {
	t.Helper()
	st, ok := status.FromError(err)
	if !ok || st.Code() != codes.PermissionDenied {
		t.Errorf("%s: got %v, want %v", call, err, codes.PermissionDenied)
		return
	}
	for _, want := range []string{identity, database} {
		if !strings.Contains(st.Message(), fmt.Sprintf("%q", want)) {
			t.Errorf("%s: message %q does not name %q", call, st.Message(), want)
		}
	}
	if strings.Contains(st.Message(), secret) {
		t.Errorf("%s: message %q shows a document's content", call, st.Message())
	}
}

// TestRefusalSaysNothingOfData shows that a refused create answers alike whether the document is there or not.
func TestRefusalSaysNothingOfData(t *testing.T) {
	s := open(t, firestore.Config{})
	operator := dial(t, serve(t, s, "operator", nil), "audit")
	if _, err := operator.Doc("c/there").Set(t.Context(), fields{"v": 1}); err != nil {
		t.Fatal(err)
	}
	c := dial(t, serve(t, s, "fn", []firestore.Grant{{Database: "audit", Get: true}}), "audit")
	_, there := c.Doc("c/there").Create(t.Context(), fields{"v": 1})
	_, none := c.Doc("c/none").Create(t.Context(), fields{"v": 1})
	if diff := cmp.Diff(status.Convert(none).Message(), status.Convert(there).Message()); diff != "" {
		t.Errorf("refusals differ (-missing +there):\n%s", diff)
	}
}

func TestStats(t *testing.T) {
	s := open(t, firestore.Config{Uncounted: func(docPath string, mask []string) bool {
		return strings.HasSuffix(docPath, "/leases/a") && slices.Equal(mask, []string{"until", "renewals"})
	}})
	c := dial(t, serve(t, s, "operator", nil), "stats")
	ctx := t.Context()
	coll := c.Collection("c")
	lease := c.Doc("leases/a")
	if _, err := lease.Create(ctx, fields{"until": 1, "renewals": 0}); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if _, err := coll.Doc(fmt.Sprint(i)).Set(ctx, fields{"v": i}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(firestore.Stats{Writes: 6}, s.Stats()); diff != "" {
		t.Errorf("after writing (-want +got):\n%s", diff)
	}
	tests := []struct {
		name string
		do   func() error
		want firestore.Stats
	}{
		{"get", func() error { _, err := coll.Doc("0").Get(ctx); return err }, firestore.Stats{Reads: 1}},
		{"get of three, one missing", func() error {
			_, err := c.GetAll(ctx, []*gcp.DocumentRef{coll.Doc("0"), coll.Doc("1"), coll.Doc("none")})
			return err
		}, firestore.Stats{Reads: 3}},
		{"query", func() error { _, err := coll.Documents(ctx).GetAll(); return err }, firestore.Stats{Reads: 5}},
		{"query with offset", func() error { _, err := coll.Offset(2).Limit(2).Documents(ctx).GetAll(); return err }, firestore.Stats{Reads: 4}},
		{"query without result", func() error { _, err := coll.Where("v", ">", 9).Documents(ctx).GetAll(); return err }, firestore.Stats{Reads: 1}},
		{"count", func() error { _, err := coll.NewAggregationQuery().WithCount("n").Get(ctx); return err }, firestore.Stats{Reads: 1}},
		{"refused create", func() error {
			if _, err := coll.Doc("0").Create(ctx, fields{}); status.Code(err) != codes.AlreadyExists {
				return fmt.Errorf("got %w, want %v", err, codes.AlreadyExists)
			}
			return nil
		}, firestore.Stats{}},
		{"delete", func() error { _, err := coll.Doc("0").Delete(ctx); return err }, firestore.Stats{Deletes: 1}},
		{"renewal of a lease", func() error {
			_, err := lease.Update(ctx, []gcp.Update{{Path: "until", Value: 2}, {Path: "renewals", Value: gcp.Increment(1)}})
			return err
		}, firestore.Stats{}},
		{"another change of the lease", func() error {
			_, err := lease.Update(ctx, []gcp.Update{{Path: "until", Value: 3}})
			return err
		}, firestore.Stats{Writes: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s.ResetStats()
			if err := tt.do(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, s.Stats()); diff != "" {
				t.Errorf("stats (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAbortCommit(t *testing.T) {
	var mu sync.Mutex
	left := 2
	s := open(t, firestore.Config{AbortCommit: func() bool {
		mu.Lock()
		defer mu.Unlock()
		left--
		return left >= 0
	}})
	c := dial(t, serve(t, s, "operator", nil), "abort")
	ref := c.Doc("c/a")
	if _, err := ref.Create(t.Context(), fields{"n": 1}); status.Code(err) != codes.Aborted {
		t.Fatalf("first commit: got %v, want %v", err, codes.Aborted)
	}
	if _, err := ref.Get(t.Context()); status.Code(err) != codes.NotFound {
		t.Fatalf("an aborted commit was applied: got %v, want %v", err, codes.NotFound)
	}
	runs := 0
	err := c.RunTransaction(t.Context(), func(_ context.Context, tx *gcp.Transaction) error {
		runs++
		return tx.Create(ref, fields{"n": runs})
	})
	if err != nil || runs != 2 {
		t.Errorf("transaction: got %v after %d runs, want none after 2", err, runs)
	}
}

func TestCommitTooLargeIsInvalid(t *testing.T) {
	c := dial(t, serve(t, open(t, firestore.Config{}), "operator", nil), "limits")
	err := c.RunTransaction(t.Context(), func(_ context.Context, tx *gcp.Transaction) error {
		for i := range 11 {
			if err := tx.Set(c.Doc(fmt.Sprint("c/", i)), fields{"v": strings.Repeat("x", 1_000_000)}); err != nil {
				return err
			}
		}
		return nil
	})
	if got, want := status.Code(err), codes.InvalidArgument; got != want {
		t.Errorf("got %v, want %v", err, want)
	}
}

// TestClock shows that update times follow the injected clock, and rise even where it stands still or goes back.
func TestClock(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "firestore.db")
	var last time.Time
	for _, at := range []time.Time{now, now, now.Add(-time.Hour), now.Add(time.Hour)} {
		s, err := firestore.Open(firestore.Config{Path: path, Now: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		c := dial(t, serve(t, s, "operator", nil), "clock")
		res, err := c.Collection("c").NewDoc().Set(t.Context(), fields{"v": 1})
		if err != nil {
			t.Fatal(err)
		}
		if !res.UpdateTime.After(last) {
			t.Errorf("update time: got %v, want later than %v", res.UpdateTime, last)
		}
		if d := res.UpdateTime.Sub(at); at.After(last) && d != 0 {
			t.Errorf("update time: got %v, want the clock's %v", res.UpdateTime, at)
		}
		last = res.UpdateTime
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadTime(t *testing.T) {
	c := dial(t, serve(t, open(t, firestore.Config{}), "operator", nil), "time")
	ref := c.Doc("c/a")
	first, err := ref.Set(t.Context(), fields{"v": 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ref.WithReadOptions(gcp.ReadTime(first.UpdateTime)).Get(t.Context()); err != nil {
		t.Errorf("read at the last commit: %v", err)
	}
	if _, err := ref.Set(t.Context(), fields{"v": 2}); err != nil {
		t.Fatal(err)
	}
	_, err = ref.WithReadOptions(gcp.ReadTime(first.UpdateTime)).Get(t.Context())
	if got, want := status.Code(err), codes.FailedPrecondition; got != want {
		t.Errorf("read before the last commit: got %v, want %v", err, want)
	}
}

func TestClosed(t *testing.T) {
	s, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "firestore.db")})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if _, err := s.Serve("late", nil); !errors.Is(err, firestore.ErrClosed) {
		t.Errorf("serve after close: got %v, want %v", err, firestore.ErrClosed)
	}
}

func TestFileInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "firestore.db")
	open(t, firestore.Config{Path: path})
	if s, err := firestore.Open(firestore.Config{Path: path}); err == nil {
		_ = s.Close()
		t.Error("a file could be opened twice")
	}
}

// TestEmulatorHost reaches the server as production code does: by the environment alone.
func TestEmulatorHost(t *testing.T) {
	t.Setenv("FIRESTORE_EMULATOR_HOST", serve(t, open(t, firestore.Config{}), "operator", nil))
	c, err := gcp.NewClientWithDatabase(t.Context(), "p", "vahti")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Doc("c/a").Create(t.Context(), fields{"v": 1}); err != nil {
		t.Error(err)
	}
}

// TestUnimplemented shows that what is missing says so at once.
func TestUnimplemented(t *testing.T) {
	addr := serve(t, open(t, firestore.Config{}), "operator", nil)
	conn, err := grpc.NewClient("passthrough:///"+addr, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	c, err := gcp.NewClient(t.Context(), "p", option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = c.CollectionGroup("c").GetPartitionedQueries(t.Context(), 3)
	if !strings.Contains(fmt.Sprint(err), codes.Unimplemented.String()) {
		t.Errorf("partitions: got %v, want %v", err, codes.Unimplemented)
	}
	_, err = c.Collection("c").FindNearest("v", []float64{1}, 3, gcp.DistanceMeasureCosine, nil).Documents(t.Context()).GetAll()
	if got, want := status.Code(err), codes.Unimplemented; got != want {
		t.Errorf("vector search: got %v, want %v", err, want)
	}
}
