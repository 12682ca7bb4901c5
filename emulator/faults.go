package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/vertex"
)

// faults are what the stand-ins do wrong, with the probability of each.
type faults struct {
	graph                        graphFaults
	graphDeny                    []string // resources, as the checks name them
	queueDuplicate, queueReorder float64
	queueLostAck                 float64
	kill, killWrite              float64
	queueDelay                   time.Duration
	firestoreAbort               float64
	firestoreUnavailable         float64
	firestoreLost                float64
	firestoreSlow                time.Duration
	clockJump                    time.Duration
	storageUnavailable           float64
	vertex                       map[vertex.Kind]float64
}

// probabilities names the faults drawn by chance.
func (f *faults) probabilities() map[string]*float64 {
	return f.graph.name(map[string]*float64{
		"queue.duplicate": &f.queueDuplicate, "queue.reorder": &f.queueReorder, "queue.lostack": &f.queueLostAck,
		"firestore.abort": &f.firestoreAbort, "firestore.unavailable": &f.firestoreUnavailable, "firestore.lost": &f.firestoreLost,
		"storage.unavailable": &f.storageUnavailable, "kill": &f.kill, "kill.write": &f.killWrite,
	})
}

// durations names the faults that are the longest of evenly drawn times.
func (f *faults) durations() map[string]*time.Duration {
	return map[string]*time.Duration{"graph.slow": &f.graph.Slow, "firestore.slow": &f.firestoreSlow, "queue.delay": &f.queueDelay, "clock.jump": &f.clockJump}
}

// parseFaults reads "graph.429=0.2,graph.slow=200ms".
func parseFaults(spec string) (faults, error) {
	f := faults{vertex: map[vertex.Kind]float64{}}
	if spec == "" {
		return f, nil
	}
	chances, waits := f.probabilities(), f.durations()
	for _, item := range strings.Split(spec, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		if wait, known := waits[name]; known {
			d, err := time.ParseDuration(value)
			if !ok || err != nil || d < 0 {
				return f, fmt.Errorf("fault %s takes a duration such as 200ms, not %q", name, value)
			}
			*wait = d
			continue
		}
		if name == "graph.quota" && ok {
			if err := f.graph.setQuota(value); err != nil {
				return f, err
			}
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

// firestoreFate draws what becomes of a function's request to write; an operator's
// own are applied. Of the answers that are lost every fourth comes too late instead.
func (f faults) firestoreFate(d *draws, identity string) firestore.Fate {
	if identity == operator {
		return firestore.Applied
	}
	if f.firestoreSlow > 0 {
		time.Sleep(time.Duration(d.float() * float64(f.firestoreSlow)))
	}
	switch {
	case d.strike("firestore.unavailable", f.firestoreUnavailable):
		return firestore.Unavailable
	case d.strike("firestore.lost", f.firestoreLost):
		if d.chance(0.25) {
			return firestore.TimedOut
		}
		return firestore.Lost
	}
	return firestore.Applied
}

// clock is the clock of Entra, Graph and Firestore: the functions' own, unless it
// jumps. Then it does so every quarter of a minute, to anywhere within clockJump
// before and after theirs: more often than a scan repeats what was refused for it
// would tell nothing of a real clock.
func (f faults) clock(now func() time.Time, d *draws) func() time.Time {
	if f.clockJump <= 0 {
		return now
	}
	var mu sync.Mutex
	var until time.Time
	var ahead time.Duration
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at := now()
		if at.After(until) {
			until = at.Add(15 * time.Second)
			ahead = time.Duration((2*d.float() - 1) * float64(f.clockJump))
		}
		return at.Add(ahead)
	}
}
