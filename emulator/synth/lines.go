package synth

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// lines writes an .ndjson file, one entity a line, by appending text: a tenant's users are too many for anything
// slower.
type lines struct {
	name  string
	f     *os.File
	w     *bufio.Writer
	line  []byte
	first bool
	err   error
}

func (t *tenant) openLines(name string) (*lines, error) {
	p := filepath.Join(t.dir, filepath.FromSlash(name)+".ndjson")
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	f, err := os.Create(p)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return &lines{name: name, f: f, w: bufio.NewWriterSize(f, 1<<18)}, nil
}

// begin starts an entity.
func (l *lines) begin() {
	l.line = append(l.line[:0], '{')
	l.first = true
}

// end writes the entity.
func (l *lines) end() {
	l.line = append(l.line, '}', '\n')
	if _, err := l.w.Write(l.line); err != nil && l.err == nil {
		l.err = err
	}
}

// close ends the file and returns the first error of all.
func (l *lines) close() error {
	if err := l.w.Flush(); err != nil && l.err == nil {
		l.err = err
	}
	if err := l.f.Close(); err != nil && l.err == nil {
		l.err = err
	}
	if l.err != nil {
		return fmt.Errorf("write %s: %w", l.name, l.err)
	}
	return nil
}

func (l *lines) key(key string) {
	if !l.first {
		l.line = append(l.line, ',')
	}
	l.first = false
	l.line = append(append(append(l.line, '"'), key...), '"', ':')
}

// text adds a text of letters, digits and signs that JSON does not escape.
func (l *lines) text(key, value string) {
	l.key(key)
	l.line = append(append(append(l.line, '"'), value...), '"')
}

// maybe adds a text, or null where it is empty.
func (l *lines) maybe(key, value string) {
	if value == "" {
		l.raw(key, "null")
		return
	}
	l.text(key, value)
}

func (l *lines) time(key string, at time.Time) {
	l.key(key)
	l.line = append(l.line, '"')
	l.line = at.AppendFormat(l.line, time.RFC3339)
	l.line = append(l.line, '"')
}

func (l *lines) bool(key string, value bool) {
	l.key(key)
	l.line = strconv.AppendBool(l.line, value)
}

// raw adds JSON text.
func (l *lines) raw(key, value string) {
	l.key(key)
	l.line = append(l.line, value...)
}

// any adds a value of any kind.
func (l *lines) any(key string, value any) {
	data, err := json.Marshal(value)
	if err != nil && l.err == nil {
		l.err = err
	}
	l.key(key)
	l.line = append(l.line, data...)
}
