package rivals

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

func load(t testing.TB) map[string]*snapshot.Snapshot {
	dirs, _ := filepath.Glob("../../../shared/data/recordings/series/*")
	out := map[string]*snapshot.Snapshot{}
	for _, d := range dirs {
		out[filepath.Base(d)] = checktest.Load(t, d)
	}
	return out
}

func TestX(t *testing.T) {
	o, err := newOPA(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cp, err := newCEL()
	if err != nil {
		t.Fatal(err)
	}
	for d, s := range load(t) {
		ci := input(s)
		for c := range Controls() {
			in, err := opaInput(s, c)
			if err != nil {
				t.Fatal(err)
			}
			a, err := o.answer(t.Context(), in)
			b, err2 := cp.answer(c, ci)
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Error(d, c, err, err2, "\n", a, "\n", b)
			}
		}
	}
}

func BenchmarkAll(b *testing.B) {
	o, err := newOPA(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	cp, err := newCEL()
	if err != nil {
		b.Fatal(err)
	}
	type in struct {
		c Control
		s *snapshot.Snapshot
		o any
		m map[string]any
	}
	all := load(b)
	for c, k := range Controls() {
		b.Run("vahti/"+string(c), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range all {
					check.Run(k, s)
				}
			}
		})
		b.Run("opa/"+string(c), func(b *testing.B) {
			b.ReportAllocs()
			for _, s := range all {
				_ = s
			}
			var ins []ast.Value
			for _, s := range all {
				in, _ := opaInput(s, c)
				ins = append(ins, in)
			}
			for b.Loop() {
				for _, in := range ins {
					o.judge(b.Context(), in)
				}
			}
		})
		b.Run("cel/"+string(c), func(b *testing.B) {
			b.ReportAllocs()
			var ins []map[string]any
			for _, s := range all {
				ins = append(ins, input(s))
			}
			for b.Loop() {
				for _, in := range ins {
					cp.judge(c, in)
				}
			}
		})
	}
}
