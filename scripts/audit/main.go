// Command audit gives what an auditor asks for and no page shows:
//
//	audit trail -by ME [-from DAY] [-to DAY]  the service's own audit trail, a JSON object to a line
//	audit certificate -number N               the certificate of an erasure, proven to be as it was kept
//	audit operators                           Vahti's own who can sign in, for the yearly review
//
// Whoever runs it has rights of their own on the project. That the trail was read stands
// in the trail. Nothing else is changed, and a repeat gives the same.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "audit:", err)
		os.Exit(1)
	}
}

// order is the command line.
type order struct {
	do, project, endpoint, by string
	from, to                  time.Time // zero for no bound; to is the day after the last
	number                    int64
}

var errUsage = errors.New("say trail with -by, certificate with -number, or operators, each with -project; -h explains")

func parse(args []string, out io.Writer) (o order, help bool, err error) {
	if len(args) > 0 && slices.Contains([]string{"trail", "certificate", "operators"}, args[0]) {
		o.do, args = args[0], args[1:]
	}
	fs := flag.NewFlagSet("audit", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.project, "project", "", "the Google Cloud `PROJECT`")
	fs.StringVar(&o.endpoint, "endpoint", "", "where Secret Manager is, instead of Google's own")
	fs.StringVar(&o.by, "by", "", "your sign-in name, for the audit trail")
	fs.Int64Var(&o.number, "number", 0, "the certificate's `NUMBER`")
	day := func(into *time.Time, after int) func(string) error {
		return func(s string) error {
			d, err := time.Parse(time.DateOnly, s)
			*into = d.AddDate(0, 0, after)
			return err
		}
	}
	fs.Func("from", "the first `DAY`, as 2026-01-31, UTC", day(&o.from, 0))
	fs.Func("to", "the last `DAY`", day(&o.to, 1))
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(out, "usage: audit trail|certificate|operators -project PROJECT [flags]")
		fs.SetOutput(out)
		fs.PrintDefaults()
		return o, true, nil
	} else if err != nil {
		return o, false, err
	}
	if o.do == "" || o.project == "" || fs.NArg() > 0 || (o.do == "trail") != (o.by != "") || (o.do == "certificate") != (o.number > 0) {
		return o, false, errUsage
	}
	return o, false, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, help, err := parse(args, out)
	if help || err != nil {
		return err
	}
	needs := map[string][]string{"trail": {store.AuditDatabase}, "certificate": {store.LedgerDatabase}, "operators": {store.PeopleDatabase}}
	c, err := connect.Open(ctx, connect.Google{Project: o.project, SecretManagerEndpoint: o.endpoint}, needs[o.do]...)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	switch o.do {
	case "trail":
		return o.trail(ctx, c.DB, out)
	case "certificate":
		return o.certificate(ctx, c.DB, out)
	}
	return operators(ctx, c.DB, out)
}

// trail tells the trail first that it is read.
func (o order) trail(ctx context.Context, db *store.DB, out io.Writer) error {
	book := trail.Service(db)
	err := book.Add(ctx, "trail-read-"+rand.Text(), trail.Entry{At: time.Now().UTC(), By: trail.Operator, Actor: o.by, Action: trail.ExportMade, Target: "trail"})
	if err != nil {
		return err
	}
	_, err = book.WriteLines(ctx, out, o.from, o.to)
	return err
}

func (o order) certificate(ctx context.Context, db *store.DB, out io.Writer) error {
	c, err := erasure.Verify(ctx, db, o.number)
	if err != nil {
		return err
	}
	text := json.NewEncoder(out)
	text.SetIndent("", "  ")
	return text.Encode(c)
}

func operators(ctx context.Context, db *store.DB, out io.Writer) error {
	accounts, err := account.Open(db, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 1), // no password is checked here
		Site:   factor.Site{Domain: "localhost", Name: "Vahti", Origins: []string{"https://localhost"}},
	}, time.Now)
	if err != nil {
		return err
	}
	all, err := accounts.Operators(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ADDRESS\tNAME\tSTATE\tSINCE\tPASSKEYS\tLAST USED")
	for _, a := range all {
		used := time.Time{}
		for _, k := range a.Passkeys {
			if k.Used.After(used) {
				used = k.Used
			}
		}
		last := "never"
		if !used.IsZero() {
			last = used.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\n", a.Email, a.Name, a.State, a.Created.UTC().Format(time.DateOnly), len(a.Passkeys), last)
	}
	return table.Flush()
}
