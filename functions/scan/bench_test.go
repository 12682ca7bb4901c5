package scan

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	graphstandin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// recordedDir names, for the process that Graph's stand-in has to itself, the
// recording to serve.
const recordedDir = "SCAN_TEST_RECORDING"

// serveRecorded serves a recording to whoever asks, until its standard input ends.
func serveRecorded(dir string) int {
	rec, err := graphstandin.Load(dir)
	if err == nil {
		s := graphstandin.Open(graphstandin.Config{Authenticate: func(string) (string, bool) { return rec.ID, true }})
		if err = s.Add(rec); err == nil {
			var base string
			if base, err = s.Serve(); err == nil {
				fmt.Println(base)
				_, _ = os.Stdin.Read(make([]byte, 1))
				return 0
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// mostSpent is how much of the processor reading, decoding and judging a tenant of
// 100,000 people may take in all.
const mostSpent = 1500 * time.Millisecond

// BenchmarkReadAndJudge reads a tenant of 100,000 people for the first time and runs
// every check, as a scan does before it keeps and records anything. Graph is a process
// of its own, so that the processor's time is the scan's alone. It fails over the bound.
func BenchmarkReadAndJudge(b *testing.B) {
	const users = 100_000
	dir := filepath.Join(b.TempDir(), "tenant")
	if err := synth.Write(dir, users, 1); err != nil {
		b.Fatal(err)
	}
	rec, err := graphstandin.Load(dir)
	if err != nil {
		b.Fatal(err)
	}
	settings, err := snapshot.ParseSettings(rec.Settings)
	if err != nil {
		b.Fatal(err)
	}
	tokens.AddTenant(rec.ID, nil)
	authority, ca, err := tokens.Serve()
	if err != nil {
		b.Fatal(err)
	}
	reader, err := graph.New(graph.Config{BaseURL: serveElsewhere(b, dir), Unpaced: true}, graph.Credentials{
		ClientID: clientID, Secret: func(context.Context) (string, error) { return clientSecret, nil },
		Authority: authority, CAFile: ca, DisableInstanceDiscovery: true,
	})
	if err != nil {
		b.Fatal(err)
	}
	checks := all.Checks()
	order := graph.Order{Want: slices.DeleteFunc(check.Resources(checks), snapshot.IsDNS), Keep: true}
	collectSteadily()
	before := spentHere(b)
	for b.Loop() {
		s := snapshot.New(rec.AsOf.UTC(), settings)
		report, err := reader.Read(b.Context(), rec.ID, s, order)
		if err != nil {
			b.Fatal(err)
		}
		if n := snapshot.Users.Len(s); !report.Whole || n < users {
			b.Fatalf("%d people were read, whole: %v", n, report.Whole)
		}
		for _, c := range checks {
			_ = check.Run(c, s)
		}
	}
	spent := (spentHere(b) - before) / time.Duration(b.N)
	b.ReportMetric(spent.Seconds(), "cpu-s/op")
	if spent > mostSpent {
		b.Errorf("reading and judging took %v of the processor, want at most %v", spent, mostSpent)
	}
}

// serveElsewhere has another process serve a recording and returns the address.
func serveElsewhere(b *testing.B, dir string) string {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), recordedDir+"="+dir)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// spentHere is how much of the processor this process has used.
func spentHere(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
