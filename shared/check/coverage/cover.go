package coverage

import (
	"slices"
	"strings"
)

// A doubt says how what Vahti does not know is read.
type doubt bool

const (
	sure doubt = false // as not helping
	hope doubt = true  // as helping
)

// An answer is the outcome of one reading.
type answer struct {
	used      int  // policies made for the purpose that apply to someone
	uncovered int  // starts that a gap was found for
	roles     int  // required roles whose holders a gap was found for
	gap       gaps // what is left out, as Coverage.Gap
	exhausted bool
}

func (a answer) covered() bool { return a.used > 0 && a.uncovered == 0 && !a.exhausted }

// cover looks for a gap that the policies leave.
func (p *Prepared) cover(rd *reading, calls []call, d doubt, limit int) answer {
	least, l := yes, rd.sure
	if d == hope {
		least, l = maybe, rd.hope
	}
	var regions [usual]*region
	var aimed [usual]bool
	s := search{regions: regions[:0], aimed: aimed[:0], classes: &l.classes, axes: l.axes, limit: limit}
	var a answer
	for i := range calls {
		k := &calls[i]
		if rd.lines[i].state < least || k.covers < least || l.nowhere[i] || l.regions[i].dims.and(p.want).lacks() {
			continue
		}
		s.regions, s.aimed = append(s.regions, &l.regions[i]), append(s.aimed, k.aims >= least)
		if k.aims >= least {
			a.used++
		}
	}
	if a.used == 0 {
		a.uncovered = len(rd.starts)
		return a
	}
	p.search(rd, &s, l.points, &a)
	if a.exhausted && a.uncovered == 0 && len(s.regions) < len(rd.lines) {
		// The other policies tell apart what these do not: fold again without them.
		boxes := make([]shape, 0, len(s.regions))
		for _, r := range s.regions {
			for i := range l.regions {
				if r == &l.regions[i] {
					boxes = append(boxes, rd.boxes[i].shape(d))
				}
			}
		}
		fewer := rd.c.layout(boxes, rd.starts, d)
		s.classes, s.axes, s.steps, a.exhausted = &fewer.classes, fewer.axes, 0, false
		for i := range s.regions {
			s.regions[i] = &fewer.regions[i]
		}
		p.search(rd, &s, fewer.points, &a)
	}
	if a.uncovered > 0 {
		a.exhausted = false // one gap is enough
	}
	return a
}

// search looks for a gap from each start.
func (p *Prepared) search(rd *reading, s *search, points []point, a *answer) {
	lastRole := -1
	for i, from := range rd.starts {
		at := points[i]
		at.dims = p.want
		gap, ok := s.outside(&at)
		switch {
		case s.exhausted():
			a.exhausted = true
		case ok:
			a.uncovered++
			if from.role != lastRole {
				a.roles, lastRole = a.roles+1, from.role
			}
			a.gap |= s.gap(&gap, &p.r)
		}
	}
}

func (b *box) shape(d doubt) shape {
	if d == hope {
		return b.hope
	}
	return b.sure
}

// A start is what one search begins with: an attribute of who and one of what,
// or -1 for everyone and everything.
type start struct{ role, app int }

// starts returns one start for each required role and application.
func (c *compiler) starts() []start {
	roles, apps := c.roles(), c.apps()
	if len(roles) == 0 {
		roles = []int{-1}
	}
	if len(apps) == 0 {
		apps = []int{-1}
	}
	var out []start
	for _, role := range roles {
		for _, app := range apps {
			out = append(out, start{role, app})
		}
	}
	return out
}

func (c *compiler) roles() []int {
	var out []int
	for _, role := range c.r.Roles {
		out = append(out, c.intern(who, roleSort, role.IDs[0]))
	}
	return out
}

func (c *compiler) apps() []int {
	var out []int
	for _, id := range c.r.Applications {
		out = append(out, c.intern(what, sortOfApplication(id), id))
	}
	return out
}

// A layout is the policies as regions over shared classes, in one way to read
// what Vahti does not know.
type layout struct {
	regions []region
	nowhere []bool // which regions no sign-in is in, whatever its conditions with a fixed set of values
	classes [axisCount][]class
	axes    []axis  // those that some region narrows
	points  []point // what the search begins with, by start; its fixed conditions are the requirement's
}

// layout folds attributes that all shapes treat alike into classes, so that a
// policy that excludes a thousand users costs no more than one that excludes one.
func (c *compiler) layout(shapes []shape, starts []start, d doubt) *layout {
	l := &layout{regions: make([]region, len(shapes)), nowhere: make([]bool, len(shapes))}
	var classOf [axisCount][]int
	for x := axis(0); x < axisCount; x++ {
		classOf[x] = c.fold(x, shapes, starts, l, d)
		n := len(l.classes[x])
		narrowed := false
		for i := range shapes {
			from, to := &shapes[i].axes[x], &l.regions[i].axes[x]
			to.all, to.kindsIn, to.kindsOut = from.all, from.kindsIn, from.kindsOut
			to.in, to.out = newBits(n), newBits(n)
			for _, k := range from.in {
				to.in.set(classOf[x][k])
			}
			for _, k := range from.out {
				if class := classOf[x][k]; !to.out.has(class) {
					to.out.set(class)
					to.outs = append(to.outs, class)
				}
			}
			narrowed = narrowed || narrows(*from)
		}
		if narrowed {
			l.axes = append(l.axes, x)
		}
	}
	for i := range shapes {
		l.regions[i].dims = shapes[i].dims.packed()
		l.nowhere[i] = shapes[i].nowhere(c.kinds)
	}
	for _, from := range starts {
		l.points = append(l.points, c.point(l, from, classOf))
	}
	return l
}

// fold makes the classes of one axis and returns the class of each attribute.
func (c *compiler) fold(x axis, shapes []shape, starts []start, l *layout, d doubt) []int {
	attrs := c.attrs[x]
	signatures := make([]strings.Builder, len(attrs))
	sign := func(k, i int, side byte) {
		signatures[k].Write([]byte{side, byte(i), byte(i >> 8)}) //nolint:gosec // two bytes, one after the other
	}
	for i := range shapes {
		for _, k := range shapes[i].axes[x].in {
			sign(k, i, '+')
		}
		for _, k := range shapes[i].axes[x].out {
			sign(k, i, '-')
		}
	}
	classOf := make([]int, len(attrs))
	seen := map[string]int{}
	for k, a := range attrs {
		implies := x == what && a.sort == appSort && isOffice365(a.id)
		if implies {
			signatures[k].WriteByte('o')
		}
		isStart := slices.ContainsFunc(starts, func(from start) bool { return x == who && from.role == k || x == what && from.app == k })
		if isStart || a.id == office365 {
			signatures[k].WriteString(a.id)
		}
		kinds := axisKinds[x]
		if x == where {
			kinds = c.places.kinds(a.id, d)
		}
		key := string([]byte{a.sort, byte(kinds)}) + signatures[k].String() //nolint:gosec // there are fewer kinds than bits in a byte
		n, ok := seen[key]
		if !ok {
			n = len(l.classes[x])
			seen[key] = n
			l.classes[x] = append(l.classes[x], class{sort: a.sort, implies: -1, kinds: kinds})
		}
		classOf[k] = n
		if implies {
			if suite, ok := c.index[what][attribute{suiteSort, office365}]; ok {
				l.classes[x][n].implies = suite // an attribute until all are folded
			}
		}
	}
	for i := range l.classes[x] {
		if k := l.classes[x][i].implies; k >= 0 {
			l.classes[x][i].implies = classOf[k]
		}
	}
	return classOf
}

// point is every sign-in that a search begins with.
func (c *compiler) point(l *layout, from start, classOf [axisCount][]int) point {
	var p point
	for x := axis(0); x < axisCount; x++ {
		n := len(l.classes[x])
		p.axes[x] = place{kinds: c.kinds[x], held: newBits(n), barred: newBits(n)}
	}
	if from.role >= 0 {
		p.axes[who].held.set(classOf[who][from.role])
	}
	if from.app >= 0 {
		k := classOf[what][from.app]
		at := &p.axes[what]
		at.held.set(k)
		at.taken = l.classes[what][k].exclusive()
		if suite := l.classes[what][k].implies; suite >= 0 {
			at.held.set(suite)
		}
	}
	return p
}

// gap names what distinguishes the sign-ins found from those that the policy
// made for the purpose that comes nearest to them applies to.
func (s *search) gap(found *point, req *Requirement) gaps {
	var nearest gaps
	least := -1
	for i, r := range s.regions {
		if !s.aimed[i] {
			continue
		}
		names, distance := s.misses(r, found, req)
		if least < 0 || distance < least {
			nearest, least = names, distance
		}
	}
	return nearest
}

// misses names why a region does not apply to a point, and how far it is from
// applying: a policy for everyone that excludes someone is nearer than one for
// somebody else.
func (s *search) misses(r *region, p *point, req *Requirement) (names gaps, distance int) {
	both := p.dims.and(r.dims)
	for d := range dimCount {
		if both.at(d) == 0 {
			names |= dimGaps[d]
			distance += 2
		}
	}
	for _, x := range s.axes {
		c, at := &r.axes[x], &p.axes[x]
		if !c.all && at.kinds&c.kindsIn == 0 && !at.held.meets(c.in) {
			names |= otherGap(x, req)
			distance += 3
		}
		if at.kinds&^c.kindsOut == 0 {
			names |= kindGap(x)
			distance += 2
		}
		for _, k := range c.outs {
			if at.held.has(k) {
				names |= heldGap(x, s.classes[x][k].sort, req)
				distance += 2
			}
		}
	}
	return names, distance
}
