package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

type object = map[string]any

// collection is a recorded collection, to be changed and written back.
type collection struct {
	file     string
	lines    bool // one entity a line
	entities []object
}

// open reads the collection at a path such as v1.0/users; not there when it is
// not recorded or withheld.
func (t *Tenant) open(name string) (c *collection, there bool, err error) {
	c = &collection{file: t.path(name + ".json")}
	raw, err := os.ReadFile(c.file)
	if os.IsNotExist(err) {
		c.file, c.lines = t.path(name+".ndjson"), true
		raw, err = os.ReadFile(c.file)
	}
	if os.IsNotExist(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if !c.lines {
		var whole struct{ Value []object }
		err = d.Decode(&whole)
		c.entities = whole.Value
	}
	for c.lines && d.More() && err == nil {
		var o object
		if err = d.Decode(&o); err == nil {
			c.entities = append(c.entities, o)
		}
	}
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", name, err)
	}
	return c, true, nil
}

func (c *collection) save() error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	if !c.lines {
		if c.entities == nil {
			c.entities = []object{}
		}
		if err := enc.Encode(object{"value": c.entities}); err != nil {
			return err
		}
	}
	for i := 0; c.lines && i < len(c.entities); i++ {
		if err := enc.Encode(c.entities[i]); err != nil {
			return err
		}
	}
	return os.WriteFile(c.file, b.Bytes(), 0o600)
}

// edit changes a recorded object, or the first entity of a recorded collection of
// one, in either version of Graph that records it.
func (t *Tenant) edit(resource string, change func(object)) (bool, error) {
	did := false
	for _, version := range []string{"v1.0/", "beta/"} {
		o, err := t.object(version + resource)
		if err != nil {
			return did, err
		}
		if o == nil {
			continue
		}
		inner := o
		if list, ok := o["value"].([]any); ok && len(list) > 0 {
			if first, ok := list[0].(object); ok {
				inner = first
			}
		}
		change(inner)
		raw, err := json.Marshal(o)
		if err != nil {
			return did, err
		}
		if err := os.WriteFile(t.path(version+resource+".json"), raw, 0o600); err != nil {
			return did, err
		}
		did = true
	}
	return did, nil
}

// object reads a recorded object; nil when it is not recorded or withheld.
func (t *Tenant) object(name string) (object, error) {
	raw, err := os.ReadFile(t.path(name + ".json"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return o, nil
}

// text is a property that holds text; empty where it does not.
func text(o object, property string) string {
	s, _ := o[property].(string)
	return s
}

// guid draws an id.
func guid(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>52, b&0xffffffffffff)
}

// clone copies an entity with all that is in it.
func clone(o object) (object, error) {
	raw, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out object
	return out, d.Decode(&out)
}

// named reports whether an id stands in what is recorded in these folders, refused or not.
func (t *Tenant) named(id string, folders ...string) (bool, error) {
	found := false
	for _, folder := range folders {
		err := filepath.WalkDir(t.path(folder), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || found {
				return err
			}
			raw, err := os.ReadFile(path)
			found = found || bytes.Contains(raw, []byte(id))
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
	return found, nil
}
