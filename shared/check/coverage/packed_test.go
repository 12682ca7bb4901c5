package coverage

import (
	"math/rand/v2"
	"testing"
)

func TestPacked(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		var s space
		lacks, count := false, 0
		for d := range s {
			if r.IntN(6) > 0 {
				s[d] = mask(1<<r.IntN(16)*r.IntN(2)) | mask(r.IntN(4))
			}
			lacks = lacks || s[d] == 0
			if s[d] != 0 {
				count++
			}
		}
		p := s.packed()
		for d := range s {
			if got := p.at(dim(d)); got != s[d] {
				t.Fatalf("%v: condition %d is %b, want %b", s, d, got, s[d])
			}
		}
		if p.lacks() != lacks || p.count() != count || p.empty() != (count == 0) {
			t.Fatalf("%v: got %v, %d, %v", s, p.lacks(), p.count(), p.empty())
		}
	}
}
