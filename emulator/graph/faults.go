package graph

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"
)

// Faults is how often the server misbehaves as Graph may. Each figure is the probability, from 0 to 1, with which one
// request meets the fault; each item of a batch counts as a request, and so does the batch itself. What befalls a
// connection befalls a batch as a whole; its items are answered 502 instead.
type Faults struct {
	// TooMany answers 429 with Retry-After: 1.
	TooMany float64
	// TooManyDate answers 429 with a date two seconds ahead in Retry-After.
	TooManyDate float64
	// TooManySilent answers 429 without Retry-After.
	TooManySilent float64
	// ServerError answers 500, 502, 503 or 504.
	ServerError float64
	// ServerPage answers 502, 503 or 504 with a page of HTML, as what stands before Graph does.
	ServerPage float64
	// Expired answers 401 as if the token had just expired.
	Expired float64
	// Forbidden answers 403 although the permission was granted.
	Forbidden float64
	// NotFound answers 404 for an entity by its id, and for what hangs under it, as if it were too new to be known
	// everywhere.
	NotFound float64
	// Resync answers a delta request that brings a token with 410, 409 or 400: what it names is no longer kept.
	Resync float64
	// Cut drops the connection or ends the answer in the middle.
	Cut float64
	// Reset resets the connection.
	Reset float64
	// Hang gives no answer, or half of one and no end, until the client gives up.
	Hang float64
	// Truncated ends a compressed answer in the middle, and says that this is its length.
	Truncated float64
	// Garbled answers 200 with what is no JSON.
	Garbled float64
	// EmptyPage answers a page without entities and with a link to the next, which holds some.
	EmptyPage float64
	// Repeated begins a page with the last entity of the page before.
	Repeated float64
	// Slow is the longest that a request waits; each waits an evenly drawn part of it. Where the published limits are
	// enforced each waits exactly that, so that the time a reading takes can be compared with the least it could.
	Slow time.Duration
}

// random draws from [0,1).
func (s *Server) random() float64 {
	if s.cfg.Rand == nil {
		return rand.Float64()
	}
	s.randMu.Lock()
	defer s.randMu.Unlock()
	return s.cfg.Rand()
}

// chance tells whether something of probability p happens. Nothing is drawn where it cannot.
func (s *Server) chance(p float64) bool { return p > 0 && s.random() < p }

// pick draws one of n.
func (s *Server) pick(n int) int { return min(int(s.random()*float64(n)), n-1) }

// strike returns the error that a request for an escaped path meets by chance, or nil.
func (s *Server) strike(path, rawQuery string) *failure {
	p := s.cfg.Faults
	switch {
	case s.chance(p.TooMany):
		return tooMany()
	case s.chance(p.TooManyDate):
		f := tooMany()
		f.retryAfter = s.now().Add(2 * time.Second).UTC().Format(http.TimeFormat)
		return f
	case s.chance(p.TooManySilent):
		f := tooMany()
		f.retryAfter = ""
		return f
	case s.chance(p.ServerError):
		f := serverErrors[s.pick(len(serverErrors))]
		return &f
	case s.chance(p.ServerPage):
		f := serverErrors[1+s.pick(len(serverErrors)-1)]
		f.page = true
		return &f
	case s.chance(p.Expired):
		return unauthorized("Lifetime validation failed, the token is expired.")
	case s.chance(p.Forbidden):
		return denied()
	case byID(path) && s.chance(p.NotFound):
		return notFound(path)
	case continues(path, rawQuery) && s.chance(p.Resync):
		f := resyncs[s.pick(len(resyncs))]
		return &f
	}
	return nil
}

// byID reports whether a path names an entity of a collection by its id, or what hangs under one.
func byID(path string) bool {
	segments := strings.Split(strings.ToLower(strings.Trim(path, "/")), "/")
	switch segments[0] {
	case "users", "groups", "serviceprincipals", "applications", "domains", "devices":
		return len(segments) > 1 && !strings.HasPrefix(segments[1], "$") && segments[1] != "delta"
	}
	return false
}

// continues reports whether a delta request brings a token.
func continues(path, rawQuery string) bool {
	if !strings.HasSuffix(strings.ToLower(strings.Trim(path, "/")), "/delta") {
		return false
	}
	q, fail := parseQuery(rawQuery)
	return fail == nil && !q.latest && (q.deltaToken != "" || q.skipToken != "")
}

// mishap is what befalls an answer on its way.
type mishap int

const (
	arrives mishap = iota
	dropped        // the connection ends without an answer
	halved         // the connection ends in the middle of the answer
	reset
	hanging // no answer
	stalled // half an answer, and no end
	truncated
	garbled
)

// mishap returns what befalls the answer of a request by chance.
func (s *Server) mishap() mishap {
	p := s.cfg.Faults
	switch {
	case s.chance(p.Cut):
		if s.random() < 0.5 {
			return dropped
		}
		return halved
	case s.chance(p.Reset):
		return reset
	case s.chance(p.Hang):
		if s.random() < 0.5 {
			return hanging
		}
		return stalled
	case s.chance(p.Truncated):
		return truncated
	case s.chance(p.Garbled):
		return garbled
	}
	return arrives
}

// itemMishap returns the error that stands for a mishap of one item of a batch.
func (s *Server) itemMishap() *failure {
	if s.mishap() == arrives {
		return nil
	}
	return &failure{status: http.StatusBadGateway, code: "BadGateway", message: "The answer was lost."}
}

// linger waits as long as Slow asks for, or until ctx ends.
func (s *Server) linger(ctx context.Context) {
	d := s.cfg.Faults.Slow
	if d <= 0 {
		return
	}
	if !s.cfg.Limits.Published {
		d = time.Duration(s.random() * float64(d))
	}
	pause(ctx, d)
}

// maxHang is how long a client that never gives up is left waiting.
const maxHang = 2 * time.Minute

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// abort ends a connection without an answer.
func abort(w http.ResponseWriter, m mishap) {
	if m == reset {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0) // the connection ends either way
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

// garble makes a body something that is no JSON, and does not merely end early.
func garble(body []byte) []byte {
	out := append([]byte("\x00"), body...)
	return append(out, '}')
}
