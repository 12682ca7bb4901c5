// Command verifyexport verifies an export of a tenant's data: that its manifest is
// signed by a key of Vahti's, that every file is as the manifest says, and that the audit
// trail in it agrees with the chain that seals it. It ends with an error where anything
// is wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/export"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "verify-export:", err)
		os.Exit(1)
	}
}

// errProblems means that the export is not as it was made.
var errProblems = errors.New("the export is not as it was made")

func run(ctx context.Context, args []string, out io.Writer) error {
	fs := flag.NewFlagSet("verify-export", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	keys := fs.String("keys", "", "where Vahti publishes its keys, such as https://vahti.example/export/keys, or a file with what it published")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(out, "verify-export -keys ADDRESS FILE.zip")
			fs.SetOutput(out)
			fs.PrintDefaults()
			return nil
		}
		return err
	}
	if fs.NArg() != 1 || *keys == "" {
		return errors.New("name the keys with -keys, and one export: a key that came with the export proves nothing")
	}
	raw, err := published(ctx, *keys)
	if err != nil {
		return err
	}
	known, err := export.ParseJWKS(raw)
	if err != nil {
		return err
	}
	f, err := os.Open(fs.Arg(0))
	if err != nil {
		return fmt.Errorf("the export cannot be opened: %w", err)
	}
	defer func() { _ = f.Close() }()
	about, err := f.Stat()
	if err != nil {
		return fmt.Errorf("the export cannot be opened: %w", err)
	}
	v, err := export.Verify(f, about.Size(), known)
	if err != nil {
		return err
	}
	return tell(out, v)
}

// tell writes what was found.
func tell(out io.Writer, v export.Verdicts) error {
	m := v.Manifest
	fmt.Fprintf(out, "Made %s of the tenant %s, signed by the key %s.\n", m.Made.Format(time.RFC3339), m.Tenant, m.Key)
	fmt.Fprintf(out, "%d files with %d records.\n", v.Files, v.Records)
	if v.Links > 0 || v.Entries+v.Waiting > 0 {
		fmt.Fprintf(out, "Audit trail: %d entries sealed by %d links, %d not sealed yet or by links outside of the period.\n", v.Entries, v.Links, v.Waiting)
	}
	for _, p := range v.Problems {
		fmt.Fprintln(out, "!", p)
	}
	if len(v.Problems) > 0 {
		return errProblems
	}
	fmt.Fprintln(out, "Everything is as it was made.")
	return nil
}

// errPlain means that anybody on the way could have put keys of their own in the place of
// Vahti's.
var errPlain = errors.New("the keys are fetched from an https:// address, or from this machine")

// maxKeys bounds what is read of keys, in bytes.
const maxKeys = 1 << 20

// published reads the keys from where they are.
func published(ctx context.Context, from string) ([]byte, error) {
	if !strings.Contains(from, "://") {
		raw, err := os.ReadFile(from)
		if err != nil {
			return nil, fmt.Errorf("the keys cannot be read: %w", err)
		}
		return raw, nil
	}
	site, err := url.Parse(from)
	if err != nil || site.Host == "" || site.Scheme != "https" && !(site.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, site.Hostname())) {
		return nil, errPlain
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return nil, fmt.Errorf("the address of the keys: %w", err)
	}
	// What answers in another place is not who was asked.
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("the keys cannot be fetched: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the keys cannot be fetched: status %d", res.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxKeys))
	if err != nil {
		return nil, fmt.Errorf("the keys cannot be fetched: %w", err)
	}
	return raw, nil
}
