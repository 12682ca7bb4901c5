// Command announce gives customers the notices that the agreement promises them:
//
//	announce subprocessor -called NAME -from DAY   at least 30 days before it begins (section 13)
//	announce breach -known TIME                    without delay, at best within 48 hours (section 17)
//
// both with -name, -say FILE, -project, -address and -by. Every owner of every customer,
// or of those named with -tenant, gets a letter in their own language, which no setting
// turns off, and the customer's audit trail tells that it was written. The file holds
// what to say in en, fi and sv, as -h shows.
//
// A repeat under the same -name writes nothing twice, so that one that broke off is run
// again; what becomes known later goes under a new name. With -count nothing is written.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"time"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "announce:", err)
		os.Exit(1)
	}
}

// The agreement's times.
const (
	beforehand = 30 * 24 * time.Hour // a subprocessor is announced, unless it is urgent
	target     = 48 * time.Hour      // a breach is announced
)

// order is the command line.
type order struct {
	kind                       letter.Kind
	project, endpoint, address string
	name, by, called           string
	at                         time.Time // when the subprocessor begins, or since when the breach is known
	says                       map[string][]letter.Section
	only                       []string
	urgent, count              bool
}

var (
	errUsage = errors.New("say subprocessor with -called and -from, or breach with -known, and -name, -say, -project, -address and -by; -h explains")
	errSoon  = errors.New("a new subprocessor is announced 30 days before it begins; -urgent is for reasons of security, availability or law")
)

func parse(args []string, out io.Writer, now time.Time) (o order, help bool, err error) {
	do := ""
	if len(args) > 0 {
		do = args[0]
	}
	if do == string(letter.Subprocessor) || do == string(letter.Breach) {
		o.kind, args = letter.Kind(do), args[1:]
	}
	fs := flag.NewFlagSet("announce", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.project, "project", "", "the Google Cloud `PROJECT`")
	fs.StringVar(&o.endpoint, "endpoint", "", "where Secret Manager is, instead of Google's own")
	fs.StringVar(&o.address, "address", "", "the page of all subprocessors, as https://HOST/PAGE")
	fs.StringVar(&o.name, "name", "", "a `NAME` of the notice's own, such as subprocessor-2027-1")
	fs.StringVar(&o.by, "by", "", "your sign-in name, for the audit trail")
	fs.StringVar(&o.called, "called", "", "the `NAME` of the subprocessor")
	file := fs.String("say", "", "a JSON `FILE` of what to say, by language: "+example(letter.Subprocessor)+", or of a breach "+example(letter.Breach))
	fs.Func("from", "the `DAY` on which the subprocessor begins, as 2027-01-31", timeIn(&o.at, time.DateOnly))
	fs.Func("known", "since when the breach is known, as 2027-01-31T12:00:00Z", timeIn(&o.at, time.RFC3339))
	fs.Func("tenant", "the `ID` of a customer who is told, again for each; without it all are", func(id string) error { o.only = append(o.only, id); return nil })
	fs.BoolVar(&o.urgent, "urgent", false, "the subprocessor begins sooner than in 30 days, for a reason that the agreement allows")
	fs.BoolVar(&o.count, "count", false, "write nothing; say who would be told")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(out, "usage: announce subprocessor|breach -name NAME -say FILE -project PROJECT -address PAGE -by ME [flags]")
		fs.SetOutput(out)
		fs.PrintDefaults()
		return o, true, nil
	} else if err != nil {
		return o, false, err
	}
	u, err := url.Parse(o.address)
	if o.kind == "" || err != nil || u.Scheme != "https" || u.Host == "" || o.project == "" || o.name == "" || o.by == "" || *file == "" || o.at.IsZero() ||
		(o.kind == letter.Subprocessor) != (o.called != "") || fs.NArg() > 0 {
		return o, false, errUsage
	}
	switch {
	case o.kind == letter.Subprocessor && !o.urgent && o.at.Sub(now) < beforehand:
		return o, false, errSoon
	case o.kind == letter.Breach && o.at.After(now):
		return o, false, errors.New("nobody can have known of a breach since a time to come")
	}
	raw, err := os.ReadFile(*file)
	if err != nil {
		return o, false, err
	}
	o.says, err = sectionsOf(o.kind, raw)
	return o, false, err
}

func timeIn(into *time.Time, layout string) func(string) error {
	return func(s string) (err error) {
		*into, err = time.Parse(layout, s)
		return err
	}
}

func run(ctx context.Context, args []string, out io.Writer, now time.Time) error {
	o, help, err := parse(args, out, now)
	if help || err != nil {
		return err
	}
	c, err := connect.Open(ctx, connect.Google{Project: o.project, SecretManagerEndpoint: o.endpoint}, store.VahtiDatabase, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	return o.announce(ctx, c.DB, out, now)
}

// announce goes through the customers. One whose people cannot be told stops no other;
// the command fails in the end.
func (o order) announce(ctx context.Context, db *store.DB, out io.Writer, now time.Time) error {
	if o.kind == letter.Breach && now.Sub(o.at) > target {
		fmt.Fprintln(out, "This is later than the 48 hours that the agreement aims at: the notice should say why.")
	}
	customers, letters := 0, 0
	var failed []error
	seen := map[string]bool{}
	for id, err := range anomaly.Tenants(ctx, db) {
		if err != nil {
			return err
		}
		if len(o.only) > 0 && !slices.Contains(o.only, id.String()) {
			continue
		}
		seen[id.String()] = true
		n, err := o.tell(ctx, db, id, now)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			failed = append(failed, fmt.Errorf("tenant %s: %w", id, err))
		case n == 0:
			failed = append(failed, fmt.Errorf("tenant %s has no owner to tell", id))
		default:
			customers++
			letters += n
		}
	}
	for _, id := range o.only {
		if !seen[id] {
			failed = append(failed, fmt.Errorf("there is no tenant %s", id))
		}
	}
	did := "are written"
	if o.count {
		did = "would be written"
	}
	fmt.Fprintf(out, "%d letters to owners of %d customers %s.\n", letters, customers, did)
	return errors.Join(failed...)
}

// tell writes to the owners of one customer, and returns how many there are.
func (o order) tell(ctx context.Context, db *store.DB, id tenant.ID, now time.Time) (int, error) {
	t, err := db.Tenant(id)
	if err != nil {
		return 0, err
	}
	about, err := t.About(ctx)
	if err != nil {
		return 0, err
	}
	if about.State == tenant.Erased {
		return 0, store.ErrNotFound
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return 0, err
	}
	owners, err := member.Owners(ctx, t)
	if err != nil || o.count {
		return len(owners), err
	}
	for _, m := range owners {
		l := letter.Letter{Name: "announced-" + o.name + "-" + id.String() + "-" + m.ID, Kind: o.kind, To: m.Email, Language: about.Language, Tenant: profile.Name,
			By: o.called, Until: o.at, Sections: o.says[languageOf(about.Language)], Of: id.String(), Reader: m.ID}
		if o.kind == letter.Subprocessor {
			l.Link = o.address
		}
		if err := letter.Put(ctx, db, l, now); err != nil {
			return 0, err
		}
	}
	after, err := json.Marshal(map[string]any{"kind": o.kind, "name": o.name, "owners": len(owners), "at": o.at.UTC()})
	if err != nil {
		return 0, err
	}
	return len(owners), trail.Of(t).Add(ctx, "announced-"+o.name, trail.Entry{
		At: now.UTC(), By: trail.Operator, Actor: o.by, Action: trail.NoticeGiven, Target: "notices/" + o.name, After: after,
	})
}
