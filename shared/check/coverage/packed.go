package coverage

// A packed is a space in two words, 16 bits a condition, so that the conditions
// are compared all at once.
type packed [2]uint64

// A condition's values lie in the lane of its number.
const (
	laneBits = 16
	lanes    = 64 / laneBits
	lowest   = 0x0001_0001_0001_0001
	highest  = 0x8000_8000_8000_8000
)

func (s space) packed() packed {
	var p packed
	for d, m := range s {
		p.put(dim(d), m)
	}
	return p
}

func (p packed) at(d dim) mask { return mask(p[d/lanes] >> (d % lanes * laneBits)) } //nolint:gosec // a lane is as wide as a mask

func (p *packed) put(d dim, m mask) {
	shift := d % lanes * laneBits
	p[d/lanes] = p[d/lanes]&^(0xffff<<shift) | uint64(m)<<shift
}

func (p packed) and(o packed) packed { return packed{p[0] & o[0], p[1] & o[1]} }

func (p packed) without(o packed) packed { return packed{p[0] &^ o[0], p[1] &^ o[1]} }

func (p packed) empty() bool { return p[0]|p[1] == 0 }

// lacks reports whether some condition has no value left. Subtracting one from a
// lane borrows only where it, or one below it, is empty.
func (p packed) lacks() bool {
	return (p[0]-lowest)&^p[0]&highest|(p[1]-lowest)&^p[1]&highest != 0
}

// count is how many conditions have a value.
func (p packed) count() int {
	n := 0
	for _, word := range p {
		for ; word != 0; word >>= laneBits {
			if word&0xffff != 0 {
				n++
			}
		}
	}
	return n
}
