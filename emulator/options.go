package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check/custom"
)

// options are the command line.
type options struct {
	once    bool
	tenants []string // folders, one tenant each
	onboard []string // folders of tenants that have yet to consent
	synth   []generated
	seed    uint64
	live    string
	data    string
	addr    string
	addrSet bool
	faults  faults
	verbose bool
	checks  []byte // the operator's own checks for every tenant

	// programs are functions' own binaries, by name, to start instead of this
	// program; tests hold the deployed commands to the same work.
	programs map[string]string
	// idle are functions that get no messages; benchmarks leave out what they do not measure.
	idle []string
	// every is how often tenants are scanned by their own schedules; zero for cadence.
	every time.Duration
	// profile is the folder for processor profiles of the functions' processes; empty for none.
	profile string
}

// folders collects a flag that may be given several times.
type folders []string

func (f *folders) String() string     { return strings.Join(*f, ",") }
func (f *folders) Set(s string) error { *f = append(*f, s); return nil }

const defaultAddr = "127.0.0.1:8080"

// parseFlags reads the command line. Every error is one plain sentence.
func parseFlags(args []string, usage io.Writer) (options, error) {
	var o options
	var single, several, synth, onboard folders
	var spec, checks string
	fs := flag.NewFlagSet("emulator", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&o.once, "once", false, "scan every tenant, due or not, until all is quiet; print one JSON summary and end")
	fs.Var(&single, "tenant", "serve the recorded tenant in `DIR` (repeatable)")
	fs.Var(&several, "tenants", "serve every subfolder of `DIR` as a recorded tenant (repeatable)")
	fs.Var(&onboard, "onboard", "invite the recorded tenant in `DIR`, whose people then accept, consent and see the first scan (repeatable)")
	fs.Var(&synth, "synth", "add a generated tenant with `N` users, or with NxM so many tenants of M users each (repeatable)")
	fs.Uint64Var(&o.seed, "seed", 1, "seed of generated tenants and of faults")
	fs.StringVar(&o.live, "live", "", "scan the real tenant `TENANT` with AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; all else stays local")
	fs.StringVar(&o.data, "data", "", "keep state in `DIR` across runs (default a temporary folder)")
	fs.StringVar(&o.addr, "addr", defaultAddr, "console address `HOST:PORT`")
	fs.StringVar(&spec, "fault", "", "make stand-ins misbehave, `SPEC` such as graph.429=0.2,graph.slow=200ms,graph.quota=on,graph.deny=v1.0/users+v1.0/domains,queue.duplicate=0.3,kill=0.02")
	fs.StringVar(&checks, "checks", "", "judge every tenant by the custom checks in `FILE` too, a JSON array")
	fs.BoolVar(&o.verbose, "verbose", false, "show every log line of the functions")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(usage, "usage: go run ./emulator [flags]")
			fs.SetOutput(usage)
			fs.PrintDefaults()
		}
		return o, err
	}
	if fs.NArg() > 0 {
		return o, fmt.Errorf("%q is not a flag", fs.Arg(0))
	}
	fs.Visit(func(f *flag.Flag) { o.addrSet = o.addrSet || f.Name == "addr" })
	var err error
	if o.faults, err = parseFaults(spec); err != nil {
		return o, err
	}
	if checks != "" {
		if o.checks, err = os.ReadFile(checks); err != nil {
			return o, fmt.Errorf("-checks: file %s cannot be read", checks)
		}
		if _, err := custom.Parse(o.checks); err != nil {
			return o, fmt.Errorf("-checks: %w", err)
		}
	}
	if _, port, err := net.SplitHostPort(o.addr); err != nil || port == "" {
		return o, fmt.Errorf("-addr takes HOST:PORT, not %q", o.addr)
	}
	if o.synth, err = parseSynth(synth); err != nil {
		return o, err
	}
	if o.tenants, err = tenantFolders(single, several); err != nil {
		return o, err
	}
	if o.onboard = onboard; len(o.onboard) > 0 && (o.once || o.live != "") {
		return o, errors.New("-onboard is for people with a browser and goes with neither -once nor -live")
	}
	if o.live != "" && len(o.tenants)+len(o.synth) > 0 {
		return o, errors.New("-live scans one real tenant and goes with no -tenant, -tenants or -synth")
	}
	return o, nil
}

// generated are tenants to generate.
type generated struct {
	tenants, users int
	fleet          bool // many that share what is written: NxM
}

// The bounds of -synth.
const (
	maxSynthUsers   = 2_000_000
	maxSynthTenants = 100_000
)

func parseSynth(texts []string) ([]generated, error) {
	var out []generated
	for _, text := range texts {
		g := generated{tenants: 1}
		number := text
		if tenants, users, many := strings.Cut(text, "x"); many {
			g.fleet, number = true, users
			var err error
			if g.tenants, err = strconv.Atoi(tenants); err != nil || g.tenants < 1 || g.tenants > maxSynthTenants {
				return nil, fmt.Errorf("-synth takes from 1 to %d tenants, as in 10000x20, not %q", maxSynthTenants, text)
			}
		}
		var err error
		if g.users, err = strconv.Atoi(number); err != nil || g.users < 1 || g.users > maxSynthUsers {
			return nil, fmt.Errorf("-synth takes a number of users from 1 to %d, not %q", maxSynthUsers, text)
		}
		out = append(out, g)
	}
	return out, nil
}

// tenantFolders lists the folders that -tenant and -tenants name.
func tenantFolders(single, several folders) ([]string, error) {
	var out []string
	for _, dir := range single {
		if err := folderExists(dir); err != nil {
			return nil, err
		}
		out = append(out, dir)
	}
	for _, dir := range several {
		if err := folderExists(dir); err != nil {
			return nil, err
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, fmt.Errorf("folder %s cannot be read", dir)
		}
		n := len(out)
		for _, e := range entries {
			if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && info.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				out = append(out, filepath.Join(dir, e.Name()))
			}
		}
		if len(out) == n {
			return nil, fmt.Errorf("folder %s has no subfolder to serve as a tenant", dir)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func folderExists(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case err != nil && os.IsNotExist(err):
		return fmt.Errorf("folder %s does not exist", dir)
	case err != nil:
		return fmt.Errorf("folder %s cannot be read", dir)
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", dir)
	}
	return nil
}
