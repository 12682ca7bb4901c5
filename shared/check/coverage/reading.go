package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// A reading is the policies of a tenant made ready for every requirement that
// speaks of the same people, applications, places and devices: what such
// requirements do not differ in is worked out once for all of them. It is kept
// with the snapshot and only read.
type reading struct {
	c       *compiler
	lines   []line // in the tenant's order, as the boxes and regions
	boxes   []box
	byID    []int // the lines by the policies' ids
	starts  []start
	sure    *layout
	hope    *layout
	doubt   bool // sure and hope differ
	enabled int
	reports int
}

// A line is what a requirement has to know of one policy.
type line struct {
	policy  *snapshot.ConditionalAccessPolicy
	state   truth
	report  bool
	blocks  bool
	grants  *[grantCount]controlsOf
	words   packed // the values its conditions name
	strange uint16 // the conditions, a bit each, with a value Vahti does not know
	// fits is set where it is about some of the applications or guests asked for,
	// everything where it is for every application, astray where it is not about
	// places although the requirement is.
	fits, everything, astray bool
	scope, rest              string           // notes before and after those on conditions with a fixed set of values
	narrowed                 [dimCount]string // the notes on each of those
}

// controlsOf is what a policy's controls mean for one grant.
type controlsOf struct {
	covers, aims truth
	weaker       bool // people can choose something less
}

// grantsKey is what the policies' controls mean among what is derived of a
// snapshot: it is the same for every reading.
var grantsKey any = new(byte)

func grantsOf(s *snapshot.Snapshot) [][grantCount]controlsOf {
	policies := snapshot.ConditionalAccessPolicies.Of(s)
	all := make([][grantCount]controlsOf, len(policies))
	for i := range policies {
		if !policies[i].GrantControls.Known() {
			continue
		}
		controls := policies[i].GrantControls.V
		for g := range grantCount {
			k := &all[i][g]
			k.covers, k.aims = g.judge(controls)
			k.weaker = slices.Max(append(g.alternatives(controls), no)) == yes
		}
	}
	return all
}

// scope is the part of a requirement that a reading depends on.
func (r Requirement) scope() Requirement {
	return Requirement{
		Agents: r.Agents, Roles: r.Roles, Guests: r.Guests, Somebody: r.Somebody, Exempt: r.Exempt,
		Applications: r.Applications, UserAction: r.UserAction, Context: r.Context, Untrusted: r.Untrusted, Unmanaged: r.Unmanaged,
	}
}

// scopeKey is a text that tells scopes apart.
func (r *Requirement) scopeKey() string {
	var b strings.Builder
	b.WriteString("coverage")
	for _, set := range []bool{r.Agents, r.Guests, r.Somebody, r.Untrusted, r.Unmanaged} {
		b.WriteByte('0' + byte(truthOf(set))) //nolint:gosec // one of three values from 0
	}
	write := func(text string) {
		b.WriteString(strconv.Itoa(len(text)))
		b.WriteByte(' ')
		b.WriteString(text)
	}
	write(r.UserAction)
	write(r.Context)
	for _, role := range r.Roles {
		b.WriteByte('r')
		for _, id := range role.IDs {
			write(id)
		}
	}
	for sort, ids := range [][]string{r.Exempt, r.Applications} {
		b.WriteByte("xa"[sort])
		for _, id := range ids {
			write(id)
		}
	}
	return b.String()
}

func (p *Prepared) read(s *snapshot.Snapshot) *reading {
	return snapshot.Derive(s, p.key, func(s *snapshot.Snapshot) *reading { return newReading(s, p.r.scope()) })
}

func newReading(s *snapshot.Snapshot, r Requirement) *reading {
	policies := snapshot.ConditionalAccessPolicies.Of(s)
	c := &compiler{r: r, declared: declare(s.Settings), places: placesOf(s), kinds: r.kinds(), member: members(s)}
	c.start()
	rd := &reading{c: c, boxes: make([]box, len(policies)), lines: make([]line, len(policies))}
	for i := range policies {
		rd.boxes[i] = c.compile(&policies[i])
	}
	rd.starts = c.starts()
	grants := snapshot.Derive(s, grantsKey, grantsOf)
	sures, hopes := make([]shape, len(policies)), make([]shape, len(policies))
	for i := range policies {
		sures[i], hopes[i] = rd.boxes[i].sure, rd.boxes[i].hope
		rd.lines[i] = c.line(&policies[i], &rd.boxes[i], &grants[i])
		rd.byID = append(rd.byID, i)
		if rd.boxes[i].state == yes {
			rd.enabled++
		}
		if rd.boxes[i].report {
			rd.reports++
		}
		rd.doubt = rd.doubt || rd.boxes[i].state == maybe
	}
	rd.sure = c.layout(sures, rd.starts, sure)
	rd.hope = rd.sure
	if !slices.EqualFunc(sures, hopes, shape.equal) || c.doubtsPlaces() {
		rd.hope, rd.doubt = c.layout(hopes, rd.starts, hope), true
	}
	slices.SortStableFunc(rd.byID, func(a, b int) int { return cmp.Compare(policies[a].ID, policies[b].ID) })
	return rd
}

// doubtsPlaces reports whether it is not known of a location that policies name
// whether it is trusted.
func (c *compiler) doubtsPlaces() bool {
	return slices.ContainsFunc(c.attrs[where], func(a attribute) bool { return c.places.kinds(a.id, sure) != c.places.kinds(a.id, hope) })
}

func (c *compiler) line(p *snapshot.ConditionalAccessPolicy, b *box, grants *[grantCount]controlsOf) line {
	l := line{
		policy: p, state: b.state, report: b.report, blocks: blocks(p), grants: grants,
		fits:       len(c.r.Applications) > 0 && !b.sure.axes[what].all || c.r.Guests && b.sure.axes[who].kindsIn != 0,
		everything: b.sure.axes[what].all,
		astray:     c.r.Untrusted && !narrows(b.sure.axes[where]),
		scope:      strings.Join(append(c.whoNotes(b), c.whatNotes(b)...), "; "),
		rest:       strings.Join(c.restNotes(p, b), "; "),
	}
	for d, words := range conditionLists(&p.Conditions) {
		m, unknown := domains[d].parse(words)
		l.words.put(dim(d), m)
		switch {
		case unknown:
			l.strange |= 1 << d
			l.narrowed[d] = "has a value of " + domains[d].name + " Vahti does not know"
		case dim(d) == platforms && len(words) == 0:
			l.narrowed[d] = "excludes platforms " + strings.Join(p.Conditions.Platforms.V.ExcludePlatforms, ",")
		default:
			l.narrowed[d] = fmt.Sprintf(domains[d].narrowed, strings.Join(words, ","))
		}
	}
	return l
}
