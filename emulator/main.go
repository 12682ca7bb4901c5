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

	_ "vahti.ai/vahti/functions/console"
	_ "vahti.ai/vahti/functions/dispatch"
	_ "vahti.ai/vahti/functions/explain"
	_ "vahti.ai/vahti/functions/scan"
	"vahti.ai/vahti/shared/serve"
)

func main() {
	if target := os.Getenv("FUNCTION_TARGET"); target != "" {
		go endWithParent()
		serve.Main(target)
		return
	}
	opts, err := parseFlags(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		err = run(ctx, opts, os.Stdout, os.Stderr)
		stop()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "emulator: %v\n", err)
		os.Exit(1)
	}
}

// endWithParent ends a function's process when its supervisor dies, however it
// dies: the supervisor holds the other end of this process's standard input.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
