package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
)

func (k Many[T]) merge(s *Snapshot, changed []byte, removed []string) error {
	field, ok := idField(reflect.TypeFor[T]())
	if !ok {
		return errors.New("its entities have no id")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, read := s.data[k.name].([]T)
	if !read {
		return errNotRead
	}
	idOf := func(v *T) string { return reflect.ValueOf(v).Elem().FieldByIndex(field).String() }
	entities, err := elements(changed)
	if err != nil {
		return err
	}
	all := append(make([]T, 0, len(before)+len(entities)), before...)
	at := make(map[string]int, len(all))
	gone := map[string]bool{}
	for _, id := range removed {
		gone[id] = true
	}
	for i := range all {
		at[idOf(&all[i])] = i
	}
	for _, raw := range entities {
		var v T
		if err := decode(raw, &v); err != nil {
			return err
		}
		id := idOf(&v)
		if id == "" {
			return errNoID
		}
		i, known := at[id]
		if !known {
			at[id] = len(all)
			all = append(all, v)
			continue
		}
		merged, err := overlay(&all[i], raw)
		if err != nil {
			return err
		}
		all[i] = merged
	}
	kept := all[:0]
	for i := range all {
		if id := idOf(&all[i]); !gone[id] && (at[id] == i || id == "") {
			kept = append(kept, all[i])
		}
	}
	clear(all[len(kept):])
	s.changed()
	s.data[k.name] = kept
	return nil
}

var errNoID = errors.New("an entity has no id")

// idField finds the property "id" of an entity.
func idField(entity reflect.Type) (index []int, ok bool) {
	if entity.Kind() != reflect.Struct {
		return nil, false
	}
	for i := range entity.NumField() {
		f := entity.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == "id" && f.Type.Kind() == reflect.String {
			return f.Index, true
		}
	}
	return nil, false
}

// elements takes an array apart without decoding what is in it.
func elements(array []byte) ([]json.RawMessage, error) {
	if len(bytes.TrimSpace(array)) == 0 {
		return nil, nil
	}
	var out []json.RawMessage
	if err := decode(array, &out); err != nil {
		return nil, err
	}
	return out, nil
}

// overlay returns the entity with the properties in raw, an object, in place of
// its own. Decoding raw into the entity itself would not do: null leaves a text
// as it was, and a list keeps what it had in the elements it reuses.
func overlay[T any](entity *T, raw []byte) (T, error) {
	var out T
	own, err := json.Marshal(entity)
	if err != nil {
		return out, errors.New("an entity has no JSON form")
	}
	names, err := propertiesOf(raw)
	if err != nil {
		return out, err
	}
	dec := json.NewDecoder(bytes.NewReader(own))
	if _, err := dec.Token(); err != nil {
		return out, err
	}
	var merged bytes.Buffer
	merged.WriteByte('{')
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return out, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return out, err
		}
		if text, ok := name.(string); ok && !named(names, text) {
			key, err := json.Marshal(text)
			if err != nil {
				return out, err
			}
			merged.Write(key)
			merged.WriteByte(':')
			merged.Write(value)
			merged.WriteByte(',')
		}
	}
	if rest := bytes.TrimSpace(raw); len(names) > 0 {
		merged.Write(rest[1:])
	} else {
		merged.WriteString(`"":null}`)
	}
	err = decode(merged.Bytes(), &out)
	return out, err
}

func named(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// propertiesOf lists the names in an object.
func propertiesOf(raw []byte) ([]string, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("the answer is not the documented JSON")
	}
	var names []string
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, errors.New("the answer is not the documented JSON")
		}
		if text, ok := name.(string); ok {
			names = append(names, text)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, errors.New("the answer is not the documented JSON")
		}
	}
	return names, nil
}
