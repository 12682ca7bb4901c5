// Command checks prints the catalogue of checks: as a table, as Markdown (which
// is shared/check/CATALOGUE.md), as JSON, or by the published controls that the
// checks answer.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"vahti.ai/vahti/shared/check/all"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(os.Stderr, "checks: %v\n", err)
		}
		os.Exit(2)
	}
}

func run(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("checks", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	markdown := fs.Bool("md", false, "print Markdown")
	asJSON := fs.Bool("json", false, "print a JSON array")
	coverage := fs.Bool("coverage", false, "print which published controls are answered, and why the others are not")
	permissions := fs.Bool("permissions", false, "print the permissions to consent to, each with its reasons")
	custom := fs.String("custom", "", "say whether the custom checks in `FILE`, a JSON array, are valid")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(out, "usage: go run ./shared/check/cmd/checks [flag]")
			fs.SetOutput(out)
			fs.PrintDefaults()
		}
		return err
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("%q is not a flag", fs.Arg(0))
	}
	if fs.NFlag() > 1 {
		return errors.New("only one flag at a time")
	}
	switch {
	case *markdown:
		return printMarkdown(out, all.Checks())
	case *asJSON:
		return printJSON(out, all.Checks())
	case *coverage:
		return printCoverage(out, all.Checks())
	case *permissions:
		return printPermissions(out)
	case *custom != "":
		return validateCustom(out, *custom)
	}
	return printTable(out, all.Checks())
}
