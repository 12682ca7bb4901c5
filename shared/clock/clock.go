// Package clock tells functions what time it is: the wall clock's, or one that is
// ahead of it by what a file says, so that a machine without customers can play years in
// minutes. In the cloud there is no such file, and terraform names none.
package clock

import (
	"os"
	"strings"
	"sync"
	"time"
)

// stale is how long an offset is believed before the file is read again.
const stale = 50 * time.Millisecond

// Of returns the clock of a file that holds how far ahead of the wall clock it is, as
// time.ParseDuration reads it, such as "720h". Without a file, or while it is absent
// or unreadable, it is the wall clock. The clock may be used concurrently; it runs
// backwards only where the file says less than before.
func Of(file string) func() time.Time {
	if file == "" {
		return time.Now
	}
	var mu sync.Mutex
	var read time.Time
	var ahead time.Duration
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		if read.IsZero() || now.Sub(read) > stale {
			ahead, read = offset(file), now
		}
		if ahead == 0 {
			return now
		}
		return now.Add(ahead)
	}
}

func offset(file string) time.Duration {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	d, err := time.ParseDuration(strings.TrimSpace(string(raw)))
	if err != nil {
		return 0
	}
	return d
}
