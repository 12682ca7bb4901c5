package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process keeps one function running: this program again with FUNCTION_TARGET
// set, its own environment and nothing of the supervisor's.
type process struct {
	name    string
	program string // the file to start; empty for this program
	port    string
	held    net.Listener // keeps the port until the first start
	env     []string
	line    func(function, line string) // takes each line the function logs

	mu       sync.Mutex
	cmd      *exec.Cmd
	gone     chan struct{} // closed when cmd has ended
	stopping bool
	starts   int
	cpu      time.Duration // of processes that ended
	maxRSS   int64         // KiB, the highest seen
	done     chan struct{}
}

// run starts the function and returns once it accepts connections.
func (p *process) run(ctx context.Context, env []string) error {
	p.env = append(slices.Clone(env), "FUNCTION_TARGET="+p.name, "PORT="+p.port, "HOST=127.0.0.1", "CLOUD_RUN_TIMEOUT_SECONDS=600")
	_ = p.held.Close()
	if err := p.start(); err != nil {
		return err
	}
	go p.keep()
	return p.wait(ctx)
}

// newProcess reserves a port for a function that is started later.
func newProcess(name string, line func(function, line string)) (*process, error) {
	held, port, err := reservePort()
	if err != nil {
		return nil, err
	}
	return &process{name: name, port: port, held: held, line: line, done: make(chan struct{})}, nil
}

// Functions listen below the range from which systems take ports by themselves
// (32768 and up on Linux, 49152 on others): a connection of somebody else could
// otherwise take a function's port while the function is being started again.
const (
	firstPort = 20_000
	portCount = 12_000
)

// reservePort finds a free port and holds it until the listener is closed.
func reservePort() (l net.Listener, port string, err error) {
	for range 200 {
		port = strconv.Itoa(firstPort + rand.N(portCount))
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
			return l, port, nil
		}
	}
	return nil, "", errors.New("no free port on 127.0.0.1")
}

// url is where the function is served.
func (p *process) url() string { return "http://127.0.0.1:" + p.port }

func (p *process) start() error {
	program := p.program
	if program == "" {
		self, err := os.Executable()
		if err != nil {
			return errors.New("the emulator's own program file cannot be found")
		}
		program = self
	}
	cmd := exec.Command(program)
	cmd.Env = p.env
	detach(cmd)
	stdin, err := cmd.StdinPipe() // held open; it closes when the supervisor dies
	if err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	logs, err := cmd.StderrPipe()
	if err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	// Under the lock, so that stop either sees this process or keeps it from starting.
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopping {
		return errStopping
	}
	if err := cmd.Start(); err != nil {
		_ = stdin.Close()
		return fmt.Errorf("function %s cannot be started", p.name)
	}
	go p.read(logs)
	p.cmd, p.gone = cmd, make(chan struct{})
	p.starts++
	return nil
}

func (p *process) read(logs io.Reader) {
	lines := bufio.NewScanner(logs)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.line(p.name, lines.Text())
	}
	_, _ = io.Copy(io.Discard, logs)
}

// errStopping means that the function is not wanted any more.
var errStopping = errors.New("the function is being stopped")

// keep starts the process again whenever it ends, until stop.
func (p *process) keep() {
	defer close(p.done)
	for quick := 0; ; {
		began := time.Now()
		p.mu.Lock()
		cmd, gone := p.cmd, p.gone
		p.mu.Unlock()
		_ = cmd.Wait()
		close(gone)
		p.mu.Lock()
		if s := cmd.ProcessState; s != nil {
			p.cpu += s.UserTime() + s.SystemTime()
		}
		stopping := p.stopping
		p.mu.Unlock()
		if stopping {
			return
		}
		if quick++; time.Since(began) > 5*time.Second {
			quick = 0
		}
		time.Sleep(min(time.Duration(quick)*20*time.Millisecond, 2*time.Second))
		if err := p.start(); err != nil {
			if !errors.Is(err, errStopping) {
				p.line(p.name, err.Error())
			}
			return
		}
	}
}

// wait returns once the function accepts connections.
func (p *process) wait(ctx context.Context) error {
	for ctx.Err() == nil {
		c, err := net.DialTimeout("tcp", "127.0.0.1:"+p.port, time.Second)
		if err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
	return fmt.Errorf("function %s did not start: %w", p.name, ctx.Err())
}

// kill sends SIGKILL, as when an instance dies.
func (p *process) kill() {
	p.sample()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && !p.stopping {
		_ = p.cmd.Process.Kill()
	}
}

// end kills the process and returns once it is gone.
func (p *process) end() {
	p.mu.Lock()
	gone := p.gone
	p.mu.Unlock()
	p.kill()
	if gone != nil {
		<-gone
	}
}

// stopTime is how long a function may take to end its requests.
const stopTime = 10 * time.Second

// stop ends the process: asked first, then killed.
func (p *process) stop() {
	p.sample()
	p.mu.Lock()
	p.stopping = true
	cmd := p.cmd
	p.mu.Unlock()
	if cmd == nil { // never started
		_ = p.held.Close()
		return
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(stopTime):
		_ = cmd.Process.Kill()
		<-p.done
	}
}

// usage is what a function's processes used.
type usage struct {
	Starts    int   `json:"starts"`
	CPUMs     int64 `json:"cpuMs"`
	MaxRSSMiB int64 `json:"maxRssMiB"`
}

func (p *process) usage() usage {
	p.sample()
	p.mu.Lock()
	defer p.mu.Unlock()
	cpu := p.cpu
	if p.cmd != nil && p.cmd.ProcessState == nil {
		cpu += cpuTime(p.cmd.Process.Pid)
	}
	return usage{p.starts, cpu.Milliseconds(), (p.maxRSS + 1023) / 1024}
}

// sample reads the living process's peak memory.
func (p *process) sample() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && p.cmd.Process != nil {
		p.maxRSS = max(p.maxRSS, peakRSS(p.cmd.Process.Pid))
	}
}

// peakRSS returns a process's VmHWM in KiB, 0 where the system does not tell.
func peakRSS(pid int) int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(raw), "\n") {
		var kib int64
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kib); err == nil {
			return kib
		}
	}
	return 0
}

// cpuTime returns a living process's user and system time, 0 where the system
// does not tell. Linux counts in hundredths of a second.
func cpuTime(pid int) time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, ok := strings.Cut(string(raw), ") ") // the name before may hold spaces
	fields := strings.Fields(rest)
	if !ok || len(fields) < 13 {
		return 0
	}
	var user, system int64
	if _, err := fmt.Sscan(fields[11], &user); err != nil {
		return 0
	}
	if _, err := fmt.Sscan(fields[12], &system); err != nil {
		return 0
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}
