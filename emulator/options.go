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

	"vahti.ai/vahti/emulator/vertex"
	"vahti.ai/vahti/shared/check/custom"
)

// options are the command line.
type options struct {
	once    bool
	tenants []string // folders, one tenant each
	synth   []int    // users of each generated tenant
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
}

// faults are what the stand-ins do wrong, with the probability of each.
type faults struct {
	graph429, graph500, graphCut float64
	graphSlow                    time.Duration
	graphDeny                    []string // resources, as the checks name them
	queueDuplicate, queueReorder float64
	firestoreAbort, kill         float64
	vertex                       map[vertex.Kind]float64
}

// probabilities names the faults drawn by chance.
func (f *faults) probabilities() map[string]*float64 {
	return map[string]*float64{
		"graph.429": &f.graph429, "graph.500": &f.graph500, "graph.cut": &f.graphCut,
		"queue.duplicate": &f.queueDuplicate, "queue.reorder": &f.queueReorder,
		"firestore.abort": &f.firestoreAbort, "kill": &f.kill,
	}
}

// parseFaults reads "graph.429=0.2,graph.slow=200ms".
func parseFaults(spec string) (faults, error) {
	f := faults{vertex: map[vertex.Kind]float64{}}
	if spec == "" {
		return f, nil
	}
	chances := f.probabilities()
	for _, item := range strings.Split(spec, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		if name == "graph.slow" && ok {
			d, err := time.ParseDuration(value)
			if err != nil || d < 0 {
				return f, fmt.Errorf("fault graph.slow takes a duration such as 200ms, not %q", value)
			}
			f.graphSlow = d
			continue
		}
		if name == "graph.deny" && ok {
			for _, resource := range strings.Split(value, "+") {
				if !deniable(resource) {
					return f, fmt.Errorf("fault graph.deny takes resources such as v1.0/policies/authorizationPolicy joined by +, not %q", resource)
				}
				f.graphDeny = append(f.graphDeny, resource)
			}
			continue
		}
		chance, known := chances[name]
		kind, isVertex := vertexFault(name)
		if !known && !isVertex {
			return f, fmt.Errorf("unknown fault %q", name)
		}
		p, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil || !(p >= 0 && p <= 1) {
			return f, fmt.Errorf("fault %s takes a probability from 0 to 1, not %q", name, value)
		}
		if isVertex {
			f.vertex[kind] = p
		} else {
			*chance = p
		}
	}
	return f, nil
}

// deniable reports whether a text names a resource: a version of Graph or "dns",
// and a path.
func deniable(resource string) bool {
	version, path, ok := strings.Cut(resource, "/")
	return ok && (version == "v1.0" || version == "beta" || version == "dns") && strings.Trim(path, "/") != ""
}

// graphPaths returns the denied resources of Graph without version, and without
// what only tells two resources of one path apart.
func (f faults) graphPaths() []string {
	var out []string
	for _, r := range f.graphDeny {
		version, path, _ := strings.Cut(r, "/")
		path, _, _ = strings.Cut(path, "?")
		if version != "dns" {
			out = append(out, path)
		}
	}
	return out
}

// dnsRefused tells which names public DNS refuses: all of them where one of its
// resources is denied, because a question does not say what it is for; nil where
// none is.
func (f faults) dnsRefused() func(name string) bool {
	if slices.Contains(f.graphDeny, "dns/{id}") || slices.Contains(f.graphDeny, "dns/hosts/{id}") {
		return func(string) bool { return true }
	}
	return nil
}

// vertexFault reads a fault of the model, such as "vertex.links".
func vertexFault(name string) (vertex.Kind, bool) {
	text, ok := strings.CutPrefix(name, "vertex.")
	if !ok {
		return vertex.None, false
	}
	kind, err := vertex.ParseKind(text)
	return kind, err == nil && kind != vertex.None
}

// folders collects a flag that may be given several times.
type folders []string

func (f *folders) String() string     { return strings.Join(*f, ",") }
func (f *folders) Set(s string) error { *f = append(*f, s); return nil }

const defaultAddr = "127.0.0.1:8080"

// parseFlags reads the command line. Every error is one plain sentence.
func parseFlags(args []string, usage io.Writer) (options, error) {
	var o options
	var single, several, synth folders
	var spec, checks string
	fs := flag.NewFlagSet("emulator", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&o.once, "once", false, "scan every tenant, due or not, until all is quiet; print one JSON summary and end")
	fs.Var(&single, "tenant", "serve the recorded tenant in `DIR` (repeatable)")
	fs.Var(&several, "tenants", "serve every subfolder of `DIR` as a recorded tenant (repeatable)")
	fs.Var(&synth, "synth", "add a generated tenant with `N` users (repeatable)")
	fs.Uint64Var(&o.seed, "seed", 1, "seed of generated tenants and of faults")
	fs.StringVar(&o.live, "live", "", "scan the real tenant `TENANT` with AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; all else stays local")
	fs.StringVar(&o.data, "data", "", "keep state in `DIR` across runs (default a temporary folder)")
	fs.StringVar(&o.addr, "addr", defaultAddr, "console address `HOST:PORT`")
	fs.StringVar(&spec, "fault", "", "make stand-ins misbehave, `SPEC` such as graph.429=0.2,graph.slow=200ms,graph.deny=v1.0/users+v1.0/domains,queue.duplicate=0.3,kill=0.02")
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
	for _, text := range synth {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 2_000_000 {
			return o, fmt.Errorf("-synth takes a number of users from 1 to 2000000, not %q", text)
		}
		o.synth = append(o.synth, n)
	}
	if o.tenants, err = tenantFolders(single, several); err != nil {
		return o, err
	}
	if o.live != "" && len(o.tenants)+len(o.synth) > 0 {
		return o, errors.New("-live scans one real tenant and goes with no -tenant, -tenants or -synth")
	}
	return o, nil
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
