package coverage

// bits is a set of small numbers. Sets made for one search have one length.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

func (b bits) set(i int) { b[i/64] |= 1 << (i % 64) }

func (b bits) with(i int) bits {
	c := append(bits(nil), b...)
	c.set(i)
	return c
}

func (b bits) union(o bits) bits {
	c := append(bits(nil), b...)
	for i := range o {
		c[i] |= o[i]
	}
	return c
}

func (b bits) meets(o bits) bool {
	for i := range b {
		if b[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

func (b bits) within(o bits) bool {
	for i := range b {
		if b[i]&^o[i] != 0 {
			return false
		}
	}
	return true
}
