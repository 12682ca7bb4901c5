package graph

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// scope is what names mean where a part of a filter is evaluated: lambda variables, innermost first, then the
// entity's properties.
type scope struct {
	entity   map[string]any
	variable string
	value    any
	outer    *scope
}

// matches tells whether an entity meets the filter.
func (f *filter) matches(entity []byte) bool {
	got, _ := f.root.eval(&scope{entity: decodeFields(entity, f.fields)}).(bool)
	return got
}

// decodeFields decodes the named members of the object in b.
func decodeFields(b []byte, names []string) map[string]any {
	out := make(map[string]any, len(names))
	for _, name := range names {
		if raw, ok := member(b, name); ok {
			d := json.NewDecoder(bytes.NewReader(raw))
			d.UseNumber()
			var v any
			if d.Decode(&v) == nil {
				out[name] = v
			}
		}
	}
	return out
}

func (s *scope) lookup(name string) any {
	at := s
	for ; at.outer != nil; at = at.outer {
		if at.variable == name {
			return at.value
		}
	}
	return at.entity[name]
}

func (n literal) eval(*scope) any { return n.value }

func (n propertyPath) eval(s *scope) any {
	v := s.lookup(n.names[0])
	for _, name := range n.names[1:] {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = property(object, name)
	}
	return v
}

// property returns a property by name, without regard to case where no exact one is there.
func property(object map[string]any, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	for k, v := range object {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return nil
}

func (n length) eval(s *scope) any {
	list, _ := n.of.eval(s).([]any)
	return float64(len(list))
}

func (n logic) eval(s *scope) any {
	l, _ := n.l.eval(s).(bool)
	if l == n.or {
		return n.or
	}
	r, _ := n.r.eval(s).(bool)
	return r
}

func (n negation) eval(s *scope) any {
	v, _ := n.of.eval(s).(bool)
	return !v
}

func (n comparison) eval(s *scope) any { return compare(n.op, n.l.eval(s), n.r.eval(s)) }

func (n membership) eval(s *scope) any {
	v := n.of.eval(s)
	for _, l := range n.list {
		if equal(v, l.value) {
			return true
		}
	}
	return false
}

func (n function) eval(s *scope) any {
	first, ok := n.args[0].eval(s).(string)
	if !ok {
		if arity, _ := arity(n.name); arity == 2 {
			return false
		}
		return nil
	}
	switch n.name {
	case "tolower":
		return strings.ToLower(first)
	case "toupper":
		return strings.ToUpper(first)
	case "length":
		return float64(len([]rune(first)))
	}
	second, ok := n.args[1].eval(s).(string)
	if !ok {
		return false
	}
	first, second = strings.ToLower(first), strings.ToLower(second)
	switch n.name {
	case "startswith":
		return strings.HasPrefix(first, second)
	case "endswith":
		return strings.HasSuffix(first, second)
	}
	return strings.Contains(first, second)
}

func (n lambda) eval(s *scope) any {
	list, _ := n.of.eval(s).([]any)
	if n.body == nil {
		return len(list) > 0
	}
	for _, element := range list {
		got, _ := n.body.eval(&scope{variable: n.variable, value: element, outer: s}).(bool)
		if got != n.all {
			return got
		}
	}
	return n.all
}

func compare(op string, l, r any) bool {
	switch op {
	case "eq":
		return equal(l, r)
	case "ne":
		return !equal(l, r)
	}
	order, ok := rank(l, r)
	if !ok {
		return false
	}
	switch op {
	case "gt":
		return order > 0
	case "ge":
		return order >= 0
	case "lt":
		return order < 0
	}
	return order <= 0
}

// equal compares as the directory does: texts without regard to case, a missing value like null.
func equal(l, r any) bool {
	if l == nil || r == nil {
		return l == nil && r == nil
	}
	if a, ok := l.(bool); ok {
		b, ok := r.(bool)
		return ok && a == b
	}
	order, ok := rank(l, r)
	return ok && order == 0
}

// rank orders two values of one kind; ok is false where they cannot be compared.
func rank(l, r any) (order int, ok bool) {
	switch a := normal(l).(type) {
	case float64:
		if b, ok := normal(r).(float64); ok {
			return compareOrdered(a, b), true
		}
	case time.Time:
		if b, ok := asTime(r); ok {
			return a.Compare(b), true
		}
	case string:
		switch b := normal(r).(type) {
		case time.Time:
			if a, ok := parseTime(a); ok {
				return a.Compare(b), true
			}
		case string:
			return strings.Compare(strings.ToLower(a), strings.ToLower(b)), true
		}
	}
	return 0, false
}

func compareOrdered(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func normal(v any) any {
	if n, ok := v.(json.Number); ok {
		return parseNumber(n.String())
	}
	return v
}

func parseNumber(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64) // where it is out of range this is an infinity, which is right
	return f
}

func asTime(v any) (time.Time, bool) {
	switch v := v.(type) {
	case time.Time:
		return v, true
	case string:
		return parseTime(v)
	}
	return time.Time{}, false
}

func (n literal) String() string      { return n.text }
func (n propertyPath) String() string { return strings.Join(n.names, "/") }
func (n length) String() string       { return n.of.String() + "/$count" }

func (n negation) String() string {
	if _, ok := n.of.(logic); ok {
		return "not (" + n.of.String() + ")"
	}
	return "not " + n.of.String()
}

func (n logic) String() string {
	op := " and "
	if n.or {
		op = " or "
	}
	l, r := n.l.String(), n.r.String()
	if c, ok := n.l.(logic); ok && c.or && !n.or {
		l = "(" + l + ")"
	}
	if c, ok := n.r.(logic); ok && (c.or || !n.or) {
		r = "(" + r + ")"
	}
	return l + op + r
}

func (n comparison) String() string { return n.l.String() + " " + n.op + " " + n.r.String() }

func (n membership) String() string {
	list := make([]string, 0, len(n.list))
	for _, l := range n.list {
		list = append(list, l.text)
	}
	return n.of.String() + " in (" + strings.Join(list, ",") + ")"
}

func (n function) String() string {
	args := make([]string, 0, len(n.args))
	for _, a := range n.args {
		args = append(args, a.String())
	}
	return n.name + "(" + strings.Join(args, ",") + ")"
}

func (n lambda) String() string {
	word := "/any("
	if n.all {
		word = "/all("
	}
	if n.body == nil {
		return n.of.String() + word + ")"
	}
	return n.of.String() + word + n.variable + ":" + n.body.String() + ")"
}
