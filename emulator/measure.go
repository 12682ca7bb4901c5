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
	"path/filepath"
	"syscall"
	"time"

	"vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/queue"
)

// measureOptions are the command line of a measurement.
type measureOptions struct {
	synth    []generated
	seed     uint64
	spec     string
	messages int
	explain  bool
	profile  string
}

// measured is what one stretch of work cost.
type measured struct {
	What    string  `json:"what"`
	Scans   int     `json:"scans"`
	Seconds float64 `json:"seconds"`
	// Requests and Floor are of the one tenant's scan, as the scan counts them.
	Requests int `json:"requests,omitempty"`
	Floor    int `json:"floor,omitempty"`
	// Reads, Writes and Deletes are documents of all functions.
	Reads    int64 `json:"reads"`
	Writes   int64 `json:"writes"`
	Deletes  int64 `json:"deletes"`
	Messages int64 `json:"messages"` // acknowledged
	// CPUMs is processor time by function, "supervisor" being the stand-ins.
	CPUMs map[string]int64 `json:"cpuMs"`
	// ScanMiB is the most memory that the scan function has held since it began.
	ScanMiB int64 `json:"scanMiB"`
}

func parseMeasure(args []string, usage io.Writer) (measureOptions, error) {
	var o measureOptions
	var sizes folders
	fs := flag.NewFlagSet("measure", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Var(&sizes, "synth", "`N` users of one tenant, scanned first, unchanged, an hour later and with 1 % of them changed; or NxM: so many tenants of M users, each scanned once")
	fs.Uint64Var(&o.seed, "seed", 1, "seed of the tenants")
	fs.StringVar(&o.spec, "fault", "", "as the emulator takes it, such as graph.quota=on,graph.slow=1s")
	fs.IntVar(&o.messages, "messages", 0, "then push `N` messages about finished scans")
	fs.BoolVar(&o.explain, "explain", false, "explain findings too")
	fs.StringVar(&o.profile, "profile", "", "write processor profiles of every process to `DIR`")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(usage, "usage: go run ./emulator measure -synth N|NxM [flags]")
			fs.SetOutput(usage)
			fs.PrintDefaults()
		}
		return o, err
	}
	if fs.NArg() > 0 {
		return o, fmt.Errorf("%q is not a flag", fs.Arg(0))
	}
	var err error
	if o.synth, err = parseSynth(sizes); err != nil {
		return o, err
	}
	if len(o.synth) != 1 || o.messages < 0 {
		return o, errors.New("measure takes -synth once, and -messages from 0 on")
	}
	_, err = parseFaults(o.spec)
	return o, err
}

// measure runs the service over generated tenants and prints what the work cost,
// one JSON line for each stretch of it.
func measure(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	o, err := parseMeasure(args, stderr)
	if err != nil {
		return err
	}
	stop, err := profile(o.profile, "supervisor")
	if err != nil {
		return err
	}
	defer stop()
	so := options{once: true, seed: o.seed, addr: "127.0.0.1:0", addrSet: true, profile: o.profile}
	if so.faults, err = parseFaults(o.spec); err != nil {
		return err
	}
	if !o.explain {
		so.idle = []string{"explain", "notify"}
	}
	dir, err := os.MkdirTemp("", "vahti-measure-")
	if err != nil {
		return errors.New("no temporary folder can be made")
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if g := o.synth[0]; g.fleet {
		so.synth = o.synth
	} else {
		if err := synth.Write(dir, g.users, o.seed); err != nil {
			return fmt.Errorf("the tenant could not be generated: %w", err)
		}
		so.tenants = []string{dir}
	}
	m := &measurement{service: &service{opts: so, names: &names{}, processes: map[string]*process{}}, out: json.NewEncoder(stdout)}
	m.service.show = newDisplay(io.Discard, m.service.names, false)
	defer func() { err = errors.Join(err, m.service.close()) }()
	if err := m.stretch(ctx, "start", 0, m.service.start); err != nil {
		return err
	}
	if o.synth[0].fleet {
		err = m.stretch(ctx, "first", len(m.service.tenants), m.fleet)
	} else {
		err = m.sizes(ctx, dir)
	}
	if err == nil && o.messages > 0 {
		err = m.stretch(ctx, "messages", 0, func(ctx context.Context) error { return m.repeat(ctx, o.messages) })
	}
	return err
}

type measurement struct {
	service *service
	out     *json.Encoder
}

// fleet scans every tenant once, with a tick a minute as in the cloud.
func (m *measurement) fleet(ctx context.Context) error {
	began := time.Now()
	var ticked time.Time
	for {
		if time.Since(ticked) > time.Minute {
			ticked = time.Now()
			if err := m.service.tick(queue.Tick{Before: began}); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		if quiet, err := m.service.quiet(ctx); err != nil || quiet {
			return err
		}
	}
}

// sizes scans the one tenant, which is recorded in dir, four times: first, again at the
// same moment, an hour later, when who takes turns has some due, and with 1 % of its people
// changed.
func (m *measurement) sizes(ctx context.Context, dir string) error {
	s := m.service
	if err := m.stretch(ctx, "first", 1, s.untilQuiet); err != nil {
		return err
	}
	if err := m.stretch(ctx, "unchanged", 1, s.untilQuiet); err != nil {
		return err
	}
	later := s.tenants[0].recorded.Add(time.Hour)
	s.tenants[0].recorded = &later
	if err := registerOne(ctx, s.fleet, s.tenants[0]); err != nil {
		return err
	}
	if err := m.stretch(ctx, "an hour later", 1, s.untilQuiet); err != nil {
		return err
	}
	if err := changeUsers(filepath.Join(dir, "v1.0", "users.ndjson")); err != nil {
		return err
	}
	rec, err := graph.Load(dir)
	if err != nil {
		return err
	}
	if err := s.standins.graph.Add(rec); err != nil {
		return err
	}
	return m.stretch(ctx, "1 % changed", 1, s.untilQuiet)
}

// changeUsers gives every hundredth user another name, and at least one.
func changeUsers(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return errors.New("the generated users cannot be read")
	}
	lines := bytes.SplitAfter(raw, []byte("\n"))
	for i := 0; i < len(lines); i += 100 {
		lines[i] = bytes.Replace(lines[i], []byte(`"displayName":"`), []byte(`"displayName":"Renamed `), 1)
	}
	if err := os.WriteFile(file, bytes.Join(lines, nil), 0o600); err != nil {
		return errors.New("the generated users cannot be changed")
	}
	return nil
}

// repeat publishes messages of scans that are finished and waits until all are
// acknowledged: each goes through the queue, the function and one transaction.
func (m *measurement) repeat(ctx context.Context, n int) error {
	s := m.service
	var encoded [][]byte
	topic := ""
	for _, t := range s.tenants[:min(len(s.tenants), 50)] {
		h, err := s.db.Tenant(t.id)
		if err != nil {
			return err
		}
		scans, err := fullScans(ctx, h, 5)
		if err != nil || len(scans) == 0 {
			return errors.Join(errors.New("a tenant was never scanned"), err)
		}
		var data []byte
		if topic, data, err = queue.Encode(queue.Scan{Tenant: t.id, Slot: scans[0].Slot}); err != nil {
			return err
		}
		encoded = append(encoded, data)
	}
	for i := range n {
		if _, err := s.standins.pubsub.Publish(topic, encoded[i%len(encoded)], nil); err != nil {
			return fmt.Errorf("publish message: %w", err)
		}
	}
	for {
		if stats := s.standins.pubsub.Stats(); stats.Queued+stats.InFlight == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// stretch does some work and prints what it cost.
func (m *measurement) stretch(ctx context.Context, what string, scans int, work func(context.Context) error) error {
	began, before := time.Now(), m.now()
	if err := work(ctx); err != nil {
		return err
	}
	r, after := measured{What: what, Scans: scans, Seconds: time.Since(began).Seconds(), CPUMs: map[string]int64{}}, m.now()
	for name, ms := range after.cpu {
		r.CPUMs[name] = ms - before.cpu[name]
	}
	r.Messages = after.messages - before.messages
	r.Reads, r.Writes, r.Deletes = after.reads-before.reads, after.writes-before.writes, after.deletes-before.deletes
	if p := m.service.processes["scan"]; p != nil {
		r.ScanMiB = p.usage().MaxRSSMiB
	}
	if scans == 1 {
		h, err := m.service.db.Tenant(m.service.tenants[0].id)
		if err != nil {
			return err
		}
		last, err := fullScans(ctx, h, 5)
		if err != nil || len(last) == 0 {
			return errors.Join(errors.New("the tenant was not scanned"), err)
		}
		if last[0].Failed() {
			return errors.New("the tenant could not be scanned: " + last[0].Error)
		}
		r.Requests, r.Floor = last[0].Requests, last[0].Floor
	}
	if err := m.out.Encode(r); err != nil {
		return errors.New("the measurement could not be written")
	}
	return nil
}

// readings are counters at one moment.
type readings struct {
	cpu                              map[string]int64
	messages, reads, writes, deletes int64
}

func (m *measurement) now() readings {
	r := readings{cpu: map[string]int64{"supervisor": ownTime().Milliseconds()}}
	for name, p := range m.service.processes {
		r.cpu[name] = p.usage().CPUMs
	}
	if s := m.service.standins; s != nil && s.pubsub != nil {
		r.messages = s.pubsub.Stats().Delivered
		if s.firestore != nil {
			f := s.firestore.Stats()
			r.reads, r.writes, r.deletes = f.Reads-m.service.show.ownReads, f.Writes, f.Deletes
		}
	}
	return r
}

// ownTime is the processor time of this process so far.
func ownTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
