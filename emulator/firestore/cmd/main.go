// Command cmd runs the Firestore stand-in alone, for any client that follows FIRESTORE_EMULATOR_HOST.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"vahti.ai/vahti/emulator/firestore"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "firestore:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. out receives the line that tells clients where.
func run(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("firestore", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	addr := flags.String("addr", "127.0.0.1:8686", "`host:port` to serve on")
	data := flags.String("data", "", "`file` to keep everything in; default: a temporary one, removed at the end")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(out)
			flags.Usage()
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; the flags are -addr and -data", flags.Arg(0))
	}
	path := *data
	if path == "" {
		dir, err := os.MkdirTemp("", "firestore-")
		if err != nil {
			return fmt.Errorf("make a temporary folder: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path = filepath.Join(dir, "data.db")
	}
	s, err := firestore.Open(firestore.Config{Path: path})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	host, err := s.ServeAddr(*addr, "operator", nil)
	if err != nil {
		return plain(*addr, err)
	}
	fmt.Fprintf(out, "export FIRESTORE_EMULATOR_HOST=%s\n", host)
	<-ctx.Done()
	return nil
}

// plain says in one sentence why addr cannot be served on.
func plain(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is already in use; choose another with -addr", addr)
	}
	return err
}
