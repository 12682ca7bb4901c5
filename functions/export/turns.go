package export

import (
	"errors"
	"sync"
	"time"
)

// atOnce is how many exports of one tenant an instance makes at the same time: fewer than
// it makes in all, so that one tenant does not take the place of the others.
const atOnce = 2

// errBusy is the answer to who asks for more.
var errBusy = errors.New("exports of this tenant are under way; wait for one to end")

// tooOften is the answer to who has begun many exports lately.
type tooOften struct{ wait time.Duration }

// Error implements error.
func (*tooOften) Error() string {
	return "many exports of this tenant were made lately; wait a few minutes"
}

// turns counts the exports that are under way, by tenant.
type turns struct {
	mu   sync.Mutex
	runs map[string]int
}

// take takes a turn, or reports that there is none.
func (t *turns) take(tenant string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.runs == nil {
		t.runs = map[string]int{}
	}
	if t.runs[tenant] >= atOnce {
		return false
	}
	t.runs[tenant]++
	return true
}

// give gives a turn back.
func (t *turns) give(tenant string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.runs[tenant]--; t.runs[tenant] <= 0 {
		delete(t.runs, tenant)
	}
}
