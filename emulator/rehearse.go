package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// A rehearsal runs the whole service over generated tenants whose true history
// is known, with everything going wrong that can, and compares what is stored in
// the end with the truth. It is divided among services that run side by side, so
// that while one waits for the lease of a killed scan the others go on.

// rehearsalOptions are the command line of a rehearsal.
type rehearsalOptions struct {
	seed     uint64
	tenants  int
	scans    int           // over all tenants
	lasts    time.Duration // instead of a number of scans
	services int
	spec     string
	keep     string
	writes   bool   // kill at every write in turn instead of by chance
	shot     string // FUNCTION:WRITE:before|after, in every scan of this one service
	idle     string // functions that get no messages, joined by commas
	tally    bool   // print the result as JSON and nothing else
	verbose  bool
}

// everything is all that goes wrong unless -fault says otherwise: three messages
// in ten doubled and out of order, one request to Graph in ten failed, three pushes in
// two thousand killed (a scan takes four and more), some at writes, and some of each
// kind of failure of the database. Graph fails in every way that passes by itself; what
// stays, such as a refusal, is rightly not known, and of that there are cases in scan's
// own tests.
const everything = "queue.duplicate=0.3,queue.reorder=0.3,queue.delay=100ms,queue.lostack=0.03," +
	"graph.429=0.025,graph.500=0.03,graph.html=0.01,graph.401=0.005,graph.cut=0.015,graph.reset=0.01,graph.gzip=0.005,graph.garbled=0.005,graph.slow=5ms," +
	"storage.unavailable=0.02," +
	"firestore.abort=0.03,firestore.unavailable=0.02,firestore.lost=0.02,firestore.slow=2ms," +
	"kill=0.0015,kill.write=0.0005,clock.jump=2h"

// rehearsalResult is how a rehearsal, or one service of it, ended.
type rehearsalResult struct {
	Seed    uint64 `json:"seed"`
	Tenants int    `json:"tenants"`
	Scans   int    `json:"scans"`
	Changes int    `json:"changes"` // of findings, by the truth
	Drifts  int    `json:"drifts"`  // of checks' verdicts, by the truth
	Passes  int    `json:"passes"`  // light passes that judged something, by the truth
	Earlier int    `json:"earlier"` // changes of findings that those found
	// Attributed and Unattributed are the stored changes, of findings and between scans,
	// that name somebody and nobody.
	Attributed   int `json:"attributed"`
	Unattributed int `json:"unattributed"`
	Certain      int `json:"certain"` // of those that must name somebody

	Seconds  float64          `json:"seconds"`
	Injected map[string]int64 `json:"injected"`
	// What is not as it must be: gone, there twice, or another.
	Lost    int      `json:"lost"`
	Doubled int      `json:"doubled"`
	Wrong   int      `json:"wrong"`
	Shown   []string `json:"shown"` // the first of them
	// Spent says that the process was killed at the write asked for.
	Spent bool `json:"spent"`
}

func (r *rehearsalResult) add(other rehearsalResult) {
	r.Tenants += other.Tenants
	r.Scans += other.Scans
	r.Changes += other.Changes
	r.Drifts += other.Drifts
	r.Passes += other.Passes
	r.Earlier += other.Earlier
	r.Attributed += other.Attributed
	r.Unattributed += other.Unattributed
	r.Certain += other.Certain
	r.Lost += other.Lost
	r.Doubled += other.Doubled
	r.Wrong += other.Wrong
	for _, line := range other.Shown {
		r.Shown = append(r.Shown, fmt.Sprintf("seed %d: %s", other.Seed, line))
	}
	for kind, n := range other.Injected {
		r.Injected[kind] += n
	}
}

func (r rehearsalResult) good() bool { return r.Lost+r.Doubled+r.Wrong == 0 }

// print shows a result to people.
func (r rehearsalResult) print(w io.Writer) {
	fmt.Fprintf(w, "%d scans over %d tenants in %.0f s, %.1f a second; %d changes of findings, %d of verdicts\n",
		r.Scans, r.Tenants, r.Seconds, float64(r.Scans)/max(r.Seconds, 0.001), r.Changes, r.Drifts)
	fmt.Fprintf(w, "%d light passes found %d of the changes first; %d records name an author, as %d must; %d say that none is known\n",
		r.Passes, r.Earlier, r.Attributed, r.Certain, r.Unattributed)
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(r.Injected)) {
		kinds = append(kinds, fmt.Sprintf("%s %d", kind, r.Injected[kind]))
	}
	fmt.Fprintf(w, "injected: %s\n", strings.Join(kinds, ", "))
	for _, line := range r.Shown {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintf(w, "seed %d: %d lost, %d doubled, %d wrong\n", r.Seed, r.Lost, r.Doubled, r.Wrong)
}

func parseRehearsal(args []string, usage io.Writer) (rehearsalOptions, error) {
	var o rehearsalOptions
	fs := flag.NewFlagSet("rehearse", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Uint64Var(&o.seed, "seed", 1, "seed of the tenants, their histories and the faults")
	fs.IntVar(&o.tenants, "tenants", 200, "how many tenants")
	fs.IntVar(&o.scans, "scans", 10_000, "how many scans over all tenants")
	fs.DurationVar(&o.lasts, "for", 0, "go on for so long instead, such as 30m")
	fs.IntVar(&o.services, "services", 3, "how many services to divide the tenants among")
	fs.StringVar(&o.spec, "fault", everything, "what goes wrong, `SPEC` as the emulator takes it; empty for nothing")
	fs.StringVar(&o.keep, "keep", "", "leave state and recordings of a failure in `DIR`")
	fs.BoolVar(&o.writes, "every-write", false, "kill at each write of a scan in turn, before it is applied and after, instead of by chance")
	fs.StringVar(&o.shot, "shot", "", "in each scan kill `FUNCTION:WRITE:before` or after; pass for the function scan in light passes")
	fs.StringVar(&o.idle, "idle", "", "leave out `FUNCTIONS`, joined by commas: they get no messages")
	fs.BoolVar(&o.tally, "json", false, "print the result as JSON")
	fs.BoolVar(&o.verbose, "verbose", false, "show what the services show")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(usage, "usage: go run ./emulator rehearse [flags]")
			fs.SetOutput(usage)
			fs.PrintDefaults()
		}
		return o, err
	}
	switch {
	case fs.NArg() > 0:
		return o, fmt.Errorf("%q is not a flag", fs.Arg(0))
	case o.tenants < 1, o.scans < 1, o.services < 1, o.lasts < 0:
		return o, errors.New("-tenants, -scans and -services take numbers from 1 on")
	}
	if _, err := parseFaults(o.spec); err != nil {
		return o, err
	}
	if _, _, _, err := parseShot(o.shot); err != nil {
		return o, err
	}
	o.services = min(o.services, o.tenants)
	return o, nil
}

// lightShot is the function of a shot at a light pass, which scan makes.
const lightShot = "pass"

// parseShot reads "scan:3:after".
func parseShot(text string) (function string, write int, applied bool, err error) {
	if text == "" {
		return "", 0, false, nil
	}
	parts := strings.Split(text, ":")
	if len(parts) == 3 {
		write, err = strconv.Atoi(parts[1])
		function, applied = parts[0], parts[2] == "after"
	}
	if len(parts) != 3 || err != nil || write < 1 || parts[2] != "before" && parts[2] != "after" {
		return "", 0, false, fmt.Errorf("-shot takes FUNCTION:WRITE:before or after, not %q", text)
	}
	return function, write, applied, nil
}

// errDiffers is a rehearsal that did not end as it must.
var errDiffers = errors.New("what is stored is not what happened")

// rehearse runs a rehearsal and prints how it ended.
func rehearse(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseRehearsal(args, stderr)
	if err != nil {
		return err
	}
	began := time.Now()
	var r rehearsalResult
	switch {
	case o.writes:
		r, err = everyWrite(ctx, o, stderr)
	case o.services == 1:
		r, err = rehearseOne(ctx, o, stderr)
	default:
		r, err = rehearseMany(ctx, o, stderr)
	}
	if err != nil {
		return err
	}
	r.Seconds = time.Since(began).Seconds()
	if o.tally {
		if err := json.NewEncoder(stdout).Encode(r); err != nil {
			return errors.New("the result could not be written")
		}
	} else {
		r.print(stdout)
	}
	if !r.good() {
		return errDiffers
	}
	return nil
}

// rehearseMany divides the tenants among services, each a process with a seed of its own.
func rehearseMany(ctx context.Context, o rehearsalOptions, stderr io.Writer) (rehearsalResult, error) {
	results := make([]rehearsalResult, o.services)
	var g errgroup.Group
	for i := range o.services {
		part := o
		part.seed = o.seed + uint64(i)<<32
		part.tenants = o.tenants/o.services + min(1, max(0, o.tenants%o.services-i))
		part.scans = max(part.tenants, o.scans*part.tenants/o.tenants)
		if o.keep != "" {
			part.keep = fmt.Sprintf("%s/service-%d", o.keep, i+1)
		}
		g.Go(func() (err error) {
			results[i], err = rehearseChild(ctx, part, stderr)
			for _, line := range results[i].Shown { // at once: the others may go on for long
				fmt.Fprintf(stderr, "seed %d: %s\n", part.seed, line)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return rehearsalResult{}, err
	}
	return sum(o.seed, results), nil
}

func sum(seed uint64, results []rehearsalResult) rehearsalResult {
	all := rehearsalResult{Seed: seed, Injected: map[string]int64{}}
	for _, r := range results {
		all.add(r)
	}
	return all
}

// rehearseChild is rehearseOne in a process of its own.
func rehearseChild(ctx context.Context, o rehearsalOptions, stderr io.Writer) (r rehearsalResult, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, errors.New("the emulator's own program file cannot be found")
	}
	cmd := exec.CommandContext(ctx, self, "rehearse", "-json", "-services", "1", "-seed", strconv.FormatUint(o.seed, 10),
		"-tenants", strconv.Itoa(o.tenants), "-scans", strconv.Itoa(o.scans), "-for", o.lasts.String(),
		"-fault", o.spec, "-keep", o.keep, "-shot", o.shot, "-idle", o.idle, "-verbose="+strconv.FormatBool(o.verbose))
	cmd.Stderr = stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopTime
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return r, errors.New("a service of the rehearsal could not be started")
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return r, errors.New("a service of the rehearsal ended without a result")
	}
	return r, nil
}

// shotTenants are how many tenants there are where a light pass is killed.
const shotTenants = 3

// mostWrites bounds how many writes one scan can be killed at.
const mostWrites = 200

// everyWrite kills a function at its first write of a tenant's scan, or of light
// passes, at its second, and so on until there are no more, before the write is applied and after.
// Each kill has a service of its own; they run side by side because each waits
// for the lease of the killed scan.
func everyWrite(ctx context.Context, o rehearsalOptions, stderr io.Writer) (rehearsalResult, error) {
	all := rehearsalResult{Seed: o.seed, Injected: map[string]int64{}}
	for _, function := range []string{"scan", lightShot, "dispatch", "explain"} {
		for _, when := range []string{"before", "after"} {
			for from, spent := 1, true; spent && from <= mostWrites; from += o.services {
				results := make([]rehearsalResult, o.services)
				var g errgroup.Group
				for i := range o.services {
					part := o
					part.tenants, part.scans, part.spec, part.keep = 1, 2, "", ""
					if function == lightShot { // not every tenant gives passes something to do
						part.tenants, part.scans = shotTenants, 2*shotTenants
					}
					part.shot = fmt.Sprintf("%s:%d:%s", function, from+i, when)
					g.Go(func() (err error) {
						results[i], err = rehearseChild(ctx, part, stderr)
						return err
					})
				}
				if err := g.Wait(); err != nil {
					return all, err
				}
				for i, r := range results {
					for j := range r.Shown {
						r.Shown[j] = fmt.Sprintf("killed at write %d, %s: %s", from+i, when, r.Shown[j])
					}
					spent = spent && r.Spent
					all.add(r)
				}
			}
		}
	}
	return all, nil
}
