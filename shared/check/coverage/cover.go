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
	used      int      // policies made for the purpose that apply to someone
	uncovered int      // starts that a gap was found for
	roles     int      // required roles whose holders a gap was found for
	gap       []string // what is left out, as Coverage.Gap
	exhausted bool
}

func (a answer) covered() bool { return a.used > 0 && a.uncovered == 0 && !a.exhausted }

// cover looks for a gap that the boxes leave.
func (c *compiler) cover(boxes []box, d doubt) answer {
	least := yes
	if d == hope {
		least = maybe
	}
	var shapes []shape
	var aimed []bool
	var a answer
	for i := range boxes {
		b := &boxes[i]
		s := b.shape(d)
		if b.state < least || b.covers < least || s.void(c.want, c.kinds) {
			continue
		}
		shapes = append(shapes, s)
		aimed = append(aimed, b.aims >= least)
		if b.aims >= least {
			a.used++
		}
	}
	starts := c.starts()
	if a.used == 0 {
		a.uncovered = len(starts)
		return a
	}
	s, classOf := c.classify(shapes, starts, d)
	for i := range aimed {
		s.regions[i].aimed = aimed[i]
	}
	lastRole := -1
	for _, from := range starts {
		gap, ok := s.outside(c.point(s, from, classOf))
		switch {
		case s.exhausted():
			a.exhausted = true
		case ok:
			a.uncovered++
			if from.role != lastRole {
				a.roles, lastRole = a.roles+1, from.role
			}
			for _, name := range s.gap(gap, c.r) {
				if !slices.Contains(a.gap, name) {
					a.gap = append(a.gap, name)
				}
			}
		}
	}
	if a.uncovered > 0 {
		a.exhausted = false // one gap is enough
	}
	slices.Sort(a.gap)
	return a
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

// classify folds attributes that all shapes treat alike into classes, so that a
// policy that excludes a thousand users costs no more than one that excludes one.
func (c *compiler) classify(shapes []shape, starts []start, d doubt) (*search, [axisCount][]int) {
	s := &search{regions: make([]region, len(shapes)), limit: c.limit}
	var classOf [axisCount][]int
	for x := axis(0); x < axisCount; x++ {
		classOf[x] = c.fold(x, shapes, starts, s, d)
		n := len(s.classes[x])
		for i := range shapes {
			from, to := &shapes[i].axes[x], &s.regions[i].axes[x]
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
		}
	}
	for i := range shapes {
		s.regions[i].dims = shapes[i].dims
	}
	return s, classOf
}

// fold makes the classes of one axis and returns the class of each attribute.
func (c *compiler) fold(x axis, shapes []shape, starts []start, s *search, d doubt) []int {
	attrs := c.attrs[x]
	signatures := make([]strings.Builder, len(attrs))
	sign := func(k, i int, side byte) {
		signatures[k].Write([]byte{side, byte(i), byte(i >> 8)})
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
		key := string([]byte{a.sort, byte(kinds)}) + signatures[k].String()
		n, ok := seen[key]
		if !ok {
			n = len(s.classes[x])
			seen[key] = n
			s.classes[x] = append(s.classes[x], class{sort: a.sort, implies: -1, kinds: kinds})
		}
		classOf[k] = n
		if implies {
			if suite, ok := c.index[what][attribute{suiteSort, office365}]; ok {
				s.classes[x][n].implies = suite // an attribute until all are folded
			}
		}
	}
	for i := range s.classes[x] {
		if k := s.classes[x][i].implies; k >= 0 {
			s.classes[x][i].implies = classOf[k]
		}
	}
	return classOf
}

// point is every sign-in that a search begins with.
func (c *compiler) point(s *search, from start, classOf [axisCount][]int) point {
	p := point{dims: c.want}
	for x := axis(0); x < axisCount; x++ {
		n := len(s.classes[x])
		p.axes[x] = place{kinds: c.kinds[x], held: newBits(n), barred: newBits(n)}
	}
	if from.role >= 0 {
		p.axes[who].held.set(classOf[who][from.role])
	}
	if from.app >= 0 {
		k := classOf[what][from.app]
		at := &p.axes[what]
		at.held.set(k)
		at.taken = s.classes[what][k].exclusive()
		if suite := s.classes[what][k].implies; suite >= 0 {
			at.held.set(suite)
		}
	}
	return p
}

// gap names what distinguishes the sign-ins found from those that the policy
// made for the purpose that comes nearest to them applies to.
func (s *search) gap(found point, req Requirement) []string {
	var nearest []string
	var distance int
	for i := range s.regions {
		r := &s.regions[i]
		if !r.aimed {
			continue
		}
		names, d := s.misses(r, &found, req)
		if nearest == nil || d < distance {
			nearest, distance = names, d
		}
	}
	return nearest
}

// misses names why a region does not apply to a point, and how far it is from
// applying: a policy for everyone that excludes someone is nearer than one for
// somebody else.
func (s *search) misses(r *region, p *point, req Requirement) (names []string, distance int) {
	for d := range r.dims {
		if p.dims[d]&r.dims[d] == 0 {
			names = append(names, domains[d].name)
			distance += 2
		}
	}
	for x := axis(0); x < axisCount; x++ {
		c, at := &r.axes[x], &p.axes[x]
		if !c.all && at.kinds&c.kindsIn == 0 && !at.held.meets(c.in) {
			names = append(names, otherName(x, req))
			distance += 3
		}
		if at.kinds&^c.kindsOut == 0 {
			names = append(names, kindName(x))
			distance += 2
		}
		for _, k := range c.outs {
			if at.held.has(k) {
				names = append(names, heldName(x, s.classes[x][k].sort, req))
				distance += 2
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), distance
}

func kindName(x axis) string {
	if x == who {
		return "guests"
	}
	return "excluded-" + axisNames[x]
}

func otherName(x axis, req Requirement) string {
	switch {
	case x == who && len(req.Roles) > 0:
		return "roleHolders"
	case x == who && req.Agents:
		return "other-agents"
	}
	return "other-" + axisNames[x]
}

func heldName(x axis, sort byte, req Requirement) string {
	switch {
	case sort == groupSort:
		return "excluded-groups"
	case sort == roleSort:
		return "excluded-roles"
	case x == who && req.Agents:
		return "excluded-agents"
	}
	return "excluded-" + axisNames[x]
}
