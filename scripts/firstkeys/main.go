// Command firstkeys makes the keys that belong to no tenant: that of the people who
// sign in, that by which a tenant is found from its Entra id, and that by which exports
// are signed. No function may make them. It is run once in a new project, by its owner,
// and changes nothing where they are there. With -export-key it puts a new key in the
// place of the one that signs exports; what that signed can still be verified.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/export/signer"
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
	replace := fs.Bool("export-key", false, "put a new key in the place of the one that signs exports")
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
	c, err := connect.Open(ctx, connect.Google{Project: *project, SecretManagerEndpoint: *address})
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Keys.CreatePeople(ctx); err != nil {
		return fmt.Errorf("the key of the people who sign in: %w", err)
	}
	if _, err := c.Keys.Directory(ctx, ""); err != nil {
		return fmt.Errorf("the key by which tenants are found: %w", err)
	}
	if err := signer.Make(ctx, c.Secrets, *project, *replace); err != nil {
		return err
	}
	fmt.Fprintln(out, "The keys are there.")
	return nil
}
