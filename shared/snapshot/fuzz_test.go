package snapshot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// tenants is where the sample tenants lie.
const tenants = "../../emulator/tenants"

// samples returns what the sample tenants answer for a resource: the object, or
// the list in a page.
func samples(t testing.TB, r Resource) [][]byte {
	t.Helper()
	path, _, _ := strings.Cut(string(r), "?")
	path = filepath.FromSlash(strings.ReplaceAll(path, "{id}", "*"))
	files, err := filepath.Glob(filepath.Join(tenants, "*", path+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Value json.RawMessage `json:"value"`
		}
		if json.Unmarshal(raw, &page) == nil && page.Value != nil {
			raw = page.Value
		}
		out = append(out, raw)
	}
	return out
}

// parentOf is the parent that an answer belongs to in these tests.
func parentOf(k Key) string {
	if k.Kind() == PerParent {
		return "parent"
	}
	return ""
}

// typeOf is the type of a resource's entities.
func typeOf(t testing.TB, k Key) reflect.Type {
	t.Helper()
	s := New(time.Time{}, Settings{})
	raw := `{}`
	if k.Kind() != Singleton {
		raw = `[{}]`
	}
	if err := k.Decode(s, parentOf(k), []byte(raw)); err != nil {
		t.Fatalf("%s: %v", k.Resource(), err)
	}
	is := reflect.TypeOf(Form(k, s))
	if k.Kind() == PerParent {
		is = is.Elem()
	}
	if k.Kind() != Singleton {
		is = is.Elem()
	}
	return is
}

// properties adds the JSON names of a type and of what it holds.
func properties(of reflect.Type, into map[string]bool, seen map[reflect.Type]bool) {
	if seen[of] {
		return
	}
	seen[of] = true
	switch of.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Map:
		properties(of.Elem(), into, seen)
	case reflect.Struct:
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			into[name] = true
			properties(of.Field(i).Type, into, seen)
		}
	}
}

var wrongType = regexp.MustCompile(`^property "([^"]*)" has another type than documented$`)

// quotesNothing wants an error to be one of the two that decode gives, and to
// name no property but documented ones.
func quotesNothing(t *testing.T, err error, known map[string]bool) {
	t.Helper()
	if err.Error() == "the answer is not the documented JSON" {
		return
	}
	m := wrongType.FindStringSubmatch(err.Error())
	if m == nil {
		t.Fatalf("the error says more than it may: %q", err)
	}
	// "@odata.type" has a dot of its own.
	for name := range strings.SplitSeq(strings.ReplaceAll(m[1], "@odata.", "@odata "), ".") {
		if name = strings.ReplaceAll(name, "@odata ", "@odata."); name != "" && !known[name] {
			t.Fatalf("the error quotes %q", name)
		}
	}
}

// form is what was read of a resource as JSON.
func form(t testing.TB, k Key, s *Snapshot) string {
	t.Helper()
	raw, err := json.Marshal(Form(k, s))
	if err != nil {
		t.Fatalf("%s has no JSON form: %v", k.Resource(), err)
	}
	return string(raw)
}

// unchanged decodes what is wrong after a whole answer and after none: an error
// leaves everything as it was.
func unchanged(t *testing.T, k Key, raw []byte, known map[string]bool) {
	t.Helper()
	whole := []byte(`{}`)
	if k.Kind() != Singleton {
		whole = []byte(`[{}]`)
	}
	for _, before := range [][]byte{nil, whole} {
		s := New(time.Time{}, Settings{})
		if before != nil {
			if err := k.Decode(s, parentOf(k), before); err != nil {
				t.Fatal(err)
			}
		}
		was := form(t, k, s)
		err := k.Decode(s, parentOf(k), raw)
		if err == nil {
			t.Fatal("an answer was refused once and taken then")
		}
		quotesNothing(t, err, known)
		if is := form(t, k, s); is != was || s.Has(k.Resource()) != (before != nil) {
			t.Fatalf("an error changed what was read")
		}
	}
}

// FuzzDecode answers for any resource with whatever bytes: nothing panics, an
// error quotes nothing and leaves nothing behind, and what was taken has a JSON
// form that is taken again and says the same.
func FuzzDecode(f *testing.F) {
	keys := Keys()
	known := make([]map[string]bool, len(keys))
	for i, k := range keys {
		known[i] = map[string]bool{}
		properties(typeOf(f, k), known[i], map[reflect.Type]bool{})
		for _, seed := range []string{
			``, `null`, `{}`, `[]`, `[{}]`, `[null]`, `[[]]`, `"text"`, `7`, `true`, `{"id":7}`, `[{"id":{}}]`, `{"id":"a","id":["b"]}`, `[{"id":"a"},{"id":1e999}]`,
			`{"value":[{}]}`, `[{"id":"\ud800"}]`, `{"`, `[{"id":"` + strings.Repeat("x", 1000) + `"}]`,
			strings.Repeat(`[`, 200) + strings.Repeat(`]`, 200), strings.Repeat(`{"a":`, 200) + `1` + strings.Repeat(`}`, 200),
		} {
			f.Add(byte(i), []byte(seed))
		}
		for _, raw := range samples(f, k.Resource()) {
			if len(raw) < 32<<10 {
				f.Add(byte(i), raw)
			}
		}
	}
	f.Fuzz(func(t *testing.T, n byte, raw []byte) {
		i := int(n) % len(keys)
		k := keys[i]
		s := New(time.Time{}, Settings{})
		if err := k.Decode(s, parentOf(k), raw); err != nil {
			unchanged(t, k, raw, known[i])
			return
		}
		if !s.Has(k.Resource()) {
			t.Fatal("what was taken counts as missing")
		}
		sameAgain(t, k, s)
	})
}

// sameAgain decodes the JSON form of what was read.
func sameAgain(t *testing.T, k Key, s *Snapshot) {
	t.Helper()
	was := form(t, k, s)
	raw := []byte(was)
	if k.Kind() == PerParent {
		var byParent map[string]json.RawMessage
		if err := json.Unmarshal(raw, &byParent); err != nil {
			t.Fatal(err)
		}
		raw = byParent[parentOf(k)]
	}
	again := New(time.Time{}, Settings{})
	if err := k.Decode(again, parentOf(k), raw); err != nil {
		t.Fatalf("the JSON form is not taken: %v", err)
	}
	if is := form(t, k, again); is != was {
		t.Fatalf("the JSON form differs:\n%s\n%s", was, is)
	}
}

// fill gives everything in a value a value; deep bounds types that hold
// themselves.
func fill(v reflect.Value, deep int) {
	switch into := v.Addr().Interface().(type) {
	case *Timestamp:
		*into = At(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
		return
	case *AuditID:
		*into = "62e90394-69f5-4237-9190-012177145e10"
		return
	case *Thumbprint:
		*into = "709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c"
		return
	case *any:
		*into = "text"
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(3)
	case reflect.Slice:
		if deep > 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0), deep-1)
		}
	case reflect.Pointer:
		if deep > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), deep-1)
		}
	case reflect.Map:
		one := reflect.New(v.Type().Elem()).Elem()
		fill(one, deep-1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("name"), one)
	case reflect.Struct:
		_, isValue := v.Type().FieldByName("Null") // of a Value
		for i := range v.NumField() {
			switch field := v.Type().Field(i); {
			case !field.IsExported() || isValue && field.Name == "Null" || field.Tag.Get("json") == "-":
			default:
				fill(v.Field(i), deep)
			}
		}
	default:
		panic("no value for " + v.Type().String())
	}
}

// A place is a property, or an element of a list, in a JSON value.
type place []any // names and indexes

func (p place) String() string {
	var words []string
	for _, step := range p {
		words = append(words, fmt.Sprint(step))
	}
	return strings.Join(words, "/")
}

// places are all there are in a value but the value itself.
func places(v any, at place) []place {
	var out []place
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			here := append(slices.Clone(at), name)
			out = append(append(out, here), places(inner, here)...)
		}
	case []any:
		for i, inner := range v {
			here := append(slices.Clone(at), i)
			out = append(append(out, here), places(inner, here)...)
		}
	}
	return out
}

// at returns what is at a place; put puts something else there.
func at(v any, p place) any {
	for _, step := range p {
		switch in := v.(type) {
		case map[string]any:
			v = in[step.(string)]
		case []any:
			if step.(int) >= len(in) {
				return nil
			}
			v = in[step.(int)]
		default:
			return nil
		}
	}
	return v
}

func put(v any, p place, what any) {
	switch in := at(v, p[:len(p)-1]).(type) {
	case map[string]any:
		in[p[len(p)-1].(string)] = what
	case []any:
		if i := p[len(p)-1].(int); i < len(in) {
			in[i] = what
		}
	}
}

func parse(t testing.TB, raw []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// tolerant are the places that take values of other kinds on purpose.
var tolerant = []*regexp.Regexp{
	regexp.MustCompile(`simpleSettingValue/value$`),                                                                          // a number or a text
	regexp.MustCompile(`/authenticationModeConfiguration/rules$`),                                                            // recordings of other tools hold one rule without its list
	regexp.MustCompile(`^conditions/(any|bodyContains|bodyOrSubjectContains|subjectContains|senderContains|fromAddresses)$`), // only that there is something
}

// TestWrongTypes puts a value of each wrong kind in place of each property of
// each resource: the answer is refused; null and what is taken on purpose leave
// everything else as it is.
func TestWrongTypes(t *testing.T) {
	wrong := map[string]any{"null": nil, "text": "text", "number": json.Number("7"), "truth": true, "list": []any{"text"}, "object": map[string]any{"text": "text"}}
	kindOf := func(v any) string {
		switch v.(type) {
		case string:
			return "text"
		case json.Number:
			return "number"
		case bool:
			return "truth"
		case []any:
			return "list"
		case map[string]any:
			return "object"
		}
		return "null"
	}
	refused := 0
	for _, k := range Keys() {
		of := typeOf(t, k)
		known := map[string]bool{}
		properties(of, known, map[reflect.Type]bool{})
		whole := reflect.New(of).Elem()
		fill(whole, 2)
		raw, err := json.Marshal(whole.Interface())
		if err != nil {
			t.Fatal(err)
		}
		object := func() any { return parse(t, raw) }
		read := func(v any) (*Snapshot, []byte, error) {
			if k.Kind() != Singleton {
				v = []any{v}
			}
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			s := New(time.Time{}, Settings{})
			return s, text, k.Decode(s, parentOf(k), text)
		}
		// entity is what was read in JSON's own types.
		entity := func(s *Snapshot) any {
			v := parse(t, []byte(form(t, k, s)))
			if k.Kind() == PerParent {
				v = v.(map[string]any)[parentOf(k)]
			}
			if k.Kind() != Singleton {
				all, _ := v.([]any)
				if len(all) == 0 {
					return nil // it is not held
				}
				v = all[0]
			}
			return v
		}
		s, _, err := read(object())
		if err != nil {
			t.Errorf("%s: a whole answer is refused: %v", k.Resource(), err)
			continue
		}
		if diff := !reflect.DeepEqual(entity(s), object()); diff {
			t.Errorf("%s: a whole answer is read as another:\n%s\n%s", k.Resource(), raw, form(t, k, s))
			continue
		}
		sample := object()
		for _, p := range places(sample, nil) {
			right := kindOf(at(sample, p))
			for kind, value := range wrong {
				if kind == right || right == "null" { // left out where a type holds itself
					continue
				}
				spoiled := object()
				put(spoiled, p, value)
				s, text, err := read(spoiled)
				if err != nil {
					refused++
					if kind == "null" {
						t.Errorf("%s: null for %v is refused: %v", k.Resource(), p, err)
					}
					unchanged(t, k, text, known)
					continue
				}
				if kind != "null" && !slices.ContainsFunc(tolerant, func(r *regexp.Regexp) bool { return r.MatchString(p.String()) }) {
					t.Errorf("%s: %s for the %s %v is taken", k.Resource(), kind, right, p)
				}
				got, want := entity(s), object()
				if _, drive := k.(Each[DriveItem]); drive && got == nil && len(p) == 1 {
					continue // what is not shared is not held
				}
				put(got, p, nil)
				put(want, p, nil)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %s for %v changed something else:\n%v\n%v", k.Resource(), kind, p, got, want)
				}
			}
		}
	}
	if refused < 2000 {
		t.Errorf("only %d wrong values were refused: the test says little", refused)
	}
}
