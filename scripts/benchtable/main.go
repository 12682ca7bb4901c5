// Command benchtable runs "emulator measure" for fleets and for tenants of several
// sizes and prints what it measured as a table in Markdown, with the command that
// measured each row. See scripts/bench.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// measured is a line of "emulator measure".
type measured struct {
	What     string           `json:"what"`
	Scans    int              `json:"scans"`
	Seconds  float64          `json:"seconds"`
	Requests int              `json:"requests"`
	Reads    int64            `json:"reads"`
	Writes   int64            `json:"writes"`
	Deletes  int64            `json:"deletes"`
	Messages int64            `json:"messages"`
	CPUMs    map[string]int64 `json:"cpuMs"`
	ScanMiB  int64            `json:"scanMiB"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := fs.String("sizes", "1000,10000,100000", "users of the tenants to scan, joined by commas; empty for none")
	fleets := fs.String("fleets", "1000x20", "fleets to scan, NxM for N tenants of M users, joined by commas; empty for none")
	messages := fs.Int("messages", 5000, "messages to push about scans that are finished; 0 for none")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("%q is not a flag", fs.Arg(0))
	}
	dir, err := os.MkdirTemp("", "vahti-bench-")
	if err != nil {
		return errors.New("no temporary folder can be made")
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program := filepath.Join(dir, "emulator")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./emulator").CombinedOutput(); err != nil {
		return fmt.Errorf("the emulator cannot be built: %s", text)
	}
	b := bench{program: program, out: out}
	b.say(sizeHead)
	for _, users := range list(*sizes) {
		if err := b.measure(ctx, sizeRow, "-synth", users); err != nil {
			return err
		}
	}
	b.say("\n" + fleetHead)
	for i, fleet := range list(*fleets) {
		args := []string{"-synth", fleet}
		if i == 0 && *messages > 0 {
			args = append(args, "-messages", fmt.Sprint(*messages))
		}
		if err := b.measure(ctx, fleetRow, args...); err != nil {
			return err
		}
	}
	return nil
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

type bench struct {
	program string
	out     io.Writer
}

func (b bench) say(text string) { fmt.Fprintln(b.out, text) }

// measure runs one measurement and prints the rows of its stretches.
func (b bench) measure(ctx context.Context, row func(name string, m measured) string, args ...string) error {
	name := args[1]
	var errs bytes.Buffer
	cmd := exec.CommandContext(ctx, b.program, append([]string{"measure"}, args...)...)
	cmd.Stderr = &errs
	raw, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("measure %s: %s", name, strings.TrimSpace(errs.String()))
	}
	lines := json.NewDecoder(bytes.NewReader(raw))
	for lines.More() {
		var m measured
		if err := lines.Decode(&m); err != nil {
			return fmt.Errorf("measure %s: what it printed cannot be read", name)
		}
		if text := row(name, m); text != "" {
			b.say(text + " `go run ./emulator measure " + strings.Join(args, " ") + "` |")
		}
	}
	return nil
}

const sizeHead = `| users | scan | wall s | Graph requests | documents read | written | deleted | CPU of scan, s | CPU of scan, us a user | peak of scan, MiB | command |
|---|---|---|---|---|---|---|---|---|---|---|`

func sizeRow(users string, m measured) string {
	if m.Scans == 0 {
		return ""
	}
	var n int64
	if _, err := fmt.Sscan(users, &n); err != nil || n == 0 {
		return ""
	}
	cpu := m.CPUMs["scan"]
	return fmt.Sprintf("| %s | %s | %.2f | %d | %d | %d | %d | %.2f | %.1f | %d |",
		users, m.What, m.Seconds, m.Requests, m.Reads, m.Writes, m.Deletes, float64(cpu)/1000, float64(cpu)*1000/float64(n), m.ScanMiB)
}

const fleetHead = `| fleet | work | wall s | a second | CPU of scan, ms each | of dispatch | of the stand-ins | documents read each | written each | command |
|---|---|---|---|---|---|---|---|---|---|`

func fleetRow(fleet string, m measured) string {
	n := int64(m.Scans)
	switch m.What {
	case "messages":
		n = m.Messages
	case "start":
		return ""
	}
	if n == 0 {
		return ""
	}
	each := func(v int64) float64 { return float64(v) / float64(n) }
	work := map[bool]string{true: "messages of finished scans", false: "tenants, first scan"}[m.What == "messages"]
	return fmt.Sprintf("| %s | %d %s | %.1f | %.1f | %.2f | %.2f | %.2f | %.1f | %.1f |", fleet, n, work, m.Seconds, float64(n)/max(m.Seconds, 1e-9),
		each(m.CPUMs["scan"]), each(m.CPUMs["dispatch"]), each(m.CPUMs["supervisor"]), each(m.Reads), each(m.Writes))
}
