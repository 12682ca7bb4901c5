package graph

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Recording is one recorded tenant.
type Recording struct {
	// ID is the tenant's id as in tenant.json; empty when that file could not be read.
	ID string
	// DisplayName is the tenant's name; the folder's name when tenant.json does not tell.
	DisplayName string
	// AsOf is the tenant's "now": the moment of the recording.
	AsOf time.Time
	// Settings holds tenant.json's settings as they stand there; nil when there are none.
	Settings json.RawMessage
	// Dir is the folder.
	Dir string
	// Shared says that other tenants may be served from the same folder, which stays as it is: what it holds is read
	// once for all of them.
	Shared bool
}

// maxLine is the longest entity, in bytes, that an .ndjson file may hold.
const maxLine = 16 << 20

// Load reads dir/tenant.json and checks that every .json and .ndjson file below dir parses. Its error is one plain
// sentence naming the first file at fault, relative to dir; the Recording then still holds what could be read.
func Load(dir string) (Recording, error) {
	rec := Recording{Dir: dir, DisplayName: filepath.Base(dir)}
	if abs, err := filepath.Abs(dir); err == nil {
		rec.Dir, rec.DisplayName = abs, filepath.Base(abs)
	}
	if err := rec.readTenant(); err != nil {
		return rec, err
	}
	return rec, checkFiles(rec.Dir)
}

func (rec *Recording) readTenant() error {
	const name = "tenant.json"
	data, err := readJSON(filepath.Join(rec.Dir, name))
	if err != nil {
		return describe(name, err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return errors.New("tenant.json does not hold a JSON object")
	}
	if s := fields["settings"]; len(s) > 0 && string(s) != "null" {
		rec.Settings = s
	}
	var id, displayName, asOf string
	for _, f := range []struct {
		name string
		to   *string
	}{{"displayName", &displayName}, {"id", &id}, {"asOf", &asOf}} {
		if raw, ok := fields[f.name]; ok && json.Unmarshal(raw, f.to) != nil {
			err = errors.Join(err, fmt.Errorf("the %q of tenant.json is not text", f.name))
		}
	}
	if displayName != "" {
		rec.DisplayName = displayName
	}
	rec.ID = id
	t, timeErr := time.Parse(time.RFC3339, asOf)
	if timeErr == nil {
		rec.AsOf = t
	}
	switch {
	case err != nil:
		return firstOf(err)
	case id == "":
		return errors.New(`tenant.json has no "id"`)
	case timeErr != nil:
		return errors.New(`the "asOf" of tenant.json is not a time such as 2026-01-31T12:00:00Z`)
	}
	return nil
}

// firstOf returns the first of the errors that were joined into err.
func firstOf(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return firstOf(many.Unwrap()[0])
	}
	return err
}

func checkFiles(dir string) error {
	stems := map[string]string{}
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		rel := relative(dir, p)
		if err != nil {
			return describe(rel, err)
		}
		stem, ok := recorded(rel)
		if !ok || !d.Type().IsRegular() {
			return nil
		}
		if twin, twice := stems[strings.ToLower(stem)]; twice {
			return fmt.Errorf("%s and %s answer the same path", twin, rel)
		}
		stems[strings.ToLower(stem)] = rel
		if strings.HasSuffix(rel, ".ndjson") {
			_, err = scanLines(p, nil)
		} else {
			_, err = readJSON(p)
		}
		return describe(rel, err)
	})
}

// recorded splits the extension off a slash-separated file name and tells whether the file is one of a recording's.
func recorded(rel string) (stem string, ok bool) {
	if strings.HasPrefix(path.Base(rel), ".") {
		return "", false
	}
	if stem, ok = strings.CutSuffix(rel, ".json"); ok {
		return stem, true
	}
	return strings.CutSuffix(rel, ".ndjson")
}

func relative(dir, p string) string {
	rel, err := filepath.Rel(dir, p)
	if err != nil {
		return filepath.Base(p)
	}
	return filepath.ToSlash(rel)
}

// describe turns a problem with one file into a sentence that names the file and no path of this machine.
func describe(rel string, err error) error {
	var syntax *json.SyntaxError
	var line *lineError
	var pathErr *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s is missing: %w", rel, fs.ErrNotExist)
	case errors.As(err, &line):
		return fmt.Errorf("%s is not valid: %w", rel, line)
	case errors.As(err, &syntax):
		return fmt.Errorf("%s is not valid JSON at byte %d: %w", rel, syntax.Offset, syntax)
	case errors.As(err, &pathErr):
		return fmt.Errorf("%s cannot be read: %w", rel, pathErr.Err)
	}
	return fmt.Errorf("%s cannot be read: %w", rel, err)
}

// readJSON reads a file whole and returns it without a byte order mark once it is known to hold one JSON value.
func readJSON(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if json.Valid(data) {
		return data, nil
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	return nil, errors.New("it is not JSON")
}

// lineError is a line of an .ndjson file that does not hold one JSON value.
type lineError struct {
	line int
	why  string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d %s", e.line, e.why) }

// scanLines checks that every line of an .ndjson file that is not blank holds one JSON value, and appends where each
// such line lies in the file to spans.
func scanLines(name string, spans []span) ([]span, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<18)
	var long []byte
	var off int64
	for n := 1; ; n++ {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long[:0], line...)
			for errors.Is(err, bufio.ErrBufferFull) && len(long) <= maxLine {
				line, err = r.ReadSlice('\n')
				long = append(long, line...)
			}
			line = long
		}
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		entity := bytes.TrimSpace(line)
		switch {
		case len(entity) > maxLine:
			return nil, &lineError{n, "is too long"}
		case len(entity) > 0 && !json.Valid(entity):
			return nil, &lineError{n, "is not a JSON value"}
		case len(entity) > 0:
			lead := int64(bytes.Index(line, entity[:1]))
			spans = append(spans, span{off: off + lead, n: int32(len(entity))})
		}
		off += int64(len(line))
		if err != nil {
			return spans, nil
		}
	}
}
