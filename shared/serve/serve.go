// Package serve adapts Vahti's handlers to functions-framework-go and does what
// the framework leaves out: it sets clients up on the first request and
// remembers only a success, bounds bodies and time, recovers without printing
// values, keeps a push's subscription and delivery attempt, maps errors to a
// status in one place, and lets requests in flight end when the instance is
// asked to stop.
package serve

import (
	"context"
	"errors"
	"io"
	stdlog "log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"vahti.ai/vahti/shared/config"
)

// Limits bound one request.
type Limits struct {
	Time time.Duration // until the handler's context ends
	Body int64         // bytes; a longer body is refused with 413
}

// Setup makes a function's handler with its clients. It is called on the first
// request and again on the next one when it fails.
type Setup func(context.Context) (http.Handler, error)

// Register makes a function known to the framework under its name.
func Register(name string, limits Limits, setup Setup) {
	functions.HTTP(name, New(name, limits, setup).ServeHTTP)
}

// Function is a registered function; New makes one for tests to call.
type Function struct {
	name   string
	limits Limits
	setup  Setup
	log    *slog.Logger

	mu      sync.Mutex
	handler http.Handler
}

// New returns a function that is not registered anywhere.
func New(name string, limits Limits, setup Setup) *Function {
	return &Function{name: name, limits: limits, setup: setup, log: Logger(name)}
}

// inFlight counts requests of this process; draining is set once it is asked to
// stop. They belong to the process as its signals do.
var (
	inFlight atomic.Int64
	draining atomic.Bool
)

// ServeHTTP implements http.Handler.
func (f *Function) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	inFlight.Add(1)
	defer inFlight.Add(-1)
	if draining.Load() {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), f.limits.Time)
	defer cancel()
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(f.limits.Time))
	r = r.WithContext(ctx)
	r.Body = http.MaxBytesReader(w, r.Body, f.limits.Body)
	defer f.recover(w)
	h, err := f.ready(ctx)
	if err != nil {
		f.log.Error("setup failed", "error", err)
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	h.ServeHTTP(w, r)
}

// ready returns the handler, making it once. Requests that arrive meanwhile wait.
func (f *Function) ready(ctx context.Context) (http.Handler, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.handler != nil {
		return f.handler, nil
	}
	h, err := f.setup(ctx)
	if err != nil {
		return nil, err
	}
	f.handler = h
	return h, nil
}

// recover turns a panic into a 500. The value may hold anything, personal data
// included, so only the place is logged.
func (f *Function) recover(w http.ResponseWriter) {
	if recover() == nil {
		return
	}
	f.log.Error("handler panicked", "at", panicSite())
	http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

// panicSite returns the function that panicked.
func panicSite() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for seen := false; ; {
		frame, more := frames.Next()
		if seen && !runtimeFrame(frame.Function) {
			return frame.Function
		}
		seen = seen || frame.Function == "runtime.gopanic"
		if !more {
			return "unknown"
		}
	}
}

func runtimeFrame(name string) bool { return len(name) > 8 && name[:8] == "runtime." }

// drainTime is how long requests in flight may take to end after SIGTERM; Cloud
// Run kills the instance after ten seconds.
const drainTime = 8 * time.Second

type listen struct {
	Host string `env:"HOST,optional"`     // address to listen on; every one when empty
	Port string `env:"PORT,default=8080"` // set by Cloud Run
}

// Main serves the function named by FUNCTION_TARGET until the process is asked
// to stop. It is all that a cmd does.
func Main(name string) {
	if os.Getenv("FUNCTION_TARGET") == "" {
		_ = os.Setenv("FUNCTION_TARGET", name)
	}
	// What libraries write there has no form and may hold anything.
	stdlog.SetOutput(io.Discard)
	log := Logger(name)
	var l listen
	if err := config.Read(&l); err != nil {
		log.Error("configuration is wrong", "error", err)
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	failed := make(chan error, 1)
	go func() { failed <- funcframework.StartHostPort(l.Host, l.Port) }()
	select {
	case err := <-failed:
		var op *net.OpError
		if errors.As(err, &op) {
			log.Error("cannot listen", "port", l.Port)
		} else {
			log.Error("cannot serve", "error", err)
		}
		os.Exit(1)
	case <-stop:
		drain(drainTime)
	}
}

// drain refuses new requests and waits for those in flight.
func drain(limit time.Duration) {
	draining.Store(true)
	for end := time.Now().Add(limit); inFlight.Load() > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
}
