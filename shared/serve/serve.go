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
	"strconv"
	"strings"
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
	limits Limits
	setup  Setup
	log    *slog.Logger

	turn    chan struct{} // whoever fills it may use handler
	handler http.Handler
}

// New returns a function that is not registered anywhere.
func New(name string, limits Limits, setup Setup) *Function {
	return newFunction(Logger(name), limits, setup)
}

func newFunction(log *slog.Logger, limits Limits, setup Setup) *Function {
	return &Function{limits: limits, setup: setup, log: log, turn: make(chan struct{}, 1)}
}

// inFlight counts requests of this process; draining is set once it is asked to
// stop. They belong to the process as its signals do.
var (
	inFlight atomic.Int64
	draining atomic.Bool
)

// grace is how much longer than the handler's context the connection can be read
// and written: the handler still has to answer, and a failed read would end the
// context as if the client had given the request up.
const grace = 2 * time.Second

// ServeHTTP implements http.Handler.
func (f *Function) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	inFlight.Add(1)
	defer inFlight.Add(-1)
	name := nameOf(r.Header)
	Guard(w.Header(), byTLS(r))
	w.Header().Set(RequestHeader, name)
	if draining.Load() {
		w.Header().Set("Connection", "close")
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	conn, end := http.NewResponseController(w), time.Now().Add(f.limits.Time+grace)
	_ = conn.SetReadDeadline(end)
	_ = conn.SetWriteDeadline(end)
	a := &answer{ResponseWriter: w}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), named{}, name), f.limits.Time)
	defer cancel()
	defer f.recover(ctx, a)
	if r.ContentLength > f.limits.Body {
		http.Error(a, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
		return
	}
	r = r.WithContext(ctx)
	r.Body = http.MaxBytesReader(w, r.Body, f.limits.Body)
	h, err := f.ready(ctx)
	if err != nil {
		level := slog.LevelError
		if errors.Is(ctx.Err(), context.Canceled) {
			level = slog.LevelInfo
		}
		f.log.Log(ctx, level, "setup failed", "error", err)
		http.Error(a, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	h.ServeHTTP(a, r)
}

// ready returns the handler, making it once. Requests that arrive meanwhile
// wait, each until its own time is up.
func (f *Function) ready(ctx context.Context) (http.Handler, error) {
	select {
	case f.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-f.turn }()
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

// recover turns a panic into a 500, or cuts an answer off that had begun. The
// value may hold anything, personal data included, so only the place is logged.
func (f *Function) recover(ctx context.Context, a *answer) {
	value := recover()
	if value == nil {
		return
	}
	if err, ok := value.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
		f.log.ErrorContext(ctx, "handler panicked", "at", panicSite())
		if !a.begun {
			failing(a.Header())
			http.Error(a, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
	}
	a.cut()
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

func runtimeFrame(name string) bool { return strings.HasPrefix(name, "runtime.") }

// drainTime is how long requests in flight may take to end after SIGTERM; Cloud
// Run kills the instance after ten seconds. flushTime is what net/http then gets
// to send the last answers, which it does after the handler has returned.
const (
	drainTime = 8 * time.Second
	flushTime = 100 * time.Millisecond
)

type listen struct {
	Host string `env:"HOST,optional"`     // address to listen on; every one when empty
	Port int    `env:"PORT,default=8080"` // set by Cloud Run
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
	if l.Port < 1 || l.Port > 65535 {
		log.Error("configuration is wrong", "error", "PORT is not between 1 and 65535")
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	failed := make(chan error, 1)
	go func() { failed <- funcframework.StartHostPort(l.Host, strconv.Itoa(l.Port)) }()
	select {
	case err := <-failed:
		var op *net.OpError
		if errors.As(err, &op) {
			log.Error("cannot listen", "port", l.Port, "error", op.Err)
		} else {
			log.Error("cannot serve", "error", err)
		}
		os.Exit(1)
	case <-stop:
		drain(drainTime)
	}
}

// drain refuses new requests, waits for those in flight and for their answers.
func drain(limit time.Duration) {
	draining.Store(true)
	for end := time.Now().Add(limit); inFlight.Load() > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(flushTime)
}
