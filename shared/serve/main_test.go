package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// childVariable, when set, makes the test binary a function's program.
const childVariable = "VAHTI_SERVE_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	Register("child", Limits{Time: 5 * time.Second, Body: 1 << 10}, childSetup)
	Main("child")
}

// childSetup makes the function that the tests below start.
func childSetup(context.Context) (http.Handler, error) {
	var waiting atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/wait", func(w http.ResponseWriter, r *http.Request) {
		waiting.Add(1)
		d, err := time.ParseDuration(r.FormValue("for"))
		if err != nil {
			d = 0
		}
		time.Sleep(d)
		_, _ = io.WriteString(w, strings.Repeat("x", waited))
	})
	mux.HandleFunc("/waiting", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strconv.FormatInt(waiting.Load(), 10))
	})
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic(secret) })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	return mux, nil
}

// waited is the length of what /wait answers: it fits into net/http's buffers,
// which are sent only after the handler has returned.
const waited = 1500

// child is a running function.
type child struct {
	cmd            *exec.Cmd
	url            string
	stdout, stderr bytes.Buffer
}

// command prepares a child with an environment of its own.
func command(t *testing.T, env ...string) *child {
	t.Helper()
	c := &child{cmd: exec.CommandContext(t.Context(), os.Args[0])}
	c.cmd.Env = append(env, childVariable+"=1")
	c.cmd.Stdout, c.cmd.Stderr = &c.stdout, &c.stderr
	return c
}

// start starts a child and returns once it can be reached.
func start(t *testing.T) *child {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	_, port, _ := net.SplitHostPort(addr)
	c := command(t, "HOST=127.0.0.1", "PORT="+port)
	c.url = "http://" + addr
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.cmd.Process.Kill() })
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if status, _ := c.get("/waiting"); status == 200 {
			return c
		}
	}
	t.Fatalf("the child did not start:\n%s", c.stderr.String())
	return nil
}

// get makes a request on a connection of its own; status 0 means no whole answer.
func (c *child) get(path string) (status int, body string) {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Get(c.url + path)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, ""
	}
	return answer.StatusCode, string(b)
}

// TestDrain: asked to stop, a function ends what it has begun, begins nothing,
// and is gone soon after.
func TestDrain(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(signal.String(), func(t *testing.T) {
			c := start(t)
			const requests = 20
			var wg sync.WaitGroup
			for range requests {
				wg.Go(func() {
					if status, body := c.get("/wait?for=400ms"); status != 200 || len(body) != waited {
						t.Errorf("a request in flight: got %v and %d bytes, want 200 and %d", status, len(body), waited)
					}
				})
			}
			for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
				if _, n := c.get("/waiting"); n == strconv.Itoa(requests) {
					break
				}
			}
			if err := c.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			refused := false
			for end := time.Now().Add(300 * time.Millisecond); !refused && time.Now().Before(end); {
				status, _ := c.get("/waiting")
				refused = status == http.StatusServiceUnavailable
			}
			if !refused {
				t.Error("a new request was not refused with 503")
			}
			wg.Wait()
			ended := time.Now()
			if err := c.cmd.Wait(); err != nil {
				t.Errorf("the child: got %v, want it to end well", err)
			}
			if took := time.Since(ended); took > 3*time.Second {
				t.Errorf("the child took %v to end after its last answer", took)
			}
			if c.stdout.Len()+c.stderr.Len() > 0 {
				t.Errorf("the child wrote\n%s%s\nwant nothing", &c.stdout, &c.stderr)
			}
		})
	}
}

// TestAnIdleFunctionEndsAtOnce when asked to.
func TestAnIdleFunctionEndsAtOnce(t *testing.T) {
	c := start(t)
	asked := time.Now()
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("got %v, want it to end well", err)
	}
	if took := time.Since(asked); took > 3*time.Second {
		t.Errorf("it took %v to end", took)
	}
}

// TestBehindTheFramework: the framework recovers by printing the value of a
// panic and by ending the answer as if it were whole; neither may show.
func TestBehindTheFramework(t *testing.T) {
	c := start(t)
	if status, body := c.get("/panic"); status != http.StatusInternalServerError || strings.Contains(body, "Maija") {
		t.Errorf("a panic: got %v %q, want a bare 500", status, body)
	}
	if status, body := c.get("/cut"); status != 0 {
		t.Errorf("a cut answer: got %v %q as a whole, want it cut off", status, body)
	}
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = c.cmd.Wait()
	if out := c.stdout.String() + c.stderr.String(); strings.Contains(out, "Maija") || strings.Count(out, "\n") != 1 {
		t.Errorf("got the output\n%s\nwant the one line about the panic", out)
	}
}

// TestMainRefuses: what keeps a function from starting is one line of log.
func TestMainRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	tests := []struct {
		name          string
		env           []string
		message, says string
	}{
		{"a port of text", []string{"PORT=http"}, "configuration is wrong", "PORT is not a whole number"},
		{"no port at all", []string{"PORT=0"}, "configuration is wrong", "PORT is not between 1 and 65535"},
		{"a negative port", []string{"PORT=-1"}, "configuration is wrong", "PORT is not between 1 and 65535"},
		{"a port too high", []string{"PORT=65536"}, "configuration is wrong", "PORT is not between 1 and 65535"},
		{"a port in use", []string{"PORT=" + port}, "cannot listen", "address already in use"},
		{"an address of another machine", []string{"HOST=192.0.2.1", "PORT=" + port}, "cannot listen", "cannot assign requested address"},
		{"another function", []string{"PORT=" + port, "FUNCTION_TARGET=other"}, "cannot serve", `"other"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := command(t, append([]string{"HOST=127.0.0.1"}, tt.env...)...)
			if err := c.cmd.Run(); err == nil || c.cmd.ProcessState.ExitCode() != 1 {
				t.Errorf("got %v, want exit status 1", err)
			}
			var line struct{ Severity, Message, Function, Error string }
			if err := json.Unmarshal(c.stderr.Bytes(), &line); err != nil {
				t.Fatalf("got\n%s\nwant one line of log: %v", &c.stderr, err)
			}
			if line.Severity != "ERROR" || line.Message != tt.message || line.Function != "child" || !strings.Contains(line.Error, tt.says) {
				t.Errorf("got %+v, want %q with %q", line, tt.message, tt.says)
			}
			if c.stdout.Len() > 0 {
				t.Errorf("got %q on standard output, want nothing", &c.stdout)
			}
		})
	}
}
