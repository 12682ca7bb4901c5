package coverage

// maxSteps bounds one reading. Policies of real tenants take a handful of steps;
// what needs more is reported as not told rather than waited for.
const maxSteps = 5_000

// A region is a shape over classes of attributes that no policy tells apart.
type region struct {
	dims packed
	axes [axisCount]struct {
		all               bool
		kindsIn, kindsOut mask
		in, out           bits
		outs              []int
	}
}

// A class stands for the attributes that every region treats alike.
type class struct {
	sort    byte
	implies int  // the class that whatever has this one has too, or -1
	kinds   mask // the kinds of the axis that may have it
}

// exclusive reports whether a sign-in has at most one such attribute: it is
// one person's, to one application.
func (c *class) exclusive() bool { return c.sort == userSort || c.sort == appSort }

// A point is a set of sign-ins on its way to become a gap: those with one of
// the values left in every condition that have all attributes held and none barred.
type point struct {
	dims packed
	axes [axisCount]place
}

type place struct {
	kinds        mask
	held, barred bits
	taken        bool // an exclusive attribute is held
}

// A search looks for a point outside every region.
type search struct {
	regions []*region
	aimed   []bool // which regions are of policies made for the purpose
	classes *[axisCount][]class
	axes    []axis // those that some region narrows
	steps   int
	limit   int
}

// exhausted reports whether the search gave up.
func (s *search) exhausted() bool { return s.steps > s.limit }

// outside returns a point of p outside every region; ok is false when there is
// none, which must not be trusted once the search is exhausted.
func (s *search) outside(p *point) (gap point, ok bool) {
	s.steps++
	if s.exhausted() {
		return point{}, false
	}
	var next *region
	fewest := 0
	for _, r := range s.regions {
		if s.missed(r, p) {
			continue
		}
		n := s.ways(r, p)
		if n == 0 {
			return point{}, false
		}
		if next == nil || n < fewest {
			next, fewest = r, n
		}
	}
	if next == nil {
		return *p, true
	}
	return s.leave(next, *p)
}

// missed reports whether the region applies to no sign-in of the point.
func (s *search) missed(r *region, p *point) bool {
	if p.dims.and(r.dims).lacks() {
		return true
	}
	for _, a := range s.axes {
		c, at := &r.axes[a], &p.axes[a]
		if at.kinds&^c.kindsOut == 0 || at.held.meets(c.out) {
			return true
		}
		if !c.all && at.kinds&c.kindsIn == 0 && !at.held.meets(c.in) && c.in.within(at.barred) {
			return true
		}
	}
	return false
}

// ways counts the ways out of a region; 0 means that it covers the point.
func (s *search) ways(r *region, p *point) int {
	n := p.dims.without(r.dims).count()
	for _, a := range s.axes {
		c, at := &r.axes[a], &p.axes[a]
		if !c.all && at.kinds&^c.kindsIn != 0 && !at.held.meets(c.in) {
			n++
		}
		if at.kinds&c.kindsOut != 0 {
			n++
		}
		for _, k := range c.outs {
			if s.mayHold(a, k, at) {
				n++
			}
		}
	}
	return n
}

func (s *search) mayHold(x axis, k int, at *place) bool {
	c := &s.classes[x][k]
	return !at.barred.has(k) && at.kinds&c.kinds != 0 && (!c.exclusive() || !at.taken) && (c.implies < 0 || !at.barred.has(c.implies))
}

// leave tries each way out of the region. What one way has shown to lead
// nowhere is ruled out for the ways after it, so that no sign-in is tried twice.
func (s *search) leave(r *region, p point) (gap point, ok bool) {
	for _, a := range s.axes {
		c := &r.axes[a]
		if at := &p.axes[a]; !c.all && at.kinds&^c.kindsIn != 0 && !at.held.meets(c.in) {
			q := p
			q.axes[a].kinds &^= c.kindsIn
			q.axes[a].barred = at.barred.union(c.in)
			if gap, ok = s.outside(&q); ok {
				return gap, true
			}
		}
		if at := &p.axes[a]; at.kinds&c.kindsOut != 0 {
			q := p
			q.axes[a].kinds &= c.kindsOut
			if gap, ok = s.outside(&q); ok {
				return gap, true
			}
			p.axes[a].kinds &^= c.kindsOut
		}
	}
	for d := range dimCount {
		if rest := p.dims.at(d) &^ r.dims.at(d); rest != 0 {
			q := p
			q.dims.put(d, rest)
			if gap, ok = s.outside(&q); ok {
				return gap, true
			}
			p.dims.put(d, p.dims.at(d)&r.dims.at(d))
		}
	}
	return s.hold(r, p)
}

// hold tries to leave the region by holding each attribute it excludes.
func (s *search) hold(r *region, p point) (gap point, ok bool) {
	for _, a := range s.axes {
		for _, k := range r.axes[a].outs {
			at := &p.axes[a]
			if !s.mayHold(a, k, at) {
				continue
			}
			c := s.classes[a][k]
			q := p
			q.axes[a].held = at.held.with(k)
			q.axes[a].kinds &= c.kinds
			if c.implies >= 0 {
				q.axes[a].held.set(c.implies)
			}
			q.axes[a].taken = at.taken || c.exclusive()
			if gap, ok = s.outside(&q); ok {
				return gap, true
			}
			at.barred = at.barred.with(k)
		}
	}
	return point{}, false
}
