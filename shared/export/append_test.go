package export

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/finding"
)

// standard is what encoding/json makes of a value.
func standard(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestRecordsAreWhatTheStandardLibraryWrites fills every kind's record at random, many
// times, and compares byte by byte.
func TestRecordsAreWhatTheStandardLibraryWrites(t *testing.T) {
	draw := rand.New(rand.NewPCG(7, 7))
	for _, row := range kinds() {
		of := reflect.TypeOf(row.example)
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		for range 400 {
			v := reflect.New(of)
			fill(draw, v.Elem())
			r, ok := v.Interface().(Record)
			if !ok {
				t.Fatalf("%s: no record", row.kind)
			}
			if got, want := string(r.AppendJSON([]byte("x")))[1:], standard(t, r); got != want {
				t.Fatalf("%s: got  %s\nwant %s", row.kind, got, want)
			}
		}
	}
}

// fill gives a value random contents, or leaves it as it is, which is one of them.
func fill(draw *rand.Rand, v reflect.Value) {
	if draw.IntN(4) == 0 {
		return
	}
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Unix(draw.Int64N(4e9), draw.Int64N(1e9)).UTC()))
		return
	case reflect.TypeFor[json.RawMessage]():
		raws := []string{`{"a":[1,2,{"b":"c d"}]}`, `"x"`, "null", "{ \"a\" : 1 }", "12.5e3", "\"ä\\u2028\""}
		v.SetBytes([]byte(raws[draw.IntN(len(raws))]))
		return
	case reflect.TypeFor[finding.Facts]():
		facts := finding.Facts{}
		for range draw.IntN(5) {
			values := []any{true, int64(draw.Uint32()), draw.IntN(9), draw.Float64() * math.Pow(10, float64(draw.IntN(60)-30)), odd(draw), []string{odd(draw)}, []string(nil), []string{}}
			facts[odd(draw)] = values[draw.IntN(len(values))]
		}
		v.Set(reflect.ValueOf(facts))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(odd(draw))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(draw.Int64() >> draw.IntN(63))
	case reflect.Float64:
		v.SetFloat(float64(draw.IntN(1000)) / 10)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(draw, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), draw.IntN(4), 4))
		for i := range v.Len() {
			if v.Type().Elem().Kind() == reflect.Uint8 {
				v.Index(i).SetUint(uint64(draw.IntN(256)))
				continue
			}
			fill(draw, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range draw.IntN(3) {
			one := reflect.New(v.Type().Elem()).Elem()
			fill(draw, one)
			v.SetMapIndex(reflect.ValueOf(odd(draw)).Convert(v.Type().Key()), one)
		}
	}
}

// odd is a text with whatever is hard to write.
func odd(draw *rand.Rand) string {
	parts := []string{"a", "ä", "\"", "\\", "\n", "\t", "\x00", "\x1f", "\x7f", "<>&", "\u2028", "\u2029", "\ufffd", "\xff", "\xc3", "😀", "\b\f\r", "plain text "}
	var b strings.Builder
	for range draw.IntN(6) {
		b.WriteString(parts[draw.IntN(len(parts))])
	}
	return b.String()
}

func FuzzAppendText(f *testing.F) {
	for _, s := range []string{"", "a", "ä\u2028\xff\x00\"\\", "\xed\xa0\x80", "\U0010ffff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(appendText(nil, s)), standard(t, s); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func FuzzAppendFloat(f *testing.F) {
	for _, v := range []float64{0, 1, -1.5, 1e21, 1e-7, 1e20, 123456789.125, 5e-324, math.MaxFloat64} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			if got := string(appendFloat(nil, v)); got != "null" {
				t.Errorf("got %s", got)
			}
			return
		}
		if got, want := string(appendFloat(nil, v)), standard(t, v); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
