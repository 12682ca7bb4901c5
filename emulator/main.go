// Command emulator is the whole service on one machine: Google's and
// Microsoft's services as stand-ins, every function as a process of its own, a
// front door before the console and a scheduler that ticks every minute.
//
//	go run ./emulator
//
// scans the sample tenants in emulator/tenants and prints the console's
// address. With -once it scans every tenant, waits until all is quiet, and
// prints one JSON summary. See -h for the flags.
//
//	go run ./emulator rehearse
//
// runs it over tenants whose true history is known while everything goes wrong,
// and compares; see rehearse -h and scripts/faults. measure, with flags of its own
// too, prints what scans cost; see scripts/bench.
//
// A function's process is this program again with FUNCTION_TARGET set.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	_ "vahti.ai/vahti/functions/api"
	_ "vahti.ai/vahti/functions/billing"
	_ "vahti.ai/vahti/functions/console"
	_ "vahti.ai/vahti/functions/deliver"
	_ "vahti.ai/vahti/functions/dispatch"
	_ "vahti.ai/vahti/functions/erase"
	_ "vahti.ai/vahti/functions/explain"
	_ "vahti.ai/vahti/functions/export"
	_ "vahti.ai/vahti/functions/notify"
	_ "vahti.ai/vahti/functions/postmark"
	_ "vahti.ai/vahti/functions/retain"
	_ "vahti.ai/vahti/functions/scan"
	_ "vahti.ai/vahti/functions/signin"
	_ "vahti.ai/vahti/functions/stripe"
	_ "vahti.ai/vahti/functions/sweep"
	"vahti.ai/vahti/shared/serve"
)

func main() {
	if target := os.Getenv("FUNCTION_TARGET"); target != "" {
		go endWithParent()
		stop := profileFunction(target)
		serve.Main(target)
		stop()
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "emulator: %v\n", err)
		os.Exit(1)
	}
}

// command does what the arguments ask for.
func command(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "rehearse" {
		return rehearse(ctx, args[1:], os.Stdout, os.Stderr)
	}
	if len(args) > 0 && args[0] == "measure" {
		return measure(ctx, args[1:], os.Stdout, os.Stderr)
	}
	opts, err := parseFlags(args, os.Stderr)
	if err != nil {
		return err
	}
	return run(ctx, opts, os.Stdout, os.Stderr)
}

// endWithParent ends a function's process when its supervisor dies, however it
// dies: the supervisor holds the other end of this process's standard input.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
