package jsonscan

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestSkip(t *testing.T) {
	tests := []struct {
		name string
		text string
		ok   bool
	}{
		{"nothing", ``, false},
		{"white space", "\t \r\n{}\n", true},
		{"other white space", "\v{}", false},
		{"empty list", `[ ]`, true},
		{"comma at the end", `[1,]`, false},
		{"comma at the start", `[,1]`, false},
		{"no comma", `[1 2]`, false},
		{"wrong end", `[1}`, false},
		{"cut", `{"a":[1,{"b":"c`, false},
		{"more", `{} {}`, false},
		{"name without quotes", `{a:1}`, false},
		{"number as name", `{1:1}`, false},
		{"no colon", `{"a" 1}`, false},
		{"numbers", `[0,-0,1.5,-2e3,1E+10,12345678901234567890]`, true},
		{"leading zero", `01`, false},
		{"no digits after the point", `1.`, false},
		{"no digits after the exponent", `1e`, false},
		{"plus", `+1`, false},
		{"words", `[true,false,null]`, true},
		{"longer word", `nulls`, false},
		{"escapes", `"\"\\\/\b\f\n\r\t\u00e4\uD800"`, true},
		{"unknown escape", `"\x"`, false},
		{"short escape", `"\u00e"`, false},
		{"cut escape", `"\`, false},
		{"control character", "\"\x1f\"", false},
		{"control character after eight", "\"12345678\x00\"", false},
		{"not UTF-8", "\"\xff\"", true},
		{"depth", strings.Repeat("[", 50) + strings.Repeat("]", 50), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := json.Valid([]byte(tt.text)); got != tt.ok {
				t.Fatalf("encoding/json says %v, want %v", got, tt.ok)
			}
			x := New([]byte(tt.text))
			x.Skip()
			if got := x.End(); got != tt.ok || got == x.Bad() {
				t.Errorf("got %v (bad %v), want %v", got, x.Bad(), tt.ok)
			}
		})
	}
}

func TestDepth(t *testing.T) {
	x := New([]byte(strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)))
	if x.Skip(); !x.Bad() {
		t.Error("a text was read that is nested deeper than the scanner goes")
	}
}

func TestWalk(t *testing.T) {
	const text = ` { "a" : [ {"x":1}, {} ] , "ä\u00e4" : "t\n", "n":null,"yes":true ,"no":false, "skipped":{"a":[null,"]"]}} `
	for name, scanner := range map[string]func([]byte) Scanner{"copying": New, "sharing": Sharing} {
		t.Run(name, func(t *testing.T) {
			x := scanner([]byte(text))
			var seen []string
			for x.Open('{'); x.More('}'); {
				name := x.Name()
				seen = append(seen, name)
				switch name {
				case "a":
					if n := x.Objects(); n != 2 {
						t.Errorf("got %d objects, want 2", n)
					}
				case "ää":
					if got := x.Text(); got != "t\n" {
						t.Errorf("got text %q", got)
					}
				case "n":
					if !x.Null() {
						t.Error("null was not seen")
					}
				case "yes", "no":
					if x.Null() {
						t.Error("a word was taken for null")
					}
					if got := x.Bool(); got != (name == "yes") {
						t.Errorf("%s: got %v", name, got)
					}
				default:
					x.Skip()
				}
			}
			if !x.End() {
				t.Fatal("the text was refused")
			}
			if got, want := strings.Join(seen, " "), "a ää n yes no skipped"; got != want {
				t.Errorf("got properties %q, want %q", got, want)
			}
		})
	}
}

func FuzzSkip(f *testing.F) {
	for _, seed := range []string{`{"value":[{"a":"\\\"]"},{}],"n":-1.5e+7}`, `[1,null,[{}],"\ud83d\ude00"]`, "\"\xc3\x28\"", `{"a":tru}`, `"12345678\u12g4"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		x := New(raw)
		x.Skip()
		if got, want := x.End(), json.Valid(raw); got != want && (got || !tooDeep(raw)) {
			t.Fatalf("got %v, want %v", got, want)
		}
		for _, x := range []Scanner{New(raw), Sharing(raw)} {
			text := x.Text()
			var want string
			is := json.Unmarshal(raw, &want) == nil && !bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
			if got := x.End(); got != is || got && text != want {
				t.Fatalf("got text %q (%v), want %q (%v)", text, got, want, is)
			}
		}
		x = New(raw)
		n := x.Objects()
		var want []json.RawMessage
		is := json.Unmarshal(raw, &want) == nil && want != nil
		for _, element := range want {
			is = is && element[0] == '{'
		}
		if got := x.End(); got != is && (got || !tooDeep(raw)) || got && n != len(want) {
			t.Fatalf("got %d objects (%v), want %d (%v)", n, got, len(want), is)
		}
	})
}

// tooDeep reports whether a text may be nested deeper than the scanner goes.
func tooDeep(raw []byte) bool {
	return bytes.Count(raw, []byte("["))+bytes.Count(raw, []byte("{")) > maxDepth
}
