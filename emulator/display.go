package main

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// display shows on the terminal what goes on: one line for each thing a person
// waits for, made from the functions' own log lines.
type display struct {
	names   *names
	verbose bool

	mu  sync.Mutex
	out io.Writer

	// ownReads counts the supervisor's own document reads, which are none of the service's.
	ownReads int64
}

func newDisplay(out io.Writer, n *names, verbose bool) *display {
	return &display{names: n, verbose: verbose, out: out}
}

func (d *display) say(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	fmt.Fprintf(d.out, format+"\n", args...)
}

// logLine is what the functions' log lines may hold.
type logLine struct {
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Tenant   string `json:"tenant"`
	Resource string `json:"resource"`
	Entities int    `json:"entities"`
	Done     bool   `json:"done"`
	Checks   int    `json:"checks"`
	Open     int    `json:"open"`
	Changes  int    `json:"changes"`
	Requests int    `json:"requests"`
	Reason   string `json:"reason"`
	Check    string `json:"check"`
	Error    string `json:"error"`
}

// line takes one log line of a function.
func (d *display) line(function, text string) {
	if d.verbose {
		d.say("%s", text)
		return
	}
	var l logLine
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		d.say("%s: %s", function, text)
		return
	}
	who := d.names.of(l.Tenant)
	switch {
	case l.Message == "resource read" && l.Done:
		d.say("%s: read %s (%d)", who, l.Resource, l.Entities)
	case l.Message == "resource read":
		if l.Entities >= 1000 && l.Entities%10_000 < 1000 {
			d.say("%s: reading %s, %d so far", who, l.Resource, l.Entities)
		}
	case l.Message == "scan begun":
		d.say("%s: scan begun", who)
	case l.Message == "tenant judged":
		d.say("%s: %d checks done, %d findings open, %d changed", who, l.Checks, l.Open, l.Changes)
	case l.Message == "scan finished":
		d.say("%s: scan finished after %d requests", who, l.Requests)
	case l.Severity == "WARNING" || l.Severity == "ERROR":
		d.say("%s: %s%s", function, l.Message, detail(who, l))
	}
}

func detail(who string, l logLine) string {
	var s string
	for _, part := range []string{who, l.Check, l.Reason, l.Error} {
		if part != "" {
			s += ", " + part
		}
	}
	return s
}
