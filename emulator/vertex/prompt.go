package vertex

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	pb "cloud.google.com/go/aiplatform/apiv1beta1/aiplatformpb"
)

// fact is something that the prompt says: a name and a value as it is to be written.
type fact struct{ name, value string }

// request is what a model understands of a prompt.
type request struct {
	language string // en, fi or sv
	facts    []fact
}

// Limits on what is repeated of a prompt.
const (
	maxFacts      = 6
	maxValueRunes = 80
	maxDepth      = 12
)

func textOf(c *pb.Content) string {
	var parts []string
	for _, p := range c.GetParts() {
		if t := p.GetText(); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n")
}

func userText(contents []*pb.Content) string {
	var texts []string
	for _, c := range contents {
		if t := textOf(c); t != "" {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, "\n")
}

// readPrompt understands a prompt that is a JSON object, or holds one: its language and its facts. Anything else is
// answered in English, without facts.
func readPrompt(user string) request {
	out := request{language: "en"}
	start, end := strings.IndexByte(user, '{'), strings.LastIndexByte(user, '}')
	if start < 0 || end < start {
		return out
	}
	dec := json.NewDecoder(strings.NewReader(user[start : end+1]))
	dec.UseNumber()
	var root map[string]any
	if dec.Decode(&root) != nil {
		return out
	}
	if language, ok := root["language"].(string); ok {
		out.language = languageCode(language)
		delete(root, "language")
	}
	r := &reader{}
	r.factObjects(root, 0)
	if len(r.facts) == 0 {
		r.object(root, 0)
	}
	out.facts = r.facts[:min(len(r.facts), maxFacts)]
	return out
}

func languageCode(language string) string {
	l := strings.ToLower(language)
	for _, p := range []struct{ prefix, code string }{
		{"fi", "fi"}, {"suomi", "fi"}, {"sv", "sv"}, {"sw", "sv"}, {"ruotsi", "sv"},
	} {
		if strings.HasPrefix(l, p.prefix) {
			return p.code
		}
	}
	return "en"
}

// reader collects facts from decoded JSON, names in alphabetical order.
type reader struct{ facts []fact }

// factObjects reads what stands under names such as facts or evidence.
func (r *reader) factObjects(v map[string]any, depth int) {
	for _, name := range slices.Sorted(maps.Keys(v)) {
		lower := strings.ToLower(name)
		if strings.Contains(lower, "fact") || strings.Contains(lower, "evidence") {
			r.value(name, v[name], depth+1)
			continue
		}
		if child, ok := v[name].(map[string]any); ok && depth < maxDepth {
			r.factObjects(child, depth+1)
		}
	}
}

func (r *reader) object(v map[string]any, depth int) {
	if name, ok := v["name"].(string); ok {
		if value, ok := v["value"]; ok {
			r.value(name, value, depth+1)
			return
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		r.value(name, v[name], depth+1)
	}
}

func (r *reader) value(name string, v any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		r.object(v, depth)
	case []any:
		r.list(name, v, depth)
	default:
		if text, ok := scalar(v); ok {
			r.add(name, text)
		}
	}
}

// list is one fact if it holds plain values, else as many as its objects hold.
func (r *reader) list(name string, all []any, depth int) {
	var texts []string
	for _, v := range all {
		if text, ok := scalar(v); ok {
			texts = append(texts, text)
			continue
		}
		r.value(name, v, depth+1)
	}
	if len(texts) > 0 {
		r.add(name, strings.Join(texts[:min(3, len(texts))], ", "))
	}
}

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return `"` + strings.Join(strings.Fields(v), " ") + `"`, v != ""
	case json.Number:
		return v.String(), true
	case bool:
		if v {
			return "true", true
		}
		return "false", true
	}
	return "", false
}

// add keeps a fact that can be repeated in a sentence: short, and without an address that would become a link.
func (r *reader) add(name, value string) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name+value) > maxValueRunes {
		return
	}
	for _, s := range []string{"://", "www.", "]("} {
		if strings.Contains(name+value, s) {
			return
		}
	}
	r.facts = append(r.facts, fact{name: name, value: value})
}
