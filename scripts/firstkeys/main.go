// Command firstkeys makes the keys that belong to no tenant: that of the people who
// sign in and that by which a tenant is found from its Entra id. No function may make
// them. It is run once in a new project, by its owner, and changes nothing where they
// are there.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/seal"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "firstkeys:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	fs := flag.NewFlagSet("firstkeys", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	project := fs.String("project", "", "the Google Cloud `PROJECT`")
	address := fs.String("endpoint", "", "where Secret Manager is, instead of Google's own")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fs.SetOutput(out)
			fs.PrintDefaults()
			return nil
		}
		return err
	}
	if *project == "" || fs.NArg() > 0 {
		return errors.New("name the project with -project, and nothing else")
	}
	options, err := endpoint.Options(*address)
	if err != nil {
		return err
	}
	client, err := secretmanager.NewClient(ctx, options...)
	if err != nil {
		return errors.New("Secret Manager cannot be reached with the credentials of this machine")
	}
	defer func() { _ = client.Close() }()
	keys := seal.NewKeys(client, *project, time.Now)
	if _, err := keys.CreatePeople(ctx); err != nil {
		return fmt.Errorf("the key of the people who sign in: %w", err)
	}
	if _, err := keys.Directory(ctx, ""); err != nil {
		return fmt.Errorf("the key by which tenants are found: %w", err)
	}
	fmt.Fprintln(out, "The keys are there.")
	return nil
}
