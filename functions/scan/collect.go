package scan

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// What a scan throws away does not grow with the tenant, it comes page after page.
// So memory is collected each time that so much was thrown away, and not as Go has
// it, each time the same share of what is in use: that collects all the time for a
// small tenant, and lets a large one's instance grow without need. What a large
// tenant leaves is without pointers and costs little to go over.
const (
	// roomy is how large the heap becomes before anything is collected, in bytes:
	// every instance has that.
	roomy = 48 << 20
	// garbage is how much is thrown away between two collections from there on, in
	// bytes, and leastPercent the least share of what is in use: going over very much
	// takes its time.
	garbage      = 12 << 20
	leastPercent = 6
	// mostPercent bounds how far off the next collection is set where next to
	// nothing is in use yet.
	mostPercent = 1000
)

// collectSteadily sets the process' garbage collection, now and after each
// collection. It lasts as long as the process.
func collectSteadily() {
	adjust()
	watch := new(watcher)
	runtime.SetFinalizer(watch, again)
}

// A watcher is thrown away once in each collection. The byte keeps it from sharing
// its memory with others.
type watcher struct{ _ [16]byte }

func again(w *watcher) {
	adjust()
	runtime.SetFinalizer(w, again)
}

// adjust has the next collection begin once so much was thrown away.
func adjust() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() == metrics.KindUint64 {
		debug.SetGCPercent(percentOf(live[0].Value.Uint64()))
	}
}

// percentOf says how much what is in use may grow, in percent.
func percentOf(live uint64) int {
	room := max(garbage, roomy-min(live, roomy))
	return int(min(max(room*100/max(live, 1), leastPercent), mostPercent))
}
