// Command rotatekeys gives every tenant's data key, and that of the people who sign in,
// a new key to seal with, and destroys old versions that nobody needs any more. Nothing
// stops meanwhile. What was sealed before stays readable and is sealed with the new key
// when it is written next, or by -reseal: that goes through what is kept below each tenant
// in the database vahti. Whoever runs it is an operator with rights of their own on
// the project. Stopped and run again with -since it goes on where it was.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/reseal"
	"vahti.ai/vahti/shared/tenant"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "rotate-keys:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	fs := flag.NewFlagSet("rotate-keys", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	project := fs.String("project", "", "the Google Cloud `PROJECT`")
	address := fs.String("endpoint", "", "where Secret Manager is, instead of Google's own")
	after := fs.String("since", "", "go on after the tenant with this `ID`")
	only := fs.Bool("tidy", false, "rotate nothing; destroy old versions alone")
	anew := fs.Bool("reseal", false, "rotate and destroy nothing; seal anew what older keys sealed, a day after a rotation")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fs.SetOutput(out)
			fs.PrintDefaults()
			return nil
		}
		return err
	}
	if *project == "" || fs.NArg() > 0 || *only && *anew {
		return errors.New("name the project with -project, and nothing but flags, of which -tidy and -reseal exclude each other")
	}
	c, err := connect.Open(ctx, connect.Google{Project: *project, SecretManagerEndpoint: *address}, store.VahtiDatabase)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	keys, db := c.Keys, c.DB
	if *anew {
		return sealAnew(ctx, db, *after, out)
	}
	rotated, destroyed, without := 0, 0, 0
	for id, err := range anomaly.Tenants(ctx, db) {
		if err != nil {
			return err
		}
		if id.String() <= *after {
			continue
		}
		n, err := keys.Tidy(ctx, id)
		if errors.Is(err, seal.ErrNoKey) {
			without++ // its erasure is under way
			continue
		}
		destroyed += n
		if err == nil && !*only {
			rotated++
			_, err = keys.Rotate(ctx, id)
		}
		if err != nil {
			return stopped(*after, id, err)
		}
		*after = id.String()
	}
	n, err := keys.TidyPeople(ctx)
	if err == nil && !*only {
		rotated++
		_, err = keys.RotatePeople(ctx)
	}
	if err != nil {
		return fmt.Errorf("the key of the people who sign in: %w", err)
	}
	fmt.Fprintf(out, "%d keys rotated, %d old versions destroyed, %d tenants have no key any more.\n", rotated, destroyed+n, without)
	return nil
}

// sealAnew goes through every tenant after one.
func sealAnew(ctx context.Context, db *store.DB, after string, out io.Writer) error {
	documents, sealed, without, left := 0, 0, 0, map[string]int{}
	for id, err := range anomaly.Tenants(ctx, db) {
		if err != nil {
			return err
		}
		if id.String() <= after {
			continue
		}
		t, err := db.Tenant(id)
		if err != nil {
			return err
		}
		r, err := reseal.Tenant(ctx, t)
		if errors.Is(err, seal.ErrNoKey) {
			without++ // its erasure is under way
			continue
		}
		if err != nil {
			return stopped(after, id, err)
		}
		after = id.String()
		documents, sealed = documents+r.Documents, sealed+r.Sealed
		for name, n := range r.Left {
			left[name] += n
		}
	}
	fmt.Fprintf(out, "%d documents looked at, %d fields sealed anew, %d tenants have no key any more.\n", documents, sealed, without)
	for _, name := range slices.Sorted(maps.Keys(left)) {
		fmt.Fprintf(out, "%d of %s stay as an older key sealed them.\n", left[name], name)
	}
	if len(left) > 0 {
		return errors.New("what lies where nobody knows its place was not sealed anew")
	}
	return nil
}

// stopped says at which tenant it stopped, and how to go on once that is mended.
func stopped(last string, at tenant.ID, err error) error {
	again := "run it again"
	if last != "" {
		again = "go on with -since " + last
	}
	return fmt.Errorf("stopped at tenant %s (%s): %w", at, again, err)
}
