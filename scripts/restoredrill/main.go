// Command restoredrill goes through what happens when the databases are restored from a
// backup that still holds tenants that were erased since.
//
// With -data it does so on a copy of the folder of an emulator that is not running: it
// copies the databases, ends the agreement of one tenant and erases it, puts the copy
// back, one database at a time and then all, sees that nobody would be served who reads
// what was restored, applies the ledger, and looks for what is left.
// With -project it looks at a project in the cloud and changes nothing: whether anybody
// is served, what is left of every tenant that the ledger names, and whether each database
// has its times to live and backup schedules, which no backup holds. So after a restore it
// tells whether terraform and the ledger were applied.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	admin "cloud.google.com/go/firestore/apiv1/admin"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

const site = "https://vahti.example" // letters of a drill are never sent

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "restore-drill:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	fs := flag.NewFlagSet("restore-drill", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	data := fs.String("data", "", "the `FOLDER` of an emulator that is not running; it is copied and stays as it is")
	project := fs.String("project", "", "a Google Cloud `PROJECT` to look at")
	bucket := fs.String("bucket", "", "the bucket of tenants' objects, by default PROJECT-objects")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fs.SetOutput(out)
			fs.PrintDefaults()
			return nil
		}
		return err
	}
	switch {
	case fs.NArg() > 0 || (*data == "") == (*project == ""):
		return errors.New("give -data or -project, and nothing but flags")
	case *data != "":
		return drill(ctx, *data, out)
	}
	if *bucket == "" {
		*bucket = *project + "-objects"
	}
	s, err := connect(ctx, places{project: *project, bucket: *bucket}, time.Now)
	if err != nil {
		return err
	}
	defer s.close()
	c, err := admin.NewFirestoreAdminClient(ctx)
	if err != nil {
		return errors.New("Firestore's administration cannot be reached with the credentials of this machine")
	}
	defer func() { _ = c.Close() }()
	return errors.Join(s.report(ctx, out), upkeep(ctx, c, *project, out))
}

// places are where the stores are.
type places struct{ project, bucket, secrets, objects string }

// stores are all of them, as an operator has them.
type stores struct {
	db     *store.DB
	eraser *erasure.Eraser
	close  func()
}

func connect(ctx context.Context, p places, now func() time.Time) (*stores, error) {
	options, err := endpoint.Options(p.secrets)
	if err != nil {
		return nil, err
	}
	client, err := secretmanager.NewClient(ctx, options...)
	if err != nil {
		return nil, errors.New("Secret Manager cannot be reached with the credentials of this machine")
	}
	s := &stores{close: func() { _ = client.Close() }}
	if s.db, err = store.Open(ctx, p.project, seal.NewKeys(client, p.project, now),
		store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase); err != nil {
		s.close()
		return nil, err
	}
	s.db = s.db.WithClock(now)
	people, err := account.Open(s.db, account.Settings{Site: factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{site}}}, now)
	if err != nil {
		s.close()
		return nil, err
	}
	objects, err := archive.Open(ctx, p.bucket, p.objects)
	if err != nil {
		s.close()
		return nil, err
	}
	s.eraser, err = erasure.New(s.db, people, erasure.Settings{
		Objects: erasure.Objects{
			List:  func(ctx context.Context, t *store.Tenant) ([]string, error) { return objects.Tenant(t).List(ctx, "") },
			Erase: func(ctx context.Context, t *store.Tenant) error { return objects.Tenant(t).Erase(ctx) },
		},
		Dead:  func(context.Context, tenant.ID, bool, ...string) (int, error) { return 0, nil }, // no messages are restored
		Pager: anomaly.NewLogPager(os.Stderr, "restore-drill"), Site: site, Few: 5, Share: 0.02,
	}, now, slog.New(slog.DiscardHandler))
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// report says whether anybody is served and what is left. Something left is an error.
func (s *stores) report(ctx context.Context, out io.Writer) error {
	err := restore.Check(ctx, s.db, restore.Databases()...)
	switch {
	case errors.Is(err, restore.ErrBehind):
		fmt.Fprintln(out, "Nobody is served: the ledger is not applied yet.")
	case err != nil:
		return err
	default:
		fmt.Fprintln(out, "Requests are answered.")
	}
	all, err := s.eraser.Inspect(ctx)
	if err != nil {
		return err
	}
	left := 0
	for _, one := range all {
		for _, kind := range slices.Sorted(maps.Keys(one.Left)) {
			fmt.Fprintf(out, "number %d: %d of %s left\n", one.Number, one.Left[kind], kind)
			left += one.Left[kind]
		}
	}
	fmt.Fprintf(out, "The ledger names %d tenants; %d things are left of them.\n", len(all), left)
	if left > 0 {
		return errLeft
	}
	return nil
}

var errLeft = errors.New("something is left of tenants that were erased; publish a message {} to the topic erase and look again")
