package export

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"vahti.ai/vahti/shared/finding"
)

// SchemaOf returns the JSON Schema (draft 2020-12) of a kind's records, made from the
// record's own fields and tags.
func SchemaOf(k Kind) ([]byte, error) {
	for _, row := range kinds() {
		if row.kind != k {
			continue
		}
		of := reflect.TypeOf(row.example)
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		s := schemaOfStruct(of)
		s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
		s["$id"] = "https://vahti.ai/schemas/export/1/" + string(k) + ".schema.json"
		s["title"] = "A line of " + string(k) + ".ndjson"
		raw, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("write schema: %w", err)
		}
		return append(raw, '\n'), nil
	}
	return nil, ErrKind
}

func schemaOfStruct(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("export") == "-" {
			continue // kept for ourselves, and in no record
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := schemaOfType(f.Type)
		if doc := f.Tag.Get("doc"); doc != "" {
			p["description"] = doc
		}
		if enum := f.Tag.Get("enum"); enum != "" {
			p["enum"] = strings.Split(enum, ",")
		}
		properties[name] = p
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// schemaOfType describes the types that records have. What is any JSON is described by
// nothing.
func schemaOfType(t reflect.Type) map[string]any {
	switch t {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	case reflect.TypeFor[finding.Facts]():
		text := map[string]any{"type": "string"}
		return map[string]any{"type": []string{"object", "null"}, "additionalProperties": map[string]any{"anyOf": []any{
			map[string]any{"type": []string{"boolean", "number", "string", "null"}}, map[string]any{"type": "array", "items": text}}}}
	}
	switch t.Kind() {
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return map[string]any{"type": []string{"string", "null"}, "contentEncoding": "base64"}
		}
		return map[string]any{"type": []string{"array", "null"}, "items": schemaOfType(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": []string{"object", "null"}, "additionalProperties": schemaOfType(t.Elem())}
	case reflect.Struct:
		return schemaOfStruct(t)
	}
	return map[string]any{"type": "string"}
}
