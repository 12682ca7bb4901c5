package vertex

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	pb "cloud.google.com/go/aiplatform/apiv1beta1/aiplatformpb"
)

// maxSchemaDepth bounds the nesting of a schema.
const maxSchemaDepth = 16

// checkSchema refuses schemas that Vertex AI refuses.
func checkSchema(s *pb.Schema, path string, depth int) error {
	if depth > maxSchemaDepth {
		return invalid("%s: the schema is nested too deeply", path)
	}
	if s.GetRef() != "" || s.GetPattern() != "" {
		return invalid("%s: references and patterns are not served here", path)
	}
	for _, child := range s.GetAnyOf() {
		if err := checkSchema(child, path+".any_of", depth+1); err != nil {
			return err
		}
	}
	switch s.GetType() {
	case pb.Type_OBJECT:
		return checkObject(s, path, depth)
	case pb.Type_ARRAY:
		if s.GetItems() == nil {
			return invalid("%s.items: missing field", path)
		}
		return checkSchema(s.GetItems(), path+".items", depth+1)
	case pb.Type_STRING, pb.Type_NUMBER, pb.Type_INTEGER, pb.Type_BOOLEAN:
		return nil
	}
	if len(s.GetAnyOf()) > 0 {
		return nil
	}
	return invalid("%s.type: must be specified", path)
}

func checkObject(s *pb.Schema, path string, depth int) error {
	if len(s.GetProperties()) == 0 {
		return invalid("%s.properties: should be non-empty for OBJECT type", path)
	}
	for _, names := range [][]string{s.GetRequired(), s.GetPropertyOrdering()} {
		for _, name := range names {
			if s.GetProperties()[name] == nil {
				return invalid("%s.required: property %s is not defined", path, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.GetProperties())) {
		if err := checkSchema(s.GetProperties()[name], path+".properties."+name, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// writer writes one answer to a schema.
type writer struct {
	voice    voice
	language string // as it was asked for
	seed     uint32
	out      strings.Builder
}

// document is a JSON value that satisfies a schema that checkSchema passed.
func (w *writer) document(s *pb.Schema) (string, error) {
	if err := w.value(s, "", 0); err != nil {
		return "", err
	}
	return w.out.String(), nil
}

// prose is an answer without a schema.
func (w *writer) prose() string {
	var all []string
	for _, t := range []topic{aboutState, aboutReason, aboutSteps} {
		all = append(all, w.voice.sentences(t)...)
	}
	return strings.Join(all, " ")
}

// value writes what belongs under a property; item is its place in a list, from 1, or 0 outside lists.
func (w *writer) value(s *pb.Schema, property string, item int) error {
	if s.GetType() == pb.Type_TYPE_UNSPECIFIED && len(s.GetAnyOf()) > 0 {
		return w.value(s.GetAnyOf()[0], property, item)
	}
	switch s.GetType() {
	case pb.Type_OBJECT:
		return w.object(s, item)
	case pb.Type_ARRAY:
		return w.array(s, property)
	case pb.Type_BOOLEAN:
		value := w.factNamed(property) == "true"
		w.out.WriteString(strconv.FormatBool(value))
		return nil
	case pb.Type_INTEGER, pb.Type_NUMBER:
		w.out.WriteString(w.number(s, property))
		return nil
	}
	b, err := json.Marshal(w.text(s, property, item))
	w.out.Write(b)
	return err
}

func (w *writer) object(s *pb.Schema, item int) error {
	names := slices.Clone(s.GetPropertyOrdering())
	for _, name := range slices.Sorted(maps.Keys(s.GetProperties())) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	w.out.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			w.out.WriteByte(',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		w.out.Write(key)
		w.out.WriteByte(':')
		if err := w.value(s.GetProperties()[name], name, item); err != nil {
			return err
		}
	}
	w.out.WriteByte('}')
	return nil
}

// array has two to four items unless the schema's bounds say otherwise.
func (w *writer) array(s *pb.Schema, property string) error {
	n := 2 + int(w.seed%3)
	if most := s.GetMaxItems(); most > 0 {
		n = min(n, int(most))
	}
	n = max(n, int(min(s.GetMinItems(), 1000)))
	w.out.WriteByte('[')
	for i := range n {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if err := w.value(s.GetItems(), property, i+1); err != nil {
			return err
		}
	}
	w.out.WriteByte(']')
	return nil
}

// factNamed is the value of the fact that a property is named after, or nothing.
func (w *writer) factNamed(property string) string {
	for _, f := range w.voice.facts {
		if strings.EqualFold(f.name, property) {
			return f.value
		}
	}
	return ""
}

// number is the fact of that name, kept within the bounds.
func (w *writer) number(s *pb.Schema, property string) string {
	n, err := strconv.ParseFloat(w.factNamed(property), 64)
	if err != nil {
		n = 1
	}
	low, high := s.GetMinimum(), s.GetMaximum()
	if high > low {
		n = min(n, high)
	}
	n = max(n, low)
	if s.GetType() == pb.Type_INTEGER {
		return strconv.FormatInt(int64(n), 10)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// text is a string for a property: a value of its enumeration, the language, a time, or sentences.
func (w *writer) text(s *pb.Schema, property string, item int) string {
	if values := s.GetEnum(); len(values) > 0 {
		return w.choose(values, property, item)
	}
	if lower := strings.ToLower(property); lower == "language" || lower == "lang" || lower == "locale" {
		return w.language
	}
	switch s.GetFormat() {
	case "date-time":
		return "2026-01-01T00:00:00Z"
	case "date":
		return "2026-01-01"
	}
	return fit(w.sentence(property, item, int(s.GetMinLength())), int(s.GetMinLength()), int(s.GetMaxLength()))
}

// choose takes the language where it is one of the values, else a value that a fact has, else any, always the same
// for the same prompt.
func (w *writer) choose(values []string, property string, item int) string {
	if slices.Contains(values, w.language) {
		return w.language
	}
	for _, f := range w.voice.facts {
		if value := strings.Trim(f.value, `"`); slices.Contains(values, value) {
			return value
		}
	}
	return values[(int(w.seed%1000)+len(property)+item)%len(values)]
}

// sentence is the item-th sentence about the topic of a property; outside lists it is the first two, or every step.
// More follow where it has to be longer.
func (w *writer) sentence(property string, item, least int) string {
	t := topicOf(property)
	all := w.voice.sentences(t)
	from, to := 0, min(2, len(all))
	switch {
	case item > 0:
		from = (item - 1) % len(all)
		to = from + 1
	case t == aboutTitle:
		to = 1
	case t == aboutSteps:
		to = len(all)
	}
	text := strings.Join(all[from:to], " ")
	for i := to; utf8.RuneCountInString(text) < least; i++ {
		text += " " + all[i%len(all)]
	}
	return text
}

// fit shortens a text to at most so many runes, at the end of a word where one ends beyond the minimum.
func fit(text string, least, most int) string {
	runes := []rune(text)
	if most <= 0 || len(runes) <= most {
		return text
	}
	short := string(runes[:most])
	if i := strings.LastIndexByte(short, ' '); i > 0 && utf8.RuneCountInString(short[:i]) >= least {
		return short[:i]
	}
	return short
}
